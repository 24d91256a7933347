// SPDX-License-Identifier: MIT
// A Python below an emulator or a tracer is the environment's, and the emulator or tracer continues.
#include <criterion/criterion.h>

#include "tests/e2e/rows.h"

TestSuite(watched, .init = rows_setup, .timeout = 500);

/* over.py reads beyond a block of memory; who.py prints its prefix, and whether valgrind is in its
 * process. */
#define VALGRIND \
	"valgrind -q /bin/true 2>/dev/null || { echo SKIP valgrind does not work here; exit; }\n" \
	"PATH=$E/bin:$PATH; export PYTHONMALLOC=malloc; WATCH='valgrind\n-q\n--error-exitcode=9'\n" \
	"printf '%s\\n' '#!/usr/bin/python3' 'import ctypes' 'malloc = ctypes.CDLL(None).malloc' " \
	"'malloc.restype = ctypes.c_void_p' \\\n" \
	"	'ctypes.string_at(malloc(4) + 4, 1)' >over.py\n" \
	"printf '%s\\n' '#!/usr/bin/python3' 'import sys' 'print(sys.prefix, \"vgpreload\" in " \
	"open(\"/proc/self/maps\").read())' >who.py\n" \
	"chmod +x over.py who.py\n"

static const struct row valgrind[] = {
	{"what runs without us",
		VALGRIND "$WATCH python3 over.py >/dev/null 2>&1; same $? 9; "
			 "$WATCH python3 -c 1",
		0, {0}},
	{"by name", VALGRIND "$V $E $WATCH python3 over.py", 9, {"Invalid read"}},
	{"by path", VALGRIND "$V $E $WATCH /usr/bin/python3 over.py", 9, {"Invalid read"}},
	{"ENV's by path", VALGRIND "$V $E $WATCH $E/bin/python over.py", 9, {"Invalid read"}},
	{"ENV's by a relative path", VALGRIND "cd $E; $V $E $WATCH bin/python3 $OLDPWD/over.py", 9,
		{"Invalid read"}},
	{"a script", VALGRIND "$V $E $WATCH ./over.py", 9, {"Invalid read"}},
	{"a child", VALGRIND "$V $E $WATCH --trace-children=yes sh -c '/usr/bin/python3 over.py; exit $?'", 9,
		{"Invalid read"}},
	{"a child that is not to be watched",
		VALGRIND "same \"$($V $E $WATCH sh -c '/usr/bin/python3 "
			 "who.py; :')\" \"$E False\"",
		0, {0}},
	{"a child of what was by path",
		VALGRIND "same \"$($V $E $WATCH /usr/bin/python3 -c 'import os; "
			 "os.system(\"/usr/bin/python3 who.py; :\")')\" \"$E False\"",
		0, {0}},
	{"it is ENV's: by name", VALGRIND "same \"$($V $E $WATCH python3 who.py)\" \"$E True\"", 0, {0}},
	{"by path", VALGRIND "same \"$($V $E $WATCH /usr/bin/python3 who.py)\" \"$E True\"", 0, {0}},
	{"by path with children",
		VALGRIND "same \"$($V $E $WATCH --trace-children=yes /usr/bin/python3 "
			 "who.py)\" \"$E True\"",
		0, {0}},
	{"a script", VALGRIND "same \"$($V $E $WATCH ./who.py)\" \"$E True\"", 0, {0}},
	{"with another tool",
		VALGRIND "same \"$($V $E valgrind -q --tool=none /usr/bin/python3 who.py)\" "
			 "\"$E True\"",
		0, {0}},
	{"without a server for gdb",
		VALGRIND "same \"$($V $E $WATCH --vgdb=no /usr/bin/python3 who.py)\" "
			 "\"$E True\"",
		0, {0}},
	{"another PATH",
		VALGRIND "same \"$($V $E env PATH=/usr/bin:/bin $WATCH python3 who.py)\" \"$E "
			 "True\"",
		0, {0}},
	{"around venvrun",
		WITHOUT_SANITIZER VALGRIND
		"same \"$($WATCH --trace-children=yes $V $E /usr/bin/python3 who.py)\" \"$E True\"",
		0, {0}},
};

Test(watched, stays_below_valgrind)
{
	ROWS(watched, valgrind);
}

#define QEMU \
	"QEMU=qemu-$(uname -m); command -v $QEMU >/dev/null || { echo SKIP qemu-user is not installed; " \
	"exit; }\n" \
	"printf '%s\\n' 'import os, sys' 'print(sys.prefix, " \
	"os.readlink(\"/proc/thread-self/exe\").split(\"/\")[-1][:4])' >who.py\n"
#define LEAVES "the environment's interpreter would leave the emulator that runs it"

static const struct row qemu[] = {
	{"what runs without us", QEMU "same \"$($QEMU /usr/bin/python3 who.py)\" \"/usr qemu\"", 0, {0}},
	{"ENV's by path", QEMU "same \"$($V $E $QEMU $E/bin/python3 who.py)\" \"$E qemu\"", 0, {0}},
	{"ENV's by a relative path",
		QEMU "w=$PWD/who.py; cd $E; same \"$($V $E $QEMU bin/python3 $w)\" \"$E "
		     "qemu\"",
		0, {0}},
	{"ENV's under another name",
		QEMU "same \"$($V $E $QEMU -0 python3 $E/bin/python3 who.py)\" \"$E "
		     "qemu\"",
		0, {0}},
	{"a base interpreter", QEMU "same \"$($V $E $QEMU /usr/bin/python3 who.py)\" \"/usr qemu\"", 0, {0}},
	{"has ENV's packages",
		QEMU "echo 'x = 7' >$(echo $E/lib/python3*/site-packages)/only.py\n"
		     "same \"$($V $E $QEMU /usr/bin/python3 -c 'import only; print(only.x)')\" 7; "
		     "rm $E/lib/python3*/site-packages/only.py",
		0, {0}},
	{"what it starts is followed",
		QEMU "same \"$($V $E $QEMU /usr/bin/python3 -c 'import os; "
		     "os.system(\"/usr/bin/python3 who.py\")')\" \"$E pyth\"",
		0, {0}},
	{"--trace", QEMU "$V --trace $E $QEMU /usr/bin/python3 who.py", 0,
		{"started as /usr/bin/python3, continues: " LEAVES}},
	{"--trace=FILE",
		QEMU
		"$V --trace=t $E $QEMU /usr/bin/python3 who.py; "
		"events 'assert has(event=\"restart\", file=\"/usr/bin/python3\", "
		"why=\"the environment\\x27s interpreter would leave the emulator that runs it\"), events'",
		0, {0}},
	{"--strict", QEMU "$V --strict $E $QEMU /usr/bin/python3 who.py", 126,
		{"refused by --strict: /usr/bin/python3: " LEAVES}},
};

Test(watched, stays_below_qemu)
{
	ROWS(watched, qemu);
}

static const struct row tracers[] = {
	{"strace -f",
		"strace -o /dev/null true || { echo SKIP strace does not work here; exit; }\n"
		"printf '#!/usr/bin/python3\\nimport sys; print(sys.prefix); "
		"open(\"here\", \"w\")\\n' >s.py; chmod +x s.py\n"
		"same \"$($V $E strace -f -o t sh -c './s.py; :')\" $E; grep -q here t || fail not traced",
		0, {0}},
	{"strace of what comes by a descriptor",
		"strace -o /dev/null true || { echo SKIP strace does not work here; "
		"exit; }\n"
		"echo 'import sys; print(sys.prefix); open(\"here\", \"w\")' >s.py; cp $P/static_raw . || "
		"{ echo SKIP no static libc; exit; }\n"
		"same \"$($V $E strace -o t ./static_raw /usr/bin/python3 s.py)\" $E; grep -q here t || "
		"fail not traced",
		0, {0}},
	{"proot",
		"proot true || { echo SKIP proot does not work here; exit; }\n"
		"echo 'import sys; print(sys.prefix)' >s.py; cp $P/static_raw . || "
		"{ echo SKIP no static libc; exit; }\n"
		"same \"$($V $E proot ./static_raw /usr/bin/python3 s.py)\" $E",
		0, {0}},
	{"proot with another root",
		"proot true || { echo SKIP proot does not work here; exit; }\n"
		"mkdir root; echo 'import sys; print(sys.prefix)' >s.py; cp $P/static_raw . || "
		"{ echo SKIP no static libc; exit; }\n"
		"B=; for d in /*; do [ -d $d ] && B=\"$B$IFS-b$IFS$d\"; done; B=${B#$IFS}\n"
		"same \"$($V $E proot -r root $B $PWD/static_raw /usr/bin/python3 $PWD/s.py)\" $E",
		0, {0}},
	{"strace of an emulator",
		QEMU "strace -o /dev/null true || { echo SKIP strace does not work here; exit; }\n"
		     "same \"$($V $E strace -f -o /dev/null $QEMU /usr/bin/python3 who.py)\" \"/usr qemu\"",
		0, {0}},
	{"gdb",
		"gdb -q -batch -ex run true >/dev/null 2>&1 || { echo SKIP gdb does not work here; exit; }\n"
		"echo 'import os, sys; print(\"prefix\", sys.prefix, flush=True); os.abort()' >s.py\n"
		"out=$($V $E gdb -q -batch -ex run -ex bt --args /usr/bin/python3 s.py 2>&1)\n"
		"case $out in *\"prefix $E\"*SIGABRT*abort*) ;; *) fail \"$out\" ;; esac",
		0, {0}},
	{"gdb without a shell",
		"gdb -q -batch -ex run true >/dev/null 2>&1 || { echo SKIP gdb does not work here; "
		"exit; }\n"
		"echo 'import os, sys; print(\"prefix\", sys.prefix, flush=True); os.abort()' >s.py\n"
		"out=$($V $E gdb -q -batch -ex 'set startup-with-shell off' -ex run -ex bt --args "
		"/usr/bin/python3 s.py 2>&1)\n"
		"case $out in *\"prefix $E\"*SIGABRT*abort*) ;; *) fail \"$out\" ;; esac",
		0, {0}},
};

Test(watched, stays_with_a_tracer)
{
	ROWS(watched, tracers);
}
