// SPDX-License-Identifier: MIT
// common/core/exec.c: the environment of the executed program, on the files of fake.h.
#include <criterion/criterion.h>
#include <string.h>

#include "common/core/count.h"
#include "tests/unit/exec_row.h"

static void expect_env(const char *name, const char *file, const char *const *envp, enum exec_rule rule,
	const char *out)
{
	static const char *const argv[] = {"x", NULL};
	struct exec_request request = {file, NULL, (char *const *)argv, (char *const *)envp, false, false};
	struct exec_answer a;
	char line[1024];
	exec_ask(&request, &a);
	cr_expect(a.rule == rule, "%s: rule %s", name, exec_rule_name(a.rule));
	if (out)
		cr_expect(a.call.envp != request.envp && !strcmp(exec_joined(a.call.envp, line), out),
			"%s: %s", name, exec_joined(a.call.envp, line));
	else
		cr_expect(a.call.envp == request.envp, "%s: changed to %s", name,
			exec_joined(a.call.envp, line));
	exec_answer_clear(&a);
}

#define ROW(name, file, rule, out, ...) \
	expect_env(name, file, (const char *const[]){__VA_ARGS__, NULL}, rule, out)

Test(exec_environ, the_policy_is_added_to_the_environment)
{
	ROW("ours, a program", "/usr/bin/true", RULE_NONE, NULL, EXEC_OURS);
	ROW("ours, an interpreter", "/usr/bin/python3", RULE_INTERPRETER, NULL, EXEC_OURS);
	ROW("cleared", "/usr/bin/true", RULE_NONE, "LD_PRELOAD=" EXEC_LIBRARY "|" EXEC_ENTRY, NULL);
	ROW("cleared, an interpreter", "/usr/bin/python3", RULE_INTERPRETER,
		"LD_PRELOAD=" EXEC_LIBRARY "|" EXEC_ENTRY, NULL);
	ROW("other libraries in LD_PRELOAD", "/usr/bin/true", RULE_NONE,
		"LD_PRELOAD=" EXEC_LIBRARY ":/x.so /y.so|" EXEC_ENTRY, "LD_PRELOAD=/x.so /y.so", EXEC_ENTRY);
	ROW("ours after another one", "/usr/bin/true", RULE_NONE, NULL, "LD_PRELOAD=/x.so " EXEC_LIBRARY,
		EXEC_ENTRY);
	ROW("ours twice", "/usr/bin/true", RULE_NONE, NULL, "LD_PRELOAD=" EXEC_LIBRARY ":" EXEC_LIBRARY,
		EXEC_ENTRY);
	ROW("ours as a substring", "/usr/bin/true", RULE_NONE,
		"LD_PRELOAD=" EXEC_LIBRARY ":" EXEC_LIBRARY ".1|" EXEC_ENTRY, "LD_PRELOAD=" EXEC_LIBRARY ".1",
		EXEC_ENTRY);
	ROW("PYTHONHOME stays for a program", "/usr/bin/true", RULE_NONE, NULL, EXEC_OURS, "PYTHONHOME=/x");
	ROW("PYTHONHOME is removed for an interpreter", "/usr/bin/python3", RULE_INTERPRETER,
		"LD_PRELOAD=" EXEC_LIBRARY "|" EXEC_ENTRY, EXEC_OURS, "PYTHONHOME=/x");
	ROW("PYTHONHOME is removed for a script", "/s/by-env", RULE_SHEBANG,
		"LD_PRELOAD=" EXEC_LIBRARY "|" EXEC_ENTRY "|PATH=/usr/bin", "__PYVENV_LAUNCHER__=/x",
		EXEC_OURS, "PATH=/usr/bin", "PYTHONHOME=/x");
	ROW("PYTHONHOME stays for the environment's own", "/e/bin/python3", RULE_ENVIRONMENT, NULL, EXEC_OURS,
		"PYTHONHOME=/x");
	ROW("PYTHONHOME stays for another environment", "/venv/bin/python3", RULE_FOREIGN, NULL, EXEC_OURS,
		"PYTHONHOME=/x");
	expect_env("NULL", "/usr/bin/true", NULL, RULE_NONE, "LD_PRELOAD=" EXEC_LIBRARY "|" EXEC_ENTRY);
	expect_env("NULL, an interpreter", "/usr/bin/python3", NULL, RULE_INTERPRETER,
		"LD_PRELOAD=" EXEC_LIBRARY "|" EXEC_ENTRY);
}

Test(exec_environ, off_changes_no_call_and_removes_our_variables)
{
	static const char *const files[] = {"/usr/bin/python3", "/s/plain", "/s/by-env", "/e/bin/python3",
		"/usr/bin/true"};
	for (size_t i = 0; i < COUNT(files); i++) {
		expect_env(files[i], files[i], (const char *const[]){"VENVRUN=off", NULL}, RULE_OFF, NULL);
		expect_env(files[i], files[i],
			(const char *const[]){EXEC_OURS, "VENVRUN=off", "PYTHONHOME=/x", NULL}, RULE_OFF,
			"VENVRUN=off|PYTHONHOME=/x");
	}
}

Test(exec_environ, env_searches_the_path_of_the_program)
{
	ROW("a venv first in its PATH", "/s/by-env", RULE_FOREIGN, NULL, EXEC_OURS,
		"PATH=/venv/bin:/usr/bin");
	ROW("a venv last in its PATH", "/s/by-env", RULE_SHEBANG, NULL, EXEC_OURS, "PATH=/usr/bin:/venv/bin");
	ROW("no PATH", "/s/by-env", RULE_SHEBANG, NULL, EXEC_OURS);
	ROW("in none of its PATH", "/s/by-env", RULE_SHEBANG, NULL, EXEC_OURS, "PATH=/nowhere");
}
