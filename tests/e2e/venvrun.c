// SPDX-License-Identifier: MIT
// venvrun from the outside: what it refuses and how, what it changes for a command, and what it
// leaves alone.
#include <criterion/criterion.h>

#include "tests/e2e/rows.h"

TestSuite(venvrun, .init = rows_setup, .timeout = 300);

static const struct row wrong_usage[] = {
	{"nothing at all", "$V", 125, {"nothing to run", "venvrun ENV -- CMD"}},
	{"an unknown option", "$V --bogus $E true", 125, {"unknown option '--bogus'", "--help"}},
	{"an empty pattern", "$V --keep= $E true", 125, {"--keep takes a pattern"}},
	{"more patterns than a policy holds",
		"$V $(for i in $(seq 33); do echo --keep=$i; done) $E true", 125, {"more than 32 --keep"}},
	{"an unknown letter", "$V -vZ $E true", 125, {"unknown option '-vZ'"}},
	{"an option of a later version", "$V --sandbox $E true", 125, {"unknown option '--sandbox'"}},
	{"an argument that is missing", "$V --chdir", 125, {"'--chdir' needs an argument"}},
	{"a letter's argument that is missing", "$V -C", 125, {"'-C' needs an argument"}},
	{"an argument that is not taken", "$V --explain=x $E true", 125, {"takes no argument"}},
	{"a match rule that is none", "$V --match=patch $E true", 125,
		{"major, minor, exact or any, not 'patch'"}},
	{"--env without a value", "$V --env NAME $E true", 125,
		{"--env takes NAME=VALUE, not 'NAME'"}},
	{"--env without a name", "$V --env =x $E true", 125, {"--env takes NAME=VALUE"}},
	{"--trace with an empty name", "$V --trace= $E true", 125, {"--trace takes a name behind '='"}},
	{"--json alone", "$V --json $E true", 125, {"--json goes with"}},
	{"two questions", "$V --info --explain $E", 125, {"one at a time"}},
	{"--info with a command", "$V --info $E true", 125, {"leave out 'true'"}},
	{"no command behind --", "$V $E --", 125, {"no command after '--'"}},
	{"no command and no ENV", "$V --", 125, {"no command after '--'"}},
	{"options behind ENV", "$V $E --explain true", 127,
		{"cannot run '--explain'", "stand before ENV"}},
	{"a directory that is not there", "$V -C /nowhere $E true", 125,
		{"cannot change to directory /nowhere"}},
	{"a file of variables that is not there", "$V --env-file nowhere $E true", 125,
		{"cannot read nowhere: No such"}},
	{"a trace where nothing is", "$V --trace=/nowhere/f $E true", 125,
		{"cannot write the trace to /nowhere/f: No such file", "leave it out for standard error"}},
	{"a trace that is a directory", "mkdir d; $V --trace=d $E true", 125, {"/d: Is a directory"}},
	{"a faulty file of variables", "echo '=x' >f; $V --env-file f $E true", 125, {"f:1: "}},
	{"-q says nothing", "out=$($V -q nowhere true 2>&1); [ $? = 125 ] && same \"$out\" ''", 0,
		{0}},
};

Test(venvrun, refuses_wrong_usage)
{
	ROWS(venvrun, wrong_usage);
}

static const struct row bad_environments[] = {
	{"an empty name", "$V '' true", 125, {"name is empty"}},
	{"a name that is nowhere", "$V nowhere true", 125,
		{"no environment 'nowhere' here, nor in ", "/.virtualenvs", "venvbuild nowhere"}},
	{"a path that is nowhere", "$V ./a/b true", 125,
		{"no environment './a/b'", "venvbuild ./a/b"}},
	{"a slip of the finger", "cp -a $E project; $V porject true", 125,
		{"did you mean project?"}},
	{"a slip in a path", "cp -a $E project; $V ./projekt true", 125, {"did you mean project?"}},
	{"a slip in ~/.virtualenvs", "mkdir .virtualenvs; cp -a $E .virtualenvs/web; $V wbe true",
		125, {".virtualenvs/web?"}},
	{"a path that is too long", "$V /$(head -c 5000 /dev/zero | tr '\\0' x) true", 125,
		{"cannot look at", "File name too long"}},
	{"none at all", "$V -- true", 125, {"VIRTUAL_ENV is not set", "venvbuild .venv"}},
	{"VIRTUAL_ENV that is gone", "VIRTUAL_ENV=/nowhere $V -- true", 125,
		{"VIRTUAL_ENV: ", "/nowhere"}},
	{"a directory that is none", "mkdir d; $V ./d true", 125,
		{"is no environment", "bin/python"}},
	{"a file", "echo >f; $V ./f true", 125, {"is no environment", "not a directory"}},
	{"the root", "$V / true", 125, {"/"}},
	{"pyvenv.cfg is a directory", "damaged; mkdir bad/pyvenv.cfg; $V bad true", 125,
		{"cannot read", "pyvenv.cfg"}},
	{"pyvenv.cfg is a fifo", "damaged; mkfifo bad/pyvenv.cfg; $V bad true", 125,
		{"pyvenv.cfg", "no regular file"}},
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
	{"the interpreter dangles",
		"cp -a $E bad; ln -sf /gone/python3 bad/bin/python3; $V bad true", 125,
		{"bad/bin/python", "venvbuild"}},
	{"the interpreter is gone", "cp -a $E bad; rm bad/bin/*; $V bad true", 125,
		{"no interpreter"}},
	{"a colon in the path", "cp -a $E a:b; $V ./a:b true", 125, {"':' in its path", "PATH"}},
	{"a faulty variable",
		"cp -a $E bad; mkdir -p bad/etc/environment.d; echo 'A=\"' "
		">bad/etc/environment.d/1.conf\n"
		"$V bad true",
		125, {"1.conf:1"}},
	{"a policy that is too long",
		"c=$(printf '%%%.0s' $(seq 200)); d=; for i in $(seq 19); do d=$d$c/; done\n"
		"mkdir -p \"$d\" && cp -a $E \"$d/e\" && cp $L \"$d\" && "
		"VENVRUN_LIBRARY=$d/libvenvrun.so $V \"$d/e\" true",
		125, {"the policy", "takes 32768 at most", "too long"}},
};

Test(venvrun, refuses_what_is_no_environment)
{
	ROWS(venvrun, bad_environments);
}

static const struct row commands[] = {
	{"in an environment with a newline in its path",
		"d=$PWD/$(printf 'a\\nb'); cp -a $E \"$d\"; p=$($V \"$d\" sh -c '/usr/bin/python3 -c \"import sys; print(sys.prefix)\"'); "
		"same \"$p\" \"$d\"",
		0, {NULL}},
	{"not found", "$V $E -- no-such-command", 127,
		{"cannot run 'no-such-command'", "not in PATH"}},
	{"a path not found", "$V $E -- ./nowhere", 127, {"cannot run './nowhere': No such file"}},
	{"an empty name", "$V $E -- ''", 127, {"cannot run ''", "its name is empty"}},
	{"not executable", "echo >f; $V $E -- ./f", 126,
		{"cannot run './f': Permission denied", "chmod +x"}},
	{"not executable, by PATH", "mkdir b; echo >b/f; PATH=$PWD/b:$PATH $V $E -- f", 126,
		{"Permission denied"}},
	{"a directory", "$V $E -- /usr", 126, {"cannot run '/usr'", "it is a directory"}},
	{"a file behind a file", "$V $E -- /etc/passwd/x", 126, {"Not a directory"}},
	{"a binary that is none",
		"printf '\\177ELFxxxxxxxxxxxxxxxx' >f; chmod +x f; $V $E -- \"$PWD/f\"; r=$?\n"
		"env \"$PWD/f\" 2>/dev/null; same $r $?",
		0, {0}},
	{"DOS line ends", "printf '#!/usr/bin/perl\\r\\n' >f; chmod +x f; $V $E ./f", 127,
		{"/usr/bin/perl", "DOS line ends"}},
	{"an interpreter that is missing", "printf '#!/gone/perl\\n' >f; chmod +x f; $V $E ./f",
		127, {"interpreter /gone/perl is missing"}},
	{"a file without a header", "echo 'echo done' >f; chmod +x f; $V $E ./f", 0, {"done"}},
	{"too much for the kernel",
		"(printf BIG=; head -c 200000 /dev/zero | tr '\\0' x; echo) >f; $V --env-file f $E "
		"true",
		126, {"cannot run 'true': Argument list too long", "the kernel takes"}},
	{"an exit status", "$V $E -- sh -c 'exit 37'", 37, {0}},
	{"an exit status like ours", "$V $E -- sh -c 'exit 125'", 125, {0}},
	{"a death by signal", "exec $V $E -- sh -c 'kill -TERM $$'", 128 + 15, {0}},
	{"a death by SIGKILL", "exec $V $E -- sh -c 'kill -KILL $$'", 128 + 9, {0}},
};

/* PREFIX is what a script of the system's Python prints: ENV, or what it prints without venvrun. */
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
		"same \"$($V $E -- sh -c 'VENVRUN=off /usr/bin/python3 -c \"import sys; print(sys.prefix)\"')\" "
		"\"$(/usr/bin/python3 -c 'import sys; print(sys.prefix)')\"",
		0, {0}},
	{"a static program", "$V $E -- " BUILD_DIR "/tests/programs/static_raw /bin/true", 0, {0}},
	{"--strict: a static program", "$V --strict $E -- " BUILD_DIR "/tests/programs/static_raw /bin/true", 126,
		{"static_raw' is refused by --strict: it is a static program"}},
	{"--strict: a static program, from a shell",
		"$V --strict $E -- sh -c '" BUILD_DIR "/tests/programs/static_raw /bin/true'", 126,
		{"venvrun: refused by --strict: ", "static_raw: it is a static program"}},
	{"--strict: a set-user-id program, from a shell",
		"cp /bin/true suid; chmod 4755 suid; $V --strict $E -- sh -c ./suid", 126,
		{"refused by --strict: ./suid: it is a set-user-id"}},
	{"--strict: another machine's program",
		"{ printf '\\177ELF\\2\\1\\1'; head -c 9 /dev/zero; printf '\\2\\0\\1\\1'; head -c 200 /dev/zero; } >alien\n"
		"chmod +x alien; $V --strict $E -- sh -c ./alien", 126,
		{"refused by --strict: ./alien: it is a program for another machine"}},
	{"--strict: what can be followed",
		"same \"$($V --strict $E -- sh -c '/bin/true && /usr/bin/python3 -c \"import sys; print(sys.prefix)\"')\" $E",
		0, {0}},
	{"a script in the interpreter's place",
		"mkdir -p fake/bin; printf '#!/bin/sh\nexec /usr/bin/python3 \"$@\"\n' >fake/bin/python3\n"
		"chmod +x fake/bin/python3; mkdir -p fake/lib/python3.11; $V ./fake -- true", 125,
		{"fake/bin/python3 is a script", "venvbuild"}},
};

Test(venvrun, releases_and_refuses_what_it_is_told_to)
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
	{"descriptors",
		"exec 7</dev/null; same \"$($V $E -- ls /proc/self/fd)\" \"$(ls /proc/self/fd)\"",
		0, {0}},
	{"signals",
		"for how in --ignore-signal=INT --block-signal=USR1 --default-signal=PIPE; do\n"
		"same \"$(env $how $V $E -- grep '^Sig[^Q]' /proc/self/status)\" \\\n"
		"\"$(env $how grep '^Sig[^Q]' /proc/self/status)\"; done", 0, {0}},
	{"the working directory", "same \"$($V $E -- pwd)\" \"$PWD\"", 0, {0}},
	{"the umask", "umask 027; same \"$($V $E -- sh -c umask)\" \"$(umask)\"", 0, {0}},
	{"standard input", "same \"$(echo through | $V $E -- cat)\" through", 0, {0}},
	{"argument vectors",
		"same \"$($V $E printf '[%s]' '' 'a b' --help -- -C x)\" '[][a "
		"b][--help][--][-C][x]'",
		0, {0}},
	{"options of the command",
		"same \"$($V $E -- printf '[%s]' -- --explain -q)\" '[--][--explain][-q]'", 0, {0}},
	{"argv[0]",
		"same \"$($V $E -- sh -c 'cat /proc/$$/cmdline | tr \"\\0\" \\|')\" "
		"'sh|-c|cat /proc/$$/cmdline | tr \"\\0\" \\||'",
		0, {0}},
	{"other variables",
		"same \"$(A='x  y' B= $V $E sh -c 'echo \"$A\" \"${B-unset}\"')\" 'x  y '", 0, {0}},
};

Test(venvrun, stays_in_no_ones_way)
{
	ROWS(venvrun, transparent);
}

static const struct row variable_rows[] = {
	{"VIRTUAL_ENV",
		"same \"$($V $E sh -c 'echo $VIRTUAL_ENV $VIRTUAL_ENV_PROMPT')\" \"$E env\"", 0,
		{0}},
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
		"\"$E/bin:$PATH\"", 0, {0}},
	{"PATH, below a plain prefix",
		"same \"$(VIRTUAL_ENV=/usr $V $E sh -c 'echo $PATH')\" \"$E/bin:$PATH\"", 0, {0}},
	{"no PATH",
		"same \"$(env -u PATH $V $E /bin/sh -c 'echo $PATH')\" \"$E/bin:/bin:/usr/bin\"", 0,
		{0}},
	{"PYTHONHOME",
		"same \"$(PYTHONHOME=/x __PYVENV_LAUNCHER__=/y $V $E sh -c 'echo ${PYTHONHOME-a} "
		"${__PYVENV_LAUNCHER__-b}')\" 'a b'",
		0, {0}},
	{"PYTHONPATH",
		"same \"$(PYTHONPATH=/x $V $E sh -c 'echo $PYTHONPATH ${PYTHONNOUSERSITE-a}')\" '/x a'", 0, {0}},
	{"--isolated",
		"same \"$(PYTHONPATH=/x PYTHONHOME=/y $V --isolated $E sh -c 'echo ${PYTHONPATH-a} ${PYTHONHOME-b} "
		"$PYTHONNOUSERSITE')\" 'a b 1'",
		0, {0}},
	{"--isolated, what is set for the command",
		"cp -a $E e; mkdir -p e/etc/environment.d; echo PYTHONNOUSERSITE= >e/etc/environment.d/a.conf\n"
		"same \"$(PYTHONPATH=/x $V --isolated --env PYTHONPATH=/z e sh -c 'echo $PYTHONPATH "
		"[$PYTHONNOUSERSITE]')\" '/z []'",
		0, {0}},
	{"--isolated, the user's packages",
		"/usr/bin/python3 -m venv --without-pip --system-site-packages e\n"
		"d=$(/usr/bin/python3 -m site --user-site); mkdir -p $d; echo 'print(\"the user\")' >$d/users.py\n"
		"same \"$($V e python -c 'import users')\" 'the user'; ! $V --isolated e python -c 'import users'",
		0, {"No module named 'users'"}},
	{"--isolated, an embedded Python that the variables do not reach",
		"command -v gdb >gdb || { echo SKIP gdb is not installed; exit; }\n"
		"d=$(/usr/bin/python3 -m site --user-site); mkdir -p $d; echo 'print(\"the user\")' >$d/users.py\n"
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
	{"--env with an empty value", "same \"$($V --env=A= $E sh -c 'echo ${A-unset}')\" ''", 0,
		{0}},
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

/* The fields of the policy that say what a path means, sorted, on one line; V.V is 3.11 or what the system has. */
#define FIELDS                                                                                                      \
	"fields() { \"$@\" sh -c 'echo \"$VENVRUN_POLICY\"' | tr ';' '\n' | grep -E '^(site|base|hide|trace)=' | "       \
	"sort | sed \"s,python$(/usr/bin/python3 -c 'import sys; print(\"%d.%d\" % sys.version_info[:2])'),python3.V,\" | " \
	"tr '\n' ' '; }\n"

static const struct row meanings[] = {
	{"the system's site directories mean ENV's", FIELDS "fields $V $E", 0,
		{"site=/", "base=/usr/lib/python3/dist-packages ", "base=/usr/local/lib/python3.V/dist-packages "}},
	{"and nothing is hidden or traced", FIELDS "case $(fields $V $E) in *hide=*|*trace=*) exit 1;; esac", 0, {0}},
	{"site-packages is ENV's", FIELDS "fields $V $E | grep -o \"site=$E/lib/python3.V/site-packages \"", 0, {"site="}},
	{"few bytes are needed", FIELDS "same \"$(fields $V --isolated $E | head -c 1000 | tail -c +600)\" ''", 0, {0}},
	{"--isolated hides the user's", FIELDS "same \"$(fields $V --isolated $E | grep -o hide=.*)\" "
		"\"hide=$HOME/.local/lib/python3.V/site-packages site=$E/lib/python3.V/site-packages \"", 0, {0}},
	{"--isolated by the command's variables", FIELDS "fields $V --isolated --env PYTHONUSERBASE=/u --env HOME=/w $E", 0,
		{"hide=/u/lib/python3.V/site-packages", "hide=/w/.local/lib/python3.V/site-packages"}},
	{"nothing, with the system's packages", FIELDS "sed s/false/true/ $E/pyvenv.cfg >c; cp -a $E e; cp c e/pyvenv.cfg\n"
		"same \"$(fields $V e)\" ''; same \"$(fields $V --isolated e)\" "
		"\"hide=$HOME/.local/lib/python3.V/site-packages \"", 0, {0}},
	{"nothing, without site-packages", FIELDS "cp -a $E e; rmdir e/lib/python3.*/site-packages\n"
		"same \"$(fields $V e)\" ''; fields $V --isolated e", 0,
		{"hide=/usr/lib/python3/dist-packages ", "/.local/lib/python3.V/site-packages"}},
	{"--trace", FIELDS "fields $V --trace $E", 0, {"trace=stderr"}},
	{"--trace=FILE, from here", FIELDS "mkdir d; same \"$(fields $V --trace=./f -C d $E | grep -o trace=.*)\" \"trace=$PWD/f \"\n"
		"[ -s f ]", 0, {0}},
	{"--trace=FILE, what is in it stays", "echo old >f; $V --trace=f $E true; cat f", 0, {"old"}},
	{"--trace=FILE, a fifo without a reader", "mkfifo f; $V --trace=f $E echo ran", 0, {"ran"}},
	{"--trace=FILE with --explain makes none", "$V --explain --trace=f $E true; [ ! -e f ]", 0, {0}},
	{"--trace takes no other word", "$V --trace $E echo ran", 0, {"ran"}},
};

Test(venvrun, says_what_paths_mean)
{
	ROWS(venvrun, meanings);
}

static const struct row preload[] = {
	{"ours alone", "same \"$($V $E sh -c 'echo $LD_PRELOAD')\" $L", 0, {0}},
	{"others are kept",
		"same \"$(LD_PRELOAD='libm.so.6 libdl.so.2' $V $E sh -c 'echo $LD_PRELOAD')\" "
		"\"$L:libm.so.6:libdl.so.2\"",
		0, {0}},
	{"ours is not there twice",
		"same \"$(LD_PRELOAD=libm.so.6:$L $V $E sh -c 'echo $LD_PRELOAD')\" "
		"\"$L:libm.so.6\"",
		0, {0}},
	{"an outer one is replaced",
		"mkdir o; cp $L o; cp -a $E e\n"
		"out=$(LD_PRELOAD=libm.so.6 VENVRUN_LIBRARY=$PWD/o/libvenvrun.so $V $E -- env -u "
		"VENVRUN_LIBRARY $V ./e sh -c 'echo $LD_PRELOAD; echo $VENVRUN_POLICY')\n"
		"same \"${out%%;*}\" \"$L:libm.so.6\n1\"; case $out in *\"env=$PWD/e;\"*) ;; *) "
		"fail \"$out\" ;; esac",
		0, {0}},
	{"released below VENVRUN=off, and back",
		"same \"$(VENVRUN=off $V $E sh -c 'echo ${VENVRUN-unset}')\" unset", 0, {0}},
	{"the policy",
		"out=$(VENVRUN_POLICY=junk $V --match=minor $E env | grep -a ^VENVRUN_POLICY)\n"
		"case $out in "
		"\"VENVRUN_POLICY=1;env=$E;python=$E/bin/python;lib=$L;py=3.\"*\";match=minor\"*) "
		";; *) fail \"$out\" ;; esac",
		0, {0}},
	{"no library", "cp $V .; ./venvrun $E true", 125,
		{"cannot find libvenvrun.so", "make install", "VENVRUN_LIBRARY"}},
	{"an installed library",
		"mkdir -p bin lib/venvrun; cp $V bin; cp $L lib/venvrun\n"
		"same \"$(bin/venvrun $E sh -c 'echo $LD_PRELOAD')\" "
		"\"$PWD/lib/venvrun/libvenvrun.so\"",
		0, {0}},
	{"found through a symbolic link",
		"ln -s $V v; same \"$(./v $E sh -c 'echo $LD_PRELOAD')\" $L", 0, {0}},
	{"VENVRUN_LIBRARY that is not there", "VENVRUN_LIBRARY=/nowhere $V $E true", 125,
		{"/nowhere, which VENVRUN_LIBRARY names: No such file", "correct or unset"}},
	{"a relative VENVRUN_LIBRARY",
		"mkdir a; cp $L .; same \"$(VENVRUN_LIBRARY=a/../libvenvrun.so $V $E sh -c 'echo "
		"$LD_PRELOAD')\" \"$PWD/libvenvrun.so\"",
		0, {0}},
	{"no shared library", "VENVRUN_LIBRARY=/etc/passwd $V $E true", 125,
		{"it is no shared library"}},
	{"another class",
		"cp $L l.so; printf '\\1' | dd of=l.so bs=1 seek=4 conv=notrunc 2>/dev/null; "
		"VENVRUN_LIBRARY=l.so $V $E true",
		125, {"another kind of machine"}},
	{"a path with a blank, a colon and a dollar",
		"mkdir -m 700 run 'a b:c$d'; cp $L 'a b:c$d'\n"
		"for i in 1 2; do XDG_RUNTIME_DIR=$PWD/run VENVRUN_LIBRARY='a b:c$d/libvenvrun.so' "
		"$V $E \\\n"
		"sh -c 'readlink \"$LD_PRELOAD\"; grep -c \"a b:c.d/libvenvrun.so$\" "
		"/proc/self/maps' >f || fail \"$(cat f)\"\n"
		"same \"$(head -n1 f)\" \"$PWD/a b:c\\$d/libvenvrun.so\"; [ \"$(tail -n1 f)\" -gt "
		"0 ] || fail not mapped; done\n"
		"same \"$(find run -name '*.so*' | wc -l) $(stat -c %a run/venvrun)\" '1 700'",
		0, {0}},
	{"the same, thirty at once",
		"mkdir -m 700 run 'a b'; cp $L 'a b'; export XDG_RUNTIME_DIR=$PWD/run "
		"VENVRUN_LIBRARY='a b/libvenvrun.so'\n"
		"for i in $(seq 30); do ($V $E true && echo ok >>oks) & done; wait\n"
		"same \"$(wc -l <oks) $(find run -name '*.so*' | wc -l)\" '30 1'",
		0, {0}},
	{"the same, where others can write",
		"mkdir -m 700 run 'a b'; mkdir run/venvrun; chmod 777 run/venvrun; cp $L 'a b'\n"
		"XDG_RUNTIME_DIR=$PWD/run VENVRUN_LIBRARY='a b/libvenvrun.so' $V $E true",
		125, {"LD_PRELOAD cannot carry", "will not use", "/run/venvrun"}},
	{"the same, behind a symbolic link",
		"mkdir -m 700 run 'a b' o; ln -s ../o run/venvrun; cp $L 'a b'\n"
		"XDG_RUNTIME_DIR=$PWD/run VENVRUN_LIBRARY='a b/libvenvrun.so' $V $E true",
		125, {"will not use"}},
};

Test(venvrun, takes_the_library_along)
{
	ROWS(venvrun, preload);
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
	{"a dash in front", "cp -a $E ./-e; same \"$($V ./-e python " PREFIX ")\" \"$PWD/-e\"", 0,
		{0}},
	{"a slash behind", "cp -a $E e; same \"$($V e/ python " PREFIX ")\" \"$PWD/e\"", 0, {0}},
	{"a symbolic link, kept",
		"ln -s $E l; same \"$($V l sh -c 'echo $VIRTUAL_ENV')\" \"$PWD/l\"", 0, {0}},
	{"a name in $WORKON_HOME",
		"mkdir w; cp -a $E w/e; same \"$(WORKON_HOME=$PWD/w $V e python " PREFIX
		")\" \"$PWD/w/e\"",
		0, {0}},
	{"a name in ~/.virtualenvs",
		"mkdir .virtualenvs e; cp -a $E .virtualenvs/e; same \"$($V e python " PREFIX
		")\" \"$PWD/.virtualenvs/e\"",
		0, {0}},
	{"a name here wins",
		"mkdir .virtualenvs; cp -a $E .virtualenvs/e; cp -a $E e; same \"$($V e "
		"python " PREFIX ")\" \"$PWD/e\"",
		0, {0}},
	{"$VIRTUAL_ENV", "cp -a $E .venv; same \"$(VIRTUAL_ENV=$E $V -- python " PREFIX ")\" $E", 0,
		{0}},
	{"the nearest one upwards",
		"mkdir -p a/b/c .venv; cp -a $E a/venv; cd a/b/c; same \"$($V -- python " PREFIX
		")\" \"${PWD%/b/c}/venv\"",
		0, {0}},
	{"the nearest one above -C",
		"mkdir -p a/b; cp -a $E a/.venv; same \"$($V -C a/b -- python " PREFIX
		")\" \"$PWD/a/.venv\"",
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

static const struct row answers[] = {
	{"--version", "$V --version", 0, {"venvrun "}},
	{"--help", "$V -h", 0,
		{"Usage: venvrun [OPTION...] ENV [--] CMD", "--env-file=FILE", "-C, --chdir=DIR"}},
	{"-v", "$V -v $E echo x", 0,
		{"venvrun: environment ", "venvrun: executing ", "rule: none"}},
	{"--explain runs nothing", "$V --explain $E touch f; [ ! -e f ]", 0,
		{"touch is found as "}},
	{"--explain, a base interpreter",
		"same \"$($V --explain $E /usr/bin/python3 -I 'a b' | tail -n1)\" \"$E/bin/python "
		"-I 'a b'\"",
		0, {0}},
	{"--explain, a script",
		"printf '#!/usr/bin/env -S python3 -I\\n' >s; chmod +x s\n"
		"out=$($V --explain $E ./s x); echo \"$out\"; same \"$(echo \"$out\" | tail -n1)\" "
		"\"$E/bin/python -I ./s x\"",
		0, {"./s is a script for '/usr/bin/env -S python3 -I'", "base interpreter"}},
	{"--explain, one line a step",
		"same \"$($V --explain $E true \"$(printf 'a\\nb')\" | tail -n1)\" \"/usr/bin/true "
		"\\$'a\\\\nb'\"",
		0, {0}},
	{"--explain, not found", "$V --explain $E nowhere", 127, {"cannot run 'nowhere'"}},
	{"--explain, a directory", "$V --explain $E /usr", 126, {"cannot run '/usr'"}},
	{"--explain --json, interpreter",
		"$V --explain --json $E /usr/bin/python3 -c 'x\"\\y' \"$(printf "
		"'a\\377\\303\\251')\" | json '\n"
		"e = os.environ[\"E\"]; assert set(x) == {\"file\", \"argv\", \"rule\", "
		"\"steps\"}, x\n"
		"assert x[\"file\"] == e + \"/bin/python\" and x[\"rule\"] == \"interpreter\", x\n"
		"assert [os.fsencode(a) for a in x[\"argv\"]] == [os.fsencode(e) + "
		"b\"/bin/python\", b\"-c\", bytes([120, 34, 92, 121]), b\"a\\xff\\xc3\\xa9\"], x'",
		0, {0}},
	{"--explain --json, shebang",
		"printf '#!/usr/bin/python3 -E\\n' >s; chmod +x s; $V --explain --json $E ./s | "
		"json '\n"
		"assert x[\"rule\"] == \"shebang\" and x[\"argv\"][1:] == [\"-E\", \"./s\"], x'",
		0, {0}},
	{"--explain --json, environment",
		"$V --explain --json $E python3 | json 'assert x[\"rule\"] == \"environment\", x'",
		0, {0}},
	{"--explain --json, foreign",
		"cp -a $E o; $V --explain --json $E o/bin/python | json 'assert x[\"rule\"] == "
		"\"foreign\", x'",
		0, {0}},
	{"--explain --json, none",
		"$V --explain --json $E sh -c : | json 'assert x[\"rule\"] == \"none\" and "
		"x[\"argv\"] == [\"sh\", \"-c\", \":\"], x'",
		0, {0}},
	{"--explain --json, off",
		"$V --env VENVRUN=off --explain --json $E python3 | json 'assert x[\"rule\"] == \"off\", x'", 0,
		{0}},
	{"--explain --match",
		"$V --match=any --explain --json $E /usr/bin/python3 | json 'assert x[\"rule\"] == "
		"\"interpreter\", x'\n"
		"$V --match=exact --explain --json $E /usr/bin/python3 | json 'assert x[\"rule\"] "
		"== \"none\", x'",
		0, {0}},
	{"--info", "$V --info $E", 0,
		{"interpreter    ", "maker          venv", "packages       0"}},
	{"--info, what is redirected", "$V --info $E", 0,
		{"redirected     /usr/", "               /usr/", "/usr/lib/python3/dist-packages\n"}},
	{"--info, nothing is redirected",
		"cp -a $E e; sed s/false/true/ $E/pyvenv.cfg >e/pyvenv.cfg; ! $V --info e | grep redirected", 0, {0}},
	{"--info needs no library", "VENVRUN_LIBRARY=/nowhere $V --info $E", 0,
		{"site-packages  "}},
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

Test(venvrun, answers_questions)
{
	ROWS(venvrun, answers);
}
