// SPDX-License-Identifier: MIT
// Tests of common/core/exec.c, on the files of fake.h.
#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/exec.h"
#include "tests/unit/fake.h"

#define MAX 10

/* --- asking --- */

#define LIB "/l/libvenvrun.so"
#define ENTRY "VENVRUN_POLICY=1;env=/e"
#define OURS "LD_PRELOAD=" LIB, ENTRY

static struct policy policy =
	{.env = "/e", .python = "/e/bin/python", .lib = LIB, .major = 3, .minor = 11, .match = MATCH_MAJOR};

struct answer {
	enum exec_rule rule;
	struct exec_plan plan;
	size_t size;
	void *memory; /* size bytes */
	char *scratch;
	struct exec_call call;
};

/* The scratch and the result lie in memory of exactly the size that was asked for, so that ASan guards both
 * ends; a byte behind each says the same without ASan. */
static void ask(const struct exec_request *request, struct answer *ret)
{
	size_t room = exec_room(request);
	ret->scratch = malloc(room + 1);
	ret->scratch[room] = '~';
	errno = 77;
	ret->size = exec_measure(&policy, ENTRY, request, &fake_io, ret->scratch, &ret->plan);
	ret->rule = ret->plan.rule;
	cr_expect(ret->scratch[room] == '~', "%s: scratch written past its end", request->file);

	char *memory = malloc(ret->size + 1);
	memset(memory, '!', ret->size);
	memory[ret->size] = '~';
	ret->memory = memory;
	ret->call = exec_fill(&ret->plan, request, memory);
	cr_expect(memory[ret->size] == '~', "%s: memory written past its end", request->file);
	cr_expect(errno == 77, "%s: errno touched", request->file);
	if (!ret->size)
		cr_expect(ret->call.file == request->file && ret->call.argv == request->argv &&
				ret->call.envp == request->envp,
			"%s: 0 bytes, and yet something changed", request->file);
}

static void forget(struct answer *a)
{
	free(a->memory);
	free(a->scratch);
}

/* An array of strings in one line; NULL is "NULL". */
static const char *joined(char *const *array, char *out)
{
	strcpy(out, array ? "" : "NULL");
	for (size_t i = 0; array && array[i]; i++)
		strcat(strcat(out, i ? "|" : ""), array[i]);
	return out;
}

static bool has(char *const *array, const char *entry)
{
	for (; array && *array; array++)
		if (!strcmp(*array, entry))
			return true;
	return false;
}

struct row {
	const char *name;
	const char *file, *search;
	const char *argv[MAX];
	enum exec_rule rule;
	const char *out; /* "file argv..." that is executed, joined by '|'; NULL: the caller's own */
};

static void try_rows(const struct row *rows, size_t count)
{
	static const char *const envp[] = {"PATH=/usr/bin:/bin", "A=1", NULL};
	for (size_t i = 0; i < count; i++) {
		const struct row *row = &rows[i];
		struct exec_request request = {row->file, row->search, (char *const *)row->argv,
			(char *const *)envp, false, false};
		struct answer a;
		char out[1024] = "", line[1024];
		ask(&request, &a);
		cr_expect(a.rule == row->rule, "%s: rule %s, not %s", row->name, exec_rule_name(a.rule),
			exec_rule_name(row->rule));
		if (!row->out) {
			cr_expect(a.call.file == request.file && a.call.argv == request.argv,
				"%s: changed to %s|%s", row->name, a.call.file, joined(a.call.argv, line));
		} else {
			strcat(strcat(strcat(out, a.call.file), "|"), joined(a.call.argv, line));
			cr_expect(!strcmp(out, row->out), "%s: %s", row->name, out);
		}
		cr_expect(has(a.call.envp, "LD_PRELOAD=" LIB) && has(a.call.envp, ENTRY) &&
				has(a.call.envp, "A=1"),
			"%s: environment %s", row->name, joined(a.call.envp, line));
		forget(&a);
	}
}

/* --- the rules --- */

Test(exec, a_base_interpreter_becomes_the_environments)
{
	static const struct row rows[] = {
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
		{"a slash makes PATH no matter", "/usr/bin/python3", "/venv/bin", {"p"}, RULE_INTERPRETER,
			"/e/bin/python3|/e/bin/python3"},
		{"empty argv", "/usr/bin/python3", NULL, {NULL}, RULE_INTERPRETER,
			"/e/bin/python3|/e/bin/python3"},
		{"a system path that is not there", "/usr/bin/python3.6", NULL, {"p"}, RULE_INTERPRETER,
			"/e/bin/python|/e/bin/python"},
	};
	try_rows(rows, COUNT(rows));
}

/* As below another root, or as another user. */
Test(exec, an_environment_that_cannot_be_reached_changes_nothing)
{
	static const struct row rows[] = {
		{"an interpreter", "/usr/bin/python3", NULL, {"python3", "-c", "x"}, RULE_UNREACHABLE, NULL},
		{"by PATH", "python3", "/nowhere:/usr/bin", {"python3"}, RULE_UNREACHABLE, NULL},
		{"a system path that is not there", "/usr/bin/python3.6", NULL, {"p"}, RULE_UNREACHABLE,
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
		struct answer a;
		policy.python = places[i].python;
		try_rows(rows, COUNT(rows));
		ask(&request, &a);
		cr_expect(a.plan.unreachable == places[i].error && a.plan.escape == ESCAPE_UNREACHABLE &&
				!a.plan.refused,
			"%s: %d", places[i].python, a.plan.unreachable);
		forget(&a);
		policy.strict = true;
		ask(&request, &a);
		cr_expect(a.plan.refused, "%s", places[i].python);
		forget(&a);
		policy.strict = false;
	}
	/* Another directory of that name. */
	policy.python = "/e/bin/python";
	policy.mark = "conda-meta";
	try_rows(rows, COUNT(rows));
	policy.mark = "pyvenv.cfg";
	try_rows(&(const struct row){"what makes it one is there", "/usr/bin/python3", NULL, {"p"},
			 RULE_INTERPRETER, "/e/bin/python3|/e/bin/python3"},
		1);
	policy.mark = NULL;
}

Test(exec, what_is_no_base_interpreter_is_left_alone)
{
	static const struct row rows[] = {
		{"a program", "/usr/bin/true", NULL, {"true"}, RULE_NONE, NULL},
		{"a program by PATH", "true", "/usr/bin", {"true"}, RULE_NONE, NULL},
		{"argv[0] does not make an interpreter", "/usr/bin/true", NULL, {"python3"}, RULE_NONE, NULL},
		{"python2 under Python 3", "/usr/bin/python2", NULL, {"python2"}, RULE_NONE, NULL},
		{"python2.7 under Python 3", "python2.7", "/usr/bin", {"python2.7"}, RULE_NONE, NULL},
		{"a helper beside it", "/usr/bin/python3-config", NULL, {"x"}, RULE_NONE, NULL},
		{"nothing there", "/opt/gone/python3", NULL, {"x"}, RULE_NONE, NULL},
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
	try_rows(rows, COUNT(rows));
}

Test(exec, a_script_for_a_base_interpreter_gets_the_environments)
{
	static const struct row rows[] = {
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
		{"an interpreter that is not there", "/s/phantom", NULL, {"x"}, RULE_SHEBANG,
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
	try_rows(rows, COUNT(rows));
}

Test(exec, a_script_for_something_else_is_left_alone)
{
	static const struct row rows[] = {
		{"sh", "/s/sh", NULL, {"x"}, RULE_NONE, NULL},
		{"CRLF is the kernel's own error", "/s/crlf", NULL, {"x"}, RULE_NONE, NULL},
		{"python2 under Python 3", "/s/two", NULL, {"x"}, RULE_NONE, NULL},
		{"python2.7 under Python 3", "/s/two-seven", NULL, {"x"}, RULE_NONE, NULL},
		{"not executable", "/s/not-executable", NULL, {"x"}, RULE_NONE, NULL},
		{"an interpreter that is not executable", "/s/to-data", NULL, {"x"}, RULE_NONE, NULL},
		{"not there", "/s/gone", NULL, {"x"}, RULE_NONE, NULL},
		{"a chain that goes round", "/s/loop", NULL, {"x"}, RULE_NONE, NULL},
		{"a chain the kernel refuses", "/s/deep5", NULL, {"x"}, RULE_NONE, NULL},
		{"for a script for sh", "/s/config", NULL, {"x"}, RULE_NONE, NULL},
	};
	try_rows(rows, COUNT(rows));
}

Test(exec, env_in_a_shebang_is_skipped)
{
	static const struct row rows[] = {
		{"env python3", "/s/by-env", NULL, {"x", "a"}, RULE_SHEBANG,
			"/e/bin/python3|/e/bin/python3|/s/by-env|a"},
		{"env python", "/s/env-python", NULL, {"x"}, RULE_SHEBANG,
			"/e/bin/python|/e/bin/python|/s/env-python"},
		{"env with a path", "/s/env-path", NULL, {"x"}, RULE_SHEBANG,
			"/e/bin/python3|/e/bin/python3|/s/env-path"},
		{"env with one that is not there", "/s/env-gone", NULL, {"x"}, RULE_SHEBANG,
			"/e/bin/python|/e/bin/python|/s/env-gone"},
		{"env -S", "/s/env-split", NULL, {"x", "a"}, RULE_SHEBANG,
			"/e/bin/python3|/e/bin/python3|-I|-u|/s/env-split|a"},
		{"env two deep", "/s/deep-env", NULL, {"x"}, RULE_SHEBANG,
			"/e/bin/python3|/e/bin/python3|/s/by-env|/s/deep-env"},
	};
	try_rows(rows, COUNT(rows));
}

Test(exec, env_with_more_to_do_runs_itself)
{
	static const struct row rows[] = {
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
	try_rows(rows, COUNT(rows));
}

Test(exec, the_environments_own_interpreter_gets_an_argv0_that_leads_to_it)
{
	static const struct row rows[] = {
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
	try_rows(rows, COUNT(rows));
}

Test(exec, another_environment_is_left_alone)
{
	static const struct row rows[] = {
		{"pyvenv.cfg above", "/venv/bin/python3", NULL, {"python3", "x"}, RULE_FOREIGN, NULL},
		{"pyvenv.cfg beside", "/flat/python3", NULL, {"python3"}, RULE_FOREIGN, NULL},
		{"by PATH", "python3", "/venv/bin:/usr/bin", {"python3"}, RULE_FOREIGN, NULL},
		{"conda", "/conda/bin/python3", NULL, {"python3"}, RULE_FOREIGN, NULL},
		{"an old virtualenv", "/old/bin/python3", NULL, {"python3"}, RULE_FOREIGN, NULL},
		{"CPython's build tree", "/cpython/python", NULL, {"python"}, RULE_FOREIGN, NULL},
		{"a ._pth file of its own", "/pth/python3", NULL, {"python3"}, RULE_FOREIGN, NULL},
		{"a ._pth file of another name", "/pth/python", NULL, {"python"}, RULE_INTERPRETER,
			"/e/bin/python|/e/bin/python"},
		{"a base interpreter that is told to be one", "/usr/bin/python3", NULL, {"/venv/bin/python3"},
			RULE_FOREIGN, NULL},
		{"a script for a venv", "/s/venv", NULL, {"x"}, RULE_FOREIGN, NULL},
		{"a script for conda", "/s/conda", NULL, {"x"}, RULE_FOREIGN, NULL},
		{"a script for env and a venv", "/s/env-venv", NULL, {"x"}, RULE_FOREIGN, NULL},
	};
	try_rows(rows, COUNT(rows));
}

Test(exec, what_the_systems_packages_brought_runs_as_without_venvrun)
{
	static const struct row rows[] = {
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
		{"a script that asks for a project", "/usr/bin/python3", NULL,
			{"x", "/usr/share/x/mesonbuild/scripts/python_info.py"}, RULE_INTERPRETER,
			"/e/bin/python3|/e/bin/python3|/usr/share/x/mesonbuild/scripts/python_info.py"},
		{"the administrator's", "/usr/local/bin/tool", NULL, {"x"}, RULE_SHEBANG,
			"/e/bin/python3|/e/bin/python3|/usr/local/bin/tool"},
		{"a script for sh", "/usr/bin/sh-tool", NULL, {"x"}, RULE_NONE, NULL},
	};
	try_rows(rows, COUNT(rows));
}

Test(exec, the_systems_scripts_are_the_environments_where_that_is_wanted)
{
	static const struct row rows[] = {
		{"a script", "/usr/bin/tool", NULL, {"tool"}, RULE_SHEBANG,
			"/e/bin/python3|/e/bin/python3|/usr/bin/tool"},
		{"for env", "/usr/bin/env-tool", NULL, {"x"}, RULE_SHEBANG,
			"/e/bin/python3|/e/bin/python3|/usr/bin/env-tool"},
		{"an argument", "/usr/bin/python3", NULL, {"x", "y.py"}, RULE_INTERPRETER,
			"/e/bin/python3|/e/bin/python3|y.py"},
		{"a package manager", "/usr/bin/dpkg", NULL, {"dpkg"}, RULE_NONE, NULL},
	};
	policy.system_follows = true;
	try_rows(rows, COUNT(rows));
	policy.system_follows = false;
}

struct release_row {
	const char *name, *file, *argv[MAX];
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
		struct answer a;
		ask(&request, &a);
		cr_expect(a.rule == rows[i].rule && a.plan.released == rows[i].released, "%s: %s, %d",
			rows[i].name, exec_rule_name(a.rule), a.plan.released);
		cr_expect(has(a.call.envp, "VENVRUN=off") == rows[i].released &&
				has(a.call.envp, ENTRY) != rows[i].released,
			"%s", rows[i].name);
		cr_expect(!strcmp(a.call.file, rows[i].out ? rows[i].out : rows[i].file), "%s: %s",
			rows[i].name, a.call.file);
		forget(&a);
	}
}

Test(exec, what_is_released_is_found_as_without_the_environment)
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
		{"off, a name that is nowhere else", "/e/bin/only", {"only"}, "VENVRUN=off", RULE_OFF, true,
			NULL},
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
		{"a name that is kept", "/e/bin/pypy3", {"pypy3"}, "A=1", RULE_KEEP, true, "/usr/bin/pypy3"},
	};
	policy.keep[0] = "/s/plain";
	policy.keep[1] = "/s/versioned";
	policy.keep[2] = "by-env";
	policy.keep[3] = "/s/sh";
	policy.keep[4] = "pypy3";
	policy.keeps = 5;
	policy.only = 6;
	policy.system_follows = false;
	try_releases(rows, COUNT(rows));
	policy.keeps = policy.only = 0;
}

/* virtualenv asks an interpreter what it is: a base interpreter is to answer for itself, any other as
 * always. */
Test(exec, a_base_interpreter_that_is_asked_what_it_is_answers_itself)
{
	static const struct {
		const char *file;
		enum exec_rule rule;
	} rows[] = {
		{"/usr/bin/python3", RULE_INTROSPECTION},
		/* there is none, and it must not be told otherwise */
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
		struct answer a;
		ask(&request, &a);
		cr_expect(a.rule == rows[i].rule, "%s: %s", rows[i].file, exec_rule_name(a.rule));
		cr_expect(a.call.file == request.file && a.call.argv == request.argv, "%s: changed",
			rows[i].file);
		cr_expect(has(a.call.envp, "VENVRUN=off") == (rows[i].rule == RULE_INTROSPECTION), "%s",
			rows[i].file);
		forget(&a);
	}
}

/* --- the environment's part --- */

static void expect_env(const char *name, const char *file, const char *const *envp, enum exec_rule rule,
	const char *out)
{
	static const char *const argv[] = {"x", NULL};
	struct exec_request request = {file, NULL, (char *const *)argv, (char *const *)envp, false, false};
	struct answer a;
	char line[1024];
	ask(&request, &a);
	cr_expect(a.rule == rule, "%s: rule %s", name, exec_rule_name(a.rule));
	if (out)
		cr_expect(a.call.envp != request.envp && !strcmp(joined(a.call.envp, line), out), "%s: %s",
			name, joined(a.call.envp, line));
	else
		cr_expect(a.call.envp == request.envp, "%s: changed to %s", name, joined(a.call.envp, line));
	forget(&a);
}

Test(exec, the_environment_goes_along)
{
#define ROW(name, file, rule, out, ...) \
	expect_env(name, file, (const char *const[]){__VA_ARGS__, NULL}, rule, out)
	ROW("ours, a program", "/usr/bin/true", RULE_NONE, NULL, OURS);
	ROW("ours, an interpreter", "/usr/bin/python3", RULE_INTERPRETER, NULL, OURS);
	ROW("cleared", "/usr/bin/true", RULE_NONE, "LD_PRELOAD=" LIB "|" ENTRY, NULL);
	ROW("cleared, an interpreter", "/usr/bin/python3", RULE_INTERPRETER, "LD_PRELOAD=" LIB "|" ENTRY,
		NULL);
	ROW("others in LD_PRELOAD", "/usr/bin/true", RULE_NONE, "LD_PRELOAD=" LIB ":/x.so /y.so|" ENTRY,
		"LD_PRELOAD=/x.so /y.so", ENTRY);
	ROW("ours among others", "/usr/bin/true", RULE_NONE, NULL, "LD_PRELOAD=/x.so " LIB, ENTRY);
	ROW("ours twice", "/usr/bin/true", RULE_NONE, NULL, "LD_PRELOAD=" LIB ":" LIB, ENTRY);
	ROW("ours as a substring", "/usr/bin/true", RULE_NONE, "LD_PRELOAD=" LIB ":" LIB ".1|" ENTRY,
		"LD_PRELOAD=" LIB ".1", ENTRY);
	ROW("PYTHONHOME stays for a program", "/usr/bin/true", RULE_NONE, NULL, OURS, "PYTHONHOME=/x");
	ROW("PYTHONHOME goes for an interpreter", "/usr/bin/python3", RULE_INTERPRETER,
		"LD_PRELOAD=" LIB "|" ENTRY, OURS, "PYTHONHOME=/x");
	ROW("PYTHONHOME goes for a script", "/s/by-env", RULE_SHEBANG,
		"LD_PRELOAD=" LIB "|" ENTRY "|PATH=/usr/bin", "__PYVENV_LAUNCHER__=/x", OURS, "PATH=/usr/bin",
		"PYTHONHOME=/x");
	ROW("PYTHONHOME stays for the environment's own", "/e/bin/python3", RULE_ENVIRONMENT, NULL, OURS,
		"PYTHONHOME=/x");
	ROW("PYTHONHOME stays for another environment", "/venv/bin/python3", RULE_FOREIGN, NULL, OURS,
		"PYTHONHOME=/x");
	expect_env("NULL", "/usr/bin/true", NULL, RULE_NONE, "LD_PRELOAD=" LIB "|" ENTRY);
	expect_env("NULL, an interpreter", "/usr/bin/python3", NULL, RULE_INTERPRETER,
		"LD_PRELOAD=" LIB "|" ENTRY);
}

Test(exec, off_leaves_everything_alone_and_nothing_of_ours_in_it)
{
	static const char *const files[] = {"/usr/bin/python3", "/s/plain", "/s/by-env", "/e/bin/python3",
		"/usr/bin/true"};
	for (size_t i = 0; i < COUNT(files); i++) {
		expect_env(files[i], files[i], (const char *const[]){"VENVRUN=off", NULL}, RULE_OFF, NULL);
		expect_env(files[i], files[i],
			(const char *const[]){OURS, "VENVRUN=off", "PYTHONHOME=/x", NULL}, RULE_OFF,
			"VENVRUN=off|PYTHONHOME=/x");
	}
}

Test(exec, env_searches_the_path_of_the_program)
{
	ROW("a venv first in its PATH", "/s/by-env", RULE_FOREIGN, NULL, OURS, "PATH=/venv/bin:/usr/bin");
	ROW("a venv last in its PATH", "/s/by-env", RULE_SHEBANG, NULL, OURS, "PATH=/usr/bin:/venv/bin");
	ROW("no PATH", "/s/by-env", RULE_SHEBANG, NULL, OURS);
	ROW("in none of its PATH", "/s/by-env", RULE_SHEBANG, NULL, OURS, "PATH=/nowhere");
}

Test(exec, argv_may_be_null)
{
	static const char *const envp[] = {OURS, NULL};
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
		struct answer a;
		char line[256];
		ask(&request, &a);
		joined(a.call.argv, line);
		cr_expect(!strcmp(line, rows[i].out ? rows[i].out : "NULL"), "%s: %s", rows[i].file, line);
		forget(&a);
	}
}

Test(exec, elsewhere_a_relative_path_decides_nothing)
{
	static const char *const envp[] = {OURS, NULL}, *const argv[] = {"x", NULL};
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
		struct answer a;
		ask(&request, &a);
		cr_expect(a.rule == rows[i].rule, "%s: rule %s", rows[i].file, exec_rule_name(a.rule));
		forget(&a);
	}
}

Test(exec, match_decides_which_names_are_ours)
{
	static const char *const envp[] = {OURS, NULL}, *const argv[] = {"x", NULL};
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
			struct answer a;
			policy.match = (enum interp_match)match;
			ask(&request, &a);
			cr_expect((a.size > 0) == rows[i].ours[match], "%s, match %d: rule %s", rows[i].file,
				match, exec_rule_name(a.rule));
			forget(&a);
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
			struct answer a;
			ask(&requests[i], &a);
			forget(&a);
		}
		free(path);
		free(variable);
	}
}

Test(exec, every_rule_has_its_word)
{
	static const char *const words[] = {
		[RULE_NONE] = "none",
		[RULE_INTERPRETER] = "interpreter",
		[RULE_SHEBANG] = "shebang",
		[RULE_ENVIRONMENT] = "environment",
		[RULE_FOREIGN] = "foreign",
		[RULE_KEEP] = "keep",
		[RULE_KEEP_ONLY] = "keep-only",
		[RULE_INTROSPECTION] = "introspection",
		[RULE_OFF] = "off",
		[RULE_UNREACHABLE] = "unreachable",
		[RULE_SYSTEM] = "system",
	};
	for (size_t i = 0; i < COUNT(words); i++)
		cr_expect(!strcmp(exec_rule_name((enum exec_rule)i), words[i]), "%s", words[i]);
}

Test(exec, says_as_what_the_file_was_found)
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
		struct answer a;
		ask(&request, &a);
		const char *found = a.plan.found ? a.plan.found : "nowhere";
		cr_expect_str_eq(found, rows[i].found ? rows[i].found : "nowhere", "%s", rows[i].file);
		forget(&a);
	}
}
