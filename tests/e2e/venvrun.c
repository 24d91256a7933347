// SPDX-License-Identifier: MIT
// venvrun as a program: what it changes for a command, and what it does not change.
#include <criterion/criterion.h>

#include "tests/e2e/rows.h"

TestSuite(venvrun, .init = rows_setup, .timeout = 300);

static const struct row commands[] = {
	{"in an environment with a newline in its path",
		"d=$PWD/$(printf 'a\\nb'); cp -a $E \"$d\"; p=$($V \"$d\" sh -c '/usr/bin/python3 -c "
		"\"import sys; print(sys.prefix)\"'); "
		"same \"$p\" \"$d\"",
		0, {NULL}},
	{"not found", "$V $E -- no-such-command", 127, {"cannot run no-such-command", "not in PATH"}},
	{"a path not found", "$V $E -- ./nowhere", 127, {"cannot run ./nowhere: No such file"}},
	{"an empty name", "$V $E -- ''", 127, {"cannot run ''", "its name is empty"}},
	{"not executable", "echo >f; $V $E -- ./f", 126, {"cannot run ./f: Permission denied", "chmod +x"}},
	{"not executable, by PATH", "mkdir b; echo >b/f; PATH=$PWD/b:$PATH $V $E -- f", 126,
		{"Permission denied"}},
	{"a directory", "$V $E -- /usr", 126, {"cannot run /usr", "it is a directory"}},
	{"a file behind a file", "$V $E -- /etc/passwd/x", 126, {"Not a directory"}},
	{"a binary that is none",
		"printf '\\177ELFxxxxxxxxxxxxxxxx' >f; chmod +x f; $V $E -- \"$PWD/f\"; r=$?\n"
		"env \"$PWD/f\" 2>/dev/null; same $r $?",
		0, {0}},
	{"DOS line ends", "printf '#!/usr/bin/perl\\r\\n' >f; chmod +x f; $V $E ./f", 127,
		{"/usr/bin/perl", "DOS line ends"}},
	{"an interpreter that is missing", "printf '#!/gone/perl\\n' >f; chmod +x f; $V $E ./f", 127,
		{"interpreter /gone/perl is missing"}},
	{"a file without a header", "echo 'echo done' >f; chmod +x f; $V $E ./f", 0, {"done"}},
	{"too much for the kernel",
		"(printf BIG=; head -c 200000 /dev/zero | tr '\\0' x; echo) >f; $V --env-file f $E "
		"true",
		126, {"cannot run true: Argument list too long", "the kernel accepts"}},
	{"an exit status", "$V $E -- sh -c 'exit 37'", 37, {0}},
	{"an exit status like ours", "$V $E -- sh -c 'exit 125'", 125, {0}},
	{"a death by signal", "exec $V $E -- sh -c 'kill -TERM $$'", 128 + 15, {0}},
	{"a death by SIGKILL", "exec $V $E -- sh -c 'kill -KILL $$'", 128 + 9, {0}},
};

/* PREFIX is the output of a script for the system's Python: ENV, or the same as without venvrun. */
static const struct row released[] = {
	{"--keep by name",
		"printf '#!/usr/bin/python3\nimport sys; print(sys.prefix)\n' >tool; chmod +x tool\n"
		"same \"$($V --keep 'to*' $E -- ./tool)\" \"$(./tool)\" && same \"$($V $E -- ./tool)\" $E",
		0, {0}},
	{"--keep by path, from a shell, with what it starts",
		"printf '#!/usr/bin/python3\nimport sys; print(sys.prefix)\n' >tool; chmod +x tool\n"
		"printf '#!/bin/sh\nenv -u VENVRUN ./tool\n' >outer; chmod +x outer\n"
		"same \"$($V --keep \"$PWD/outer\" $E -- sh -c \"$PWD/outer; true\")\" \"$(./tool)\"",
		0, {0}},
	{"a policy that is longer than the library's own page",
		"printf '#!/usr/bin/python3\nimport sys; print(sys.prefix)\n' >tool; chmod +x tool\n"
		"long=$(head -c 300 /dev/zero | tr '\\0' x)\n"
		"set -- $(for i in $(seq 30); do echo --keep=$long$i; done)\n"
		"same \"$($V \"$@\" $E -- sh -c 'env -i ./tool')\" $E",
		0, {0}},
	{"--keep of something else",
		"printf '#!/usr/bin/python3\nimport sys; print(sys.prefix)\n' >tool; chmod +x tool\n"
		"same \"$($V --keep other --keep 'tool?' $E -- ./tool)\" $E",
		0, {0}},
	{"VENVRUN=off",
		"same \"$($V $E -- sh -c 'VENVRUN=off /usr/bin/python3 -c \"import sys; "
		"print(sys.prefix)\"')\" "
		"\"$(/usr/bin/python3 -c 'import sys; print(sys.prefix)')\"",
		0, {0}},
	{"a static program", "$V $E -- " BUILD_DIR "/tests/programs/static_raw /bin/true", 0, {0}},
	{"--strict: a static program", "$V --strict $E -- " BUILD_DIR "/tests/programs/static_raw /bin/true",
		126, {"static_raw is refused by --strict: it is a static program"}},
	{"--strict: a static program, from a shell",
		"$V --strict $E -- sh -c '" BUILD_DIR "/tests/programs/static_raw /bin/true'", 126,
		{"venvrun: refused by --strict: ", "static_raw: it is a static program"}},
	{"--strict: a set-user-id program, from a shell",
		"cp /bin/true suid; [ \"$(id -u)\" = 0 ] || { echo SKIP it needs to be root; exit; }\n"
		"chown 65534 suid; chmod 4755 suid; $V --strict $E -- sh -c ./suid",
		126, {"refused by --strict: ./suid: it is a set-user-id"}},
	{"--strict: another machine's program",
		"{ printf '\\177ELF\\2\\1\\1'; head -c 9 /dev/zero; printf '\\2\\0\\1\\1'; head -c 200 "
		"/dev/zero; } >alien\n"
		"chmod +x alien; $V --strict $E -- sh -c ./alien",
		126, {"refused by --strict: ./alien: it is a program for another machine"}},
	{"--strict: what can be followed",
		"same \"$($V --strict $E -- sh -c '/bin/true && /usr/bin/python3 -c \"import sys; "
		"print(sys.prefix)\"')\" $E",
		0, {0}},
	{"a script instead of the interpreter",
		"mkdir -p fake/bin; printf '#!/bin/sh\nexec /usr/bin/python3 \"$@\"\n' >fake/bin/python3\n"
		"chmod +x fake/bin/python3; mkdir -p fake/lib/python3.11; $V ./fake -- true",
		125, {"fake/bin/python3 is a script", "venvbuild"}},
};

Test(venvrun, exempts_and_refuses_programs)
{
	ROWS(venvrun, released);
}

Test(venvrun, ends_as_the_command_ends)
{
	ROWS(venvrun, commands);
}

static const struct row transparent[] = {
	{"the pid",
		"(sh -c 'echo $$; exec $V $E -- sh -c \"echo \\$\\$\"') >f; same \"$(sort -u f | "
		"wc -l)\" 1",
		0, {0}},
	{"descriptors", "exec 7</dev/null; same \"$($V $E -- ls /proc/self/fd)\" \"$(ls /proc/self/fd)\"", 0,
		{0}},
	{"signals",
		"for how in --ignore-signal=INT --block-signal=USR1 --default-signal=PIPE; do\n"
		"same \"$(env $how $V $E -- grep '^Sig[^Q]' /proc/self/status)\" \\\n"
		"\"$(env $how grep '^Sig[^Q]' /proc/self/status)\"; done",
		0, {0}},
	{"the working directory", "same \"$($V $E -- pwd)\" \"$PWD\"", 0, {0}},
	{"the umask", "umask 027; same \"$($V $E -- sh -c umask)\" \"$(umask)\"", 0, {0}},
	{"standard input", "same \"$(echo through | $V $E -- cat)\" through", 0, {0}},
	{"argument vectors",
		"same \"$($V $E printf '[%s]' '' 'a b' --help -- -C x)\" '[][a "
		"b][--help][--][-C][x]'",
		0, {0}},
	{"options of the command", "same \"$($V $E -- printf '[%s]' -- --explain -q)\" '[--][--explain][-q]'",
		0, {0}},
	{"argv[0]",
		"same \"$($V $E -- sh -c 'cat /proc/$$/cmdline | tr \"\\0\" \\|')\" "
		"'sh|-c|cat /proc/$$/cmdline | tr \"\\0\" \\||'",
		0, {0}},
	{"other variables", "same \"$(A='x  y' B= $V $E sh -c 'echo \"$A\" \"${B-unset}\"')\" 'x  y '", 0,
		{0}},
};

Test(venvrun, disturbs_no_other_program)
{
	ROWS(venvrun, transparent);
}

static const struct row variable_rows[] = {
	{"VIRTUAL_ENV", "same \"$($V $E sh -c 'echo $VIRTUAL_ENV $VIRTUAL_ENV_PROMPT')\" \"$E env\"", 0, {0}},
	{"the prompt",
		"cp -a $E e; echo \"prompt = 'my env'\" >>e/pyvenv.cfg\n"
		"same \"$($V e sh -c 'echo \"$VIRTUAL_ENV_PROMPT\"')\" 'my env'",
		0, {0}},
	{"PATH", "same \"$($V $E sh -c 'echo $PATH')\" \"$E/bin:$PATH\"", 0, {0}},
	{"PATH, not twice",
		"same \"$(PATH=/a:$E/bin:$PATH:$E/bin/ $V $E sh -c 'echo $PATH')\" "
		"\"$E/bin:/a:$PATH\"",
		0, {0}},
	{"PATH, replacing an active environment",
		"cp -a $E o; same \"$(VIRTUAL_ENV=$PWD/o PATH=$PWD/o/bin:$PATH $V $E sh -c 'echo $PATH')\" "
		"\"$E/bin:$PATH\"",
		0, {0}},
	{"PATH, below a plain prefix",
		"same \"$(VIRTUAL_ENV=/usr $V $E sh -c 'echo $PATH')\" \"$E/bin:$PATH\"", 0, {0}},
	{"no PATH", "same \"$(env -u PATH $V $E /bin/sh -c 'echo $PATH')\" \"$E/bin:/bin:/usr/bin\"", 0, {0}},
	{"PYTHONHOME",
		"same \"$(PYTHONHOME=/x __PYVENV_LAUNCHER__=/y $V $E sh -c 'echo ${PYTHONHOME-a} "
		"${__PYVENV_LAUNCHER__-b}')\" 'a b'",
		0, {0}},
	{"PYTHONPATH",
		"same \"$(PYTHONPATH=/x $V $E sh -c 'echo $PYTHONPATH ${PYTHONNOUSERSITE-a}')\" '/x a'", 0,
		{0}},
	{"--isolated",
		"same \"$(PYTHONPATH=/x PYTHONHOME=/y $V --isolated $E sh -c 'echo ${PYTHONPATH-a} "
		"${PYTHONHOME-b} "
		"$PYTHONNOUSERSITE')\" 'a b 1'",
		0, {0}},
	{"--isolated, what is set for the command",
		"cp -a $E e; mkdir -p e/etc/environment.d; echo PYTHONNOUSERSITE= "
		">e/etc/environment.d/a.conf\n"
		"same \"$(PYTHONPATH=/x $V --isolated --env PYTHONPATH=/z e sh -c 'echo $PYTHONPATH "
		"[$PYTHONNOUSERSITE]')\" '/z []'",
		0, {0}},
	{"--isolated, the user's packages",
		"/usr/bin/python3 -m venv --without-pip --system-site-packages e\n"
		"d=$(/usr/bin/python3 -m site --user-site); mkdir -p $d; echo 'print(\"the user\")' "
		">$d/users.py\n"
		"same \"$($V e python -c 'import users')\" 'the user'; ! $V --isolated e python -c 'import "
		"users'",
		0, {"No module named 'users'"}},
	{"--isolated, an embedded Python that the variables do not reach",
		"command -v gdb >gdb || { echo SKIP gdb is not installed; exit; }\n"
		"d=$(/usr/bin/python3 -m site --user-site); mkdir -p $d; echo 'print(\"the user\")' "
		">$d/users.py\n"
		"run() { \"$@\" $E env -u PYTHONNOUSERSITE gdb -nx -batch -ex 'python import users' 2>&1; }\n"
		"run $V --strict | grep 'the user' && ! run $V --isolated",
		0, {"the user", "No module named 'users'"}},
	{"conda's",
		"mkdir -p envs; cp -a $E envs/c; rm envs/c/pyvenv.cfg; mkdir envs/c/conda-meta\n"
		"same \"$($V envs/c sh -c 'echo \"$CONDA_PREFIX $CONDA_DEFAULT_ENV $CONDA_SHLVL "
		"$CONDA_PROMPT_MODIFIER\"')\" \"$PWD/envs/c c 1 (c) \"\n"
		"same \"$(CONDA_SHLVL=1 CONDA_PREFIX=/o $V envs/c sh -c 'echo \"$CONDA_SHLVL "
		"$CONDA_PREFIX_1\"')\" '2 /o'",
		0, {0}},
	{"not conda's", "same \"$($V $E sh -c 'echo ${CONDA_PREFIX-unset}')\" unset", 0, {0}},
	{"their order",
		"cp -a $E e; mkdir -p e/etc/environment.d; printf "
		"'A=1\\nB=1\\nC=1\\nD=$A-$HOME\\n' >e/etc/environment.d/a.conf\n"
		"printf 'B=2\\nC=${B}2\\n' >f; same \"$(A=0 $V --env C=3 --env-file f --env E=4 "
		"--env E=5 e sh -c 'echo $A $B $C $D $E')\" "
		"\"1 2 3 1-$HOME 5\"",
		0, {0}},
	{"--env with an empty value", "same \"$($V --env=A= $E sh -c 'echo ${A-unset}')\" ''", 0, {0}},
	{"--env PATH finds the command",
		"mkdir b; echo 'echo mine' >b/x; chmod +x b/x; same \"$($V --env PATH=$PWD/b:/bin "
		"$E x)\" mine",
		0, {0}},
	{"-C",
		"mkdir d; same \"$($V -C d $E pwd)\" \"$PWD/d\"; same \"$($V -Cd $E pwd)\" "
		"\"$PWD/d\"",
		0, {0}},
	{"-C, names are from here",
		"mkdir d; cp -a $E e; echo A=1 >f; same \"$($V -C d --env-file f ./e sh -c 'echo "
		"$A')\" 1",
		0, {0}},
	{"$SHELL",
		"printf '#!/bin/sh\\necho shell in $VIRTUAL_ENV' >s; chmod +x s; same "
		"\"$(SHELL=$PWD/s $V $E)\" \"shell in $E\"",
		0, {0}},
};

Test(venvrun, sets_what_activation_sets)
{
	ROWS(venvrun, variable_rows);
}

#define PREFIX "-c 'import os, sys; os.write(1, os.fsencode(sys.prefix))'"

static const struct row names[] = {
	{"spaces and quotes",
		"cp -a $E \"a 'b' \\\"c\\\"\"; same \"$($V \"./a 'b' \\\"c\\\"\" "
		"/usr/bin/python3 " PREFIX ")\" \"$PWD/a 'b' \\\"c\\\"\"",
		0, {0}},
	{"percent and semicolon",
		"cp -a $E 'a%41;b=$c`'; same \"$($V './a%41;b=$c`' python3 " PREFIX
		")\" \"$PWD/a%41;b=\\$c\\`\"",
		0, {0}},
	{"bytes that are not UTF-8",
		"d=$(printf 'a\\377b'); cp -a $E \"$d\"; same \"$($V \"./$d\" python " PREFIX
		")\" \"$PWD/$d\"",
		0, {0}},
	{"a dash in front", "cp -a $E ./-e; same \"$($V ./-e python " PREFIX ")\" \"$PWD/-e\"", 0, {0}},
	{"a slash behind", "cp -a $E e; same \"$($V e/ python " PREFIX ")\" \"$PWD/e\"", 0, {0}},
	{"a symbolic link, kept", "ln -s $E l; same \"$($V l sh -c 'echo $VIRTUAL_ENV')\" \"$PWD/l\"", 0,
		{0}},
	{"a name in $WORKON_HOME",
		"mkdir w; cp -a $E w/e; same \"$(WORKON_HOME=$PWD/w $V e python " PREFIX ")\" \"$PWD/w/e\"",
		0, {0}},
	{"a name in ~/.virtualenvs",
		"mkdir .virtualenvs e; cp -a $E .virtualenvs/e; same \"$($V e python " PREFIX
		")\" \"$PWD/.virtualenvs/e\"",
		0, {0}},
	{"a name here wins",
		"mkdir .virtualenvs; cp -a $E .virtualenvs/e; cp -a $E e; same \"$($V e "
		"python " PREFIX ")\" \"$PWD/e\"",
		0, {0}},
	{"$VIRTUAL_ENV", "cp -a $E .venv; same \"$(VIRTUAL_ENV=$E $V -- python " PREFIX ")\" $E", 0, {0}},
	{"the nearest one upwards",
		"mkdir -p a/b/c .venv; cp -a $E a/venv; cd a/b/c; same \"$($V -- python " PREFIX
		")\" \"${PWD%/b/c}/venv\"",
		0, {0}},
	{"the nearest one above -C",
		"mkdir -p a/b; cp -a $E a/.venv; same \"$($V -C a/b -- python " PREFIX ")\" \"$PWD/a/.venv\"",
		0, {0}},
	{"a plain prefix",
		"mkdir -p p/bin p/lib/python3.11; ln -s /usr/bin/python3 p/bin/python; same \"$($V "
		"p sh -c 'echo $VIRTUAL_ENV')\" \"$PWD/p\"",
		0, {0}},
};

Test(venvrun, finds_the_environment)
{
	ROWS(venvrun, names);
}
