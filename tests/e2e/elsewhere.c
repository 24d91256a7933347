// SPDX-License-Identifier: MIT
// Where the environment cannot be reached, below another root directory or for another user, base
// interpreters run as themselves.
#include <criterion/criterion.h>

#include "tests/e2e/rows.h"

TestSuite(elsewhere, .init = rows_setup, .timeout = 300);

/* Shell functions for the rows. root makes ./root, with Debian's Python and a shell in it. nobody copies
 * venvrun to ./v and the environment to ./e, which another user cannot enter; $AS starts a command for
 * that user. */
#define SETUP \
	"PATH=$PATH:/usr/sbin:/sbin; [ \"$(id -u)\" = 0 ] && chroot / true 2>/dev/null || " \
	"{ echo SKIP it needs to be root; exit; }\n" \
	"PREFIX='import sys; print(sys.prefix)'\n" \
	"root() {\n" \
	"	python=$(readlink -f /usr/bin/python3); lib=$(dirname $(dirname $python))/lib/$(basename " \
	"$python)\n" \
	"	for f in $python /bin/sh /usr/bin/env $(ldd $python /bin/sh /usr/bin/env | " \
	"grep -o ' */[^ :]* ' | tr -d ' '); do\n" \
	"		mkdir -p root/$(dirname $f); [ -e root$f ] || cp -L $f root$f\n" \
	"	done\n" \
	"	ln -s $(basename $python) root/usr/bin/python3; mkdir -p root$lib root/tmp\n" \
	"	cp -r $lib/encodings root$lib; cp $lib/*.py root$lib\n" \
	"	[ \"$(chroot root /usr/bin/python3 -c $PREFIX)\" = /usr ] || { echo SKIP no small root; " \
	"exit; }\n" \
	"}\n" \
	"nobody() {\n" \
	"	setpriv --version >/dev/null 2>&1 || { echo SKIP setpriv is not installed; exit; }\n" \
	"	cp $V v; cp $L .; cp -a $E e; chmod 755 .; chmod 700 e; V=$PWD/v; E=$PWD/e\n" \
	"	AS='setpriv\n--reuid=65534\n--regid=65534\n--clear-groups'\n" \
	"}\n"

static const struct row roots[] = {
	{"by path", SETUP "root; same \"$($V $E chroot root /usr/bin/python3 -c $PREFIX)\" /usr", 0, {0}},
	{"by PATH", SETUP "root; same \"$($V $E chroot root python3 -c $PREFIX)\" /usr", 0, {0}},
	{"in a shell",
		SETUP "root; same \"$($V $E chroot root /bin/sh -c \"/usr/bin/python3 -c '$PREFIX'; "
		      ":\")\" /usr",
		0, {0}},
	{"a script",
		SETUP "root; printf '#!/usr/bin/python3\\n%s\\n' $PREFIX >root/s; chmod +x root/s\n"
		      "same \"$($V $E chroot root /s)\" /usr",
		0, {0}},
	{"a script for env",
		SETUP "root; printf '#!/usr/bin/env python3\\n%s\\n' $PREFIX >root/s; "
		      "chmod +x root/s\n"
		      "same \"$($V $E chroot root /s)\" /usr",
		0, {0}},
	{"a version that does not exist there either",
		SETUP "root; $V $E chroot root /usr/bin/python3.2 -c 1", 127, {"python3.2"}},
	{"changed by a Python in the child",
		SETUP "root; same \"$($V $E /usr/bin/python3 -c \"import os, subprocess as s; "
		      "s.run(['/usr/bin/python3', '-c', '$PREFIX'], "
		      "preexec_fn=lambda: os.chroot('root'))\")\" /usr",
		0, {0}},
	{"with the environment cleared",
		SETUP "root; same \"$($V $E env -i /usr/sbin/chroot root "
		      "/usr/bin/python3 -c $PREFIX)\" /usr",
		0, {0}},
	{"the environment exists there, too",
		SETUP "root; mkdir -p root$(dirname $E); cp -a $E root$E\n"
		      "same \"$($V $E chroot root /usr/bin/python3 -c $PREFIX)\" $E",
		0, {0}},
	{"the environment exists there, with a dangling interpreter",
		SETUP "root; mkdir -p root$(dirname $E); cp -a $E root$E; rm root$E/bin/python3; "
		      "ln -s /gone root$E/bin/python3\n"
		      "same \"$($V $E chroot root /usr/bin/python3 -c $PREFIX)\" /usr",
		0, {0}},
	{"another directory of that name exists there",
		SETUP "root; mkdir -p root$E/bin; cp root/bin/sh root$E/bin/python; "
		      "cp root/bin/sh root$E/bin/python3\n"
		      "same \"$($V $E chroot root /usr/bin/python3 -c $PREFIX)\" /usr",
		0, {0}},
	{"--trace", SETUP "root; $V --trace $E chroot root /usr/bin/python3 -c 1", 0,
		{"/usr/bin/python3 (unreachable; cannot be followed: the environment's interpreter cannot be "
		 "executed from here"}},
	{"--strict", SETUP "root; $V --strict $E chroot root /usr/bin/python3 -c 1", 126,
		{"refused by --strict: /usr/bin/python3: the environment's interpreter cannot be executed "
		 "from here"}},
	{"unshare",
		SETUP "root; unshare -R root /bin/sh -c : || { echo SKIP no unshare -R; exit; }\n"
		      "same \"$($V $E unshare -R root /usr/bin/python3 -c $PREFIX)\" /usr",
		0, {0}},
	{"bwrap",
		SETUP "B='bwrap\n--ro-bind\n/usr\n/usr\n--symlink\nusr/lib\n/lib\n--symlink\nusr/lib64\n"
		      "/lib64'\n"
		      "$B true 2>/dev/null || { echo SKIP bwrap does not work here; exit; }\n"
		      "same \"$($V $E $B /usr/bin/python3 -c $PREFIX)\" /usr",
		0, {0}},
};

Test(elsewhere, in_another_root_directory_python_is_its_own)
{
	ROWS(elsewhere, roots);
}

static const struct row users[] = {
	{"an interpreter", SETUP "nobody; same \"$($V $E $AS /usr/bin/python3 -c $PREFIX 2>&1)\" /usr", 0,
		{0}},
	{"by PATH", SETUP "nobody; same \"$($V $E $AS python3 -c $PREFIX 2>&1)\" /usr", 0, {0}},
	{"a script for env",
		SETUP "nobody; printf '#!/usr/bin/env python3\\n%s\\n' $PREFIX >s; chmod 755 s\n"
		      "same \"$($V $E $AS ./s 2>&1)\" /usr",
		0, {0}},
	{"by a Python",
		SETUP "nobody; same \"$($V $E /usr/bin/python3 -c \"import subprocess as s; "
		      "s.run(['/usr/bin/python3', '-c', '$PREFIX'], "
		      "user=65534)\")\" /usr",
		0, {0}},
	{"the base's packages exist",
		SETUP "nobody; [ -d /usr/lib/python3/dist-packages ] || "
		      "{ echo SKIP no packages; exit; }\n"
		      "list='import os; print(len(os.listdir(\"/usr/lib/python3/dist-packages\")))'\n"
		      "same \"$($V $E $AS /usr/bin/python3 -c $list)\" \"$(/usr/bin/python3 -c $list)\"",
		0, {0}},
	{"in a program that embeds one, too",
		SETUP
		"nobody; type gdb >/dev/null || { echo SKIP gdb is not installed; "
		"exit; }\n"
		"list='python import os; print(len(os.listdir(\"/usr/lib/python3/dist-packages\")))'\n"
		"same \"$($V $E $AS gdb -batch -nx -ex $list 2>&1)\" \"$(gdb -batch -nx -ex $list 2>&1)\"",
		0, {0}},
	{"late",
		SETUP
		"[ -e $P/static_raw ] || { echo SKIP no static libc; exit; }\n"
		"nobody; cp $P/static_raw .; same \"$($V $E $AS ./static_raw /usr/bin/python3 -c $PREFIX)\" "
		"/usr",
		0, {0}},
	{"late, --strict",
		SETUP
		"type gdb >/dev/null || { echo SKIP gdb is not installed; exit; }\n"
		"nobody; $V --strict $E $AS gdb -batch -nx -ex 'set startup-with-shell off' -ex run --args "
		"/usr/bin/python3 -c 'print(7 * 7)' >out 2>&1\n"
		"grep -q 49 out && fail $(cat out); cat out",
		0, {"refused by --strict: /usr/bin/python3: the environment's"}},
	{"--strict", SETUP "nobody; $V --strict $E $AS /usr/bin/python3 -c 1", 126,
		{"refused by --strict: /usr/bin/python3: the environment's"}},
	{"as JSON",
		SETUP
		"nobody; : >t; chmod 666 t; $V --trace=$PWD/t $E $AS /usr/bin/python3 -c 1\n"
		"events 'assert has(event=\"exec\", rule=\"unreachable\", file=\"/usr/bin/python3\", "
		"to=\"/usr/bin/python3\", errno=13), events\n"
		"assert has(event=\"paths\", why=\"the environment\\x27s interpreter cannot be executed from "
		"here\"), events'",
		0, {0}},
	{"a child that is the real user's again",
		SETUP "nobody; same \"$($V $E /usr/bin/python3 -c \"import os; os.seteuid(65534)\n"
		      "for resets in False, True: os.waitpid(os.posix_spawn('/usr/bin/python3', ['p', '-c', "
		      "'$PREFIX'], {}, resetids=resets), 0)\")\" \"/usr\n$E\"",
		0, {0}},
	{"a library that cannot be read there",
		SETUP "nobody; mkdir -m 700 l; mv libvenvrun.so l; "
		      "export VENVRUN_LIBRARY=$PWD/l/libvenvrun.so\n"
		      "same \"$($V $E $AS sh -c 'true; /usr/bin/python3 -c \"import sys; "
		      "print(sys.prefix)\"' 2>&1)\" /usr",
		0, {0}},
};

Test(elsewhere, for_another_user_python_is_the_systems)
{
	ROWS(elsewhere, users);
}
