// SPDX-License-Identifier: MIT
// Other interposers, allocators and sanitizers in the process: they and the library work as they do alone.
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "common/core/count.h"
#include "tests/fixture.h"
#include "tests/hooks/reference.h"
#include "tests/skip.h"

TestSuite(interposers, .init = testbed_make);

/* A Python script that prints its prefix, and whether a library of that name is loaded in its process. */
static char *script_that_finds(const char *library)
{
	char *script = format("%s/finds-%s", testbed.dir, library);

	fixture_write(script, 0755,
		format("#!" BASE "\n" PRINT_PREFIX "\n"
		       "print(any('%s' in line for line in open('/proc/self/maps')))\n",
			library));
	return script;
}

/* A command under an interposer that is started as "WRAPPER COMMAND": inside venvrun, and around venvrun. */
static void check_wrapper(const char *wrapper, const char *command)
{
	const char *outer[] = {wrapper, NULL}, *words[] = {"sh", "-c", command, NULL};

	struct spawned s = RUN(VENVRUN, testbed.env, "--", wrapper, "sh", "-c", command);
	cr_expect(strstr(s.out, "True\n"), "venvrun %s: the interposer is not loaded: %s", wrapper, s.out);
	cr_expect_eq(CHECK_SAME(wrapper, "sh", "-c", command), 1, "venvrun %s: no Python was started",
		wrapper);
	cr_expect_eq(check_same(outer, words, NULL), 1, "%s venvrun: no Python was started", wrapper);
}

/* It creates a regular file for a device and reports it as a device. */
Test(interposers, fakeroot, .timeout = 60)
{
	if (!have("fakeroot", "interposers: fakeroot"))
		return;
	check_wrapper("fakeroot",
		format("cd %s; rm -f device; mknod device c 1 3; stat -c %%F device; id -u; %s", testbed.dir,
			script_that_finds("libfakeroot")));
	struct spawned plain = RUN("stat", "-c", "%F", format("%s/device", testbed.dir));
	cr_expect_str_eq(plain.out, "regular empty file\n", "fakeroot created a device");
}

Test(interposers, eatmydata, .timeout = 60)
{
	if (have("eatmydata", "interposers: eatmydata"))
		check_wrapper("eatmydata", script_that_finds("libeatmydata"));
}

/* Bear records the compiler that a Python script starts. */
Test(interposers, bear, .timeout = 120)
{
	if (!have("bear", "interposers: Bear"))
		return;
	fixture_write(format("%s/unit.c", testbed.dir), 0644, "int unit;\n");
	struct spawned alone = RUN("sh", "-c",
		format("cd %s; bear --output alone.json -- cc -c unit.c; grep unit.c alone.json",
			testbed.dir));
	if (alone.status) {
		skip("interposers: Bear: it does not work here (it needs the name localhost)");
		return;
	}
	fixture_write(format("%s/build", testbed.dir), 0755,
		"#!" BASE "\n" PRINT_PREFIX "\nimport subprocess\nsubprocess.call(['cc', '-c', 'unit.c'])\n");
	char *command = format("cd %s; bear --output %s -- ./build; grep -c '\"file\".*unit.c' %s; rm %s",
		testbed.dir, "found.json", "found.json", "found.json");
	cr_expect_eq(CHECK_SAME("sh", "-c", command), 1, "venvrun bear");
	command = format(
		"cd %s; bear --output found.json -- %s %s -- ./build; grep -c '\"file\".*unit.c' found.json",
		testbed.dir, VENVRUN, testbed.env);
	struct spawned s = RUN("sh", "-c", command);
	cr_expect_str_eq(s.out, format("%s\n1\n", testbed.env), "bear venvrun: %s", s.out);
}

/* The path of a library that the loader finds by its file name, or NULL. */
static char *find_library(const char *name)
{
	struct spawned s = RUN("sh", "-c",
		format("PATH=$PATH:/usr/sbin:/sbin ldconfig -p 2>/dev/null | sed -n 's/.* "
		       "\\(.*\\/%s\\)$/\\1/p' | head -n1",
			name));

	s.out[strcspn(s.out, "\n")] = '\0';
	return s.status || !*s.out ? NULL : format("%s", s.out);
}

static const char *const some_forms[] = {"execve", "execvp", "execle", "fexecve", "posix_spawn",
	"posix_spawnp", "system"};

/* program is a build of hardship.c. */
static void check_forms(const char *what, const char *program, const char *condition)
{
	for (size_t i = 0; i < COUNT(some_forms); i++)
		cr_expect_eq(CHECK_SAME(program, condition, "--", some_forms[i], testbed.script), 1,
			"%s: %s, %s", what, condition, some_forms[i]);
}

Test(interposers, allocators, .timeout = 120)
{
	static const char *const names[] = {"libjemalloc.so.2", "libtcmalloc_minimal.so.4"};

	for (size_t n = 0; n < COUNT(names); n++) {
		char *library = find_library(names[n]);
		if (!library) {
			skip(format("interposers: allocators: %s is not installed", names[n]));
			continue;
		}
		/* In front of our library and behind it. */
		const char *script = script_that_finds(names[n]);
		const char *orders[] = {format("LD_PRELOAD=%s", library),
			format("LD_PRELOAD=%s:%s", library, LIBRARY),
			format("LD_PRELOAD=%s:%s", LIBRARY, library)};
		for (size_t i = 0; i < COUNT(orders); i++) {
			const char *words[] = {VENVRUN, testbed.env, "--", "env", orders[i], HARDSHIP,
				"keep-environ", "handler", "--", "posix_spawn", script, NULL};
			struct spawned s = fixture_run(words, NULL);
			cr_expect_str_eq(s.out, format("%s\nTrue\nposix_spawn: status 0\n", testbed.env),
				"%s: %s", orders[i], s.out);
		}
		char *linked = compile(CC, format("-Wl,--no-as-needed %s", library),
			"tests/programs/hardship.c", names[n]);
		if (linked) {
			check_forms(names[n], linked, "handler");
			check_forms(names[n], linked, "stack=4096");
			check_forms(names[n], linked, "forked");
		}
	}
}

/* More objects between our library and libc than next.c remembers: the exec family is looked up when the
 * process starts. */
Test(interposers, many_libraries, .timeout = 120)
{
	char *flags = format("-L%s -Wl,--no-as-needed -Wl,-rpath,%s", testbed.dir, testbed.dir);

	for (int i = 0; i < 6; i++) {
		struct spawned s = RUN("sh", "-c",
			format("echo 'int many_%d;' | ${CC:-cc} -shared -fPIC -x c - -o %s/libmany%d.so", i,
				testbed.dir, i));
		cr_assert_eq(s.status, 0, "%s", s.out);
		flags = format("%s -lmany%d", flags, i);
	}
	char *linked = compile(CC, flags, "tests/programs/hardship.c", "many-libraries");
	cr_assert(linked);
	check_forms("many libraries", linked, "handler");
	check_forms("many libraries", linked, "stack=4096");
	check_forms("many libraries", linked, "forked");
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

	for (size_t i = 0; i < COUNT(builds); i++) {
		char *program = compile(builds[i].compiler, builds[i].flags, "tests/programs/hardship.c",
			builds[i].name);
		if (program) {
			check_forms(builds[i].name, program, "thread");
			check_forms(builds[i].name, program, "forked");
		}
	}
}

/* A runtime that is preloaded into a program that was built without it must be the first library. It finds
 * the fault that it finds without venvrun: a library that reads past the end of an array. ASan ends the
 * program with its own exit status. */
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
	bool around = !skip_if_sanitized(
		"interposers: preloaded sanitizers, around venvrun: it has a runtime of its own");

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct spawned found = RUN("sh", "-c", format("realpath -e $(%s)", rows[i].runtime));
		found.out[strcspn(found.out, "\n")] = '\0';
		fixture_write(format("%s/fault.c", testbed.dir), 0644,
			"int fault(const char *s) { return s[4]; }\n");
		fixture_write(format("%s/main.c", testbed.dir), 0644,
			"#include <stdlib.h>\nint fault(const char *);\n"
			"int main(void) { return fault(malloc(4)) & 0; }\n");
		struct spawned built = RUN("sh", "-c",
			format("cd %s && %s -g %s -shared -fPIC -o libfault.so fault.c && "
			       "cc -o faulty main.c -L. -lfault -Wl,-rpath,'$ORIGIN' "
			       "-Wl,--allow-shlib-undefined",
				testbed.dir, rows[i].compiler, rows[i].flags));
		if (found.status || built.status) {
			skip(format("interposers: preloaded sanitizers: %s is not installed", rows[i].name));
			continue;
		}
		const char *runtime = format("LD_PRELOAD=%s", found.out);
		const char *set[] = {"ASAN_OPTIONS=detect_leaks=0:exitcode=9:log_path=report",
			"LSAN_OPTIONS=detect_leaks=0", runtime, NULL};
		const char *truth[] = {"env", runtime, "/bin/true", NULL};
		check_same(truth, &truth[2], set);
		if (around)
			check_same(NULL, truth, set);
		const char *sh[] = {"sh", "-c", format("cd %s; %s", testbed.dir, command), NULL};
		/* TSan of gcc 12 crashes in dash and bash. */
		if (RUN("env", runtime, "sh", "-c", ":").status)
			continue;
		/* Around venvrun, and below it: set by env, by a shell, and by a Python of ENV. */
		size_t pythons = around ? check_same(NULL, sh, set) : 1;
		const char *under[] = {VENVRUN, testbed.env, "--", "sh", "-c", sh[2], NULL};
		if (around)
			cr_expect(strstr(fixture_run(under, set).out, rows[i].finds), "%s", rows[i].name);
		set[2] = "LD_PRELOAD";
		const char *env[] = {"env", runtime, "sh", "-c", sh[2], NULL};
		pythons += check_same(NULL, env, set);
		const char *behind[] = {"sh", "-c",
			format("export LD_PRELOAD=\"$LD_PRELOAD:%s\"; %s", found.out, sh[2]), NULL};
		pythons += check_same(NULL, behind, set);
		const char *python[] = {BASE, "-c",
			format("import os; os.execve('/bin/sh', ['sh', '-c', '%s'], {**os.environ, "
			       "'LD_PRELOAD': '%s'})",
				sh[2], found.out),
			NULL};
		pythons += check_same(NULL, python, set);
		cr_expect_eq(pythons, 4, "%s: %zu Pythons were started", rows[i].name, pythons);
	}
}

/* It rejects unknown system calls, and looks up execve in libc itself: a program with an empty environment
 * ran without the library. */
Test(interposers, torsocks, .timeout = 60)
{
	if (!have("torsocks", "interposers: torsocks"))
		return;
	fixture_write(format("%s/empty", testbed.dir), 0755,
		format("#!" BASE "\n" PRINT_PREFIX "\nimport os\nos.execve('%s', ['script'], {})\n",
			testbed.script));
	const char *outer[] = {"torsocks", NULL},
		   *words[] = {"env", "sh", "-c", format("%s/empty", testbed.dir), NULL};
	cr_expect_eq(CHECK_SAME("torsocks", "env", "sh", "-c", words[3]), 2, "venvrun torsocks");
	cr_expect_eq(check_same(outer, words, NULL), 2, "torsocks venvrun");
}
