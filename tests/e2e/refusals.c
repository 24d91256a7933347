// SPDX-License-Identifier: MIT
// What venvrun refuses, and its messages: wrong usage, and directories that are no environment.
#include <criterion/criterion.h>

#include "tests/e2e/rows.h"

TestSuite(refusals, .init = rows_setup, .timeout = 300);

static const struct row wrong_usage[] = {
	{"nothing at all", "$V", 125, {"no environment and no command", "venvrun ENV -- CMD"}},
	{"an unknown option", "$V --bogus $E true", 125, {"unknown option --bogus", "--help"}},
	{"an empty pattern", "$V --keep= $E true", 125, {"--keep needs a pattern"}},
	{"more patterns than a policy holds", "$V $(for i in $(seq 33); do echo --keep=$i; done) $E true",
		125, {"more than 32 patterns"}},
	{"an unknown letter", "$V -vZ $E true", 125, {"unknown option -vZ"}},
	{"an option of a later version", "$V --sandbox $E true", 125, {"unknown option --sandbox"}},
	{"an argument that is missing", "$V --chdir", 125, {"--chdir needs an argument"}},
	{"a letter's argument that is missing", "$V -C", 125, {"-C needs an argument"}},
	{"an argument that is not taken", "$V --explain=x $E true", 125, {"takes no argument"}},
	{"a match rule that is none", "$V --match=patch $E true", 125,
		{"major, minor, exact or any, not patch"}},
	{"--env without a value", "$V --env NAME $E true", 125, {"--env needs NAME=VALUE, not NAME"}},
	{"--env without a name", "$V --env =x $E true", 125, {"--env needs NAME=VALUE"}},
	{"--trace with an empty name", "$V --trace= $E true", 125, {"--trace= needs a value"}},
	{"--json alone", "$V --json $E true", 125, {"--json needs"}},
	{"two questions", "$V --info --explain $E", 125, {"exclude each other"}},
	{"--info with a command", "$V --info $E true", 125, {"runs no command"}},
	{"no command behind --", "$V $E --", 125, {"no command after --"}},
	{"no command and no ENV", "$V --", 125, {"no command after --"}},
	{"options behind ENV", "$V $E --explain true", 127, {"cannot run --explain", "come before ENV"}},
	{"a directory that does not exist", "$V -C /nowhere $E true", 125,
		{"cannot change to directory /nowhere"}},
	{"a file of variables that does not exist", "$V --env-file nowhere $E true", 125,
		{"cannot read nowhere: No such"}},
	{"a trace where nothing is", "$V --trace=/nowhere/f $E true", 125,
		{"cannot write the trace to /nowhere/f: No such file", "or none for standard error"}},
	{"a trace that is a directory", "mkdir d; $V --trace=d $E true", 125, {"/d: Is a directory"}},
	{"a faulty file of variables", "echo '=x' >f; $V --env-file f $E true", 125, {"f:1: "}},
	{"a name that is none in a file of variables", "echo 'A-B=x' >f; $V --env-file f $E true", 125,
		{"f:1: expected NAME=VALUE, but A-B is not a name"}},
	{"what a shell would read among the environment's own",
		"cp -a $E e; mkdir -p e/etc/environment.d; "
		"echo 'export A=b' >e/etc/environment.d/x.conf; "
		"$V e true",
		125, {"x.conf:1: expected NAME=VALUE, but 'export A' is not a name; remove \"export\""}},
	{"what other readers of such files take",
		"printf 'export A=b\nD=1 # comment\n' >f; "
		"out=$($V --env-file f $E sh -c 'echo \"$A$D\"'); "
		"same \"$out\" b1",
		0, {0}},
	{"-q prints no message", "out=$($V -q nowhere true 2>&1); [ $? = 125 ] && same \"$out\" ''", 0, {0}},
};

Test(refusals, refuses_wrong_usage)
{
	ROWS(refusals, wrong_usage);
}

static const struct row bad_environments[] = {
	{"an empty name", "$V '' true", 125, {"name of the environment is empty"}},
	{"a name that is nowhere", "$V nowhere true", 125,
		{"no environment named nowhere here, nor in ", "/.virtualenvs", "venvbuild nowhere"}},
	{"a path that is nowhere", "$V ./a/b true", 125, {"no environment named ./a/b", "venvbuild ./a/b"}},
	{"a slip of the finger", "cp -a $E project; $V porject true", 125, {"did you mean project?"}},
	{"a slip in a path", "cp -a $E project; $V ./projekt true", 125, {"did you mean project?"}},
	{"a slip in ~/.virtualenvs", "mkdir .virtualenvs; cp -a $E .virtualenvs/web; $V wbe true", 125,
		{".virtualenvs/web?"}},
	{"a path that is too long", "$V /$(head -c 5000 /dev/zero | tr '\\0' x) true", 125,
		{"cannot read", "File name too long"}},
	{"none at all", "$V -- true", 125, {"VIRTUAL_ENV is not set", "venvbuild .venv"}},
	{"VIRTUAL_ENV that is gone", "VIRTUAL_ENV=/nowhere $V -- true", 125, {"VIRTUAL_ENV: ", "/nowhere"}},
	{"a directory that is none", "mkdir d; $V ./d true", 125, {"is not an environment", "bin/python"}},
	{"a file", "echo >f; $V ./f true", 125, {"is not an environment", "not a directory"}},
	{"the root", "$V / true", 125, {"/"}},
	{"pyvenv.cfg is a directory", "damaged; mkdir bad/pyvenv.cfg; $V bad true", 125,
		{"cannot read", "pyvenv.cfg"}},
	{"pyvenv.cfg is a fifo", "damaged; mkfifo bad/pyvenv.cfg; $V bad true", 125,
		{"pyvenv.cfg", "not a regular file"}},
	{"pyvenv.cfg is empty", "damaged; : >bad/pyvenv.cfg; $V bad true", 125,
		{"pyvenv.cfg is damaged", "venvbuild"}},
	{"pyvenv.cfg is binary", "damaged; printf '\\377\\0\\1' >bad/pyvenv.cfg; $V bad true", 125,
		{"is damaged"}},
	{"pyvenv.cfg cannot be read",
		"damaged; cp \"$E/pyvenv.cfg\" bad; chmod 0 bad/pyvenv.cfg; cp $V $L .; chmod 755 "
		".\n"
		"[ \"$(id -u)\" = 0 ] || exec ./venvrun bad true\n"
		"setpriv --version >/dev/null 2>&1 || { echo 'SKIP it needs setpriv, as root'; "
		"exit 0; }\n"
		"exec setpriv --reuid=65534 --clear-groups ./venvrun bad true",
		125, {"cannot read", "pyvenv.cfg: Permission denied"}},
	{"the base is gone",
		"damaged; echo 'home = /gone/bin' >bad/pyvenv.cfg; ln -sf /gone/bin/python3 "
		"bad/bin/python3; $V bad true",
		125, {"gone", "/gone/bin", "venvbuild"}},
	{"the interpreter dangles", "cp -a $E bad; ln -sf /gone/python3 bad/bin/python3; $V bad true", 125,
		{"bad/bin/python", "venvbuild"}},
	{"the interpreter is gone", "cp -a $E bad; rm bad/bin/*; $V bad true", 125, {"no interpreter"}},
	{"a colon in the path", "cp -a $E a:b; $V ./a:b true", 125, {"its path contains a ':'", "PATH"}},
	{"a faulty variable",
		"cp -a $E bad; mkdir -p bad/etc/environment.d; echo 'A=\"' "
		">bad/etc/environment.d/1.conf\n"
		"$V bad true",
		125, {"1.conf:1"}},
	{"a variable that doubles",
		"cp -a $E bad; mkdir -p bad/etc/environment.d; { echo A=xxxxxxxxxxxxxxxx; "
		"for i in $(seq 40); do echo 'A=$A$A'; done; } "
		">bad/etc/environment.d/1.conf\n" WITHOUT_SANITIZER "ulimit -v 1000000; $V bad true",
		125, {"1.conf:14: a variable of more than 128 KiB"}},
	{"variables that are large together",
		"cp -a $E bad; mkdir -p bad/etc/environment.d; for f in 1 2; "
		"do { echo A=$(head -c 100000 /dev/zero | tr '\\0' a); seq 40 | sed \"s/.*/V$f&=\\$A/\"; "
		"} >bad/etc/environment.d/$f.conf; done\n"
		"$V bad true",
		125, {"2.conf:22: more than 6 MiB of variables"}},
	{"a file of variables that doubles",
		"{ echo A=xxxxxxxxxxxxxxxx; for i in $(seq 40); "
		"do echo 'A=$A$A'; done; } >f; " WITHOUT_SANITIZER
		"ulimit -v 1000000; $V --env-file f $E true",
		125, {"f:14: a variable of more than 128 KiB"}},
	{"a policy that is too long",
		"c=$(printf '%%%.0s' $(seq 200)); d=; for i in $(seq 19); do d=$d$c/; done\n"
		"mkdir -p \"$d\" && cp -a $E \"$d/e\" && cp $L \"$d\" && "
		"VENVRUN_LIBRARY=$d/libvenvrun.so $V \"$d/e\" true",
		125, {"the policy", "at most 32768", "use shorter patterns"}},
};

Test(refusals, refuses_what_is_no_environment)
{
	ROWS(refusals, bad_environments);
}
