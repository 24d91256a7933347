// SPDX-License-Identifier: MIT
// Tests of common/core/introspection.c.
#include <criterion/criterion.h>

#include "common/core/introspection.h"

#define NEW "/e/lib/python3.11/site-packages/python_discovery/_py_info_collect.py"
#define OLD "/usr/lib/python3/dist-packages/virtualenv/discovery/py_info.py"
#define UV "import sys; sys.path = [\"/c\"] + sys.path; from python.get_interpreter_info import main; main()"

Test(introspection, knows_who_asks)
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
		{"with options", true, {"python3", "-I", "-W", "ignore", "-X", "utf8", OLD}},
		{"uv", true, {"/usr/bin/python3.11", "-I", "-B", "-c", UV}},
		{"no arguments", false, {"python3"}},
		{"no argv[0]", false, {NULL}},
		{"its name is not enough", false, {"python3", "/home/u/py_info.py"}},
		{"part of a name", false, {"python3", "/home/u/my_py_info_collect.py"}},
		{"an argument of something else", false, {"python3", "script.py", NEW}},
		{"an argument of an option", false, {"python3", "-W", NEW, "script.py"}},
		{"an argument of a command", false, {"python3", "-c", "print()", NEW}},
		{"a command without text", false, {"python3", "-c"}},
		{"an option without argument", false, {"python3", "-W"}},
		{"a module", false, {"python3", "-m", NEW}},
		{"from standard input", false, {"python3", "-"}},
		{"another command", false, {"python3", "-c", "import sys; print(sys.prefix)"}},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		cr_expect(introspection_is((char *const *)rows[i].argv) == rows[i].asks, "%s", rows[i].name);
	cr_expect(!introspection_is(NULL), "no argv");
}
