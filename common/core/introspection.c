// SPDX-License-Identifier: MIT
// Introspection: the table of queries.
#include "common/core/introspection.h"

#include <stddef.h>

#include "common/core/cmdline.h"
#include "common/core/count.h"
#include "common/core/glob.h"
#include "common/core/interp.h"
#include "common/core/path.h"

/* How Python's command line has a query. */
enum form {
	FORM_SCRIPT, /* the path of a script */
	FORM_CODE,   /* -c CODE */
	FORM_JOINED, /* the same after other options in one word, "-Ic": code that is too common alone */
	FORM_DASHES, /* "--" as the last word: a program on standard input, which is rare */
	FORM_MODULE, /* -m NAME, of an interpreter that is asked for by a path or by its full version */
};

/* The queries, as far as they are the same in all versions of a tool; '*' is any text. Common code is not in
 * the table: "import sys; print(sys.executable)" and "--version" are as often run by a program that will use
 * that Python. */
static const struct {
	char form, text[96];
} queries[] = {
	/* virtualenv 20 and later, python-discovery; with them tox, nox, hatch, pre-commit, poetry and pdm */
	{FORM_SCRIPT, "*/virtualenv/discovery/py_info.py"},
	{FORM_SCRIPT, "*/python_discovery/_py_info.py"},
	{FORM_SCRIPT, "*/_py_info_collect.py"}, /* in a temporary directory where the package is zipped */
	{FORM_SCRIPT, "*/virtualenv.py"}, /* before 20: restarts itself with the requested interpreter */
	{FORM_SCRIPT, "*/tox/helper/get_version.py"}, /* tox 3 */
	/* uv: from its module's directory; in 0.1.0 and 0.1.10 the whole code */
	{FORM_CODE, "*from python.get_interpreter_info import main; main()"},
	{FORM_CODE, "*\n\ndef format_full_version(info):\n*\"base_prefix\": sys.base_prefix,\n*"},
	{FORM_CODE, "*\nQueries information about the current Python interpreter and prints it as JSON.\n*"},
	/* pex 2, and each file that it makes: it stores the answers in a cache */
	{FORM_CODE, "*from pex.interpreter import PythonIdentity\n*PythonIdentity.get(*"},
	/* findpython, and with it pdm and poetry 2 */
	{FORM_JOINED, "import platform; print(platform.*"},
	{FORM_JOINED, "import sys; print(sys.executable)"},
	{FORM_JOINED, "import sysconfig;print(sysconfig.get_config_var(\"Py_GIL_DISABLED\") or 0)"},
	{FORM_SCRIPT, "*/pdm/models/in_process/*.py"},
	/* poetry, for its messages; pythonfinder, and with it pipenv; pre-commit, for the base of an
	 * environment */
	{FORM_CODE, "import sys; print('.'.join([str(s) for s in sys.version_info[:3]]))"},
	{FORM_CODE, "*\nINTERPRETER_SHORT_NAMES = {\n*\"implementation_version\": iver,\n*"},
	{FORM_CODE, "import sys; print('.'.join([str(i) for i in sys.version_info[:3]]))"},
	{FORM_CODE, "import sys;print(\".\".join(str(p) for p in sys.version_info))"},
	/* rye; python-environment-tools of Visual Studio Code; runez */
	{FORM_CODE, "*\"python_debug\": bool(sysconfig.get_config_var('Py_DEBUG'))*"},
	{FORM_CODE, "import json, sys; print('093385e9-59f7-4a16-a604-14bf206256fe')*"},
	{FORM_SCRIPT, "*/runez/_inspect.py"},
	/* ansible's modules that need a library of the system: they search an interpreter that has it */
	{FORM_CODE, "import *, ansible.module_utils.basic"},
	{FORM_CODE, "import apt"},
	{FORM_CODE, "import dnf"},
	{FORM_CODE, "import libdnf5"},
	{FORM_CODE, "import rpm"},
	{FORM_CODE, "import selinux"},
	{FORM_DASHES, "--"},
	/* pipx for its shared libraries; pdm, pipx, nox and pex with a chosen interpreter */
	{FORM_CODE, "import *venv; *venv.main(sys.argv[1:]);*"},
	{FORM_MODULE, "venv"},
};

/* Is one interpreter asked for, by a path or by "python3.11", and not the first "python3" in PATH? */
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
	for (size_t i = 0; i < COUNT(queries); i++) {
		const char *given = NULL;
		switch ((enum form)queries[i].form) {
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
		if (given && glob_match_stars(queries[i].text, given))
			return true;
	}
	return false;
}
