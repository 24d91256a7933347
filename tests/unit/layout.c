// SPDX-License-Identifier: MIT
// env-builder/layout/layout.c and transaction/plan.c: the plan of an environment, which is not executed.
#include <criterion/criterion.h>
#include <string.h>

#include "common/core/names.h"
#include "env-builder/layout/layout.h"

static const char *const none[] = {NULL};

static struct interpreter cpython = {.path = (char *)"/usr/bin/python3.11",
	.home = (char *)"/usr/bin",
	.implementation = (char *)"CPython",
	.version = (char *)"3.11.2",
	.version_info = (char *)"3.11.2.final.0",
	.number = {3, 11, 2},
	.threads = (char *)"",
	.prefix = (char *)"/usr",
	.exec_prefix = (char *)"/usr",
	.stdlib = (char *)"/usr/lib/python3.11",
	.library = (char *)"",
	.wheels = (char *)"",
	.tag = (char *)"cpython-311-a70d0d0a",
	.wide = true};

static struct layout_request request_for(const struct interpreter *python)
{
	return (struct layout_request){.env = "/e",
		.python = python,
		.ignore_file = true,
		.variables = none,
		.seeds = none,
		.wheels = none};
}

static char *printed(const struct layout_request *request)
{
	struct plan plan = {0};
	layout_plan(request, &plan);
	struct text out = {0};
	plan_print(&plan, &out);
	plan_clear(&plan);
	return text_take(&out);
}

static void expect_lines(const char *plan, const char *const *lines)
{
	for (; *lines; lines++)
		cr_expect(strstr(plan, *lines), "no \"%s\" in\n%s", *lines, plan);
}

Test(layout, has_what_venv_has)
{
	struct layout_request request = request_for(&cpython);
	char *plan = printed(&request);
	expect_lines(plan,
		(const char *const[]){"mkdir   bin\n", "mkdir   include/python3.11\n",
			"mkdir   lib/python3.11/site-packages\n", "symlink lib64 -> lib\n",
			"symlink bin/python3.11 -> /usr/bin/python3.11\n",
			"symlink bin/python -> python3.11\n", "symlink bin/python3 -> python3.11\n",
			"write   bin/activate ", "write   bin/Activate.ps1 ", "write   .gitignore ",
			"write   CACHEDIR.TAG ", NULL});
	const char *last = strstr(plan, "write   pyvenv.cfg"), *end = last ? strchr(last, '\n') : NULL;
	cr_expect(end && !end[1], "pyvenv.cfg comes last: it makes it an environment");
}

Test(layout, follows_version_and_implementation)
{
	struct interpreter p = cpython;
	struct layout_request request = request_for(&p);
	p.number[1] = 10;
	cr_expect_null(strstr(printed(&request), "include/"), "before 3.11, include has no version below it");
	p.number[1] = 13;
	p.threads = (char *)"t";
	p.path = (char *)"/o/bin/python3.13t";
	expect_lines(printed(&request),
		(const char *const[]){"mkdir   lib/python3.13t/site-packages\n",
			"symlink bin/python3.13t -> /o/bin/python3.13t\n",
			"symlink bin/python3.13 -> python3.13t\n", NULL});
	p = cpython;
	p.implementation = (char *)"PyPy";
	p.number[1] = 9;
	p.path = (char *)"/usr/bin/pypy3.9";
	expect_lines(printed(&request),
		(const char *const[]){"mkdir   lib/pypy3.9/site-packages\n",
			"symlink bin/pypy3.9 -> /usr/bin/pypy3.9\n", "symlink bin/pypy -> pypy3.9\n",
			"symlink bin/pypy3 -> pypy3.9\n", "symlink bin/python3.9 -> pypy3.9\n", NULL});
	p.number[1] = 7;
	cr_expect_str_eq(layout_site(&p), "site-packages");
	p = cpython;
	p.wide = false;
	cr_expect_null(strstr(printed(&request), "lib64"));
}

Test(layout, gives_python_2_a_library_and_a_site_module)
{
	struct interpreter p = cpython;
	struct layout_request request = request_for(&p);
	p.number[0] = 2;
	p.number[1] = 7;
	p.path = (char *)"/o/bin/python2.7";
	p.prefix = (char *)"/o";
	p.stdlib = (char *)"/o/lib/python2.7";
	expect_lines(printed(&request),
		(const char *const[]){"copy    bin/python2.7 from /o/bin/python2.7\n",
			"symlink bin/python2 -> python2.7\n",
			"symlink lib/python2.7/os.py -> /o/lib/python2.7/os.py\n",
			"symlink lib/python2.7/lib-dynload -> /o/lib/python2.7/lib-dynload\n",
			"write   lib/python2.7/site.py ",
			"write   lib/python2.7/no-global-site-packages.txt ",
			"mirror  include/python2.7 from /o/include/python2.7\n", NULL});
	request.system_site = true;
	cr_expect_null(strstr(printed(&request), "no-global-site-packages"));
}

/* In a copied interpreter, $ORIGIN is the directory of the copy. */
Test(layout, links_the_shared_library_of_a_copied_interpreter)
{
	struct interpreter p = cpython;
	struct layout_request request = request_for(&p);
	p.library = (char *)"/o/lib/libpython3.11.so.1.0";
	cr_expect_null(strstr(printed(&request), "libpython"), "a link finds it itself");
	request.copies = true;
	expect_lines(printed(&request),
		(const char *const[]){"symlink lib/libpython3.11.so.1.0 -> /o/lib/libpython3.11.so.1.0\n",
			NULL});
}

Test(layout, follows_the_request)
{
	static const char *const seeds[] = {"pip", "setuptools", NULL},
				 *const wheels[] = {"/w/pip.whl", NULL, NULL};
	static const char *const variables[] = {"A=1", NULL};
	struct layout_request request = request_for(&cpython);
	request.copies = true;
	request.ignore_file = false;
	request.seeds = seeds;
	request.wheels = wheels;
	request.variables = variables;
	char *plan = printed(&request);
	expect_lines(plan,
		(const char *const[]){"copy    bin/python3.11 from /usr/bin/python3.11\n",
			"link    bin/python from bin/python3.11\n",
			"write   etc/environment.d/50-venvbuild.conf (6 bytes)\n",
			"seed    lib/python3.11/site-packages from /w/pip.whl\n", NULL});
	cr_expect_null(strstr(plan, ".gitignore"));
	cr_expect(strstr(plan, "seed ") && !strstr(strstr(plan, "seed ") + 1, "seed "),
		"what is there already is not seeded");
}

Test(layout, writes_a_cfg_that_every_python_can_read)
{
	struct layout_request request = request_for(&cpython);
	static const char *const seeds[] = {"pip", NULL};
	request.seeds = seeds;
	request.prompt = "it's";
	request.command = "venvbuild e";
	cr_expect_str_eq(layout_cfg(&request),
		"home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.11.2\nprompt = \"it's\"\n"
		"executable = /usr/bin/python3.11\ncommand = venvbuild e\nimplementation = CPython\n"
		"version_info = 3.11.2.final.0\nbase-prefix = /usr\nbase-exec-prefix = /usr\n"
		"base-executable = /usr/bin/python3.11\nseed = pip\nvenvrun = " VENVRUN_VERSION "\n");
	request.system_site = true;
	request.prompt = "\xff";
	request.command = "venvbuild '\xff'";
	char *cfg = layout_cfg(&request);
	cr_expect(text_is_utf8(cfg, strlen(cfg)) && !strstr(cfg, "prompt") && !strstr(cfg, "command"));
	cr_expect(strstr(cfg, "include-system-site-packages = true\n") != NULL);
	request.command = "venvbuild 'a\nhome = /evil'";
	cr_expect_null(strstr(layout_cfg(&request), "evil"));
}
