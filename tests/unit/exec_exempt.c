// SPDX-License-Identifier: MIT
// common/core/exec.c: programs of system packages, released and exempt programs, on the files of fake.h.
#include <criterion/criterion.h>
#include <string.h>

#include "common/core/count.h"
#include "tests/unit/exec_row.h"

struct release_row {
	const char *name, *file, *argv[EXEC_ARGS];
	const char *setting; /* VENVRUN=off, or another variable */
	enum exec_rule rule;
	bool released;
	const char *out; /* the file that is executed */
};

static void try_releases(const struct release_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *const envp[] = {"PATH=/e/bin:/usr/bin", rows[i].setting, NULL};
		struct exec_request request = {.file = rows[i].file,
			.argv = (char *const *)rows[i].argv,
			.envp = (char *const *)envp};
		struct exec_answer a;
		exec_ask(&request, &a);
		cr_expect(a.rule == rows[i].rule && a.plan.released == rows[i].released, "%s: %s, %d",
			rows[i].name, exec_rule_name(a.rule), a.plan.released);
		cr_expect(exec_has(a.call.envp, "VENVRUN=off") == rows[i].released &&
				exec_has(a.call.envp, EXEC_ENTRY) != rows[i].released,
			"%s", rows[i].name);
		cr_expect(!strcmp(a.call.file, rows[i].out ? rows[i].out : rows[i].file), "%s: %s",
			rows[i].name, a.call.file);
		exec_answer_clear(&a);
	}
}

Test(exec_exempt, programs_of_system_packages_run_as_without_venvrun)
{
	static const struct exec_row rows[] = {
		{"a script", "/usr/bin/tool", NULL, {"tool", "a"}, RULE_SYSTEM, NULL},
		{"with a flag", "/usr/bin/tool-isolated", NULL, {"tool"}, RULE_SYSTEM, NULL},
		{"by PATH", "tool", "/e/bin:/usr/bin", {"tool"}, RULE_SYSTEM, NULL},
		{"for env", "/usr/bin/env-tool", NULL, {"x", "a"}, RULE_SYSTEM,
			"/usr/bin/python3|/usr/bin/python3|/usr/bin/env-tool|a"},
		{"for env -S", "/usr/bin/split-tool", NULL, {"x"}, RULE_SYSTEM,
			"/usr/bin/python3|/usr/bin/python3|-I|/usr/bin/split-tool"},
		{"for env with a path", "/usr/bin/path-tool", NULL, {"x"}, RULE_SYSTEM, NULL},
		{"not executable", "/usr/bin/locked-tool", NULL, {"x"}, RULE_NONE, NULL},
		{"handed to an interpreter", "/usr/bin/python3", NULL,
			{"/usr/bin/python3", "/usr/share/x/y.py"}, RULE_SYSTEM, NULL},
		{"of another version", "/usr/bin/python2", NULL, {"/usr/bin/python2", "/usr/share/x/y.py"},
			RULE_SYSTEM, NULL},
		{"behind flags", "/usr/bin/python3", NULL, {"/usr/bin/python3", "-Es", "-X", "dev", "y.py"},
			RULE_SYSTEM, NULL},
		{"to a bare name", "/usr/bin/python3", NULL, {"python3", "y.py"}, RULE_SYSTEM,
			"/usr/bin/python3|/usr/bin/python3|y.py"},
		{"to a name by PATH", "python3", "/e/bin:/usr/bin", {"python3", "y.py"}, RULE_SYSTEM,
			"/usr/bin/python3|/usr/bin/python3|y.py"},
		{"to a name that a shell has found", "/e/bin/python3", NULL, {"python3", "y.py"}, RULE_SYSTEM,
			"/usr/bin/python3|/usr/bin/python3|y.py"},
		{"to ENV's by its path", "/e/bin/python3", NULL, {"/e/bin/python3", "y.py"}, RULE_ENVIRONMENT,
			NULL},
		{"to another environment's", "/venv/bin/python3", NULL, {"/venv/bin/python3", "y.py"},
			RULE_FOREIGN, NULL},
		{"another Python's library", "/usr/bin/python3.9", NULL,
			{"/usr/bin/python3.9", "/usr/lib/python3.9/timeit.py"}, RULE_SYSTEM, NULL},
		{"the same version's", "/usr/bin/python3.11", NULL, {"x", "/usr/lib/python3.11/timeit.py"},
			RULE_INTERPRETER, "/e/bin/python|/e/bin/python|/usr/lib/python3.11/timeit.py"},
		{"a module", "/usr/bin/python3", NULL, {"x", "-m", "y.py"}, RULE_INTERPRETER,
			"/e/bin/python3|/e/bin/python3|-m|y.py"},
		{"a script that queries for a project", "/usr/bin/python3", NULL,
			{"x", "/usr/share/x/mesonbuild/scripts/python_info.py"}, RULE_INTERPRETER,
			"/e/bin/python3|/e/bin/python3|/usr/share/x/mesonbuild/scripts/python_info.py"},
		{"the administrator's", "/usr/local/bin/tool", NULL, {"x"}, RULE_SHEBANG,
			"/e/bin/python3|/e/bin/python3|/usr/local/bin/tool"},
		{"a script for sh", "/usr/bin/sh-tool", NULL, {"x"}, RULE_NONE, NULL},
	};
	exec_try_rows(rows, COUNT(rows));
}

Test(exec_exempt, scripts_of_system_packages_are_redirected_on_request)
{
	static const struct exec_row rows[] = {
		{"a script", "/usr/bin/tool", NULL, {"tool"}, RULE_SHEBANG,
			"/e/bin/python3|/e/bin/python3|/usr/bin/tool"},
		{"for env", "/usr/bin/env-tool", NULL, {"x"}, RULE_SHEBANG,
			"/e/bin/python3|/e/bin/python3|/usr/bin/env-tool"},
		{"an argument", "/usr/bin/python3", NULL, {"x", "y.py"}, RULE_INTERPRETER,
			"/e/bin/python3|/e/bin/python3|y.py"},
		{"a package manager", "/usr/bin/dpkg", NULL, {"dpkg"}, RULE_NONE, NULL},
	};
	exec_policy.system_follows = true;
	exec_try_rows(rows, COUNT(rows));
	exec_policy.system_follows = false;
}

Test(exec_exempt, a_released_program_is_found_without_the_environment)
{
	static const struct release_row rows[] = {
		{"a package manager", "/usr/bin/dpkg", {"dpkg", "-i"}, "A=1", RULE_SYSTEM, true, NULL},
		{"one in Python", "/usr/bin/dnf-3", {"dnf"}, "A=1", RULE_SYSTEM, true, NULL},
		{"a script for one", "/s/managed", {"managed"}, "A=1", RULE_SYSTEM, true, NULL},
		{"off", "/usr/bin/true", {"true"}, "VENVRUN=off", RULE_OFF, true, NULL},
		{"off, a path", "/usr/bin/python3.9", {"/usr/bin/python3.9"}, "VENVRUN=off", RULE_OFF, true,
			NULL},
		{"off, ENV's own path", "/e/bin/python", {"/e/bin/python"}, "VENVRUN=off", RULE_OFF, true,
			NULL},
		{"off, a name that a shell has found", "/e/bin/python3", {"python3"}, "VENVRUN=off", RULE_OFF,
			true, "/usr/bin/python3"},
		{"off, a name that no other directory has", "/e/bin/only", {"only"}, "VENVRUN=off", RULE_OFF,
			true, NULL},
		{"kept", "/s/plain", {"plain"}, "A=1", RULE_KEEP, true, NULL},
		{"kept, by a link", "/link/plain", {"plain"}, "A=1", RULE_KEEP, true, NULL},
		{"kept, as an argument", "/usr/bin/python3", {"python3", "-B", "/s/plain"}, "A=1", RULE_KEEP,
			true, NULL},
		{"kept, as an argument of a name", "/e/bin/python3", {"python3", "/s/plain"}, "A=1",
			RULE_KEEP, true, "/usr/bin/python3"},
		{"kept, as an argument of a shell", "/bin/sh", {"sh", "-e", "/s/sh"}, "A=1", RULE_KEEP, true,
			NULL},
		{"kept alone", "/s/versioned", {"versioned"}, "A=1", RULE_KEEP_ONLY, false, NULL},
		{"kept alone, for env", "/s/by-env", {"by-env"}, "A=1", RULE_KEEP_ONLY, false,
			"/usr/bin/python3"},
		{"kept alone, as an argument", "/e/bin/python3", {"python3", "/s/by-env"}, "A=1",
			RULE_KEEP_ONLY, false, "/usr/bin/python3"},
		{"an exempt name", "/e/bin/pypy3", {"pypy3"}, "A=1", RULE_KEEP, true, "/usr/bin/pypy3"},
	};
	exec_policy.keep[0] = "/s/plain";
	exec_policy.keep[1] = "/s/versioned";
	exec_policy.keep[2] = "by-env";
	exec_policy.keep[3] = "/s/sh";
	exec_policy.keep[4] = "pypy3";
	exec_policy.keeps = 5;
	exec_policy.only = 6;
	exec_policy.system_follows = false;
	try_releases(rows, COUNT(rows));
	exec_policy.keeps = exec_policy.only = 0;
}

/* virtualenv queries an interpreter with py_info.py: a base interpreter runs as itself, any other as
 * always. */
Test(exec_exempt, introspection_of_a_base_interpreter_is_not_redirected)
{
	static const struct {
		const char *file;
		enum exec_rule rule;
	} rows[] = {
		{"/usr/bin/python3", RULE_INTROSPECTION},
		/* it does not exist, and the query must fail */
		{"/usr/bin/python3.6", RULE_INTROSPECTION},
		{"/e/bin/python3", RULE_ENVIRONMENT},
		{"/venv/bin/python", RULE_FOREIGN},
		{"/usr/bin/python2", RULE_NONE},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *const argv[] = {rows[i].file, "/x/virtualenv/discovery/py_info.py", "cookie",
			NULL};
		const char *const envp[] = {"A=1", NULL};
		struct exec_request request = {.file = rows[i].file,
			.argv = (char *const *)argv,
			.envp = (char *const *)envp};
		struct exec_answer a;
		exec_ask(&request, &a);
		cr_expect(a.rule == rows[i].rule, "%s: %s", rows[i].file, exec_rule_name(a.rule));
		cr_expect(a.call.file == request.file && a.call.argv == request.argv, "%s: changed",
			rows[i].file);
		cr_expect(exec_has(a.call.envp, "VENVRUN=off") == (rows[i].rule == RULE_INTROSPECTION), "%s",
			rows[i].file);
		exec_answer_clear(&a);
	}
}
