// SPDX-License-Identifier: MIT
// The finders of interpreters and the makers of environments, when they ask an interpreter what it is.
#include "common/core/introspection.h"

#include <stddef.h>
#include <string.h>

#include "common/core/cmdline.h"
#include "common/core/count.h"
#include "common/core/interp.h"
#include "common/core/path.h"

/* How a way of asking is given on Python's command line. */
enum form {
	FORM_SCRIPT, /* the path of a script */
	FORM_CODE,   /* -c CODE */
	/* the same behind other options in one word, "-Ic" or "-EsSc": code that alone would be too common */
	FORM_JOINED,
	/* nothing behind "--": a program on standard input, as hardly anybody else asks for it */
	FORM_DASHES,
	/* -m NAME, of an interpreter that is named, not searched: it is its environment that is made */
	FORM_MODULE,
};

/* The ways, as far as they stay the same in the versions of a tool; '*' is any text. Common code is not in
 * here: who runs "import sys; print(sys.executable)" or "--version" is as often somebody who goes on to use
 * that Python. */
static const struct {
	char form, text[96];
} ways[] = {
	/* virtualenv 20 and later, python-discovery; with them tox, nox, hatch, pre-commit, poetry and pdm */
	{FORM_SCRIPT, "*/virtualenv/discovery/py_info.py"},
	{FORM_SCRIPT, "*/python_discovery/_py_info.py"},
	{FORM_SCRIPT, "*/_py_info_collect.py"}, /* in a directory of its own where the package is zipped */
	{FORM_SCRIPT, "*/virtualenv.py"}, /* before 20: starts anew with the interpreter that is asked for */
	{FORM_SCRIPT, "*/tox/helper/get_version.py"}, /* tox 3 */
	/* uv: after the directory in which its module is; at first as a whole (0.1.0, 0.1.10) */
	{FORM_CODE, "*from python.get_interpreter_info import main; main()"},
	{FORM_CODE, "*\n\ndef format_full_version(info):\n*\"base_prefix\": sys.base_prefix,\n*"},
	{FORM_CODE, "*\nQueries information about the current Python interpreter and prints it as JSON.\n*"},
	/* pex 2, and every file that it makes: what an interpreter answers stays in its cache */
	{FORM_CODE, "*from pex.interpreter import PythonIdentity\n*PythonIdentity.get(*"},
	/* findpython, and with it pdm and poetry 2 */
	{FORM_JOINED, "import platform; print(platform.*"},
	{FORM_JOINED, "import sys; print(sys.executable)"},
	{FORM_JOINED, "import sysconfig;print(sysconfig.get_config_var(\"Py_GIL_DISABLED\") or 0)"},
	{FORM_SCRIPT, "*/pdm/models/in_process/*.py"},
	/* poetry, once more for all that it shows; pythonfinder, and with it pipenv;
	 * pre-commit's look at an environment's base */
	{FORM_CODE, "import sys; print('.'.join([str(s) for s in sys.version_info[:3]]))"},
	{FORM_CODE, "*\nINTERPRETER_SHORT_NAMES = {\n*\"implementation_version\": iver,\n*"},
	{FORM_CODE, "import sys; print('.'.join([str(i) for i in sys.version_info[:3]]))"},
	{FORM_CODE, "import sys;print(\".\".join(str(p) for p in sys.version_info))"},
	/* rye; python-environment-tools of Visual Studio Code; runez */
	{FORM_CODE, "*\"python_debug\": bool(sysconfig.get_config_var('Py_DEBUG'))*"},
	{FORM_CODE, "import json, sys; print('093385e9-59f7-4a16-a604-14bf206256fe')*"},
	{FORM_SCRIPT, "*/runez/_inspect.py"},
	/* ansible's modules that need a library of the system:
	 * which interpreter has it? That one goes on with the module */
	{FORM_CODE, "import *, ansible.module_utils.basic"},
	{FORM_CODE, "import apt"},
	{FORM_CODE, "import dnf"},
	{FORM_CODE, "import libdnf5"},
	{FORM_CODE, "import rpm"},
	{FORM_CODE, "import selinux"},
	{FORM_DASHES, "--"},
	/* pipx for what its environments share; pdm, pipx, nox and pex for the interpreter that they chose */
	{FORM_CODE, "import *venv; *venv.main(sys.argv[1:]);*"},
	{FORM_MODULE, "venv"},
};

/* Is it text as a whole? */
static bool matches(const char *pattern, const char *text)
{
	const char *star = NULL, *resume = NULL;

	while (*text) {
		if (*pattern == '*') {
			star = pattern++;
			resume = text;
		} else if (*pattern == *text) {
			pattern++;
			text++;
		} else if (star) {
			pattern = star + 1;
			text = ++resume;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}

/* Is it one interpreter that is meant, by a path or by "python3.11",
 * and not the first "python3" that is found? */
static bool is_named(const char *arg0)
{
	struct interp name;
	return path_dir_len(arg0) || (interp_parse(path_base(arg0), &name) && name.minor >= 0);
}

bool introspection_is(char *const *argv)
{
	struct python_command command;

	if (!cmdline_parse_python(argv, &command))
		return false;
	for (size_t i = 0; i < COUNT(ways); i++) {
		const char *given = NULL;
		switch ((enum form)ways[i].form) {
		case FORM_SCRIPT:
			given = command.script;
			break;
		case FORM_JOINED:
			given = command.is_joined ? command.code : NULL;
			break;
		case FORM_CODE:
			given = command.code;
			break;
		case FORM_DASHES:
			given = command.is_dashes ? "--" : NULL;
			break;
		case FORM_MODULE:
			given = is_named(argv[0]) ? command.module : NULL;
			break;
		}
		if (given && matches(ways[i].text, given))
			return true;
	}
	return false;
}
