// SPDX-License-Identifier: MIT
// A script that names venvrun as its interpreter.
#include <criterion/criterion.h>

#include "tests/e2e/rows.h"

TestSuite(scripted, .init = rows_setup, .timeout = 300);

/* script FILE LINE writes one that prints its sys.prefix, flags and arguments. */
#define SCRIPT \
	"script() { printf '#!%s\\nimport sys; print(sys.prefix, sys.flags.isolated, *sys.argv)\\n' \"$2\" " \
	">\"$1\"; chmod +x \"$1\"; }\n" \
	"limited() { (ulimit -t 5; exec timeout 20 \"$@\"); }; PATH=${V%/*}:$PATH\n"

static const struct row scripts[] = {
	{"#!VENVRUN ENV", SCRIPT "script s \"$V $E\"; same \"$(limited ./s a '' -x)\" \"$E 0 ./s a  -x\"", 0,
		{0}},
	{"found by PATH",
		SCRIPT "mkdir b; script b/s \"$V $E\"; PATH=$PWD/b:$PATH; "
		       "same \"$(limited s)\" \"$E 0 $PWD/b/s\"",
		0, {0}},
	{"by a link to venvrun",
		SCRIPT "ln -s $V vr; script s \"$PWD/vr $E\"; "
		       "same \"$(limited ./s)\" \"$E 0 ./s\"",
		0, {0}},
	{"by a link to the script",
		SCRIPT "script s \"$V $E\"; ln -s s l; "
		       "same \"$(limited ./l)\" \"$E 0 ./l\"",
		0, {0}},
	{"options in one word",
		SCRIPT "script s \"$V --strict  --keep=x $E \"; "
		       "same \"$(limited ./s -h)\" \"$E 0 ./s -h\"",
		0, {0}},
	{"a command", SCRIPT "script s \"$V $E python3 -I\"; same \"$(limited ./s a)\" \"$E 1 ./s a\"", 0,
		{0}},
	{"--", SCRIPT "script s \"$V $E --\"; same \"$(limited ./s a)\" \"$E 0 ./s a\"", 0, {0}},
	{"an environment with a blank in its path",
		SCRIPT "cp -a $E 'e f'; script s \"$V $PWD/e f\"; "
		       "same \"$(limited ./s a)\" \"$PWD/e f 0 ./s a\"",
		0, {0}},
	{"no environment",
		SCRIPT "cp -a $E .venv; for l in $V \"$V --\" \"$V --strict\" '/usr/bin/env "
		       "venvrun'; do script s \"$l\"\n"
		       "same \"$(limited ./s a)\" \"$PWD/.venv 0 ./s a\" || exit; done",
		0, {0}},
	{"env -S",
		SCRIPT
		"for l in \"$E\" \"$E --\" \"--strict $E\" \"--strict $E --\" \"'$E' --\"; "
		"do script s \"/usr/bin/env -S venvrun $l\"\n"
		"same \"$(limited ./s a)\" \"$E 0 ./s a\" || exit; done; script s \"/usr/bin/env -S venvrun "
		"$E python3 -I\"\n"
		"same \"$(limited ./s a)\" \"$E 1 ./s a\"",
		0, {0}},
	{"below another venvrun",
		SCRIPT "cp -a $E e; script s \"$V $E\"; same \"$(limited $V ./e -- ./s)\" "
		       "\"$E 0 ./s\"\n"
		       "same \"$(limited $V ./e -- sh -c './s; :')\" \"$E 0 ./s\"",
		0, {0}},
	{"an interpreter of an interpreter",
		SCRIPT "script i \"$V $E\"; script s \"$PWD/i\"; "
		       "same \"$(limited ./s a)\" \"$E 0 $PWD/i ./s a\"",
		0, {0}},
	{"what it starts",
		"printf '#!%s %s\\nimport subprocess\\nsubprocess.run([\"/usr/bin/python3\", "
		"\"-c\", \"import sys; print(sys.prefix)\"])\\n' $V $E >s\n"
		"chmod +x s; same \"$(./s)\" $E",
		0, {0}},
	{"a wrong environment", SCRIPT "script s \"$V /gone/env\"; limited ./s", 125, {"/gone/env"}},
	{"a script for it as an argument",
		SCRIPT "script s \"$V $E\"; same \"$($V $E -- cat s)\" \"$(cat "
		       "s)\"",
		0, {0}},
};

Test(scripted, runs_with_the_environments_python)
{
	ROWS(scripted, scripts);
}
