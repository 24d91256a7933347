// SPDX-License-Identifier: MIT
// common/core/exec.c: which interpreters are redirected, on the files of fake.h.
#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/count.h"
#include "tests/unit/exec_row.h"

Test(exec, a_base_interpreter_is_redirected)
{
	static const struct exec_row rows[] = {
		{"by path", "/usr/bin/python3", NULL, {"python3", "-c", "x"}, RULE_INTERPRETER,
			"/e/bin/python3|/e/bin/python3|-c|x"},
		{"by path, no argument", "/usr/bin/python3", NULL, {"python3"}, RULE_INTERPRETER,
			"/e/bin/python3|/e/bin/python3"},
		{"any argv[0]", "/usr/bin/python3", NULL, {"x y", "-I"}, RULE_INTERPRETER,
			"/e/bin/python3|/e/bin/python3|-I"},
		{"its own path as argv[0]", "/usr/bin/python3", NULL, {"/usr/bin/python3", "s"},
			RULE_INTERPRETER, "/e/bin/python3|/e/bin/python3|s"},
		{"python", "/usr/bin/python", NULL, {"python"}, RULE_INTERPRETER,
			"/e/bin/python|/e/bin/python"},
		{"another minor version", "/usr/bin/python3.9", NULL, {"p"}, RULE_INTERPRETER,
			"/e/bin/python|/e/bin/python"},
		{"PyPy", "/usr/bin/pypy3", NULL, {"p"}, RULE_INTERPRETER, "/e/bin/python|/e/bin/python"},
		{"in any directory", "/opt/py/bin/python3", NULL, {"p"}, RULE_INTERPRETER,
			"/e/bin/python3|/e/bin/python3"},
		{"by PATH", "python3", "/nowhere:/usr/bin:/bin", {"python3", "s"}, RULE_INTERPRETER,
			"/e/bin/python3|/e/bin/python3|s"},
		{"by PATH, behind one that may not be executed", "python3", "/opt/plain:/usr/bin",
			{"python3"}, RULE_INTERPRETER, "/e/bin/python3|/e/bin/python3"},
		{"PATH is not used for a path", "/usr/bin/python3", "/venv/bin", {"p"}, RULE_INTERPRETER,
			"/e/bin/python3|/e/bin/python3"},
		{"empty argv", "/usr/bin/python3", NULL, {NULL}, RULE_INTERPRETER,
			"/e/bin/python3|/e/bin/python3"},
		{"a system path that does not exist", "/usr/bin/python3.6", NULL, {"p"}, RULE_INTERPRETER,
			"/e/bin/python|/e/bin/python"},
	};
	exec_try_rows(rows, COUNT(rows));
}

/* As below another root directory, or for another user. */
Test(exec, an_environment_that_cannot_be_reached_changes_nothing)
{
	static const struct exec_row rows[] = {
		{"an interpreter", "/usr/bin/python3", NULL, {"python3", "-c", "x"}, RULE_UNREACHABLE, NULL},
		{"by PATH", "python3", "/nowhere:/usr/bin", {"python3"}, RULE_UNREACHABLE, NULL},
		{"a system path that does not exist", "/usr/bin/python3.6", NULL, {"p"}, RULE_UNREACHABLE,
			NULL},
		{"a script", "/s/plain", NULL, {"plain", "a"}, RULE_UNREACHABLE, NULL},
		{"a script by env", "/s/env-split", NULL, {"x", "a"}, RULE_UNREACHABLE, NULL},
		{"a program", "/usr/bin/true", NULL, {"true"}, RULE_NONE, NULL},
		{"another environment's", "/venv/bin/python3", NULL, {"p"}, RULE_FOREIGN, NULL},
		{"of another major version", "/usr/bin/python2", NULL, {"p"}, RULE_NONE, NULL},
	};
	static const struct {
		const char *python;
		int error;
	} places[] = {{"/gone/bin/python", -ENOENT}, {"/opt/plain/python3", -EACCES},
		{"/loop/bin/python", -ELOOP}};

	for (size_t i = 0; i < COUNT(places); i++) {
		struct exec_request request = {.file = "/usr/bin/python3",
			.argv = (char *const *)rows[0].argv};
		struct exec_answer a;
		exec_policy.python = places[i].python;
		exec_try_rows(rows, COUNT(rows));
		exec_ask(&request, &a);
		cr_expect(a.plan.unreachable == places[i].error && a.plan.escape == ESCAPE_UNREACHABLE &&
				!a.plan.refused,
			"%s: %d", places[i].python, a.plan.unreachable);
		exec_answer_clear(&a);
		exec_policy.strict = true;
		exec_ask(&request, &a);
		cr_expect(a.plan.refused, "%s", places[i].python);
		exec_answer_clear(&a);
		exec_policy.strict = false;
	}
	/* A different directory of that name. */
	exec_policy.python = "/e/bin/python";
	exec_policy.mark = "conda-meta";
	exec_try_rows(rows, COUNT(rows));
	exec_policy.mark = "pyvenv.cfg";
	exec_try_rows(&(const struct exec_row){"pyvenv.cfg exists", "/usr/bin/python3", NULL, {"p"},
			      RULE_INTERPRETER, "/e/bin/python3|/e/bin/python3"},
		1);
	exec_policy.mark = NULL;
}

Test(exec, other_programs_are_not_changed)
{
	static const struct exec_row rows[] = {
		{"a program", "/usr/bin/true", NULL, {"true"}, RULE_NONE, NULL},
		{"a program by PATH", "true", "/usr/bin", {"true"}, RULE_NONE, NULL},
		{"argv[0] does not make an interpreter", "/usr/bin/true", NULL, {"python3"}, RULE_NONE, NULL},
		{"python2 under Python 3", "/usr/bin/python2", NULL, {"python2"}, RULE_NONE, NULL},
		{"python2.7 under Python 3", "python2.7", "/usr/bin", {"python2.7"}, RULE_NONE, NULL},
		{"a helper beside it", "/usr/bin/python3-config", NULL, {"x"}, RULE_NONE, NULL},
		{"no file", "/opt/gone/python3", NULL, {"x"}, RULE_NONE, NULL},
		{"not executable", "/opt/plain/python3", NULL, {"x"}, RULE_NONE, NULL},
		{"not in PATH", "python3", "/nowhere:/opt/plain", {"x"}, RULE_NONE, NULL},
		{"the search ended before it, as libc's does", "python3", "/loop:/usr/bin", {"x"}, RULE_NONE,
			NULL},
		{"empty file", "", NULL, {"x"}, RULE_NONE, NULL},
		{"empty file and PATH", "", "/usr/bin", {"x"}, RULE_NONE, NULL},
		{"a directory", "/usr/bin/", NULL, {"x"}, RULE_NONE, NULL},
		{"a text", "/s/none", NULL, {"x"}, RULE_NONE, NULL},
		{"an empty script", "/s/empty", NULL, {"x"}, RULE_NONE, NULL},
	};
	exec_try_rows(rows, COUNT(rows));
}

Test(exec, the_environments_own_interpreter_gets_an_argv0_that_leads_to_it)
{
	static const struct exec_row rows[] = {
		{"a bare argv[0]", "/e/bin/python3", NULL, {"python3", "-c", "x"}, RULE_ENVIRONMENT,
			"/e/bin/python3|/e/bin/python3|-c|x"},
		{"any bare argv[0]", "/e/bin/python", NULL, {"-", "x"}, RULE_ENVIRONMENT,
			"/e/bin/python|/e/bin/python|x"},
		{"by PATH", "python3", "/e/bin:/usr/bin", {"python3"}, RULE_ENVIRONMENT,
			"/e/bin/python3|/e/bin/python3"},
		{"empty argv", "/e/bin/python", NULL, {NULL}, RULE_ENVIRONMENT,
			"/e/bin/python|/e/bin/python"},
		{"its own path", "/e/bin/python", NULL, {"/e/bin/python", "x"}, RULE_ENVIRONMENT, NULL},
		{"spelled differently", "/e//bin/./python3", NULL, {"python3"}, RULE_ENVIRONMENT,
			"/e//bin/./python3|/e//bin/./python3"},
		{"a script for it", "/s/ours", NULL, {"x", "a"}, RULE_ENVIRONMENT, NULL},
		{"a script for its python3", "/s/ours3", NULL, {"x", "a"}, RULE_ENVIRONMENT, NULL},
	};
	exec_try_rows(rows, COUNT(rows));
}

Test(exec, another_environment_is_not_changed)
{
	static const struct exec_row rows[] = {
		{"pyvenv.cfg above", "/venv/bin/python3", NULL, {"python3", "x"}, RULE_FOREIGN, NULL},
		{"pyvenv.cfg beside", "/flat/python3", NULL, {"python3"}, RULE_FOREIGN, NULL},
		{"by PATH", "python3", "/venv/bin:/usr/bin", {"python3"}, RULE_FOREIGN, NULL},
		{"conda", "/conda/bin/python3", NULL, {"python3"}, RULE_FOREIGN, NULL},
		{"an old virtualenv", "/old/bin/python3", NULL, {"python3"}, RULE_FOREIGN, NULL},
		{"CPython's build tree", "/cpython/python", NULL, {"python"}, RULE_FOREIGN, NULL},
		{"a ._pth file of its own", "/pth/python3", NULL, {"python3"}, RULE_FOREIGN, NULL},
		{"a ._pth file of another name", "/pth/python", NULL, {"python"}, RULE_INTERPRETER,
			"/e/bin/python|/e/bin/python"},
		{"a base interpreter with an argv[0] of one", "/usr/bin/python3", NULL, {"/venv/bin/python3"},
			RULE_FOREIGN, NULL},
		{"a script for a venv", "/s/venv", NULL, {"x"}, RULE_FOREIGN, NULL},
		{"a script for conda", "/s/conda", NULL, {"x"}, RULE_FOREIGN, NULL},
		{"a script for env and a venv", "/s/env-venv", NULL, {"x"}, RULE_FOREIGN, NULL},
	};
	exec_try_rows(rows, COUNT(rows));
}

Test(exec, in_another_working_directory_relative_paths_are_not_looked_up)
{
	static const char *const envp[] = {EXEC_OURS, NULL}, *const argv[] = {"x", NULL};
	static const struct {
		const char *file, *search;
		enum exec_rule rule;
	} rows[] = {
		{"script", NULL, RULE_NONE},
		{"python3", ".:/usr/bin", RULE_NONE},
		{"/s/relative", NULL, RULE_NONE},
		{"/s/plain", NULL, RULE_SHEBANG},
		{"/usr/bin/python3", NULL, RULE_INTERPRETER},
		{"python3", "/usr/bin", RULE_INTERPRETER},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct exec_request request = {rows[i].file, rows[i].search, (char *const *)argv,
			(char *const *)envp, true, false};
		struct exec_answer a;
		exec_ask(&request, &a);
		cr_expect(a.rule == rows[i].rule, "%s: rule %s", rows[i].file, exec_rule_name(a.rule));
		exec_answer_clear(&a);
	}
}

Test(exec, match_decides_which_names_are_redirected)
{
	static const char *const envp[] = {EXEC_OURS, NULL}, *const argv[] = {"x", NULL};
	static const struct {
		const char *file;
		bool ours[4]; /* major, minor, exact, any */
	} rows[] = {
		{"/usr/bin/python", {true, true, false, true}},
		{"/usr/bin/python3", {true, true, false, true}},
		{"/usr/bin/python3.11", {true, true, true, true}},
		{"/usr/bin/python3.9", {true, false, false, true}},
		{"/usr/bin/python2", {false, false, false, true}},
		{"/s/plain", {true, true, false, true}},
		{"/s/versioned", {true, false, false, true}},
		{"/s/two", {false, false, false, true}},
		{"/s/by-env", {true, true, false, true}},
		{"/s/env-two", {false, false, false, true}},
	};
	for (size_t i = 0; i < COUNT(rows); i++)
		for (int match = MATCH_MAJOR; match <= MATCH_ANY; match++) {
			struct exec_request request = {rows[i].file, NULL, (char *const *)argv,
				(char *const *)envp, false, false};
			struct exec_answer a;
			exec_policy.match = (enum interp_match)match;
			exec_ask(&request, &a);
			cr_expect((a.size > 0) == rows[i].ours[match], "%s, match %d: rule %s", rows[i].file,
				match, exec_rule_name(a.rule));
			exec_answer_clear(&a);
		}
}

/* Paths of every length up to a few hundred bytes, as file, in PATH and in the environment. */
Test(exec, the_memory_fits_paths_of_any_length)
{
	static const char *const argv[] = {"x", "a", NULL};
	for (size_t n = 1; n < 700; n += n < 300 ? 7 : 41) {
		char *path = malloc(n + 32), *variable = malloc(n + 32);
		memset(path, 'd', n);
		path[0] = '/';
		strcpy(path + n, "/python3");
		strcpy(variable, "PATH=");
		strncat(variable, path, n);
		strcat(variable, ":/s");
		const char *const envp[] = {variable, NULL};
		struct exec_request requests[] = {
			{path, NULL, (char *const *)argv, (char *const *)envp, false, false},
			{"python3", variable + 5, (char *const *)argv, (char *const *)envp, false, false},
			{"env", variable + 5, (char *const *)argv, (char *const *)envp, false, false},
			{"/s/by-env", NULL, (char *const *)argv, (char *const *)envp, false, false},
			{"/usr/bin/python3", NULL, (char *const[]){path, NULL}, (char *const *)envp, false,
				false},
		};
		for (size_t i = 0; i < COUNT(requests); i++) {
			struct exec_answer a;
			exec_ask(&requests[i], &a);
			exec_answer_clear(&a);
		}
		free(path);
		free(variable);
	}
}

Test(exec, the_plan_has_the_path_that_was_found)
{
	static const struct {
		const char *file, *search, *found;
	} rows[] = {
		{"true", "/nowhere:/usr/bin", "/usr/bin/true"},
		{"by-env", "/nowhere:/s", "/s/by-env"},
		{"/usr/bin/true", "/s", "/usr/bin/true"},
		{"/nowhere/true", NULL, "/nowhere/true"},
		{"true", "/nowhere", NULL},
	};
	static const char *const argv[] = {"x", NULL}, *const envp[] = {"PATH=/usr/bin", NULL};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct exec_request request = {rows[i].file, rows[i].search, (char *const *)argv,
			(char *const *)envp, false, false};
		struct exec_answer a;
		exec_ask(&request, &a);
		const char *found = a.plan.found ? a.plan.found : "nowhere";
		cr_expect_str_eq(found, rows[i].found ? rows[i].found : "nowhere", "%s", rows[i].file);
		exec_answer_clear(&a);
	}
}
