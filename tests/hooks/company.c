// SPDX-License-Identifier: MIT
// Other code of the same kind in the process: interposers, allocators, sanitizers. All go on doing what they do.
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "tests/fixture.h"
#include "tests/hooks/reference.h"
#include "tests/skip.h"

#define HARDSHIP BUILD_DIR "/tests/programs/hardship"

/* A Python script that says its prefix, and whether there is a library of that name in its process. */
static char *names_library(const struct place *place, const char *library)
{
	char *script = format("%s/names-%s", place->dir, library);

	fixture_write(script, 0755,
		format("#!" BASE "\n" PRINT_PREFIX "\n"
		       "print(any('%s' in line for line in open('/proc/self/maps')))\n",
			library));
	return script;
}

/* A command under an interposer that is started as "WRAPPER COMMAND": inside of venvrun, and outside. */
static void check_wrapper(const struct place *place, const char *wrapper, const char *command)
{
	const char *outer[] = {wrapper, NULL}, *words[] = {"sh", "-c", command, NULL};

	struct spawned s = RUN(VENVRUN, place->env, "--", wrapper, "sh", "-c", command);
	cr_expect(strstr(s.out, "True\n"), "venvrun %s: it is not in the process: %s", wrapper, s.out);
	cr_expect_eq(CHECK_SAME(place, wrapper, "sh", "-c", command), 1, "venvrun %s: no Python", wrapper);
	cr_expect_eq(check_same(place, outer, words, NULL), 1, "%s venvrun: no Python", wrapper);
}

/* It makes no device, whoever asks for one, and then says that it is one. */
Test(company, fakeroot, .timeout = 60)
{
	struct place place = place_make();

	if (!have("fakeroot", "company: fakeroot"))
		return;
	check_wrapper(&place, "fakeroot",
		format("cd %s; rm -f device; mknod device c 1 3; stat -c %%F device; id -u; %s", place.dir,
			names_library(&place, "libfakeroot")));
	struct spawned plain = RUN("stat", "-c", "%F", format("%s/device", place.dir));
	cr_expect_str_eq(plain.out, "regular empty file\n", "fakeroot made a device");
}

Test(company, eatmydata, .timeout = 60)
{
	struct place place = place_make();

	if (have("eatmydata", "company: eatmydata"))
		check_wrapper(&place, "eatmydata", names_library(&place, "libeatmydata"));
}

/* Bear sees the compiler that a Python script starts. */
Test(company, bear, .timeout = 120)
{
	struct place place = place_make();

	if (!have("bear", "company: Bear"))
		return;
	fixture_write(format("%s/unit.c", place.dir), 0644, "int unit;\n");
	struct spawned alone = RUN("sh", "-c",
		format("cd %s; bear --output alone.json -- cc -c unit.c; grep unit.c alone.json", place.dir));
	if (alone.status) {
		skip("company: Bear: it does not work here (it talks to itself, by the name localhost)");
		return;
	}
	fixture_write(format("%s/build", place.dir), 0755,
		"#!" BASE "\n" PRINT_PREFIX "\nimport subprocess\nsubprocess.call(['cc', '-c', 'unit.c'])\n");
	char *command = format("cd %s; bear --output %s -- ./build; grep -c '\"file\".*unit.c' %s; rm %s", place.dir,
		"found.json", "found.json", "found.json");
	cr_expect_eq(CHECK_SAME(&place, "sh", "-c", command), 1, "venvrun bear");
	command = format("cd %s; bear --output found.json -- %s %s -- ./build; grep -c '\"file\".*unit.c' found.json",
		place.dir, VENVRUN, place.env);
	struct spawned s = RUN("sh", "-c", command);
	cr_expect_str_eq(s.out, format("%s\n1\n", place.env), "bear venvrun: %s", s.out);
}

/* Where the loader finds a library, by its file name; NULL if it does not. */
static char *find_library(const char *name)
{
	struct spawned s = RUN("sh", "-c",
		format("PATH=$PATH:/usr/sbin:/sbin ldconfig -p 2>/dev/null | sed -n 's/.* \\(.*\\/%s\\)$/\\1/p' | head -n1", name));

	s.out[strcspn(s.out, "\n")] = '\0';
	return s.status || !*s.out ? NULL : format("%s", s.out);
}

static const char *const forms[] = {"execve", "execvp", "execle", "fexecve", "posix_spawn", "posix_spawnp", "system"};
#define FORMS (sizeof forms / sizeof *forms)

/* program is hardship.c, however it was built. */
static void check_forms(const struct place *place, const char *what, const char *program, const char *condition)
{
	for (size_t i = 0; i < FORMS; i++)
		cr_expect_eq(CHECK_SAME(place, program, condition, "--", forms[i], place->script), 1, "%s: %s, %s", what,
			condition, forms[i]);
}

Test(company, allocators, .timeout = 120)
{
	static const char *const names[] = {"libjemalloc.so.2", "libtcmalloc_minimal.so.4"};
	struct place place = place_make();

	for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
		char *library = find_library(names[n]);
		if (!library) {
			skip(format("company: allocators: there is no %s", names[n]));
			continue;
		}
		/* In front of ours and behind. */
		const char *script = names_library(&place, names[n]);
		const char *orders[] = {format("LD_PRELOAD=%s", library), format("LD_PRELOAD=%s:%s", library, LIBRARY),
			format("LD_PRELOAD=%s:%s", LIBRARY, library)};
		for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
			const char *words[] = {VENVRUN, place.env, "--", "env", orders[i], HARDSHIP, "keep-environ",
				"handler", "--", "posix_spawn", script, NULL};
			struct spawned s = fixture_run(words, NULL);
			cr_expect_str_eq(s.out, format("%s\nTrue\nposix_spawn: status 0\n", place.env), "%s: %s",
				orders[i], s.out);
		}
		char *linked = compile(&place, CC, format("-Wl,--no-as-needed %s", library), "tests/programs/hardship.c",
			names[n]);
		if (linked) {
			check_forms(&place, names[n], linked, "handler");
			check_forms(&place, names[n], linked, "stack=4096");
			check_forms(&place, names[n], linked, "forked");
		}
	}
}

/* More objects between ours and libc than next.c keeps: the exec family is found when the process starts. */
Test(company, many_libraries, .timeout = 120)
{
	struct place place = place_make();
	char *flags = format("-L%s -Wl,--no-as-needed -Wl,-rpath,%s", place.dir, place.dir);

	for (int i = 0; i < 6; i++) {
		struct spawned s = RUN("sh", "-c", format("echo 'int many_%d;' | ${CC:-cc} -shared -fPIC -x c - -o %s/libmany%d.so", i, place.dir, i));
		cr_assert_eq(s.status, 0, "%s", s.out);
		flags = format("%s -lmany%d", flags, i);
	}
	char *linked = compile(&place, CC, flags, "tests/programs/hardship.c", "many-libraries");
	cr_assert(linked);
	check_forms(&place, "many libraries", linked, "handler");
	check_forms(&place, "many libraries", linked, "stack=4096");
	check_forms(&place, "many libraries", linked, "forked");
}

Test(company, sanitizers, .timeout = 240)
{
	static const struct {
		const char *name, *compiler, *flags;
	} builds[] = {
		{"gcc-asan", "gcc", "-fsanitize=address"},
		{"gcc-static-asan", "gcc", "-fsanitize=address -static-libasan"},
		{"gcc-ubsan", "gcc", "-fsanitize=undefined"},
		{"gcc-tsan", "gcc", "-fsanitize=thread"},
		{"clang-asan", "clang", "-fsanitize=address"},
		{"clang-shared-asan", "clang", "-fsanitize=address -shared-libasan -Wl,-rpath,"
			"$(dirname $(clang -print-file-name=libclang_rt.asan-x86_64.so))"},
		{"clang-ubsan", "clang", "-fsanitize=undefined"},
		{"clang-tsan", "clang", "-fsanitize=thread"},
	};
	struct place place = place_make();

	for (size_t i = 0; i < sizeof builds / sizeof *builds; i++) {
		char *program = compile(&place, builds[i].compiler, builds[i].flags, "tests/programs/hardship.c",
			builds[i].name);
		if (program) {
			check_forms(&place, builds[i].name, program, "thread");
			check_forms(&place, builds[i].name, program, "forked");
		}
	}
}
