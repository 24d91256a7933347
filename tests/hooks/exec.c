// SPDX-License-Identifier: MIT
// The probe calls every row of the exec family with and without the library: the run without it is the
// control.
#include <criterion/criterion.h>
#include <string.h>

#include "common/core/count.h"
#include "tests/fixture.h"
#include "tests/hooks/reference.h"
#include "tests/hooks/role.h"

static const struct row {
	const char *name;
	enum role role;
} rows[] = {
#define HOOK(family, ret, name, ...) {#name, ROLE_##family},
#include "preload/hooks.def"
#undef HOOK
};

TestSuite(exec_hooks, .init = testbed_make);

/* The stand-in, behind the library, has the functions that this libc lacks, such as pidfd_spawn. */
static const char *const standin[] = {"LD_PRELOAD=" STANDIN, NULL};

static struct spawned plain(const char *row, const char *file, const char *arg, const char *value)
{
	return fixture_run((const char *const[]){PROBE, row, file, arg, value, NULL}, standin);
}

static struct spawned under(const char *row, const char *file, const char *arg, const char *value)
{
	return fixture_run((const char *const[]){VENVRUN, testbed.env, "--", PROBE, row, file, arg, value,
				   NULL},
		standin);
}

static bool starts_with(const char *s, const char *prefix)
{
	return !strncmp(s, prefix, strlen(prefix));
}

/* The probe clears its environment first: only the hook can pass the policy on. */
static void check_followed(const char *file, const char *arg, const char *value)
{
	char *line = format("%s\n", testbed.env);

	for (size_t i = 0; i < COUNT(rows); i++) {
		if (rows[i].role != STARTS_PROGRAM)
			continue;
		struct spawned without = plain(rows[i].name, file, arg, value);
		struct spawned with = under(rows[i].name, file, arg, value);
		cr_expect(starts_with(without.out, "/") && !starts_with(without.out, line),
			"%s without the library: %s", rows[i].name, without.out);
		cr_expect(starts_with(with.out, line), "%s with the library: %s", rows[i].name, with.out);
	}
}

Test(exec_hooks, each_starts_the_environments_interpreter_for_a_base_one, .timeout = 120)
{
	check_followed(BASE, "-c", PRINT_PREFIX);
}

Test(exec_hooks, each_starts_the_environments_interpreter_for_a_script, .timeout = 120)
{
	check_followed(testbed.script, NULL, NULL);
}

/* A started program runs under the library too, although it is not a Python. */
Test(exec_hooks, each_passes_the_policy_on_through_other_programs, .timeout = 120)
{
	check_followed("/bin/sh", "-c", "exec " BASE " -c \"" PRINT_PREFIX "\"");
}

/* libc is the reference: the result, errno and the output of the program must be the same. */
Test(exec_hooks, each_does_what_libc_does_for_other_programs, .timeout = 240)
{
	char *dir = fixture_dir();
	const struct {
		const char *what, *file;
	} targets[] = {
		{"a null pointer", "NULL"},
		{"an empty path", ""},
		{"a missing file", format("%s/missing", dir)},
		{"a missing interpreter", format("%s/python3", dir)},
		{"a directory", dir},
		{"a path below a file", "/bin/sh/x"},
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

	for (size_t t = 0; t < COUNT(targets); t++) {
		for (size_t i = 0; i < COUNT(rows); i++) {
			if (rows[i].role != STARTS_PROGRAM)
				continue;
			struct spawned without = plain(rows[i].name, targets[t].file, "a b", NULL);
			struct spawned with = under(rows[i].name, targets[t].file, "a b", NULL);
			cr_expect_eq(without.status, with.status, "%s, %s: status %x and %x", rows[i].name,
				targets[t].what, without.status, with.status);
			cr_expect_str_eq(with.out, without.out,
				"%s, %s: \"%s\" without the library, \"%s\" with it", rows[i].name,
				targets[t].what, without.out, with.out);
		}
	}
}
