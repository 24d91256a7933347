// SPDX-License-Identifier: MIT
// Programs of system packages run as without venvrun: package managers, and scripts for a Python.
//
// The scripts are in a directory that is mounted on /usr/games, in a mount namespace of the test.
#include <criterion/criterion.h>

#include "tests/e2e/rows.h"

TestSuite(system, .init = rows_setup, .timeout = 300);

/* A shell script that has, besides $V, $E, $P and same,
 *	tool FILE INTERPRETER	writes a script that prints its sys.prefix
 *	starter FILE INTERPRETER	writes one that starts python3 -c, by PATH and by its own path,
 *					and prints theirs
 * and an empty working directory. */
#define IN_USR(text) \
	"unshare -m true 2>&- || { echo SKIP mount namespaces are not allowed here; exit; }\n" \
	"cat >body <<'BODY'\n" \
	"mount -t tmpfs none /usr/games || exit 98\n" \
	"same() { [ \"$1\" = \"$2\" ] || { echo \"expected: $2, got: $1\"; exit 99; }; }\n" \
	"tool() { printf '#!%s\\nimport sys; print(sys.prefix)\\n' \"$2\" >\"$1\"; chmod +x \"$1\"; }\n" \
	"starter() { printf '#!%s\\nimport subprocess, sys\\nfor p in \"python3\", sys.executable:\\n" \
	"    subprocess.run([p, \"-c\", \"import sys; print(sys.prefix)\"])\\n' \"$2\" >\"$1\"; " \
	"chmod +x \"$1\"; }\n" \
	"system=$(/usr/bin/python3 -c 'import sys; print(sys.prefix)')\n" text \
	"\nBODY\n" \
	"exec unshare -m sh -u body"

static const struct row scripts[] = {
	{"a script",
		IN_USR("tool /usr/games/t /usr/bin/python3; same \"$($V $E -- /usr/games/t)\" "
		       "\"$system\""),
		0, {0}},
	{"a script with a flag",
		IN_USR("tool /usr/games/t '/usr/bin/python3 -Es'; "
		       "same \"$($V $E -- sh -c '/usr/games/t; :')\" \"$system\""),
		0, {0}},
	{"a script for env",
		IN_USR("tool /usr/games/t '/usr/bin/env python3'; "
		       "same \"$($V $E -- sh -c '/usr/games/t; :')\" \"$system\""),
		0, {0}},
	{"env with more to do",
		IN_USR("tool /usr/games/t '/usr/bin/env -S A=1 python3'; "
		       "same \"$($V $E -- sh -c '/usr/games/t; :')\" \"$system\""),
		0, {0}},
	{"a wrapper that names the interpreter",
		IN_USR("tool /usr/games/t.py none; printf '#!/bin/sh\\nexec /usr/bin/python3 -Es -X dev "
		       "/usr/games/t.py \"$@\"\\n' >/usr/games/w\n"
		       "chmod +x /usr/games/w; same \"$($V $E -- /usr/games/w)\" \"$system\""),
		0, {0}},
	{"a wrapper that searches it",
		IN_USR("tool /usr/games/t.py none; printf '#!/bin/sh\\nexec python3 /usr/games/t.py\\n' "
		       ">/usr/games/w; chmod +x /usr/games/w\n"
		       "same \"$($V $E -- /usr/games/w)\" \"$system\""),
		0, {0}},
	{"a relative path",
		IN_USR("tool /usr/games/t.py none; cd /usr/games; "
		       "same \"$($V $E -- sh -c 'python3 t.py; :')\" \"$system\""),
		0, {0}},
	{"a link to it",
		IN_USR("tool /usr/games/t /usr/bin/python3; ln -s /usr/games/t l; "
		       "same \"$($V $E -- ./l)\" \"$system\""),
		0, {0}},
	{"a link to what is not the system's",
		IN_USR("tool t /usr/bin/python3; ln -s \"$PWD/t\" /usr/games/l; "
		       "same \"$($V $E -- /usr/games/l)\" $E"),
		0, {0}},
	{"a static parent",
		IN_USR("tool /usr/games/t /usr/bin/python3; tool /usr/games/u '/usr/bin/env python3'\n"
		       "for t in /usr/games/t /usr/games/u; do same \"$($V $E -- $P/static_raw $t)\" "
		       "\"$system\"; done\n"
		       "same \"$($V $E -- $P/static_raw $E/bin/python3 /usr/games/t)\" $E"),
		0, {0}},
	{"a descriptor",
		IN_USR("tool /usr/games/t /usr/bin/python3; tool /usr/games/u '/usr/bin/env python3'\n"
		       "for t in /usr/games/t /usr/games/u; do for how in -f -d; "
		       "do same \"$($V $E -- $P/scrubbed $how $t)\" \"$system\"; done; done"),
		0, {0}},
	{"through the loader",
		IN_USR("tool /usr/games/t none; same \"$($V $E -- $P/through_loader /usr/bin/python3 "
		       "/usr/games/t)\" \"$system\""),
		0, {0}},
	{"what it starts is followed",
		IN_USR("for i in /usr/bin/python3 '/usr/bin/env python3'; do starter /usr/games/t \"$i\"\n"
		       "same \"$($V $E -- /usr/games/t)\" \"$(printf '%s\\n%s' $E $E)\"; done"),
		0, {0}},
	{"its paths mean what they say",
		IN_USR("printf '#!/usr/bin/python3\\nimport os; "
		       "print(sorted(os.listdir(\"/usr/lib/python3/dist-packages\")))\\n' >/usr/games/t\n"
		       "[ -d /usr/lib/python3/dist-packages ] || { echo SKIP not a Debian; exit; }; "
		       "chmod +x /usr/games/t\n"
		       "same \"$($V $E -- /usr/games/t)\" \"$(/usr/games/t)\""),
		0, {0}},
	{"a module, and code",
		IN_USR("echo 'import sys; print(sys.prefix)' >/usr/games/m.py; cd /usr/games\n"
		       "same \"$($V $E -- python3 -m m)\" $E; "
		       "same \"$($V $E -- /usr/bin/python3 -c 'import m')\" $E"),
		0, {0}},
	{"--system=env",
		IN_USR("for i in /usr/bin/python3 '/usr/bin/env python3'; "
		       "do tool /usr/games/t \"$i\"\n"
		       "same \"$($V --system=env $E -- /usr/games/t)\" $E; done"),
		0, {0}},
	{"an environment in that directory",
		IN_USR("cp -a $E /usr/games/e; tool /usr/games/e/bin/t '/usr/bin/env python3'\n"
		       "same \"$($V /usr/games/e -- t)\" /usr/games/e; tool /usr/games/t /usr/bin/python3\n"
		       "same \"$($V /usr/games/e -- /usr/games/t)\" \"$system\""),
		0, {0}},
	{"the administrator's own",
		IN_USR("mount -t tmpfs none /usr/local/games && tool /usr/local/games/t /usr/bin/python3\n"
		       "same \"$($V $E -- /usr/local/games/t)\" $E"),
		0, {0}},
	{"--explain",
		IN_USR("tool /usr/games/t '/usr/bin/env python3'; $V --explain $E -- /usr/games/t; "
		       "$V --explain --json $E -- /usr/games/t"),
		0, {"part of a system package", "\"rule\": \"system\"", "/usr/games/t\n"}},
	{"--trace", IN_USR("tool /usr/games/t /usr/bin/python3; $V --trace $E -- sh -c '/usr/games/t; :'"), 0,
		{"execve /usr/games/t (system)", "a script of a system package"}},
	{"the library of another Python",
		"for p in $HOME_OF_PYENV/.pyenv/versions/3.*/bin/python3.?*; "
		"do case $p in *config|*/python3.11) continue;; esac\n"
		"lib=${p%/bin/*}/lib/${p##*/}/timeit.py; [ -x \"$p\" ] && [ -f \"$lib\" ] || continue; "
		"tried=$p\n"
		"$V $E -- \"$p\" \"$lib\" -n1 -r1 pass || fail \"$p\"; done; [ \"${tried-}\" ] || "
		"echo SKIP no other version; exit 0",
		0, {0}},
};

Test(system, scripts_of_packages_run_with_the_systems_python)
{
	ROWS(system, scripts);
}

/* A package whose maintainer script reports its Python, installed into a private root directory. */
#define PACKAGE \
	"which dpkg dpkg-deb >/dev/null || { echo SKIP dpkg is not installed; exit; }; [ $(id -u) = 0 ] || " \
	"{ echo SKIP it needs to be root; exit; }\n" \
	"PATH=$PATH:/usr/sbin:/sbin\n" \
	"mkdir -p p/DEBIAN root/var/lib/dpkg/info root/var/lib/dpkg/updates root/var/lib/dpkg/triggers; " \
	": >root/var/lib/dpkg/status\n" \
	"printf 'Package: p\\nVersion: 1\\nArchitecture: all\\nMaintainer: M " \
	"<m@example.org>\\nDescription: d\\n' >p/DEBIAN/control\n" \
	"for s in postinst prerm; do printf '#!/bin/sh\\nset -e\\nfor p in python3 /usr/bin/python3; do\\n" \
	"$p -c \"import sys; print(sys.prefix)\" >>%s/answer; done; env | " \
	"grep -c ^VENVRUN_POLICY >>%s/answer || :\\n' \"$PWD\" \"$PWD\" " \
	">p/DEBIAN/$s; chmod 755 p/DEBIAN/$s; done; chmod -R g-s p; dpkg-deb --build p p.deb >/dev/null || " \
	"fail no package\n" \
	"system=$(/usr/bin/python3 -c 'import sys; print(sys.prefix)')\n" \
	"options=$(printf '%s\\n' --root=$PWD/root --force-script-chrootless --force-not-root " \
	"--log=/dev/null)\n"

static const struct row managers[] = {
	{"dpkg's maintainer scripts",
		PACKAGE "for how in dpkg /usr/bin/dpkg ./dpkg; do ln -sf /usr/bin/dpkg dpkg; rm -f answer\n"
			"$V $E -- sh -c \"$how \\\"\\$@\\\"; :\" sh $options -i p.deb && "
			"$V $E -- $how $options -r p\n"
			"same \"$(sort -u answer)\" \"$(printf '%s\\n' 0 \"$system\" | sort)\" || exit; done",
		0, {0}},
	{"dpkg of a static parent, and through the loader",
		PACKAGE "$V $E -- $P/static_raw /usr/bin/dpkg $options -i p.deb && "
			"$V $E -- $P/through_loader /usr/bin/dpkg $options -r p\n"
			"same \"$(sort -u answer)\" \"$(printf '%s\\n' 0 \"$system\" | sort)\"",
		0, {0}},
	{"--system=env",
		PACKAGE "$V --system=env $E -- dpkg $options -i p.deb; "
			"same \"$(sort -u answer)\" \"$(printf '%s\\n' $E 1 | sort)\"",
		0, {0}},
	{"a dpkg of the project's own",
		"printf '#!/bin/sh\\nexec /usr/bin/python3 -c \"import sys; print(sys.prefix)\"\\n' >dpkg; "
		"chmod +x dpkg\n"
		"same \"$($V $E -- ./dpkg)\" $E && same \"$(PATH=$PWD:$PATH $V $E -- dpkg)\" $E",
		0, {0}},
	{"--explain",
		"[ -x /usr/bin/dpkg ] || { echo SKIP dpkg is not installed; exit; }; "
		"$V --explain --json $E -- dpkg -l",
		0, {"\"rule\": \"system\""}},
};

Test(system, package_managers_work_on_the_system)
{
	ROWS(system, managers);
}
