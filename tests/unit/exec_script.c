// SPDX-License-Identifier: MIT
// common/core/exec.c: scripts and their shebangs, on the files of fake.h.
#include <criterion/criterion.h>
#include <string.h>

#include "common/core/count.h"
#include "tests/unit/exec_row.h"

Test(exec_script, a_script_for_a_base_interpreter_is_redirected)
{
	static const struct exec_row rows[] = {
		{"plain", "/s/plain", NULL, {"plain", "a"}, RULE_SHEBANG,
			"/e/bin/python3|/e/bin/python3|/s/plain|a"},
		{"relative", "script", NULL, {"x", "a"}, RULE_SHEBANG,
			"/e/bin/python3|/e/bin/python3|script|a"},
		{"by PATH", "plain", "/bin:/s", {"plain"}, RULE_SHEBANG,
			"/e/bin/python3|/e/bin/python3|/s/plain"},
		{"by PATH, and its interpreter by PATH", "by-env", "/bin:/s", {"by-env"}, RULE_SHEBANG,
			"/e/bin/python3|/e/bin/python3|/s/by-env"},
		{"empty argv", "/s/plain", NULL, {NULL}, RULE_SHEBANG,
			"/e/bin/python3|/e/bin/python3|/s/plain"},
		{"blanks", "/s/blanks", NULL, {"x"}, RULE_SHEBANG, "/e/bin/python3|/e/bin/python3|/s/blanks"},
		{"one argument", "/s/flag", NULL, {"x", "a"}, RULE_SHEBANG,
			"/e/bin/python3|/e/bin/python3|-I -u|/s/flag|a"},
		{"no newline", "/s/no-newline", NULL, {"x"}, RULE_SHEBANG,
			"/e/bin/python3|/e/bin/python3|/s/no-newline"},
		{"X.Y", "/s/versioned", NULL, {"x"}, RULE_SHEBANG,
			"/e/bin/python|/e/bin/python|/s/versioned"},
		{"PyPy", "/s/for-pypy", NULL, {"x"}, RULE_SHEBANG, "/e/bin/python|/e/bin/python|/s/for-pypy"},
		{"an interpreter that does not exist", "/s/phantom", NULL, {"x"}, RULE_SHEBANG,
			"/e/bin/python|/e/bin/python|/s/phantom"},
		{"two deep", "/s/deep1", NULL, {"x", "a"}, RULE_SHEBANG,
			"/e/bin/python3|/e/bin/python3|/s/plain|-x|/s/deep1|a"},
		{"three deep", "/s/deep2", NULL, {"x", "a"}, RULE_SHEBANG,
			"/e/bin/python3|/e/bin/python3|/s/plain|-x|/s/deep1|/s/deep2|a"},
		{"four deep", "/s/deep3", NULL, {"x", "a"}, RULE_SHEBANG,
			"/e/bin/python3|/e/bin/python3|/s/plain|-x|/s/deep1|/s/deep2|a b|/s/deep3|a"},
		{"five deep, the kernel's most", "/s/deep4", NULL, {"x", "a"}, RULE_SHEBANG,
			"/e/bin/python3|/e/bin/python3|/s/plain|-x|/s/deep1|/s/deep2|a "
			"b|/s/deep3|/s/deep4|a"},
	};
	exec_try_rows(rows, COUNT(rows));
}

Test(exec_script, a_script_for_another_program_is_not_changed)
{
	static const struct exec_row rows[] = {
		{"sh", "/s/sh", NULL, {"x"}, RULE_NONE, NULL},
		{"CRLF is the kernel's own error", "/s/crlf", NULL, {"x"}, RULE_NONE, NULL},
		{"python2 under Python 3", "/s/two", NULL, {"x"}, RULE_NONE, NULL},
		{"python2.7 under Python 3", "/s/two-seven", NULL, {"x"}, RULE_NONE, NULL},
		{"not executable", "/s/not-executable", NULL, {"x"}, RULE_NONE, NULL},
		{"an interpreter that is not executable", "/s/to-data", NULL, {"x"}, RULE_NONE, NULL},
		{"no file", "/s/gone", NULL, {"x"}, RULE_NONE, NULL},
		{"a circle", "/s/loop", NULL, {"x"}, RULE_NONE, NULL},
		{"a chain the kernel refuses", "/s/deep5", NULL, {"x"}, RULE_NONE, NULL},
		{"for a script for sh", "/s/config", NULL, {"x"}, RULE_NONE, NULL},
	};
	exec_try_rows(rows, COUNT(rows));
}

Test(exec_script, env_in_a_shebang_is_skipped)
{
	static const struct exec_row rows[] = {
		{"env python3", "/s/by-env", NULL, {"x", "a"}, RULE_SHEBANG,
			"/e/bin/python3|/e/bin/python3|/s/by-env|a"},
		{"env python", "/s/env-python", NULL, {"x"}, RULE_SHEBANG,
			"/e/bin/python|/e/bin/python|/s/env-python"},
		{"env with a path", "/s/env-path", NULL, {"x"}, RULE_SHEBANG,
			"/e/bin/python3|/e/bin/python3|/s/env-path"},
		{"env with one that does not exist", "/s/env-gone", NULL, {"x"}, RULE_SHEBANG,
			"/e/bin/python|/e/bin/python|/s/env-gone"},
		{"env -S", "/s/env-split", NULL, {"x", "a"}, RULE_SHEBANG,
			"/e/bin/python3|/e/bin/python3|-I|-u|/s/env-split|a"},
		{"env two deep", "/s/deep-env", NULL, {"x"}, RULE_SHEBANG,
			"/e/bin/python3|/e/bin/python3|/s/by-env|/s/deep-env"},
	};
	exec_try_rows(rows, COUNT(rows));
}

Test(exec_script, env_with_options_runs_itself)
{
	static const struct exec_row rows[] = {
		{"-i", "/s/env-clear", NULL, {"x"}, RULE_NONE, NULL},
		{"an assignment", "/s/env-assign", NULL, {"x"}, RULE_NONE, NULL},
		{"a name with a blank", "/s/env-words", NULL, {"x"}, RULE_NONE, NULL},
		{"quotes", "/s/env-quote", NULL, {"x"}, RULE_NONE, NULL},
		{"nothing", "/s/env-alone", NULL, {"x"}, RULE_NONE, NULL},
		{"sh", "/s/env-sh", NULL, {"x"}, RULE_NONE, NULL},
		{"python2", "/s/env-two", NULL, {"x"}, RULE_NONE, NULL},
		{"a script that only bears its name", "/s/for-env", NULL, {"x"}, RULE_NONE, NULL},
		{"env itself", "/usr/bin/env", NULL, {"env", "python3"}, RULE_NONE, NULL},
	};
	exec_try_rows(rows, COUNT(rows));
}

Test(exec_script, argv_may_be_null)
{
	static const char *const envp[] = {EXEC_OURS, NULL};
	static const struct {
		const char *file, *out;
	} rows[] = {
		{"/usr/bin/python3", "/e/bin/python3"},
		{"/s/plain", "/e/bin/python3|/s/plain"},
		{"/s/flag", "/e/bin/python3|-I -u|/s/flag"},
		{"/e/bin/python3", "/e/bin/python3"},
		{"/usr/bin/true", NULL},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct exec_request request = {rows[i].file, NULL, NULL, (char *const *)envp, false, false};
		struct exec_answer a;
		char line[256];
		exec_ask(&request, &a);
		exec_joined(a.call.argv, line);
		cr_expect(!strcmp(line, rows[i].out ? rows[i].out : "NULL"), "%s: %s", rows[i].file, line);
		exec_answer_clear(&a);
	}
}
