// SPDX-License-Identifier: MIT
// The library asks nothing of the loader, of libc or of the thread that calls:
// it goes on where they cannot be asked.
#include <criterion/criterion.h>
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/fixture.h"
#include "tests/hooks/reference.h"
#include "tests/skip.h"

#define HARDSHIP BUILD_DIR "/tests/programs/hardship"
#define LOADING BUILD_DIR "/tests/programs/loading"
#define NO_THREAD_POINTER BUILD_DIR "/tests/programs/no_thread_pointer"
#define THROUGH_LOADER BUILD_DIR "/tests/programs/through_loader"

/* As Chromium's zygote makes them to leave the file system. */
Test(loader, a_child_that_has_no_thread_pointer, .timeout = 60)
{
	struct place place = place_make();

	CHECK_SAME(&place, NO_THREAD_POINTER, "/");
	CHECK_SAME(&place, NO_THREAD_POINTER, "/nowhere/at/all");
}

/* Its paths are redirected: "only_here" is in the environment alone. */
Test(loader, such_a_child_of_a_program_with_a_python_in_it, .timeout = 60)
{
	struct place place = place_make();
	struct spawned version = RUN(BASE, "-c", "import sys; print(hex(sys.hexversion), end='')");
	char *program = compile(&place, CC, format("-rdynamic -DPYTHON=%s", version.out),
		"tests/programs/no_thread_pointer.c", "embeds");
	const char *package = "/usr/lib/python3/dist-packages/only_here.py";
	const char *const traces[] = {"--strict", format("--trace=%s/trace", place.dir)};

	cr_assert(program);
	CHECK_SAME(&place, program, "/nowhere/at/all");
	struct spawned plain = RUN(program, package);
	cr_expect(strstr(plain.out, "stat: exit 1\n"), "%s", plain.out);
	for (size_t i = 0; i < sizeof traces / sizeof *traces; i++) {
		struct spawned s = RUN(VENVRUN, traces[i], place.env, "--", program, package);
		cr_expect_str_eq(s.out,
			"chdir: exit 1\nchroot: exit 1\nopen: exit 0\nopenat: exit 0\nstat: exit 0\n"
			"access: exit 0\n"
			"readlink: exit 1\nunlink: exit 1\nsyscall: exit 0\nexecve: exit 0\nexecv: exit 0\n"
			"execl: exit 0\n"
			"execvp: exit 0\nmissing: exit 1\nnothing: exit 1\n",
			"%s: %s", traces[i], s.out);
	}
}

/* The lock that the other thread holds is held for ever in the child. */
Test(loader, a_child_that_was_forked_while_another_thread_loads, .timeout = 300)
{
	struct place place = place_make();

	CHECK_SAME(&place, LOADING, "fork", "400");
}

Test(loader, looks_while_libraries_come_and_go, .timeout = 300)
{
	struct place place = place_make();

	CHECK_SAME(&place, LOADING, "look", "200000");
}

Test(loader, others_that_stand_in_front_of_the_loaders_functions, .timeout = 60)
{
	static const char *const forms[] = {"execve", "execvp", "execl", "posix_spawn", "system"};
	const size_t count = sizeof forms / sizeof *forms;
	struct place place = place_make();
	char *library = compile(&place, CC, "-shared -fPIC", "tests/programs/loader_trap.c",
		"libloader_trap.so");
	char *program = compile(&place, CC, "-rdynamic", "tests/programs/loader_trap.c", "loader_trap");

	cr_assert(library && program);
	cr_expect_eq(CHECK_SAME(&place, program, place.script), 1);
	const char *set[] = {format("LD_PRELOAD=%s", library), NULL};
	bool around = !skip_if_sanitized(
		"loader: others in front of the loader's functions, around venvrun: its sanitizer calls "
		"them");
	for (size_t i = 0; i <= count; i++) {
		const char *hardship[] = {"env", set[0], HARDSHIP, "keep-environ", "--", forms[i % count],
			place.dynamic, NULL};
		const char *no_pointer[] = {"env", set[0], NO_THREAD_POINTER, "/", NULL};
		const char **below = i < count ? hardship : no_pointer;
		check_same(&place, NULL, below, NULL);
		if (around)
			check_same(&place, NULL, below + 2, set);
	}
}

/* Renames the entry for debuggers in a program's dynamic section. */
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

/* Linkers give none to a library, which can be executed, too. */
Test(loader, a_program_without_an_entry_for_debuggers, .timeout = 60)
{
	struct place place = place_make();
	char *program = compile(&place, CC, "", "tests/programs/hardship.c", "no-debug");

	cr_assert(program);
	remove_debug_entry(program);
	cr_expect_gt(CHECK_SAME(&place, program, "--", "execve", place.script), 0);
	cr_expect_gt(CHECK_SAME(&place, program, "--", "system", place.script), 0);
	cr_expect_gt(CHECK_SAME(&place, THROUGH_LOADER, HARDSHIP, "--", "system", place.script), 0);
	cr_expect_gt(CHECK_SAME(&place, THROUGH_LOADER, program, "--", "system", place.script), 0);
}
