// SPDX-License-Identifier: MIT
// A program that is released, by --keep or VENVRUN=off, has the PATH and the variables from before venvrun;
// --keep names a file.
#include <criterion/criterion.h>

#include "tests/e2e/rows.h"

TestSuite(released, .init = rows_setup, .timeout = 300);

/* PATH leads to ./python3 without venvrun. ./tool, ./by-env and ./outer, a shell script, print the
 * interpreter that they get. */
#define FIRST \
	"export PATH=$PWD/bin:$PATH; mkdir -p bin other; ln -sf /usr/bin/python3 bin/python3\n" \
	"for f in tool:/usr/bin/python3 'by-env:/usr/bin/env python3'; do\n" \
	"printf '#!%s\\nimport sys; print(sys.executable)\\n' \"${f#*:}\" >${f%%:*}; chmod +x ${f%%:*}; " \
	"done\n" \
	"printf '#!/bin/sh\\npython3 -c \"import sys; print(sys.executable)\"\\n' >outer; chmod +x outer\n" \
	"before=$PWD/bin/python3; ours=$E/bin/python3\n"
#define SHOW "\"import sys; print(sys.executable)\""
/* All variables except those that a shell sets. */
#define VARIABLES "env | grep -v '^_=\\|^VENVRUN=off$\\|^SHLVL=' | sort"

static const struct row paths[] = {
	{"a name that a shell searches",
		FIRST "same \"$($V $E -- sh -c 'VENVRUN=off python3 -c "
		      "'\"'\"'import sys; print(sys.executable)'\"'\"'; :')\" $before",
		0, {0}},
	{"a name that env searches", FIRST "same \"$($V $E -- env VENVRUN=off python3 -c " SHOW ")\" $before",
		0, {0}},
	{"the command itself", FIRST "same \"$($V --keep=python3 $E -- python3 -c " SHOW ")\" $before", 0,
		{0}},
	{"ENV's own, by its path",
		FIRST "same \"$($V $E -- env VENVRUN=off $E/bin/python3 -c " SHOW ")\" $ours", 0, {0}},
	{"a kept script for env",
		FIRST "for s in by-env \"$PWD/by-env\" './*'; "
		      "do same \"$($V --keep=$s $E -- ./by-env)\" $before\n"
		      "same \"$($V --keep=$s $E -- sh -c './by-env; :')\" $before; done",
		0, {0}},
	{"a kept shell script",
		FIRST "same \"$($V --keep=outer $E -- ./outer)\" $before; "
		      "same \"$($V $E -- ./outer)\" $ours",
		0, {0}},
	{"a shell that exports it",
		FIRST "same \"$($V $E -- sh -c 'export VENVRUN=off; "
		      "python3 -c '\"'\"'import sys; print(sys.executable)'\"'\"'; :')\" $before",
		0, {0}},
	{"system(3) of a program that sets it",
		FIRST "same \"$($V $E -- python3 -c 'import os; os.environ[\"VENVRUN\"] = \"off\"; "
		      "os.system(\"./outer\")')\" $before",
		0, {0}},
	{"a name that a static shell searches",
		FIRST
		"busybox sh -c : 2>&- || { echo SKIP busybox is not installed; exit; }\n"
		"same \"$($V $E -- busybox sh -c 'VENVRUN=off python3 -c '\"'\"'import sys; "
		"print(sys.executable)'\"'\"'; VENVRUN=off env sh ./outer')\" "
		"\"$(printf '%s\\n' $before $before)\" && cp -a $E e && mv e/bin/python3 e/bin/python3.99 && "
		"ln -s python3.99 e/bin/python3\n"
		"same \"$($V ./e -- busybox sh -c 'VENVRUN=off python3.99 -c '\"'\"'import sys; "
		"print(sys.prefix)'\"'\"'; :')\" $PWD/e",
		0, {0}},
	{"a PATH that was added to",
		FIRST "same \"$($V $E -- sh -c 'PATH=$PWD/other:$PATH VENVRUN=off sh -c '\"'\"'echo $PATH; "
		      "./outer'\"'\"'')\" \"$(printf '%s\\n' \"$PWD/other:$PATH\" $before)\"",
		0, {0}},
	{"below an activated environment",
		FIRST
		"python3 -m venv --without-pip 'o 1'; . 'o 1/bin/activate'; "
		"before=$PWD/o\\ 1/bin/python3\n"
		"for v in --strict --keep=python3; do same \"$($V $v $E -- env VENVRUN=off python3 -c " SHOW
		")\" \"$before\"; done\n"
		"same \"$($V $E -- sh -c 'VENVRUN=off python3 -c '\"'\"'import sys; "
		"print(sys.executable)'\"'\"'; VENVRUN=off ./outer')\" "
		"\"$(printf '%s\\n' \"$before\" \"$before\")\"\n"
		"same \"$($V --keep=python3 $E -- python3 -c " SHOW ")\" \"$before\"\n"
		"for k in --keep-only=by-env --keep=by-env; do same \"$($V $k $E -- ./by-env)\" \"$before\"; "
		"done\n"
		"busybox sh -c : 2>&- || { echo SKIP busybox is not installed; exit; }\n"
		"same \"$($V --keep=tool $E -- busybox sh -c 'python3 ./tool; :')\" \"$before\"",
		0, {0}},
	{"a name that only ENV has",
		FIRST "cp -a $E e; printf '#!/bin/sh\\necho found\\n' >e/bin/only; "
		      "chmod +x e/bin/only\n"
		      "same \"$($V ./e -- sh -c 'VENVRUN=off only; :')\" found",
		0, {0}},
	{"no library of ours in another root",
		"PATH=$PATH:/usr/sbin:/sbin; mkdir -p r/bin; for d in /lib /lib64 /usr; do mkdir -p r$d; "
		"done; cp --parents $(ldd /bin/true | grep -o '/[^ ]*') r\n"
		"cp /bin/true r/bin; chroot r /bin/true 2>&- || { echo SKIP chroot does not work here; exit; "
		"}\n"
		"for c in 'env VENVRUN=off chroot'; do IFS=' '; set -- $c; IFS='\n"
		"'; same \"$($V $E -- \"$@\" r /bin/true 2>&1)\" ''; done\n"
		"same \"$($V --keep=chroot $E -- chroot r /bin/true 2>&1)\" ''",
		0, {0}},
};

Test(released, finds_python_as_before)
{
	ROWS(released, paths);
}

static const struct row values[] = {
	{"all of them", "same \"$($V $E -- env VENVRUN=off sh -c \"" VARIABLES "\")\" \"$(" VARIABLES ")\"",
		0, {0}},
	{"of an activated environment",
		"python3 -m venv --without-pip o; . o/bin/activate; "
		"export PYTHONHOME=/nowhere\n"
		"same \"$($V $E -- env VENVRUN=off sh -c \"" VARIABLES "\")\" \"$(" VARIABLES ")\"",
		0, {0}},
	{"of ENV, activated",
		". $E/bin/activate; same \"$($V $E -- env VENVRUN=off sh -c \"" VARIABLES
		"\")\" \"$(" VARIABLES ")\"",
		0, {0}},
	{"with --isolated",
		"export PYTHONPATH=/p; same \"$($V --isolated $E -- env VENVRUN=off sh -c \"" VARIABLES
		"\")\" \"$(" VARIABLES ")\"",
		0, {0}},
	{"without a PATH",
		"all=$(" VARIABLES " | grep -v ^PATH=); "
		"same \"$(env -u PATH $V $E -- /usr/bin/env VENVRUN=off /bin/sh -c \""
		"/usr/bin/env | /usr/bin/grep -v '^_=\\|^VENVRUN=off\\|^PWD=\\|^OLDPWD=\\|^SHLVL=\\|^PATH=' "
		"| /usr/bin/sort\")\" \"$(echo \"$all\" | grep -v '^PWD=\\|^OLDPWD=')\"",
		0, {0}},
	{"below two",
		"python3 -m venv --without-pip o; same \"$($V ./o -- $V $E -- env VENVRUN=off sh -c "
		"\"" VARIABLES "\")\" \"$(" VARIABLES ")\"",
		0, {0}},
	{"below two, of an activated one",
		"python3 -m venv --without-pip o; . o/bin/activate\n"
		"same \"$($V ./o -- $V $E -- env VENVRUN=off sh -c \"" VARIABLES "\")\" \"$(" VARIABLES ")\"",
		0, {0}},
	{"that ENV brings",
		"cp -a $E e; mkdir -p e/etc/environment.d; printf 'A=new\\nB=$A$B\\nC=3\\n' "
		">e/etc/environment.d/1.conf; export A=old B=b\n"
		"same \"$($V ./e -- sh -c 'echo $A $B $C; VENVRUN=off sh -c \"echo \\$A \\$B \\${C-none}\"; "
		"C=4 VENVRUN=off sh -c \"echo \\$C\"')\" "
		"\"$(printf 'new newb 3\\nold b none\\n4')\"",
		0, {0}},
	{"but those of the command line", "same \"$($V --env A=1 $E -- env VENVRUN=off sh -c 'echo $A')\" 1",
		0, {0}},
	{"that a program has set since",
		"same \"$($V $E -- env VIRTUAL_ENV=/x VENVRUN=off sh -c 'echo "
		"$VIRTUAL_ENV')\" /x",
		0, {0}},
	{"that was cleared",
		"same \"$($V $E -- env -i VENVRUN=off A=1 /usr/bin/env)\" \"$(printf "
		"'VENVRUN=off\\nA=1')\"",
		0, {0}},
	{"a library of the caller's",
		"cc -shared -o x.so -xc /dev/null 2>&- || { echo SKIP no compiler; "
		"exit; }\n"
		"same \"$(LD_PRELOAD=$PWD/x.so $V $E -- env VENVRUN=off sh -c 'echo $LD_PRELOAD')\" "
		"\"$PWD/x.so\"",
		0, {0}},
};

Test(released, finds_the_variables_from_before)
{
	ROWS(released, values);
}

static const struct row files[] = {
	{"a path",
		FIRST
		"mkdir d; cp tool d; ln -s d/tool link; ln d/tool hard; p=$PWD/d/tool\n"
		"for c in d/tool ./d/tool d/../d/tool \"$p\" link hard; do case $c in */*) ;; *) c=./$c ;; "
		"esac\n"
		"same \"$($V --keep=$p $E -- $c)\" /usr/bin/python3; same \"$($V --keep=$p $E -- sh -c \"$c; "
		":\")\" /usr/bin/python3\n"
		"same \"$($V --keep=$p $E -- sh -c \"/usr/bin/python3 -B $c; :\")\" /usr/bin/python3\n"
		"same \"$($V --keep=$p $E -- sh -c \"python3 -B $c; :\")\" $before; done\n"
		"same \"$($V --keep=$p $E -- ./tool)\" $E/bin/python3",
		0, {0}},
	{"a pattern that is relative, or a link",
		FIRST "mkdir d; cp tool d; ln -s d e\n"
		      "for k in d/tool ./d/tool 'd/t*' 'e/*' 'd*/tool' '[d]/tool' '*/d/tool' \"$PWD/e/tool\" "
		      "e/../d/tool; do\n"
		      "same \"$($V --keep=$k $E -- sh -c \"cd d; ./tool; :\")\" /usr/bin/python3 || exit; "
		      "done",
		0, {0}},
	{"a descriptor",
		FIRST "for how in -f -d; do same \"$($V --keep=$PWD/tool $E -- $P/scrubbed $how "
		      "$PWD/tool)\" /usr/bin/python3; done",
		0, {0}},
	{"a static parent",
		FIRST "printf '#!/usr/bin/python3\\nimport sys, subprocess; "
		      "print(sys.executable, flush=True)\\n"
		      "subprocess.run([\"/usr/bin/python3\", \"./tool\"])\\n' >both; chmod +x both\n"
		      "same \"$($V --keep=both $E -- $P/static_raw ./both | sort -u)\" /usr/bin/python3",
		0, {0}},
	{"what a static parent starts",
		FIRST "same \"$($V --keep=outer $E -- $P/static_raw ./outer)\" "
		      "$before\n"
		      "same \"$($V --keep-only=outer $E -- $P/static_raw ./outer)\" $ours",
		0, {0}},
	{"a shell's script",
		FIRST "same \"$($V --keep=outer $E -- sh ./outer)\" $before; "
		      "same \"$($V --keep=outer $E -- sh -c 'sh -e outer; :')\" $before",
		0, {0}},
	{"any shell's",
		FIRST
		"printf 'python3 -c \"import sys; print(sys.executable)\"\\n' >any\n"
		"for s in bash csh dash fish ksh mksh rbash tcsh yash zsh; do type $s >/dev/null 2>&1 || "
		"continue\n"
		"same \"$s $($V --keep=any $E -- sh -c \"$s ./any; :\")\" \"$s $before\"; done",
		0, {0}},
	{"ENV's interpreter is no other's",
		FIRST "same \"$($V --keep=/usr/bin/python3 $E -- python3 -c " SHOW ")\" $ours\n"
		      "same \"$($V --keep=/usr/bin/python3 $E -- /usr/bin/python3 -c " SHOW
		      ")\" /usr/bin/python3",
		0, {0}},
	{"--keep-only",
		FIRST
		"printf '#!/usr/bin/env python3\\nimport subprocess, sys; "
		"print(sys.executable, flush=True)\\n"
		"for p in \"python3\", sys.executable: subprocess.run([p, \"-c\", \"import sys; "
		"print(sys.prefix)\"])\\n' >both; chmod +x both\n"
		"for c in ./both 'python3 both'; do for k in both \"$PWD/both\"; do\n"
		"same \"$($V --keep-only=$k $E -- sh -c \"$c; :\")\" \"$(printf '%s\\n' $before $E $E)\" || "
		"exit; done; done",
		0, {0}},
	{"--keep-only of what is no Python", FIRST "same \"$($V --keep-only=outer $E -- ./outer)\" $ours", 0,
		{0}},
};

Test(released, a_pattern_names_the_file)
{
	ROWS(released, files);
}
