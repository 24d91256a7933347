// SPDX-License-Identifier: MIT
// The messages of both programs about a mistake: the cause is right, and the advice helps. Where the advice
// is a command, the test runs it.
#include <criterion/criterion.h>

#include "tests/e2e/rows.h"

TestSuite(diagnoses, .init = rows_setup, .timeout = 300);

/* $B is venvbuild, $v the X.Y of /usr/bin/python3. follow MESSAGE WORDS runs the command that follows
 * WORDS in the message, advice MESSAGE the one after its last ": venvbuild". other finds an interpreter $p
 * of another version. */
#define B \
	"B=${V%/*}/venvbuild; export XDG_CACHE_HOME=$PWD/cache\n" \
	"follow() { line=${1#*\"$2\"}; line=${line%%;*}; sh -c \"PATH=${V%/*}:\\$PATH; ${line%%\"'?\"*}\"; " \
	"}\n" \
	"v=$(/usr/bin/python3 -c 'import sys; print(\"%d.%d\" % sys.version_info[:2])')\n" \
	"advice() { line=${1##*: venvbuild }; sh -c \"PATH=${V%/*}:\\$PATH; venvbuild $line\"; }\n" \
	"other() { for p in $HOME_OF_PYENV/.pyenv/versions/3.*/bin/python3; do [ -x $p ] && " \
	"case $p in */$v.*) ;; *) break;; esac; done\n" \
	"	[ -x \"${p-}\" ] || { echo SKIP no other Python; exit; }; }\n"

static const struct row mistakes[] = {
	{"a command instead of ENV",
		B "cp -a $E .venv; "
		  "out=$($V env FOO=1 sh -c 'echo $FOO$VIRTUAL_ENV' 2>&1); echo \"$out\"\n"
		  "same \"$(follow \"$out\" \"did you mean '\" | tail -n1)\" 1$PWD/.venv",
		0, {"no environment named env", "did you mean 'venvrun -- env FOO=1 sh -c "}},
	{"one of ENV",
		B "cp -a $E .venv; printf '#!/bin/sh\\necho ran\\n' >.venv/bin/only-there; "
		  "chmod +x .venv/bin/only-there\n"
		  "out=$($V only-there 2>&1); echo \"$out\"; same \"$(follow \"$out\" \"did you mean '\")\" "
		  "ran",
		0, {"'venvrun -- only-there'?"}},
	{"without any environment", "$V make all", 125, {"did you mean 'venvrun ENV -- make all'?"}},
	{"no command either", "$V no-such-thing true", 125, {"to make it: venvbuild no-such-thing"}},
	{"a command that is not installed", "cp -a $E .venv; $V no-such-thing -x", 125,
		{"did you mean 'venvrun -- no-such-thing -x'? To make it: venvbuild no-such-thing"}},
	{"the project",
		B "cp -a $E .venv; out=$($V . 2>&1); echo \"$out\"; follow \"$out, true\" \"did you "
		  "mean '\" </dev/null",
		0, {"is not an environment", "did you mean 'venvrun .venv'?"}},
	{"another project", "mkdir p; cp -a $E p/venv; $V p true", 125, {"did you mean 'venvrun p/venv'?"}},
	{"the interpreter of an environment",
		B "cp -a $E .venv; echo 'print(5 * 5)' >x.py; "
		  "out=$($V .venv/bin/python x.py 2>&1); echo \"$out\"\n"
		  "same \"$(follow \"$out\" \"did you mean '\")\" 25",
		0, {"'venvrun .venv -- .venv/bin/python x.py'?"}},
	{"a script",
		B "cp -a $E venv; printf '#!/usr/bin/python3\\nprint(6 * 6)\\n' >s; chmod +x s; "
		  "out=$($V ./s 2>&1); echo \"$out\"\n"
		  "same \"$(follow \"$out\" \"did you mean '\")\" 36",
		0, {"'venvrun -- ./s'?"}},
	{"a file of Python",
		B "cp -a $E .venv; echo 'print(7 * 7)' >x.py; out=$($V x.py 2>&1); "
		  "echo \"$out\"\n"
		  "same \"$(follow \"$out\" \"did you mean '\")\" 49",
		0, {"'venvrun -- python x.py'?"}},
	{"a file in an environment",
		B "cp -a $E e; out=$($V e/bin/activate sh -c 'echo $VIRTUAL_ENV' 2>&1); "
		  "echo \"$out\"; same \"$(follow \"$out\" \"did you mean '\" | tail -n1)\" $PWD/e",
		0, {"'venvrun e -- sh -c "}},
	{"a directory in an environment", "cp -a $E e; $V e/bin true; $V e/lib", 125,
		{"'venvrun e -- true'?", "'venvrun e'?"}},
	{"the directory within which one is", "cp -a $E e; cd e/bin; $V . true", 125, {"/e -- true'?"}},
	{"--chdir without a directory", "cp -a $E e; $V --chdir e -- true", 125,
		{"--chdir has used the environment e as its directory"}},
	{"VIRTUAL_ENV is the environment", "VIRTUAL_ENV=$E $V make", 125, {"'venvrun -- make'?"}},
	{"--keep without a pattern", "cp -a $E e; $V --keep e -- true", 125,
		{"--keep has used the environment e as its pattern", "venvrun --keep=GLOB e -- CMD"}},
	{"--keep without a pattern, and a command", "cp -a $E e; $V --keep e true; $V -C e true", 125,
		{"--keep has used the environment e as its pattern; usage: venvrun --keep=GLOB e -- CMD\n",
			"--chdir has used the environment e as its directory"}},
	{"--env-file without a file", "cp -a $E e; $V --env-file e -- true", 125,
		{"--env-file has used the environment e as its file; usage: venvrun --env-file=FILE e"}},
	{"--keep-only without a pattern", "cp -a $E .venv; $V --keep-only $E -- true", 125,
		{"--keep-only has used ", "--keep-only=GLOB"}},
	{"--keep with a pattern", "cp -a $E .venv; $V --keep perl -- true", 0, {0}},
	{"a file of the working directory", "echo >mk.py; $V $E mk.py", 127,
		{"cannot run mk.py", "it is not in PATH; here it is ./mk.py"}},
	{"a command line in one word", "$V $E 'python -c 1'", 127,
		{"'python -c 1'", "one word that contains blanks"}},
	{"what only a shell does", "$V $E cd /", 127, {"venvrun ENV -- sh -c 'cd ...'"}},
	{"a variable before the command", "$V $E A=1 env", 127, {"--env A=1"}},
	{"pip without pip in ENV",
		B "cp -a $E e; out=$($V e pip --version 2>&1); [ $? = 127 ] || "
		  "fail \"$out\"; echo \"$out\"\n"
		  "follow \"$out\" 'to add it: ' && $V e pip --version && $V e python -c 'import pip'",
		0, {"there is no pip in ", "/e/lib/python3"}},
	{"pip without pip in ENV, a script",
		"printf '#!/usr/bin/python3\\nimport pip\\n' >pip3; "
		"chmod +x pip3; PATH=$PWD:$PATH $V $E -- pip3 install x",
		127, {"there is no pip in "}},
	{"pip with pip in ENV",
		B "$B -p /usr/bin/python3 e 2>/dev/null || { echo SKIP no pip; exit; }; "
		  "$V e pip --version",
		0, {"/e/lib/python3"}},
	{"another pip that is kept",
		"printf '#!/bin/sh\\necho kept\\n' >pip; chmod +x pip; "
		"PATH=$PWD:$PATH $V --keep pip $E -- pip",
		0, {"kept"}},
};

Test(diagnoses, suggests_the_right_command)
{
	ROWS(diagnoses, mistakes);
}

static const struct row gone[] = {
	{"the last link of several",
		"cp -a $E e; rm e/bin/python3; ln -s l1 e/bin/python3; "
		"ln -s $PWD/l2 e/bin/l1; ln -s /gone/python l2; $V e true",
		125,
		{"the interpreter of ",
			"e/bin/python is a symbolic link that ends at /gone/python: No such "
			"file"}},
	{"a link to itself", "cp -a $E e; rm e/bin/python3; ln -s python3 e/bin/python3; $V e true", 125,
		{"Too many levels of symbolic links"}},
	{"and another exists",
		B "cp -a $E e; rm e/bin/python3; ln -s /gone/python e/bin/python3; "
		  "out=$($V e true 2>&1); echo \"$out\"\n"
		  "advice \"$out\" && $V e true",
		0, {"venvbuild --repair"}},
	{"and no other exists",
		"cp -a $E e; rm e/bin/python3; ln -s /gone/python3.2 e/bin/python3; "
		"sed -i 's/3\\.[0-9]*\\.[0-9]*/3.2.1/' e/pyvenv.cfg\n"
		"mv e/lib/python3.* e/lib/python3.2; $V e true",
		125, {"install Python 3.2 again, then: venvbuild --repair ", "venvbuild --clear "}},
	{"the home of no other",
		"cp -a $E e; printf 'home = /gone/bin\\nversion = 3.2.1\\n' >e/pyvenv.cfg; "
		"$V e true",
		125, {"its pyvenv.cfg has home = /gone/bin", "install Python 3.2 again"}},
	{"without any interpreter",
		B "cp -a $E e; rm e/bin/python*; out=$($V e true 2>&1); echo \"$out\"; "
		  "advice \"$out\" && $V e python3 -c 1",
		0, {"no interpreter in its bin"}},
	{"conda's",
		"mkdir -p c/bin c/conda-meta c/lib/python3.9; ln -s /gone c/bin/python; $V c true; r=$?; "
		"exit $r",
		125, {"ends at /gone", "conda install -p "}},
	{"a prefix's",
		"mkdir -p c/bin c/lib/python3.9; ln -s /gone c/bin/python; $V c true 2>out; cat out; "
		"grep -q venvbuild out && exit 1; exit 125",
		125, {"install it again"}},
	{"one that is not executable",
		"cp -a $E e; rm e/bin/python3; cp /usr/bin/python3 e/bin/python3; "
		"chmod 644 e/bin/python3; $V e true",
		125, {"e/bin/python3 is not an executable file: it is not executable", "chmod +x"}},
	{"a loader that is missing",
		"cp -a $E e; rm e/bin/python3; echo 'int main(void) { return 0; "
		"}' >p.c\n"
		"${CC:-cc} p.c -o e/bin/python3 -Wl,--dynamic-linker=/nowhere/ld.so || "
		"{ echo SKIP no compiler; exit; }; $V e true",
		125, {"its interpreter ", "its loader /nowhere/ld.so is missing"}},
	{"--info lists packages without it",
		"cp -a $E e; rm e/bin/python3; "
		"ln -s /gone/python e/bin/python3; "
		"mkdir $(echo e/lib/python3.*/site-packages)/six-1.16.0.dist-info\n"
		"$V --info --json e | json 'assert x[\"packages\"] == [{\"name\": \"six\", \"version\": "
		"\"1.16.0\"}] and \"ends at /gone/python\" in x[\"fault\"], x'\n"
		"$V --info e",
		0, {"six 1.16.0", "fault          the interpreter of "}},
	{"--info without any name of it",
		"cp -a $E e; rm e/bin/python*; $V --info --json e | "
		"json 'assert x[\"interpreter\"] is None and \"no interpreter in its bin\" in x[\"fault\"], "
		"x'",
		0, {0}},
	{"--info without its home",
		"cp -a $E e; sed -i 's,^home.*,home = /gone/bin,' e/pyvenv.cfg; "
		"$V --info e",
		0, {"site-packages  ", "home = /gone/bin"}},
	{"--lock lists packages without it",
		B
		"[ \"$($V $E python -c 'import sys; "
		"print(sys.version_info[0])')\" = 3 ] || exit\n"
		"cp -a $E e; d=$(echo e/lib/python3.*/site-packages)/demo-1.5.dist-info; mkdir $d; "
		"printf 'Metadata-Version: 2.1\nName: demo\nVersion: 1.5\n' >$d/METADATA; : >$d/RECORD\n"
		"rm e/bin/python3; ln -s /gone/python e/bin/python3; mkdir w; python3 -c 'import zipfile\n"
		"z = zipfile.ZipFile(\"w/demo-1.5-py3-none-any.whl\", \"w\")\n"
		"for n, t in (\"METADATA\", \"Metadata-Version: 2.1\\nName: demo\\nVersion: 1.5\\n\"), "
		"(\"WHEEL\", \"Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n\"), "
		"(\"RECORD\", \"\"): z.writestr(\"demo-1.5.dist-info/\" + n, t)'\n"
		"find e | sort >before; $B -q --no-index --find-links w --lock r.txt e || exit; cat r.txt; "
		"find e | sort | cmp - before || fail changed; ls -A | grep venvbuild- && fail left; exit 0",
		0, {"demo==1.5", "sha256:"}},
	{"--lock where no other exists",
		B "cp -a $E e; printf 'home = /gone/bin\nversion = 3.2.1\n"
		  "' >e/pyvenv.cfg; $B --lock r.txt e",
		1, {"cannot lock ", "install Python 3.2 again", "; venvrun --info "}},
	{"--info of a valid environment has no fault",
		"$V --info --json $E | json 'assert \"fault\" not in x, x'; "
		"$V --info $E | grep fault && exit 1; exit 0",
		0, {0}},
};

Test(diagnoses, reports_what_is_missing_and_the_remedy)
{
	ROWS(diagnoses, gone);
}

#define NOBODY \
	"[ \"$(id -u)\" = 0 ] && setpriv --version >/dev/null 2>&1 || { echo SKIP it needs to be root, and " \
	"setpriv; exit; }\n" \
	"cp $V v; cp $L .; chmod 755 .; cp -a $E e; printf '#!/usr/bin/python3\\n' >s.py; chmod 755 s.py\n" \
	"nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups $PWD/v \"$@\"; }\n"

static const struct row closed[] = {
	{"the environment", NOBODY "IFS=' '; chmod 700 e; nobody e ./s.py", 125,
		{"e/pyvenv.cfg: Permission denied", "make an environment of your own"}},
	{"its bin", NOBODY "IFS=' '; chmod 700 e/bin; nobody e ./s.py", 125,
		{"e/bin: Permission denied", "make an environment of your own"}},
	{"its base interpreter",
		NOBODY "IFS=' '; mkdir -m 700 h; cp /usr/bin/python3 h; "
		       "ln -sf $PWD/h/python3 e/bin/python3; nobody e ./s.py",
		125, {"h/python3: Permission denied", "make an environment of your own"}},
	{"its base interpreter, for no Python",
		NOBODY "IFS=' '; mkdir -m 700 h; cp /usr/bin/python3 h; "
		       "ln -sf $PWD/h/python3 e/bin/python3; nobody e ls",
		125, {"h/python3: Permission denied"}},
	{"the script", NOBODY "IFS=' '; chmod 700 s.py; nobody e ./s.py", 126,
		{"this user may not execute it"}},
	{"what is on a file system of data",
		"[ \"$(id -u)\" = 0 ] && unshare -m true 2>/dev/null || { echo SKIP it needs to be root, and "
		"unshare; exit; }\n"
		"mkdir d; unshare -m sh -c 'mount -t tmpfs -o noexec none d 2>/dev/null || "
		"{ echo SKIP no mount; exit; }\n"
		"cp -a \"$E\" d/e; rm d/e/bin/python3; cp /usr/bin/python3 d/e/bin/python3; \"$V\" d/e true; "
		"echo $?\n"
		"echo \"#!/bin/sh\" >d/s; chmod 755 d/s; \"$V\" \"$E\" d/s; echo $?'",
		0,
		{"e/bin/python3 is not an executable file: its file system is mounted with noexec\n125\n",
			"cannot run d/s: Permission denied: its file system is mounted with "
			"noexec\n126\n"}},
	{"its home",
		NOBODY "IFS=' '; mkdir -p h/bin; chmod 700 h; sed -i \"s,^home.*,home = $PWD/h/bin,\" "
		       "e/pyvenv.cfg; nobody e ./s.py",
		125, {"h/bin: Permission denied"}},
};

Test(diagnoses, reports_missing_permissions)
{
	ROWS(diagnoses, closed);
}

static const struct row builder[] = {
	{"--upgrade to another version",
		B "other; $B --without-pip -p /usr/bin/python3 e; "
		  "mkdir $(echo e/lib/python3.*/site-packages)/six-1.16.0.dist-info\n"
		  "touch e/lib/python$v/site-packages/old_one-1.0-py$v.egg-info; $B --upgrade -p $p e",
		0,
		{"which cannot import the 2 packages in ", "to install them again: venvbuild -p ",
			" --install old_one==1.0 --install six==1.16.0 "}},
	{"--allow-existing with another version",
		B "other; $B --without-pip -p /usr/bin/python3 e; "
		  "mkdir $(echo e/lib/python3.*/site-packages)/six-1.16.0.dist-info\n"
		  "$B --without-pip --allow-existing -p $p e",
		0, {"which cannot import the 1 package in ", "to install it again: "}},
	{"--upgrade to the same one",
		B "$B --without-pip -p /usr/bin/python3 e; "
		  "mkdir $(echo e/lib/python3.*/site-packages)/six-1.16.0.dist-info\n"
		  "same \"$($B --upgrade -p /usr/bin/python3 e 2>&1)\" ''",
		0, {0}},
	{"--upgrade of an empty one",
		B "other; $B --without-pip -p /usr/bin/python3 e; "
		  "$B --upgrade -p $p e 2>&1 | grep 'cannot import' && exit 1; exit 0",
		0, {0}},
	{"a failed installation in a sound one",
		B "$B -p /usr/bin/python3 e || { echo SKIP no pip; exit; }; "
		  "echo no-such-package-here==1 >bad.txt; find e | sort >before\n"
		  "$B -q -p /usr/bin/python3 e --no-index -r bad.txt; r=$?; find e | sort | cmp - before || "
		  "exit 9; exit $r",
		1, {"cannot change ", "/e, which is unchanged: ", "no-such-package-here"}},
	{"a failed installation in a new one",
		B "echo no-such-package-here==1 >bad.txt; "
		  "$B -q -p /usr/bin/python3 e --no-index -r bad.txt",
		1, {"cannot make "}},
	{"--repair of nothing", B "$B --repair nosuchdir", 1,
		{"cannot repair nosuchdir: there is no environment: no such directory"}},
	{"--repair of a file", B "echo >f; $B --repair f", 1,
		{"cannot repair f: there is no environment: it is not a directory"}},
	{"--repair of no environment", B "mkdir d; $B --repair d", 1, {"it has no pyvenv.cfg"}},
	{"an interpreter that its environment lacks", B "cp -a $E e; $B -p e/bin/python9 x", 1,
		{"no Python interpreter at e/bin/python9: No such file"}},
	{"an interpreter whose base is gone",
		B "cp -a $E e; rm e/bin/python3; "
		  "ln -s /gone/python3 e/bin/python3; $B -p e/bin/python3 x",
		1,
		{"cannot use the base interpreter of e/bin/python3: no Python interpreter at /gone/python3"}},
	{"a version that is not installed",
		B "mkdir b; printf '#!/bin/sh\\n' >b/pyenv; cp b/pyenv b/uv; "
		  "chmod +x b/*; PATH=$PWD/b:/usr/bin:/bin $B -p 3.99 e",
		1,
		{"no Python interpreter found for 3.99",
			"to install it: uv python install 3.99, or pyenv "
			"install 3.99"}},
	{"rules that nothing fulfils",
		B "mkdir b; printf '#!/bin/sh\\n' >b/pyenv; cp b/pyenv b/uv; "
		  "chmod +x b/*; PATH=$PWD/b:/usr/bin:/bin $B -p '>=3.99' e",
		1, {"to install it: uv python install '>=3.99'"}},
	{"without a program that installs", B "PATH=/usr/bin:/bin $B -p 3.99 e", 1,
		{"https://www.python.org/downloads/"}},
};

Test(diagnoses, of_the_builder)
{
	ROWS(diagnoses, builder);
}
