// SPDX-License-Identifier: MIT
// common/core/introspection.c.
#include <criterion/criterion.h>

#include "common/core/count.h"
#include "common/core/introspection.h"

#define NEW "/e/lib/python3.11/site-packages/python_discovery/_py_info_collect.py"
#define OLD "/usr/lib/python3/dist-packages/virtualenv/discovery/py_info.py"
#define UV "import sys; sys.path = [\"/c\"] + sys.path; from python.get_interpreter_info import main; main()"
#define UV_WHOLE \
	"\"\"\"\"\nQueries information about the current Python interpreter and prints it as " \
	"JSON.\n\nExit Codes:\n\"\"\"\nimport json\n"
#define PEX \
	"import os\nimport sys\n\nfrom pex.common import safe_open\n" \
	"from pex.interpreter import PythonIdentity\n\n\n" \
	"encoded_identity = PythonIdentity.get(binary='/usr/bin/python3').encode()\n"
#define VERSION "import platform; print(platform.python_version())"
#define EXECUTABLE "import sys; print(sys.executable)"
#define GIL "import sysconfig;print(sysconfig.get_config_var(\"Py_GIL_DISABLED\") or 0)"
#define POETRY "import sys; print('.'.join([str(s) for s in sys.version_info[:3]]))"
#define PYTHONFINDER "import sys; print('.'.join([str(i) for i in sys.version_info[:3]]))"
#define PRE_COMMIT "import sys;print(\".\".join(str(p) for p in sys.version_info))"
#define RYE \
	"\nimport json\nimport platform\nimport sysconfig\nprint(json.dumps({\n" \
	"    \"python_version\": platform.python_version(),\n" \
	"    \"python_debug\": bool(sysconfig.get_config_var('Py_DEBUG')),\n}))\n"
#define PET \
	"import json, sys; " \
	"print('093385e9-59f7-4a16-a604-14bf206256fe');print(json.dumps({'sys_prefix': sys.prefix}))"

Test(introspection, recognizes_the_known_queries)
{
	static const struct {
		const char *name;
		bool asks;
		const char *argv[8];
	} rows[] = {
		{"virtualenv 21", true, {"/usr/bin/python3", NEW, "cookie", "cookie"}},
		{"virtualenv 21, zipped", true, {"python3", "/tmp/tmpx/_py_info_collect.py"}},
		{"python-discovery 1.0", true, {"python3", "/s/python_discovery/_py_info.py", "c", "c"}},
		{"virtualenv 20", true, {"python3", OLD, "c", "c"}},
		{"virtualenv 16", true,
			{"/usr/bin/python3", "/s/virtualenv.py", "-p", "/usr/bin/python3", "e"}},
		{"tox 3", true, {"/usr/bin/python3", "/s/tox/helper/get_version.py"}},
		{"with options", true, {"python3", "-I", "-W", "ignore", "-X", "utf8", OLD}},
		{"with options and their values in one word", true,
			{"python3", "-sWignore", "-Xutf8", "-Bs", OLD}},
		{"with a long option", true, {"python3", "--check-hash-based-pycs", "never", OLD}},
		{"after --", true, {"python3", "-I", "--", OLD}},
		{"uv", true, {"/usr/bin/python3.11", "-I", "-B", "-c", UV}},
		{"uv 0.1.0", true,
			{"/usr/bin/python3.11", "-c",
				"import json\nimport os\n\n\n"
				"def format_full_version(info):\n    pass\n"
				"\ndata = {\n    \"base_prefix\": sys.base_prefix,\n}\n"}},
		{"uv 0.1.10", true, {"/usr/bin/python3.11", "-c", UV_WHOLE}},
		{"pex", true, {"/usr/bin/python3.11", "-s", "-E", "-c", PEX}},
		{"findpython", true, {"/usr/bin/python3.11", "-Ic", VERSION}},
		{"findpython, its path", true, {"/usr/bin/python3.11", "-Ic", EXECUTABLE}},
		{"findpython, its threads", true, {"/usr/bin/python3.11", "-Ic", GIL}},
		{"findpython 0.7", true,
			{"/usr/bin/python3.11", "-EsSc",
				"import platform; "
				"print(platform.architecture()[0])"}},
		{"pdm", true, {"/usr/bin/python3.11", "-EsS", "/s/pdm/models/in_process/env_spec.py", "/s"}},
		{"poetry", true, {"python3.11", "-c", POETRY}},
		{"poetry, for what it shows", true,
			{"python3.11", "-I", "-W", "ignore", "-c",
				"import json\n"
				"import os\n\n"
				"INTERPRETER_SHORT_NAMES = {\n    \"python\": \"py\",\n}\nenv = {\n"
				"    \"implementation_version\": iver,\n}\n"}},
		{"pipenv", true, {"/usr/bin/python3.11", "-c", PYTHONFINDER}},
		{"pre-commit", true, {"/usr/bin/python3.11", "-S", "-c", PRE_COMMIT}},
		{"rye", true, {"/usr/bin/python3.11", "-c", RYE}},
		{"Visual Studio Code", true, {"/usr/bin/python3.11", "-c", PET}},
		{"-c and the code in one word", true, {"/usr/bin/python3.11", "-c" POETRY}},
		{"pipx", true,
			{"/usr/bin/python3.11", "-c",
				"import sys, sysconfig, venv; "
				"from pathlib import Path; "
				"venv.main(sys.argv[1:]); print(1)",
				"--clear", "e"}},
		{"venv by a path", true, {"/usr/bin/python3", "-m", "venv", "--without-pip", "e"}},
		{"venv by a path, in one word", true, {"/usr/bin/python3", "-Imvenv", "e"}},
		{"venv by a version", true, {"python3.11", "-m", "venv", "e"}},
		{"venv by the name of the first", false, {"python3", "-m", "venv", "e"}},
		{"venv by another name", false, {"x", "-m", "venv", "e"}},
		{"another module", false, {"/usr/bin/python3", "-m", "venvs", "e"}},
		{"virtualenv is a package of somebody's", false,
			{"/usr/bin/python3", "-m", "virtualenv", "e"}},
		{"an argument of a module", false, {"/usr/bin/python3", "-m", "pip", "venv"}},
		{"no arguments", false, {"python3"}},
		{"no argv[0]", false, {NULL}},
		{"an empty argument", false, {"python3", ""}},
		{"its name is not enough", false, {"python3", "/home/u/py_info.py"}},
		{"part of a name", false, {"python3", "/home/u/my_py_info_collect.py"}},
		{"a name with more behind", false, {"python3", NEW ".txt"}},
		{"an argument of something else", false, {"python3", "script.py", NEW}},
		{"an argument of something else, after --", false, {"python3", "--", "script.py", NEW}},
		{"an argument of an option", false, {"python3", "-W", NEW, "script.py"}},
		{"an argument of a long option", false,
			{"python3", "--check-hash-based-pycs", NEW, "script.py"}},
		{"an argument of a command", false, {"python3", "-c", "print()", NEW}},
		{"a command without text", false, {"python3", "-c"}},
		{"a module without a name", false, {"/usr/bin/python3", "-m"}},
		{"an option without argument", false, {"python3", "-W"}},
		{"ansible", true, {"/usr/bin/python3", "-c", "import apt, ansible.module_utils.basic"}},
		{"ansible-core 2.18", true, {"/usr/bin/python3", "-c", "import selinux"}},
		{"ansible, the module itself", true, {"/usr/bin/python3", "--"}},
		{"options and nothing after --", true, {"/usr/bin/python3", "-B", "--"}},
		{"some library", false, {"/usr/bin/python3", "-c", "import yaml"}},
		{"a module of that name", false, {"python3", "-m", NEW}},
		{"from standard input", false, {"python3", "-"}},
		{"another command", false, {"python3", "-c", "import sys; print(sys.prefix)"}},
		{"a version", false, {"/usr/bin/python3.11", "--version"}},
		{"a common question", false, {"/usr/bin/python3.11", "-c", VERSION}},
		{"a common question, isolated", false, {"/usr/bin/python3.11", "-I", "-c", EXECUTABLE}},
		{"another question of one word", false,
			{"/usr/bin/python3.11", "-Ic", "import sys; print(sys.prefix)"}},
		{"code that uses pex", false,
			{"python3", "-c",
				"from pex.interpreter import PythonIdentity\n"
				"print(1)\n"}},
		/* These query an interpreter in order to use it: it must be the environment's. */
		{"CMake", false,
			{"/usr/bin/python3.11", "-c",
				"import sys; sys.stdout.write('.'.join([str(x) for x in "
				"sys.version_info]))"}},
		{"CMake, its prefix", false,
			{"/usr/bin/python3.11", "-E", "-c",
				"import sys\ntry:\n   import sysconfig\n"
				"   sys.stdout.write(sysconfig.get_config_var('prefix'))\nexcept: pass"}},
		{"Meson", false,
			{"/usr/bin/python3.11", "/usr/share/meson/mesonbuild/scripts/python_info.py"}},
		{"automake", false,
			{"/usr/bin/python3.11", "-c", "import sys; print('%u.%u' % sys.version_info[:2])"}},
		{"node-gyp", false,
			{"/usr/bin/python3.11", "-c",
				"import sys; "
				"print(\"%s.%s.%s\" % sys.version_info[:3]);"}},
		{"mypy", false, {"/usr/bin/python3.11", "/e/lib/python3.11/site-packages/mypy/pyinfo.py"}},
		{"maturin", false,
			{"/usr/bin/python3.11", "-c",
				"import json\nimport platform\nimport sys\n"
				"import sysconfig\n"}},
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect(introspection_is((char *const *)rows[i].argv) == rows[i].asks, "%s", rows[i].name);
	cr_expect(!introspection_is(NULL), "no argv");
}
