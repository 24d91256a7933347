// SPDX-License-Identifier: MIT
// Trusted owners: files and environments of other users that are found are not used, and .python-version
// executes nothing.
#include <criterion/criterion.h>
#include <string.h>
#include <unistd.h>

#include "tests/e2e/rows.h"
#include "tests/fixture.h"
#include "tests/skip.h"

TestSuite(owners, .init = rows_setup, .timeout = 300);

/* B: venvbuild; evil: a program that makes the file ./ran */
#define BEGIN "B=" VENVBUILD "; evil() { printf '#!/bin/sh\\ntouch %s/ran\\n' \"$PWD\" >$1; chmod 755 $1; }; "
#define NOT_RUN "; r=$?; [ ! -e ran ] || fail it was run; exit $r"

static const struct row pins[] = {
	{"a path", BEGIN "evil x; echo $PWD/x >.python-version; $B --dry-run --without-pip e" NOT_RUN, 1,
		{"/x is neither a version", "to use another: --python"}},
	{"a relative path", BEGIN "evil x; echo ./x >.python-version; $B --dry-run --without-pip e" NOT_RUN,
		1, {"./x is neither a version"}},
	{"a path with dots",
		BEGIN "evil x; mkdir -p .pyenv/versions; echo ../../x >.python-version; "
		      "$B --dry-run e" NOT_RUN,
		1, {"../../x is neither a version"}},
	{"a directory",
		BEGIN "mkdir -p d/bin; evil d/bin/python3; echo d >.python-version; $B --dry-run e" NOT_RUN,
		1, {"d is neither a version"}},
	{"a program on PATH",
		BEGIN "mkdir p; evil p/prog; echo prog >.python-version; "
		      "PATH=$PWD/p:$PATH $B --dry-run e" NOT_RUN,
		1, {"prog is neither a version"}},
	{"in .python-versions", BEGIN "evil x; echo ./x >.python-versions; $B --dry-run e" NOT_RUN, 1,
		{"./x is neither a version"}},
	{"above",
		BEGIN "evil x; echo $PWD/x >.python-version; mkdir -p a/b; cd a/b; $B --dry-run e; r=$?; "
		      "[ ! -e ../../ran ] || fail it was run; exit $r",
		1, {"/x is neither a version"}},
	{"a version", BEGIN "echo 3 >.python-version; $B --dry-run --without-pip e", 0, {"bin/python"}},
	{"a path that is named", BEGIN "$B --dry-run --without-pip -p /usr/bin/../bin/python3 e", 0,
		{"bin/python"}},
};

Test(owners, python_version_runs_nothing)
{
	ROWS(owners, pins);
}

/* Files here belong to another user, bob. */
#define BOBS "chown -Rh 65534 "
static const struct row foreign[] = {
	{".python-version",
		BEGIN "echo 2.0 >.python-version; " BOBS ".python-version; "
		      "$B --dry-run --without-pip e",
		0,
		{".python-version is ignored: it belongs to nobody (uid 65534), neither to you nor to "
		 "root",
			"bin/python"}},
	{"a link called .python-version",
		BEGIN "echo 2.0 >v; ln -s v .python-version; " BOBS
		      ".python-version; $B --dry-run --without-pip e",
		0, {"is ignored", "bin/python"}},
	{"my link to another's file",
		BEGIN "echo 2.0 >v; ln -s v .python-version; " BOBS "v; $B --dry-run --without-pip e", 0,
		{"is ignored", "bin/python"}},
	{"one that is mine, above",
		BEGIN "echo 2.0 >.python-version; mkdir a; echo 3 >a/.python-version; " BOBS
		      "a/.python-version; cd a; $B --dry-run e",
		1, {"a/.python-version is ignored", "no Python interpreter found for 2.0"}},
	{"sudo's user",
		BEGIN "echo 2.0 >.python-version; " BOBS ".python-version; "
		      "SUDO_UID=65534 $B --dry-run e",
		1, {"no Python interpreter found for 2.0"}},
	{"-- CMD", "cp -a $E .venv; " BOBS ".venv; $V -- true", 125,
		{"/.venv belongs to nobody (uid 65534), neither to you nor to root",
			"venvrun --trust -- CMD"}},
	{"-- CMD, called venv, above", "cp -a $E venv; " BOBS "venv; mkdir a; cd a; $V -- true", 125,
		{"/venv belongs to nobody"}},
	{"-- CMD and VIRTUAL_ENV", "cp -a $E x; " BOBS "x; VIRTUAL_ENV=$PWD/x $V -- true", 125,
		{"/x belongs to nobody", "--trust"}},
	{"NAME", "cp -a $E name; " BOBS "name; $V name true", 125,
		{"name belongs to nobody", "venvrun --trust name"}},
	{"NAME in ~/.virtualenvs",
		"mkdir .virtualenvs; cp -a $E .virtualenvs/name; " BOBS
		".virtualenvs/name; HOME=$PWD $V name true",
		125, {"name belongs to nobody"}},
	{"another's link to mine", "cp -a $E x; ln -s x .venv; " BOBS ".venv; $V -- true", 125,
		{"/.venv belongs to nobody"}},
	{"my link to another's", "cp -a $E x; ln -s x .venv; " BOBS "x/; $V -- true", 125,
		{"/.venv belongs to nobody"}},
	{"another's pyvenv.cfg in it", "cp -a $E .venv; " BOBS ".venv/pyvenv.cfg; $V -- true", 125,
		{"/.venv/pyvenv.cfg belongs to nobody"}},
	{"another's interpreter in it", "cp -a $E .venv; " BOBS ".venv/bin/python3; $V -- true", 125,
		{"/.venv/bin/python3 belongs to nobody"}},
	{"another's variables in it",
		"cp -a $E .venv; mkdir -p .venv/etc/environment.d; "
		"echo A=1 >.venv/etc/environment.d/1.conf; " BOBS ".venv/etc/environment.d/1.conf; "
		"$V -- true",
		125, {"1.conf belongs to nobody"}},
	{"--trust -- CMD",
		"cp -a $E .venv; " BOBS ".venv; $V --trust -- python3 -c 'import sys; "
		"print(sys.prefix)'",
		0, {"/.venv"}},
	{"--trust NAME",
		"cp -a $E name; " BOBS "name; $V --trust name python3 -c 'import sys; "
		"print(sys.prefix)'",
		0, {"/name"}},
	{"a path", "cp -a $E name; " BOBS "name; $V ./name python3 -c 'import sys; print(sys.prefix)'", 0,
		{"/name"}},
	{"sudo's user's",
		"cp -a $E .venv; " BOBS ".venv; SUDO_UID=65534 $V -- python3 -c 'import sys; "
		"print(sys.prefix)'",
		0, {"/.venv"}},
	{"not sudo's",
		"cp -a $E .venv; " BOBS ".venv; for u in '' x 1 65534x 4294967295; "
		"do SUDO_UID=$u $V -- true && exit 1; done; exit 3",
		3, {"belongs to nobody"}},
	{"root's, for a user",
		"cp -a $E .venv; chmod 755 . .venv; cp $V $L .; "
		"exec setpriv --reuid=65534 --clear-groups ./venvrun -- python3 -c 'import sys; "
		"print(sys.prefix)'",
		0, {"/.venv"}},
	{"a third user's, for a user who sets SUDO_UID",
		"cp -a $E .venv; chown -Rh 12345 .venv; "
		"chmod 755 . .venv; cp $V $L .; SUDO_UID=12345 setpriv --reuid=65534 --clear-groups "
		"./venvrun -- true",
		125, {"belongs to uid 12345"}},
	{"venvbuild ENV", BEGIN "mkdir d; cp -a $E d/e; " BOBS "d/e; $B d/e", 1,
		{"d/e belongs to nobody (uid 65534)", "--trust", "--clear"}},
	{"venvbuild --upgrade", BEGIN "cp -a $E e; " BOBS "e; $B --upgrade e", 1,
		{"e belongs to nobody", "--trust"}},
	{"venvbuild --repair", BEGIN "cp -a $E e; " BOBS "e; $B --repair e", 1,
		{"e belongs to nobody", "--trust"}},
	{"venvbuild --allow-existing", BEGIN "cp -a $E e; " BOBS "e; $B --allow-existing --without-pip e", 1,
		{"e belongs to nobody", "--trust"}},
	{"venvbuild --lock", BEGIN "cp -a $E e; " BOBS "e; $B --lock - e", 1,
		{"e belongs to nobody", "--trust"}},
	{"--lock FILE",
		BEGIN "echo mine >victim; ln -s victim list; " BOBS "list; $B --lock list $E; r=$?; "
		      "same \"$(cat victim)\" mine; exit $r",
		1, {"the symbolic link ", "list belongs to nobody (uid 65534)"}},
	{"--lock FILE, one link further",
		BEGIN "echo mine >victim; ln -s victim b; ln -s b list; " BOBS
		      "b; $B --lock list $E; r=$?; same \"$(cat victim)\" mine; exit $r",
		1, {"the symbolic link ", "/b belongs to nobody"}},
	{"venvbuild --trust",
		BEGIN "cp -a $E e; " BOBS "e; $B --trust --upgrade --without-pip e && "
		      "e/bin/python -c 'print(1)'",
		0, {"1"}},
	{"venvbuild --clear",
		BEGIN "cp -a $E e; " BOBS "e; $B --clear --without-pip -p /usr/bin/python3 e "
		      "&& e/bin/python -c 'print(1)'",
		0, {"1"}},
	{"-p NAME", BEGIN "cp -a $E name; " BOBS "name; $B --dry-run -p name e", 1,
		{"name belongs to nobody", "--python ./name"}},
	{"-p ./NAME", BEGIN "cp -a $E name; " BOBS "name; $B --dry-run --without-pip -p ./name e", 0,
		{"bin/python"}},
};

Test(owners, uses_no_file_of_another_user)
{
	if (geteuid()) {
		skip("owners: files of another user: only root can make them");
		return;
	}
	ROWS(owners, foreign);
}
