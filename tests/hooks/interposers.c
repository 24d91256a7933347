// SPDX-License-Identifier: MIT
// Other code of the same kind in the process: interposers, allocators, sanitizers. All go on doing what they
// do.
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
Test(interposers, fakeroot, .timeout = 60)
{
	struct place place = place_make();

	if (!have("fakeroot", "interposers: fakeroot"))
		return;
	check_wrapper(&place, "fakeroot",
		format("cd %s; rm -f device; mknod device c 1 3; stat -c %%F device; id -u; %s", place.dir,
			names_library(&place, "libfakeroot")));
	struct spawned plain = RUN("stat", "-c", "%F", format("%s/device", place.dir));
	cr_expect_str_eq(plain.out, "regular empty file\n", "fakeroot made a device");
}

Test(interposers, eatmydata, .timeout = 60)
{
	struct place place = place_make();

	if (have("eatmydata", "interposers: eatmydata"))
		check_wrapper(&place, "eatmydata", names_library(&place, "libeatmydata"));
}

/* Bear sees the compiler that a Python script starts. */
Test(interposers, bear, .timeout = 120)
{
	struct place place = place_make();

	if (!have("bear", "interposers: Bear"))
		return;
	fixture_write(format("%s/unit.c", place.dir), 0644, "int unit;\n");
	struct spawned alone = RUN("sh", "-c",
		format("cd %s; bear --output alone.json -- cc -c unit.c; grep unit.c alone.json", place.dir));
	if (alone.status) {
		skip("interposers: Bear: it does not work here (it talks to itself, by the name localhost)");
		return;
	}
	fixture_write(format("%s/build", place.dir), 0755,
		"#!" BASE "\n" PRINT_PREFIX "\nimport subprocess\nsubprocess.call(['cc', '-c', 'unit.c'])\n");
	char *command = format("cd %s; bear --output %s -- ./build; grep -c '\"file\".*unit.c' %s; rm %s",
		place.dir, "found.json", "found.json", "found.json");
	cr_expect_eq(CHECK_SAME(&place, "sh", "-c", command), 1, "venvrun bear");
	command = format(
		"cd %s; bear --output found.json -- %s %s -- ./build; grep -c '\"file\".*unit.c' found.json",
		place.dir, VENVRUN, place.env);
	struct spawned s = RUN("sh", "-c", command);
	cr_expect_str_eq(s.out, format("%s\n1\n", place.env), "bear venvrun: %s", s.out);
}

/* Where the loader finds a library, by its file name; NULL if it does not. */
static char *find_library(const char *name)
{
	struct spawned s = RUN("sh", "-c",
		format("PATH=$PATH:/usr/sbin:/sbin ldconfig -p 2>/dev/null | sed -n 's/.* "
		       "\\(.*\\/%s\\)$/\\1/p' | head -n1",
			name));

	s.out[strcspn(s.out, "\n")] = '\0';
	return s.status || !*s.out ? NULL : format("%s", s.out);
}

static const char *const forms[] = {"execve", "execvp", "execle", "fexecve", "posix_spawn", "posix_spawnp",
	"system"};
#define FORMS (sizeof forms / sizeof *forms)

/* program is hardship.c, however it was built. */
static void check_forms(const struct place *place, const char *what, const char *program,
	const char *condition)
{
	for (size_t i = 0; i < FORMS; i++)
		cr_expect_eq(CHECK_SAME(place, program, condition, "--", forms[i], place->script), 1,
			"%s: %s, %s", what, condition, forms[i]);
}

Test(interposers, allocators, .timeout = 120)
{
	static const char *const names[] = {"libjemalloc.so.2", "libtcmalloc_minimal.so.4"};
	struct place place = place_make();

	for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
		char *library = find_library(names[n]);
		if (!library) {
			skip(format("interposers: allocators: %s is not installed", names[n]));
			continue;
		}
		/* In front of ours and behind. */
		const char *script = names_library(&place, names[n]);
		const char *orders[] = {format("LD_PRELOAD=%s", library),
			format("LD_PRELOAD=%s:%s", library, LIBRARY),
			format("LD_PRELOAD=%s:%s", LIBRARY, library)};
		for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
			const char *words[] = {VENVRUN, place.env, "--", "env", orders[i], HARDSHIP,
				"keep-environ", "handler", "--", "posix_spawn", script, NULL};
			struct spawned s = fixture_run(words, NULL);
			cr_expect_str_eq(s.out, format("%s\nTrue\nposix_spawn: status 0\n", place.env),
				"%s: %s", orders[i], s.out);
		}
		char *linked = compile(&place, CC, format("-Wl,--no-as-needed %s", library),
			"tests/programs/hardship.c", names[n]);
		if (linked) {
			check_forms(&place, names[n], linked, "handler");
			check_forms(&place, names[n], linked, "stack=4096");
			check_forms(&place, names[n], linked, "forked");
		}
	}
}

/* More objects between ours and libc than next.c keeps: the exec family is found when the process starts. */
Test(interposers, many_libraries, .timeout = 120)
{
	struct place place = place_make();
	char *flags = format("-L%s -Wl,--no-as-needed -Wl,-rpath,%s", place.dir, place.dir);

	for (int i = 0; i < 6; i++) {
		struct spawned s = RUN("sh", "-c",
			format("echo 'int many_%d;' | ${CC:-cc} -shared -fPIC -x c - -o %s/libmany%d.so", i,
				place.dir, i));
		cr_assert_eq(s.status, 0, "%s", s.out);
		flags = format("%s -lmany%d", flags, i);
	}
	char *linked = compile(&place, CC, flags, "tests/programs/hardship.c", "many-libraries");
	cr_assert(linked);
	check_forms(&place, "many libraries", linked, "handler");
	check_forms(&place, "many libraries", linked, "stack=4096");
	check_forms(&place, "many libraries", linked, "forked");
}

Test(interposers, sanitizers, .timeout = 240)
{
	static const struct {
		const char *name, *compiler, *flags;
	} builds[] = {
		{"gcc-asan", "gcc", "-fsanitize=address"},
		{"gcc-static-asan", "gcc", "-fsanitize=address -static-libasan"},
		{"gcc-ubsan", "gcc", "-fsanitize=undefined"},
		{"gcc-tsan", "gcc", "-fsanitize=thread"},
		{"clang-asan", "clang", "-fsanitize=address"},
		{"clang-shared-asan", "clang",
			"-fsanitize=address -shared-libasan -Wl,-rpath,"
			"$(dirname $(clang -print-file-name=libclang_rt.asan-x86_64.so))"},
		{"clang-ubsan", "clang", "-fsanitize=undefined"},
		{"clang-tsan", "clang", "-fsanitize=thread"},
	};
	struct place place = place_make();

	for (size_t i = 0; i < sizeof builds / sizeof *builds; i++) {
		char *program = compile(&place, builds[i].compiler, builds[i].flags,
			"tests/programs/hardship.c", builds[i].name);
		if (program) {
			check_forms(&place, builds[i].name, program, "thread");
			check_forms(&place, builds[i].name, program, "forked");
		}
	}
}

/* A runtime that is preloaded into a program that was built without it has to be the first library of all,
 * and finds there what it finds without us: a library that reads behind its array.
 * Its runtime ends the program with a status of its own. */
Test(interposers, preloaded_sanitizers, .timeout = 240)
{
	static const struct {
		const char *name, *compiler, *flags, *runtime, *finds;
	} rows[] = {
		{"gcc's ASan", "gcc", "-fsanitize=address", "gcc -print-file-name=libasan.so", "faulty 9"},
		{"clang's ASan", "clang", "-fsanitize=address -shared-libasan",
			"clang -print-file-name=libclang_rt.asan-x86_64.so", "faulty 9"},
		{"gcc's TSan", "gcc", "-fsanitize=thread", "gcc -print-file-name=libtsan.so", "faulty"},
		{"gcc's UBSan", "gcc", "-fsanitize=undefined", "gcc -print-file-name=libubsan.so",
			"faulty 0"},
		{"gcc's LSan", "gcc", "-fsanitize=leak", "gcc -print-file-name=liblsan.so", "faulty 0"},
	};
	static const char command[] =
		"/bin/true; echo true $?; env /bin/true; echo env $?; ./script; "
		"./faulty; echo faulty $?";
	struct place place = place_make();
	bool around = !skip_if_sanitized(
		"interposers: preloaded sanitizers, around venvrun: it has a sanitizer's runtime of its own");

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct spawned found = RUN("sh", "-c", format("realpath -e $(%s)", rows[i].runtime));
		found.out[strcspn(found.out, "\n")] = '\0';
		fixture_write(format("%s/fault.c", place.dir), 0644,
			"int fault(const char *s) { return s[4]; }\n");
		fixture_write(format("%s/main.c", place.dir), 0644,
			"#include <stdlib.h>\nint fault(const char *);\n"
			"int main(void) { return fault(malloc(4)) & 0; }\n");
		struct spawned built = RUN("sh", "-c",
			format("cd %s && %s -g %s -shared -fPIC -o libfault.so fault.c && "
			       "cc -o faulty main.c -L. -lfault -Wl,-rpath,'$ORIGIN' "
			       "-Wl,--allow-shlib-undefined",
				place.dir, rows[i].compiler, rows[i].flags));
		if (found.status || built.status) {
			skip(format("interposers: preloaded sanitizers: %s is not installed", rows[i].name));
			continue;
		}
		const char *runtime = format("LD_PRELOAD=%s", found.out);
		const char *set[] = {"ASAN_OPTIONS=detect_leaks=0:exitcode=9:log_path=report",
			"LSAN_OPTIONS=detect_leaks=0", runtime, NULL};
		const char *truth[] = {"env", runtime, "/bin/true", NULL};
		check_same(&place, truth, &truth[2], set);
		if (around)
			check_same(&place, NULL, truth, set);
		const char *sh[] = {"sh", "-c", format("cd %s; %s", place.dir, command), NULL};
		/* gcc 12's TSan ends dash and bash by a signal. */
		if (RUN("env", runtime, "sh", "-c", ":").status)
			continue;
		/* Around venvrun, and below it: by env, and by what a shell and a Python of the environment
		 * set. */
		size_t pythons = around ? check_same(&place, NULL, sh, set) : 1;
		const char *under[] = {VENVRUN, place.env, "--", "sh", "-c", sh[2], NULL};
		if (around)
			cr_expect(strstr(fixture_run(under, set).out, rows[i].finds), "%s", rows[i].name);
		set[2] = "LD_PRELOAD";
		const char *env[] = {"env", runtime, "sh", "-c", sh[2], NULL};
		pythons += check_same(&place, NULL, env, set);
		const char *behind[] = {"sh", "-c",
			format("export LD_PRELOAD=\"$LD_PRELOAD:%s\"; %s", found.out, sh[2]), NULL};
		pythons += check_same(&place, NULL, behind, set);
		const char *python[] = {BASE, "-c",
			format("import os; os.execve('/bin/sh', ['sh', '-c', '%s'], {**os.environ, "
			       "'LD_PRELOAD': '%s'})",
				sh[2], found.out),
			NULL};
		pythons += check_same(&place, NULL, python, set);
		cr_expect_eq(pythons, 4, "%s: %zu Pythons", rows[i].name, pythons);
	}
}

/* It denies what it does not know, and looks up execve in libc itself:
 * a program with an empty environment was lost. */
Test(interposers, torsocks, .timeout = 60)
{
	struct place place = place_make();

	if (!have("torsocks", "interposers: torsocks"))
		return;
	fixture_write(format("%s/empty", place.dir), 0755,
		format("#!" BASE "\n" PRINT_PREFIX "\nimport os\nos.execve('%s', ['script'], {})\n",
			place.script));
	const char *outer[] = {"torsocks", NULL},
		   *words[] = {"env", "sh", "-c", format("%s/empty", place.dir), NULL};
	cr_expect_eq(CHECK_SAME(&place, "torsocks", "env", "sh", "-c", words[3]), 2, "venvrun torsocks");
	cr_expect_eq(check_same(&place, outer, words, NULL), 2, "torsocks venvrun");
}
