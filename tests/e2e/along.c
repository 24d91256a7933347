// SPDX-License-Identifier: MIT
// The variables that venvrun sets for a command: the library and the policy.
#include <criterion/criterion.h>

#include "tests/e2e/rows.h"

TestSuite(along, .init = rows_setup, .timeout = 300);

/* The fields of the policy for translated paths, sorted, on one line; V.V replaces the version of the
 * system's Python. */
#define FIELDS \
	"fields() { \"$@\" sh -c 'echo \"$VENVRUN_POLICY\"' | tr ';' '\n' | grep -E " \
	"'^(site|base|hide|trace)=' | " \
	"sort | sed \"s,python$(/usr/bin/python3 -c 'import sys; print(\"%d.%d\" % " \
	"sys.version_info[:2])'),python3.V,\" | " \
	"tr '\n' ' '; }\n"

static const struct row meanings[] = {
	{"the system's site directories mean ENV's", FIELDS "fields $V $E", 0,
		{"site=/", "base=/usr/lib/python3/dist-packages ",
			"base=/usr/local/lib/python3.V/dist-packages "}},
	{"and nothing is hidden or traced", FIELDS "case $(fields $V $E) in *hide=*|*trace=*) exit 1;; esac",
		0, {0}},
	{"site-packages is ENV's", FIELDS "fields $V $E | grep -o \"site=$E/lib/python3.V/site-packages \"",
		0, {"site="}},
	{"few bytes are needed",
		FIELDS "same \"$(fields $V --isolated $E | head -c 1000 | tail -c +600)\" ''", 0, {0}},
	{"--isolated hides the user's",
		FIELDS
		"same \"$(fields $V --isolated $E | grep -o hide=.*)\" "
		"\"hide=$HOME/.local/lib/python3.V/site-packages site=$E/lib/python3.V/site-packages \"",
		0, {0}},
	{"--isolated by the command's variables",
		FIELDS "fields $V --isolated --env PYTHONUSERBASE=/u --env HOME=/w $E", 0,
		{"hide=/u/lib/python3.V/site-packages", "hide=/w/.local/lib/python3.V/site-packages"}},
	{"nothing, with the system's packages",
		FIELDS "sed s/false/true/ $E/pyvenv.cfg >c; cp -a $E e; cp c e/pyvenv.cfg\n"
		       "same \"$(fields $V e)\" ''; same \"$(fields $V --isolated e)\" "
		       "\"hide=$HOME/.local/lib/python3.V/site-packages \"",
		0, {0}},
	{"nothing, without site-packages",
		FIELDS "cp -a $E e; rmdir e/lib/python3.*/site-packages\n"
		       "same \"$(fields $V e)\" ''; fields $V --isolated e",
		0, {"hide=/usr/lib/python3/dist-packages ", "/.local/lib/python3.V/site-packages"}},
	{"--trace", FIELDS "fields $V --trace $E", 0, {"trace=stderr"}},
	{"--trace=FILE, from here",
		FIELDS
		"mkdir d; same \"$(fields $V --trace=./f -C d $E | grep -o trace=.*)\" \"trace=$PWD/f \"\n"
		"[ -s f ]",
		0, {0}},
	{"--trace=FILE, what is in it stays", "echo old >f; $V --trace=f $E true; cat f", 0, {"old"}},
	{"--trace=FILE, a fifo without a reader", "mkfifo f; $V --trace=f $E echo ran", 0, {"ran"}},
	{"--trace=FILE with --explain makes none", "$V --explain --trace=f $E true; [ ! -e f ]", 0, {0}},
	{"--trace does not take the next word", "$V --trace $E echo ran", 0, {"ran"}},
};

Test(along, the_policy_has_the_site_directories)
{
	ROWS(along, meanings);
}

static const struct row preload[] = {
	{"ours alone", "same \"$($V $E sh -c 'echo $LD_PRELOAD')\" $L", 0, {0}},
	{"others are kept",
		"same \"$(LD_PRELOAD='libm.so.6 libdl.so.2' $V $E sh -c 'echo $LD_PRELOAD')\" "
		"\"$L:libm.so.6:libdl.so.2\"",
		0, {0}},
	{"the library is not in it twice",
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
	{"found through a symbolic link", "ln -s $V v; same \"$(./v $E sh -c 'echo $LD_PRELOAD')\" $L", 0,
		{0}},
	{"VENVRUN_LIBRARY that does not exist", "VENVRUN_LIBRARY=/nowhere $V $E true", 125,
		{"/nowhere, which VENVRUN_LIBRARY names: No such file", "correct or unset"}},
	{"a relative VENVRUN_LIBRARY",
		"mkdir a; cp $L .; same \"$(VENVRUN_LIBRARY=a/../libvenvrun.so $V $E sh -c 'echo "
		"$LD_PRELOAD')\" \"$PWD/libvenvrun.so\"",
		0, {0}},
	{"no shared library", "VENVRUN_LIBRARY=/etc/passwd $V $E true", 125, {"it is not a shared library"}},
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
		125, {"LD_PRELOAD does not allow", "cannot use", "/run/venvrun"}},
	{"the same, behind a symbolic link",
		"mkdir -m 700 run 'a b' o; ln -s ../o run/venvrun; cp $L 'a b'\n"
		"XDG_RUNTIME_DIR=$PWD/run VENVRUN_LIBRARY='a b/libvenvrun.so' $V $E true",
		125, {"cannot use"}},
};

Test(along, the_library_is_preloaded)
{
	ROWS(along, preload);
}
