// SPDX-License-Identifier: MIT
// The messages of venvbuild about a success, and their stream; the version in venvrun --info.
#include <criterion/criterion.h>

#include "tests/e2e/rows.h"

TestSuite(said, .init = rows_setup, .timeout = 300);

#define B "B=${V%run}build; B() { $B -p /usr/bin/python3 \"$@\"; }; "
/* The output of COMMAND on a terminal, and its status. */
#define TERMINAL(command) \
	B "cat >on.py <<'END'\nimport os, pty, sys\nsys.exit(os.WEXITSTATUS(pty.spawn(['sh', '-c', " \
	  "sys.argv[1]])))\nEND\n" \
	  "said=$(B=$B /usr/bin/python3 on.py '" command "' </dev/null | tr -d '\\r'); echo \"$said\"; "
#define SAYS(pattern) "echo \"$said\" | grep -Ex \"" pattern "\" >/dev/null || fail 'no such line'"
#define PYTHON "CPython [0-9]+\\.[0-9]+\\.[0-9]+"
#define TIME "in [0-9]+ ms|in [0-9]+\\.[0-9] s"

static const struct row successes[] = {
	{"one line on a terminal",
		TERMINAL("$B -p /usr/bin/python3 .venv")
			SAYS("created \\.venv \\(" PYTHON ", pip [0-9.]+\\) (" TIME ")"),
		0, {0}},
	{"without pip",
		TERMINAL("$B -p /usr/bin/python3 --without-pip d/e")
			SAYS("created d/e \\(" PYTHON "\\) (" TIME ")"),
		0, {0}},
	{"what is elsewhere, by its path",
		TERMINAL("mkdir d; cd d; $B -p /usr/bin/python3 ../e")
			SAYS("created $PWD/e \\(" PYTHON ", .*"),
		0, {0}},
	{"a second time",
		TERMINAL("$B -q -p /usr/bin/python3 e; $B -p /usr/bin/python3 e")
			SAYS("already there: e \\(.*"),
		0, {0}},
	{"one each",
		TERMINAL("$B -p /usr/bin/python3 --without-pip a b")
			SAYS("created a .*") "; " SAYS("created b .*"),
		0, {0}},
	{"-q prints nothing there", TERMINAL("$B -q -p /usr/bin/python3 install 3.11") "same \"$said\" ''", 0,
		{0}},
	{"nothing in a pipe", B "out=$(B e 2>&1); same \"$out\" ''", 0, {0}},
	{"a command", B "B --without-pip install six", 0,
		{"install looks like a command", "did you mean: venvbuild ENV --install NAME"}},
	{"a version", B "B --without-pip 3.11", 0,
		{"3.11 looks like a version of Python", "venvbuild -p 3.11 ENV"}},
	{"an existing file", B ">requirements.txt; B requirements.txt", 1,
		{"looks like a file", "venvbuild ENV -r requirements.txt",
			"it exists and is not a directory"}},
	{"-V", B "$V -V; $B -V", 0, {"venvrun 0.", "venvbuild 0."}},
};

Test(said, by_venvbuild_of_a_success)
{
	ROWS(said, successes);
}

#define INFO \
	"out=$($V --info --json e | json 'print(x[\"version\"])') && want=$(/usr/bin/python3 -c " \
	"'import platform; print(platform.python_version())') && "

static const struct row versions[] = {
	{"of a venv", "cp -a $E e; " INFO "same \"$out\" \"$want\"", 0, {0}},
	{"of virtualenv",
		"cp -a $E e; sed -i \"s/^version = .*/version_info = 3.11.2.final.0/\" e/pyvenv.cfg; " INFO
		"same \"$out\" 3.11.2",
		0, {0}},
	{"of one that records X.Y",
		"cp -a $E e; sed -i 's/^version = \\([0-9]*\\.[0-9]*\\).*/version = \\1/; "
		"/^version_info/d' e/pyvenv.cfg; " INFO "same \"$out\" \"$want\"",
		0, {0}},
	{"of a prefix",
		"mkdir -p e/bin e/lib; ln -s /usr/lib/python3.* e/lib/; ln -s /usr/bin/python3 "
		"e/bin/python; " INFO "same \"$out\" \"$want\"",
		0, {0}},
	{"of conda",
		"cp -a $E e; rm e/pyvenv.cfg; mkdir e/conda-meta; "
		">e/conda-meta/python-dateutil-2.8.2-0.json; "
		">e/conda-meta/python-3.11.5-h955ad1f_0.json; " INFO "same \"$out\" 3.11.5",
		0, {0}},
};

Test(said, by_info_of_the_version)
{
	ROWS(said, versions);
}
