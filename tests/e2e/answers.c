// SPDX-License-Identifier: MIT
// The options that run no command: --version, --help, -v, --explain and --info.
#include <criterion/criterion.h>

#include "tests/e2e/rows.h"

TestSuite(answers, .init = rows_setup, .timeout = 300);

static const struct row answers[] = {
	{"--version", "$V --version", 0, {"venvrun "}},
	{"--help", "$V -h", 0,
		{"Usage: venvrun [OPTION...] ENV [--] CMD", "--env-file=FILE", "-C, --chdir=DIR"}},
	{"-v", "$V -v $E echo x", 0, {"venvrun: environment ", "venvrun: executing ", "rule: none"}},
	{"--explain runs nothing", "$V --explain $E touch f; [ ! -e f ]", 0, {"touch is found as "}},
	{"--explain, a base interpreter",
		"same \"$($V --explain $E /usr/bin/python3 -I 'a b' | tail -n1)\" \"$E/bin/python3 "
		"-I 'a b'\"",
		0, {0}},
	{"--explain, a script",
		"printf '#!/usr/bin/env -S python3 -I\\n' >s; chmod +x s\n"
		"out=$($V --explain $E ./s x); echo \"$out\"; same \"$(echo \"$out\" | tail -n1)\" "
		"\"$E/bin/python3 -I ./s x\"",
		0, {"./s is a script for '/usr/bin/env -S python3 -I'", "base interpreter"}},
	{"--explain, one line a step",
		"same \"$($V --explain $E true \"$(printf 'a\\nb')\" | tail -n1)\" \"/usr/bin/true "
		"\\$'a\\\\nb'\"",
		0, {0}},
	{"--explain, not found", "$V --explain $E nowhere", 127, {"cannot run nowhere"}},
	{"--explain, a directory", "$V --explain $E /usr", 126, {"cannot run /usr"}},
	{"--explain --json, interpreter",
		"$V --explain --json $E /usr/bin/python3 -c 'x\"\\y' \"$(printf "
		"'a\\377\\303\\251')\" | json '\n"
		"e = os.environ[\"E\"]; assert set(x) == {\"file\", \"argv\", \"rule\", "
		"\"steps\"}, x\n"
		"assert x[\"file\"] == e + \"/bin/python3\" and x[\"rule\"] == \"interpreter\", x\n"
		"assert [os.fsencode(a) for a in x[\"argv\"]] == [os.fsencode(e) + "
		"b\"/bin/python3\", b\"-c\", bytes([120, 34, 92, 121]), b\"a\\xff\\xc3\\xa9\"], x'",
		0, {0}},
	{"--explain --json, shebang",
		"printf '#!/usr/bin/python3 -E\\n' >s; chmod +x s; $V --explain --json $E ./s | "
		"json '\n"
		"assert x[\"rule\"] == \"shebang\" and x[\"argv\"][1:] == [\"-E\", \"./s\"], x'",
		0, {0}},
	{"--explain --json, environment",
		"$V --explain --json $E python3 | json 'assert x[\"rule\"] == \"environment\", x'", 0, {0}},
	{"--explain --json, foreign",
		"cp -a $E o; $V --explain --json $E o/bin/python | json 'assert x[\"rule\"] == "
		"\"foreign\", x'",
		0, {0}},
	{"--explain --json, none",
		"$V --explain --json $E sh -c : | json 'assert x[\"rule\"] == \"none\" and "
		"x[\"argv\"] == [\"sh\", \"-c\", \":\"], x'",
		0, {0}},
	{"--explain --json, off",
		"$V --env VENVRUN=off --explain --json $E python3 | json 'assert x[\"rule\"] == \"off\", x'",
		0, {0}},
	{"--explain --match",
		"$V --match=any --explain --json $E /usr/bin/python3 | json 'assert x[\"rule\"] == "
		"\"interpreter\", x'\n"
		"$V --match=exact --explain --json $E /usr/bin/python3 | json 'assert x[\"rule\"] "
		"== \"none\", x'",
		0, {0}},
	{"--info", "$V --info $E", 0, {"interpreter    ", "maker          venv", "packages       0"}},
	{"--info, what is redirected", "$V --info $E", 0,
		{"redirected     /usr/", "               /usr/", "/usr/lib/python3/dist-packages\n"}},
	{"--info, nothing is redirected",
		"cp -a $E e; sed s/false/true/ $E/pyvenv.cfg >e/pyvenv.cfg; ! $V --info e | grep redirected",
		0, {0}},
	{"--info needs no library", "VENVRUN_LIBRARY=/nowhere $V --info $E", 0, {"site-packages  "}},
	{"--info --json",
		"cp -a $E e; s=$(echo e/lib/python3.*/site-packages); mkdir "
		"\"$s/b_c-1.0.dist-info\" \"$s/A-2.dist-info\"\n"
		"printf 'Metadata-Version: 2.1\\nName: b.C\\nVersion: 1.0+x\\n\\nName: no\\n' "
		">\"$s/b_c-1.0.dist-info/METADATA\"\n"
		"$V --info --json e | json '\n"
		"assert x[\"packages\"] == [{\"name\": \"A\", \"version\": \"2\"}, {\"name\": "
		"\"b.C\", \"version\": \"1.0+x\"}], x\n"
		"assert x[\"version\"] == sys.version.split()[0] and x[\"interpreter\"] == "
		"os.getcwd() + \"/e/bin/python\", x\n"
		"assert \"/usr/lib/python3/dist-packages\" in x[\"redirected\"], x\n"
		"assert os.path.isdir(x[\"site-packages\"]) and x[\"maker\"] == \"venv\" and "
		"x[\"size\"] > 4096, x'",
		0, {0}},
	{"standard output is full", "$V --help >/dev/full", 125,
		{"cannot write to standard output: No space left"}},
};

Test(answers, options_that_run_no_command)
{
	ROWS(answers, answers);
}
