// SPDX-License-Identifier: MIT
// Every row of the exec family, called by the probe with and without the library: each row is its own
// control.
#include <criterion/criterion.h>
#include <string.h>

#include "tests/fixture.h"

#define PROBE BUILD_DIR "/tests/hooks/probe"
#define STANDIN BUILD_DIR "/tests/hooks/standin.so"
#define BASE "/usr/bin/python3"
#define PRINT_PREFIX "import sys; print(sys.prefix)"

static const char *const rows[] = {
#define HOOK(family, ret, name, ...) #name,
#include "preload/hooks.def"
#undef HOOK
};
#define ROWS (sizeof rows / sizeof *rows)

/* For pidfd_spawn: whatever this libc lacks comes from the stand-in, which lies behind the library. */
static const char *const standin[] = {"LD_PRELOAD=" STANDIN, NULL};

static struct spawned plain(const char *row, const char *file, const char *arg, const char *value)
{
	return fixture_run((const char *const[]){PROBE, row, file, arg, value, NULL}, standin);
}

static struct spawned under(const char *env, const char *row, const char *file, const char *arg,
	const char *value)
{
	return fixture_run((const char *const[]){VENVRUN, env, "--", PROBE, row, file, arg, value, NULL},
		standin);
}

/* The family of actions prepares, and starts nothing; those from path on are tests/hooks/paths.c's. */
enum {
	STARTS_exec = 1,
	STARTS_list = 1,
	STARTS_pidfd = 1,
	STARTS_actions = 0,
	STARTS_command = 1,
	STARTS_path = 0,
	STARTS_template = 0,
	STARTS_tree = 0,
	STARTS_load = 0,
	STARTS_listing = 0,
};

static const bool starts[] = {
#define HOOK(family, ret, name, ...) STARTS_##family,
#include "preload/hooks.def"
#undef HOOK
};

static bool starts_with(const char *s, const char *prefix)
{
	return !strncmp(s, prefix, strlen(prefix));
}

/* The probe clears its environment first: nothing but the hook can carry the policy on. */
static void check_followed(const char *env, const char *file, const char *arg, const char *value)
{
	char *expected = format("%s\n", env);

	for (size_t i = 0; i < ROWS; i++) {
		if (!starts[i])
			continue;
		struct spawned without = plain(rows[i], file, arg, value);
		struct spawned with = under(env, rows[i], file, arg, value);
		cr_expect(starts_with(without.out, "/") && !starts_with(without.out, expected),
			"%s without the library: %s", rows[i], without.out);
		cr_expect(starts_with(with.out, expected), "%s with the library: %s", rows[i], with.out);
	}
}

Test(exec_hooks, each_starts_the_environments_interpreter_for_a_base_one, .timeout = 120)
{
	char *env = format("%s/env", fixture_dir());

	fixture_env(env, BASE);
	check_followed(env, BASE, "-c", PRINT_PREFIX);
}

Test(exec_hooks, each_starts_the_environments_interpreter_for_a_script, .timeout = 120)
{
	char *dir = fixture_dir(), *env = format("%s/env", dir), *script = format("%s/script", dir);

	fixture_env(env, BASE);
	fixture_write(script, 0755, "#!" BASE "\n" PRINT_PREFIX "\n");
	check_followed(env, script, NULL, NULL);
}

/* What is started runs under the library in its turn, without Python in between. */
Test(exec_hooks, each_hands_the_policy_on_through_a_program_that_is_no_python, .timeout = 120)
{
	char *env = format("%s/env", fixture_dir());

	fixture_env(env, BASE);
	check_followed(env, "/bin/sh", "-c", "exec " BASE " -c \"" PRINT_PREFIX "\"");
}

/* libc is the reference, byte for byte: what the call returns, errno, and what a program prints. */
Test(exec_hooks, each_is_libcs_for_what_is_no_python, .timeout = 240)
{
	char *dir = fixture_dir(), *env = format("%s/env", dir);
	const struct {
		const char *what, *file;
	} targets[] = {
		{"a null pointer", "NULL"},
		{"an empty path", ""},
		{"a missing file", format("%s/missing", dir)},
		{"a missing interpreter", format("%s/python3", dir)},
		{"a directory", dir},
		{"below a file", "/bin/sh/x"},
		{"not executable", fixture_write(format("%s/data", dir), 0644, "#!/bin/sh\necho no\n")},
		{"an empty file", fixture_write(format("%s/empty", dir), 0755, "")},
		{"no shebang", fixture_write(format("%s/plain", dir), 0755, "echo plain \"$@\"\n")},
		{"a shell script",
			fixture_write(format("%s/script", dir), 0755, "#!/bin/sh\necho \"$0\" \"$@\"\n")},
		{"a shebang without interpreter",
			fixture_write(format("%s/none", dir), 0755, "#!  \necho no\n")},
		{"a missing script interpreter",
			fixture_write(format("%s/gone", dir), 0755, "#!/no/such/sh\n")},
		{"CRLF", fixture_write(format("%s/crlf", dir), 0755, "#!" BASE "\r\nprint(1)\r\n")},
		{"a script that is its own interpreter",
			fixture_write(format("%s/loop", dir), 0755, format("#!%s/loop\n", dir))},
	};

	fixture_env(env, BASE);
	for (size_t t = 0; t < sizeof targets / sizeof *targets; t++) {
		for (size_t i = 0; i < ROWS; i++) {
			if (!starts[i])
				continue;
			struct spawned without = plain(rows[i], targets[t].file, "a b", NULL);
			struct spawned with = under(env, rows[i], targets[t].file, "a b", NULL);
			cr_expect_eq(without.status, with.status, "%s, %s: status %x and %x", rows[i],
				targets[t].what, without.status, with.status);
			cr_expect_str_eq(with.out, without.out, "%s, %s: \"%s\" without, \"%s\" with",
				rows[i], targets[t].what, without.out, with.out);
		}
	}
}
