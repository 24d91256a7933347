// SPDX-License-Identifier: MIT
// env-builder/discovery/static_probe.c: the facts from the files are those that the interpreter reports; in
// doubt there are none.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/count.h"
#include "env-builder/discovery/static_probe.h"
#include "env-builder/discovery/probe.h"
#include "tests/fixture.h"
#include "tests/interpreters.h"
#include "tests/skip.h"

Test(static_probe, has_the_facts_that_every_interpreter_reports, .timeout = 120)
{
	static struct installed_python list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX), told = 0;
	for (size_t i = 0; i < count; i++) {
		const char *facts = static_probe(list[i].path);
		char *said = NULL, *why = NULL;
		cr_assert_eq(probe_run(list[i].path, &said, &why), 0, "%s", why);
		if (facts)
			cr_expect_str_eq(facts, said, "%s: %s", list[i].label, facts);
		else
			skip(format("landmark: %s: its tree does not tell all of it", list[i].label));
		told += facts != NULL;
	}
	cr_expect(told || count < 3);
}

/* A tree of Python 3.14, which has a description (PEP 739); its interpreter is no Python. */
static const char tree[] =
	"set -e; cd \"$1\"; mkdir -p bin lib/python3.14/lib-dynload lib/python3.14/__pycache__; cp /bin/true "
	"bin/python3.14; cd lib/python3.14\n"
	"touch -d @1000000000 os.py; printf 'abc\\r\\n\\0\\0\\0\\0\\0\\312\\232\\73\\0\\0\\0\\0' | tail -c "
	"+2 >__pycache__/os.cpython-314.pyc\n"
	"printf \"build_time_vars = {'INSTSONAME': 'libpython3.14.a',\\n 'Py_DEBUG': 0,\\n "
	"'Py_ENABLE_SHARED': 0,\\n 'WHEEL_PKG_DIR': '/w w'}\\n\" >_sysconfigdata__linux_x86_64-linux-gnu.py\n"
	"printf '{\"language\": {\"version_info\": {\"major\": 3, \"minor\": 14, \"micro\": 2, "
	"\"releaselevel\": \"final\", \"serial\": 0}}}' >build-details.json; cd ../..\n";

static const struct {
	const char *name, *change, *facts; /* a part of the facts; NULL: there are none */
} rows[] = {
	{"as it is", "", "\nversion=3.14.2\nversion_info=3.14.2.final.0\nthreads=\n"},
	{"its wheels", "", "\nwheels=/w w\ntag=cpython-314-62630d0a\n"},
	{"a link to it",
		"ln -s python3.14 bin/python3; mv bin/python3.14 bin/real3.14; ln bin/real3.14 "
		"bin/python3.14",
		"\nversion=3.14.2\n"},
	{"a debug build", "sed -i \"s/'Py_DEBUG': 0/'Py_DEBUG': 1/\" lib/python3.14/_sys*", "\ndebug=1\n"},
	{"a free-threaded build",
		"mv lib/python3.14 lib/python3.14t; ln bin/python3.14 bin/python3.14t; sed -i "
		"\"s/'Py_DEBUG'/'Py_GIL_DISABLED': 1,\\n &/\" lib/*/_sys*; cd lib/python3.14t/__pycache__; "
		"mv os.cpython-314.pyc os.cpython-314t.pyc; cd ../../..; ln -sf python3.14t bin/python3.14",
		"\nthreads=t\n"},
	{"a shared one",
		"sed -i \"s/'Py_ENABLE_SHARED': 0/'Py_ENABLE_SHARED': 1/\" lib/*/_sys*; touch "
		"lib/libpython3.14.a",
		"/lib/libpython3.14.a\n"},
	{"one from a header",
		"rm lib/*/build-details.json; mkdir -p include/python3.14; printf '#define "
		"PY_MICRO_VERSION\\t7\\n#define PY_RELEASE_LEVEL_FINAL 0xF\\n"
		"#define PY_RELEASE_LEVEL\\tPY_RELEASE_LEVEL_FINAL\\n' >include/python3.14/patchlevel.h",
		"\nversion=3.14.7\n"},
	{"a beta's header",
		"rm lib/*/build-details.json; mkdir -p include/python3.14; printf '#define "
		"PY_MICRO_VERSION\\t7\\n#define PY_RELEASE_LEVEL_FINAL 0xF\\n"
		"#define PY_RELEASE_LEVEL\\tPY_RELEASE_LEVEL_BETA\\n' >include/python3.14/patchlevel.h",
		NULL},
	{"a shared one, elsewhere", "sed -i \"s/'Py_ENABLE_SHARED': 0/'Py_ENABLE_SHARED': 1/\" lib/*/_sys*",
		NULL},
	{"not free-threaded, unlike its name",
		"mv lib/python3.14 lib/python3.14t; mv bin/python3.14 bin/python3.14t; ln -s python3.14t "
		"bin/python3.14",
		NULL},
	{"a release candidate", "sed -i 's/\"final\"/\"candidate\"/' lib/*/build*", NULL},
	{"no version", "rm lib/*/build*", NULL},
	{"no os.py", "rm lib/*/os.py", NULL},
	{"no lib-dynload", "rmdir lib/*/lib-dynload", NULL},
	{"another os.py", "touch lib/*/os.py", NULL},
	{"nothing compiled", "rm lib/*/__pycache__/*", NULL},
	{"compiled code that is cut short", "truncate -s 15 lib/*/__pycache__/*", NULL},
	{"two configurations", "cp lib/python3.14/_sys* lib/python3.14/_sysconfigdata_d_linux.py", NULL},
	{"an environment", "touch pyvenv.cfg", NULL},
	{"a build directory", "touch bin/pybuilddir.txt", NULL},
	{"a ._pth", "touch bin/python3.14._pth", NULL},
	{"a script", "printf '#!/bin/sh\\n' >bin/python3.14", NULL},
	{"another machine's", "printf '\\052' | dd of=bin/python3.14 bs=1 seek=18 conv=notrunc 2>/dev/null",
		NULL},
	{"a link to a directory", "mv bin b; ln -s b bin", NULL},
	{"a link from elsewhere", "mv bin/python3.14 python3.14; ln -s ../python3.14 bin/python3.14", NULL},
	{"a name without a version", "mv bin/python3.14 bin/python; ln -s python bin/python3.14", NULL},
	{"a NUL in a text", "printf '\\0' >>lib/python3.14/build-details.json", NULL},
	{"no interpreter", "rm bin/python3.14", NULL},
};

Test(static_probe, has_no_facts_in_doubt, .timeout = 120)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *dir = fixture_dir();
		struct spawned s = RUN("sh", "-c", format("%s%s", tree, rows[i].change), "sh", dir);
		cr_assert(!s.error && !s.status, "%s: %s", rows[i].name, s.out);
		const char *facts = static_probe(format("%s/bin/python3.14", dir));
		cr_expect(rows[i].facts ? facts && strstr(facts, rows[i].facts) : !facts, "%s: %s",
			rows[i].name, facts);
	}
}
