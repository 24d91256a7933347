// SPDX-License-Identifier: MIT
// The library does not call the loader or libc and does not use thread-local storage: it works where they are
// not usable.
#include <criterion/criterion.h>
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/count.h"
#include "tests/fixture.h"
#include "tests/hooks/reference.h"
#include "tests/skip.h"

#define LOADING PROGRAMS "loading"
#define NO_THREAD_POINTER PROGRAMS "no_thread_pointer"
#define THROUGH_LOADER PROGRAMS "through_loader"

TestSuite(loader, .init = testbed_make);

/* As the zygote of Chromium makes such children to leave the file system. */
Test(loader, a_child_without_a_thread_pointer, .timeout = 60)
{
	CHECK_SAME(NO_THREAD_POINTER, "/");
	CHECK_SAME(NO_THREAD_POINTER, "/nowhere/at/all");
}

/* Its paths are redirected: only ENV has the package "only_here". */
Test(loader, a_child_without_a_thread_pointer_of_a_program_that_embeds_python, .timeout = 60)
{
	char *program = compile_embedding("", "tests/programs/no_thread_pointer.c", "embeds");
	const char *package = "/usr/lib/python3/dist-packages/only_here.py";
	const char *const options[] = {"--strict", format("--trace=%s/trace", testbed.dir)};

	CHECK_SAME(program, "/nowhere/at/all");
	struct spawned plain = RUN(program, package);
	cr_expect(strstr(plain.out, "stat: exit 1\n"), "%s", plain.out);
	for (size_t i = 0; i < COUNT(options); i++) {
		struct spawned s = RUN(VENVRUN, options[i], testbed.env, "--", program, package);
		cr_expect_str_eq(s.out,
			"chdir: exit 1\nchroot: exit 1\nopen: exit 0\nopenat: exit 0\nstat: exit 0\n"
			"access: exit 0\n"
			"readlink: exit 1\nunlink: exit 1\nsyscall: exit 0\nexecve: exit 0\nexecv: exit 0\n"
			"execl: exit 0\n"
			"execvp: exit 0\nmissing: exit 1\nnothing: exit 1\n",
			"%s: %s", options[i], s.out);
	}
}

/* In the child, the lock of the other thread is never released. */
Test(loader, a_child_that_was_forked_while_another_thread_loads, .timeout = 300)
{
	CHECK_SAME(LOADING, "fork", "400");
}

Test(loader, a_path_while_other_threads_load_libraries, .timeout = 300)
{
	CHECK_SAME(LOADING, "look", "200000");
}

Test(loader, a_library_that_replaces_functions_of_the_loader, .timeout = 60)
{
	static const char *const forms[] = {"execve", "execvp", "execl", "posix_spawn", "system"};
	const size_t count = COUNT(forms);
	char *library = compile(CC, "-shared -fPIC", "tests/programs/loader_trap.c", "libloader_trap.so");
	char *program = compile(CC, "-rdynamic", "tests/programs/loader_trap.c", "loader_trap");

	cr_assert(library && program);
	cr_expect_eq(CHECK_SAME(program, testbed.script), 1);
	const char *set[] = {format("LD_PRELOAD=%s", library), NULL};
	bool around = !skip_if_sanitized(
		"loader: a library that replaces functions of the loader, around venvrun: its sanitizer "
		"calls them");
	for (size_t i = 0; i <= count; i++) {
		const char *hardship[] = {"env", set[0], HARDSHIP, "keep-environ", "--", forms[i % count],
			testbed.dynamic, NULL};
		const char *no_pointer[] = {"env", set[0], NO_THREAD_POINTER, "/", NULL};
		const char **below = i < count ? hardship : no_pointer;
		check_same(NULL, below, NULL);
		if (around)
			check_same(NULL, below + 2, set);
	}
}

/* Changes the tag of DT_DEBUG in the dynamic section of a program. */
static void remove_debug_entry(const char *file)
{
	int fd = open(file, O_RDWR);
	struct stat st;
	bool found = false;

	cr_assert(fd >= 0 && !fstat(fd, &st));
	char *map = mmap(NULL, (size_t)st.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	cr_assert(map != MAP_FAILED);
	const ElfW(Ehdr) *header = (const ElfW(Ehdr) *)map;
	const ElfW(Phdr) *segment = (const ElfW(Phdr) *)(map + header->e_phoff);
	for (int i = 0; i < header->e_phnum; i++) {
		if (segment[i].p_type != PT_DYNAMIC)
			continue;
		for (ElfW(Dyn) *d = (ElfW(Dyn) *)(map + segment[i].p_offset); d->d_tag != DT_NULL; d++) {
			found |= d->d_tag == DT_DEBUG;
			d->d_tag = d->d_tag == DT_DEBUG ? DT_LOOS : d->d_tag;
		}
	}
	cr_assert(found, "%s has no DT_DEBUG", file);
	munmap(map, (size_t)st.st_size);
	close(fd);
}

/* A library has none, and a library can also be executed. */
Test(loader, a_program_without_dt_debug, .timeout = 60)
{
	char *program = compile(CC, "", "tests/programs/hardship.c", "no-debug");

	cr_assert(program);
	remove_debug_entry(program);
	cr_expect_gt(CHECK_SAME(program, "--", "execve", testbed.script), 0);
	cr_expect_gt(CHECK_SAME(program, "--", "system", testbed.script), 0);
	cr_expect_gt(CHECK_SAME(THROUGH_LOADER, HARDSHIP, "--", "system", testbed.script), 0);
	cr_expect_gt(CHECK_SAME(THROUGH_LOADER, program, "--", "system", testbed.script), 0);
}
