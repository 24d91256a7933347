// SPDX-License-Identifier: MIT
// Base interpreters by every name and in every way in which they can be executed, also those that do not
// exist.
//
// Each row is a shell command, run in a directory that set_up() fills. $BASE is the file to which
// /usr/bin/python3 leads, $CODE prints sys.prefix.
#include <criterion/criterion.h>
#include <string.h>

#include "common/core/count.h"
#include "tests/fixture.h"

#define PRINT "import sys; print(sys.prefix)"

static const struct {
	const char *name, *command;
} rows[] = {
	{"a symbolic link of another name", "./linked -c \"$CODE\""},
	{"a link to a link", "./linked-twice -c \"$CODE\""},
	{"a copy under another name", "./copied -c \"$CODE\""},
	{"a copy under another name, nothing in the environment", "env -i ./copied -c \"$CODE\""},
	{"a script for a link", "./for-link"},
	{"a script for a copy", "./for-copy"},
	{"/proc/self/root", "/proc/self/root/usr/bin/python3 -c \"$CODE\""},
	{"a descriptor", "exec 9<\"$BASE\"; /proc/self/fd/9 -c \"$CODE\""},
	{"a relative path", "cd /usr; bin/python3 -c \"$CODE\""},
	{"a relative path with ..", "cd /usr/lib; ../bin/python3 -c \"$CODE\""},
	{"the current directory", "cd /usr/bin; ./python3 -c \"$CODE\""},
	{"by PATH, from its directory", "cd /usr/bin; PATH=; python3 -c \"$CODE\""},
	{"by a PATH with an empty directory", "cd /usr/bin; PATH=:/nowhere exec python3 -c \"$CODE\""},
	{"a path that is not clean", "/usr//lib/../bin/./python3 -c \"$CODE\""},
	{"the loader", "$LOADER /usr/bin/python3 -c \"$CODE\""},
	{"the loader with a search path",
		"$LOADER --library-path /lib:/usr/lib /usr/bin/python3 -c \"$CODE\""},
	{"the loader, nothing in the environment", "env -i $LOADER /usr/bin/python3 -c \"$CODE\""},
	{"the loader and a link of another name", "$LOADER ./linked -c \"$CODE\""},
	{"the loader and a copy", "env -i $LOADER ./copied -c \"$CODE\""},
	{"#! of an interpreter that does not exist", "./for-missing"},
	{"#! of /usr/local/bin/python", "./for-local"},
	{"#! of one that does not exist, from make, which spawns with actions",
		"printf 'all:\n\t@./for-missing\n' >mk; make -sf mk"},
	{"#!/usr/bin/env of one that does not exist", "./for-env-missing"},
	{"a versioned path that does not exist", "/usr/bin/python3.99 -c \"$CODE\""},
	{"env with a variable", "env A=1 /usr/bin/python3 -c \"$CODE\""},
	{"env with options", "env -u A -C / -- python3 -c \"$CODE\""},
	{"env -S", "env -S 'A=1 /usr/bin/python3 -c \"import sys; print(sys.prefix)\"'"},
	{"#!/usr/bin/env -S with a variable", "./for-env-variable"},
	{"#!/usr/bin/env -i", "./for-env-i"},
	{"a name that is a script for it", "PATH=.:$PATH; for-link"},
	{"exec -a with a path of no environment", "exec -a /opt/none/python3 /usr/bin/python3 -c \"$CODE\""},
	{"an empty argv[0]", "exec -a '' /usr/bin/python3 -c \"$CODE\""},
	{"standard input closed", "exec <&-; /usr/bin/python3 -c \"$CODE\""},
	{"no HOME, no PATH",
		"env -i A=1 /bin/sh -c 'unset PATH; /usr/bin/python3 -c \"import sys; print(sys.prefix)\"'"},
};

static char *set_up(char *dir)
{
	fixture_env(format("%s/env", dir), "/usr/bin/python3");
	const char *const scripts[][2] = {
		{"for-link", format("%s/linked", dir)},
		{"for-copy", format("%s/copied", dir)},
		{"for-missing", "/usr/bin/python3.99"},
		{"for-local", "/usr/local/bin/python"},
		{"for-env-missing", "/usr/bin/env python3.99"},
		{"for-env-variable", "/usr/bin/env -S A=1 python3"},
		{"for-env-i", "/usr/bin/env -i /usr/bin/python3"},
	};
	for (size_t i = 0; i < COUNT(scripts); i++)
		fixture_write(format("%s/%s", dir, scripts[i][0]), 0755,
			format("#!%s\n" PRINT "\n", scripts[i][1]));
	/* env gets one argument from a shebang: without -S, "python3 -I" is one name with a blank. */
	fixture_write(format("%s/for-env-i", dir), 0755,
		"#!/usr/bin/env -S -i /usr/bin/python3\n" PRINT "\n");
	cr_assert(!RUN("sh", "-c",
		format("cd %s && ln -s /usr/bin/python3 linked && ln -s linked linked-twice && "
		       "cp \"$(readlink -f /usr/bin/python3)\" copied",
			dir))
			   .status);
	return format("cd %s; CODE='" PRINT
		      "' BASE=$(readlink -f /usr/bin/python3); "
		      "LOADER=$(ldd /bin/sh | grep -o '/[^ ]*/ld[^ ]*'); ",
		dir);
}

Test(find, every_base_interpreter_is_replaced, .timeout = 240)
{
	char *dir = fixture_dir(), *env = format("%s/env", dir), *prepare = set_up(dir);

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct spawned s = RUN(VENVRUN, env, "--", "bash", "-c",
			format("%s%s", prepare, rows[i].command));
		cr_expect_str_eq(s.out, format("%s\n", env), "%s: %s", rows[i].name, s.out);
	}
}

Test(find, none_is_replaced_without_venvrun, .timeout = 240)
{
	char *dir = fixture_dir(), *env = format("%s/env", dir), *prepare = set_up(dir);

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct spawned s = RUN("bash", "-c", format("%s%s", prepare, rows[i].command));
		cr_expect(!strstr(s.out, env) || strstr(s.out, "No such file"), "%s: %s", rows[i].name,
			s.out);
	}
}

/* Programs with "python" in their names, or with an embedded Python, that are no interpreters. */
Test(find, other_programs_are_not_replaced, .timeout = 120)
{
	char *dir = fixture_dir(), *env = format("%s/env", dir);
	static const char *const names[] = {"python3-config", "pythonw", "ipython", "python3.11.2",
		"bpython3", "python3x"};

	fixture_env(env, "/usr/bin/python3");
	for (size_t i = 0; i < COUNT(names); i++) {
		char *path = format("%s/%s", dir, names[i]);
		fixture_write(path, 0755, "#!/bin/sh\necho \"$0\"\n");
		struct spawned s = RUN(VENVRUN, env, "--", "sh", "-c", format("%s; true", path));
		cr_expect_str_eq(s.out, format("%s\n", path), "%s", s.out);
	}
}
