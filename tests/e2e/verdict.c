// SPDX-License-Identifier: MIT
// --explain, -v, --trace and --strict report the same decision, and --explain ends with the status of the
// run.
#include <criterion/criterion.h>

#include "tests/e2e/rows.h"

TestSuite(verdict, .init = rows_setup, .timeout = 300);

/* made writes an executable script. alike STATUS WORD... runs the words with and without --explain, with
 * --json and with --strict: all four end with that status and the same message. */
#define ALIKE \
	"made() { printf \"$2\" >\"$1\"; chmod +x \"$1\"; }\n" \
	"alike() {\n" \
	"	want=$1; shift\n" \
	"	for strict in -q --strict; do\n" \
	"		[ $strict = --strict ] || strict=--match=major\n" \
	"		timeout 20 $V $strict $E -- \"$@\" </dev/null >run 2>&1; " \
	"same \"$? of the run of $*\" \"$want of the run of $*\"\n" \
	"		$V $strict --explain $E -- \"$@\" >steps 2>why; " \
	"same \"$? of $*: $(cat steps why)\" \"$want of $*: $(cat steps why)\"\n" \
	"		$V $strict --explain --json $E -- \"$@\" 2>/dev/null | " \
	"json \"assert x.get('status', 0) == $want, x\" || fail JSON\n" \
	"		[ $want = 0 ] || [ \"${4-}\" = env ] || grep -q \"^venvrun: \" run && " \
	"same \"$(cat run)\" \"$(cat why)\"\n" \
	"	done\n" \
	"}\n"

static const struct row failures[] = {
	{"a script with DOS line ends", ALIKE "made s '#!/usr/bin/python3\\r\\n'; alike 127 ./s; cat why", 0,
		{"/usr/bin/python3 is missing", "DOS line ends"}},
	{"a script whose interpreter is missing", ALIKE "made s '#!/gone/perl\\n'; alike 127 ./s; cat why", 0,
		{"its interpreter /gone/perl is missing"}},
	{"the interpreter of its interpreter",
		ALIKE "made s '#!./t\\n'; made t '#!/gone/perl\\n'; "
		      "alike 127 ./s; cat why",
		0, {"the interpreter of ./t, /gone/perl is missing"}},
	{"an interpreter that may not be executed",
		ALIKE "made s '#!./t\\n'; echo >t; alike 126 ./s; "
		      "cat why",
		0, {"./t cannot be executed"}},
	{"a directory for an interpreter", ALIKE "made s '#!/usr\\n'; alike 126 ./s", 0, {0}},
	{"scripts without end", ALIKE "made s '#!./s\\n'; alike 126 ./s; cat why", 0,
		{"more than the kernel follows"}},
	{"DOS line ends behind env", ALIKE "made s '#!/usr/bin/env python3\\r\\n'; alike 127 ./s; cat why", 0,
		{"asks env for python3, which is not in PATH", "DOS line ends"}},
	{"what env does not find", ALIKE "made s '#!/usr/bin/env no-such-command\\n'; alike 127 ./s; cat why",
		0, {"asks env for no-such-command"}},
	{"what env takes for one name", ALIKE "made s '#!/usr/bin/env perl -w\\n'; alike 127 ./s; cat why", 0,
		{"asks env for perl -w, which"}},
	{"a loader that is missing",
		ALIKE
		"echo 'int main(void) { return 0; "
		"}' | ${CC:-cc} -xc - -o p -Wl,--dynamic-linker=/nowhere/ld.so || { echo SKIP no compiler; "
		"exit; }\n"
		"alike 127 ./p; cat why",
		0, {"its loader /nowhere/ld.so is missing"}},
	{"nothing", ALIKE "alike 127 ./nowhere; alike 127 no-such-command; alike 127 ''", 0, {0}},
	{"not executable", ALIKE "echo >f; alike 126 ./f", 0, {0}},
	{"what runs",
		ALIKE
		"made a '#!/usr/bin/python3\\n'; made b '#!/usr/bin/env -S python3 -I\\n'; "
		"made c 'exit 0\\n'; made d '#!/gone/python3\\n'\n"
		"made e '#!/usr/bin/env sh\\n'; for s in a b c d e; do alike 0 ./$s; done; alike 0 true; "
		"alike 0 python3 -c 1",
		0, {0}},
	{"a name of the working directory", "echo >mk.py; $V $E mk.py", 127,
		{"cannot run mk.py", "it is not in PATH; here it is ./mk.py"}},
	{"a directory of that name is no file",
		"mkdir mk; $V $E mk; r=$?; [ $r = 127 ] || exit $r; "
		"$V $E mk 2>&1 | grep -q ./mk && exit 1; exit 127",
		127, {"not in PATH"}},
	{"a script that asks env for itself",
		"printf '#!/usr/bin/env ./s\\n' >s; chmod +x s; "
		"timeout 20 $V --explain $E ./s",
		0, {"env finds ./s as ./s"}},
};

Test(verdict, a_failure_is_foreseen)
{
	ROWS(verdict, failures);
}

/* told checks that all report that a program cannot be followed because of $1; followed that none does. */
#define TOLD \
	"told() {\n" \
	"	why=$1; shift\n" \
	"	$AS $V --explain $E \"$@\" >out || fail explain; grep -q \"cannot be followed: .*$why\" " \
	"out || fail explain $(cat out)\n" \
	"	grep -q 'starts is followed' out && fail explain $(cat out)\n" \
	"	$AS $V -v $E \"$@\" 2>&1 >/dev/null | grep -q \"none; cannot be followed: .*$why\" || " \
	"fail verbose\n" \
	"	$AS $V --trace $E \"$@\" 2>&1 >/dev/null | grep -q \"(none; " \
	"cannot be followed: .*$why\" || fail trace\n" \
	"	$AS $V --strict --trace=t $E \"$@\" 2>err; same \"$? $(cat err)\" \"126 $(cat err)\"; " \
	"grep -q \"refused by --strict: .*$why\" err || fail strict $(cat err)\n" \
	"	events 'assert has(event=\"failed\", errno=13, call=\"venvrun\"), events'\n" \
	"	$AS $V --strict --explain $E \"$@\" >out 2>why; same $? 126; " \
	"same \"$(cat why)\" \"$(cat err)\"\n" \
	"	grep -q 'strict refuses' out || fail strict $(cat out)\n" \
	"	$AS $V --strict -v $E \"$@\" 2>&1 | grep -q 'venvrun: executing' && " \
	"fail 'it says that it executes it'\n" \
	"	$AS $V --strict $E sh -c '\"$@\"; exit $?' sh \"$@\" 2>err; " \
	"same \"$? $(cat err)\" \"126 $(cat err)\"; grep -q \"refused.*$why\" err || fail below\n" \
	"}\n" \
	"followed() {\n" \
	"	$AS $V --strict $E \"$@\" || fail strict\n" \
	"	$AS $V --strict $E sh -c '\"$@\"; exit $?' sh \"$@\" || fail below\n" \
	"	$AS $V --explain $E \"$@\" | grep 'cannot be followed' && fail explain\n" \
	"	$AS $V --trace $E \"$@\" 2>&1 >/dev/null | grep followed && fail trace\n" \
	"	:\n" \
	"}\n" \
	"AS=\n" \
	"root() {\n" \
	"	PATH=$PATH:/usr/sbin:/sbin\n" \
	"	[ \"$(id -u)\" = 0 ] && setpriv --version >/dev/null 2>&1 || { echo SKIP it needs to be " \
	"root, and setpriv; exit; }\n" \
	"	cp $V v; cp $L .; cp -a $E e; chmod 777 .; V=$PWD/v; E=$PWD/e; cp /bin/true p\n" \
	"	setpriv --no-new-privs ./p || exit\n" \
	"}\n" \
	"nobody() { AS='setpriv\n--reuid=65534\n--regid=65534\n--clear-groups'; : >t; chmod 666 t; }\n"

static const struct row escapes[] = {
	{"a static program",
		TOLD "[ -e $P/static_raw ] || { echo SKIP no static libc; exit; }; "
		     "told static $P/static_raw /bin/true",
		0, {0}},
	{"set-user-id, for a user", TOLD "root; chmod 4755 p; nobody; told set-user-id ./p", 0, {0}},
	{"set-group-id, for a user", TOLD "root; chgrp 7 p; chmod 2755 p; nobody; told set-group-id ./p", 0,
		{0}},
	{"capabilities, for a user",
		TOLD "root; setcap cap_net_raw+ep p || { echo SKIP no capabilities "
		     "here; exit; }; nobody; told capabilities ./p",
		0, {0}},
	{"another user's, for root", TOLD "root; chown 65534 p; chmod 4755 p; told set-user-id ./p", 0, {0}},
	{"root's, for root", TOLD "root; chmod 4755 p; followed ./p", 0, {0}},
	{"su, for root",
		TOLD "root; type su >/dev/null || { echo SKIP su is not installed; exit; }; "
		     "followed su -c true root",
		0, {0}},
	{"capabilities, for root",
		TOLD "root; setcap cap_net_raw+ep p || { echo SKIP no capabilities here; "
		     "exit; }; followed ./p",
		0, {0}},
	{"one's own", TOLD "root; chown 65534:65534 p; chmod 6755 p; nobody; followed ./p", 0, {0}},
	{"where nobody gains anything",
		TOLD "root; chmod 4755 p; nobody; AS=\"$AS\n--no-new-privs\"; "
		     "followed ./p",
		0, {0}},
	{"on a file system without set-user-id",
		TOLD
		"root; chmod 755 .; mkdir d; "
		"unshare -m true 2>/dev/null || { echo SKIP mount namespaces are not allowed here; exit; }\n"
		"export V E; unshare -m sh -c 'mount -t tmpfs -o nosuid none d 2>/dev/null || "
		"{ echo SKIP no mount; exit; }\n"
		"cp p d; chmod 4755 d/p; exec setpriv --reuid=65534 --regid=65534 --clear-groups \"$V\" "
		"--strict \"$E\" sh -c \"d/p; exit \\$?\"'",
		0, {0}},
	{"sudo's script",
		TOLD
		"root; printf '#!/usr/bin/python3\n' >x.py; chmod 755 x.py; "
		"cp /usr/bin/env sudo; chmod 4755 sudo; nobody\n"
		"$AS $V --explain $E ./sudo ./x.py; $AS $V --trace $E ./sudo ./x.py 2>&1 | grep -c followed",
		0, {"cannot be followed: it is a set-user-id", "\n1\n"}},
};

/* what checks that --explain reports $1 for the words after it. */
#define WHAT "what() { said=$1; shift; $V \"$@\" >out; grep -q \"$said\" out || fail \"$* $(cat out)\"; }\n"

static const struct row exempts[] = {
	{"--keep",
		WHAT "echo >k; chmod +x k; what 'by --keep: it and what it starts run as without venvrun' "
		     "--keep=k --explain $E ./k\n"
		     "what 'by --keep: it and what' --keep=k --explain $E sh k",
		0, {0}},
	{"--keep-only",
		WHAT "printf '#!/usr/bin/env python3\\n' >k; chmod +x k\n"
		     "for c in ./k 'python3 k'; do IFS=' '; set -- $c; IFS='\n"
		     "'; what 'by --keep-only: it runs as without venvrun, and what it starts is followed' "
		     "--keep-only=k --explain $E \"$@\"; done",
		0, {0}},
	{"a package manager",
		WHAT "type dpkg apt-get || { echo SKIP dpkg is not installed; exit; }\n"
		     "for c in dpkg apt-get; do what 'a package manager: it and what it starts run as "
		     "without venvrun' "
		     "--explain $E $c; done",
		0, {0}},
};

Test(verdict, reports_the_processes_that_the_command_starts)
{
	ROWS(verdict, exempts);
}

Test(verdict, all_report_what_cannot_be_followed)
{
	ROWS(verdict, escapes);
}
