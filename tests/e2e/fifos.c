// SPDX-License-Identifier: MIT
// A fifo in place of a file does not block venvbuild: it is named in a message at once.
#include <criterion/criterion.h>

#include "tests/e2e/rows.h"
#include "tests/fixture.h"

TestSuite(fifos, .init = rows_setup, .timeout = 300);

/* e: an environment; site: its packages; b: a private base. Each command must end by itself. */
#define BEGIN \
	"B() { timeout 60 " VENVBUILD \
	" \"$@\"; }; export XDG_CACHE_HOME=$PWD/cache; cp -a $E e; " \
	"cd e/lib/python3*/site-packages; site=$PWD; cd - >/dev/null; " \
	"base() { sh " SOURCE_DIR \
	"/tests/data/smallbase.sh $PWD b; cd b/lib/python3*; lib=$PWD; " \
	"cd - >/dev/null; }; "

static const struct row rows[] = {
	{"a .pth file, for --lock", BEGIN "mkfifo $site/x.pth; B --lock - e", 1,
		{"site-packages/x.pth is not a regular file, and reading it might never end"}},
	{"a link to one", BEGIN "mkfifo f; ln -s $PWD/f $site/x.pth; B --lock - e", 1,
		{"site-packages/x.pth is not a regular file"}},
	{"a device", BEGIN "ln -s /dev/zero $site/x.pth; B --lock - e", 1,
		{"site-packages/x.pth is not a regular file"}},
	{"a module of a package", BEGIN "mkdir $site/p; mkfifo $site/p/x.py; B --lock - e", 1,
		{"site-packages/p/x.py is not a regular file"}},
	{"METADATA", BEGIN "mkdir $site/p-1.dist-info; mkfifo $site/p-1.dist-info/METADATA; B --lock - e", 1,
		{"METADATA is not a regular file"}},
	{"pyvenv.cfg, for --lock", BEGIN "rm e/pyvenv.cfg; mkfifo e/pyvenv.cfg; B --lock - e", 1,
		{"e/pyvenv.cfg", "not a regular file"}},
	{"pyvenv.cfg, for --repair", BEGIN "rm e/pyvenv.cfg; mkfifo e/pyvenv.cfg; B --repair e", 1,
		{"e/pyvenv.cfg", "not a regular file"}},
	{"pyvenv.cfg, for --upgrade", BEGIN "rm e/pyvenv.cfg; mkfifo e/pyvenv.cfg; B --upgrade e", 1,
		{"e/pyvenv.cfg", "not a regular file"}},
	{"pyvenv.cfg, for -p", BEGIN "rm e/pyvenv.cfg; mkfifo e/pyvenv.cfg; B -p ./e f", 1,
		{"e/pyvenv.cfg is not a regular file"}},
	{"a .pth file, for --install",
		BEGIN "mkfifo $site/x.pth; B --allow-existing --without-pip -p "
		      "/usr/bin/python3 --install ./nowhere e",
		1, {"site-packages/x.pth is not a regular file"}},
	{"a module of the base", BEGIN "base; rm $lib/os.py; mkfifo $lib/os.py; B -p b/bin/python3 f", 1,
		{"/os.py is not a regular file"}},
	{"compiled code of the base",
		BEGIN "base; cp -rL $lib/__pycache__ p; "
		      "rm $lib/__pycache__ p/os.cpython*; mv p $lib/__pycache__; "
		      "mkfifo $lib/__pycache__/os.cpython-311.pyc; B -p b/bin/python3 f",
		1, {"os.cpython-311.pyc is not a regular file"}},
	{"the base's headers",
		BEGIN "base; mkdir -p b/include/python3.11; "
		      "mkfifo b/include/python3.11/patchlevel.h; B --without-pip -p b/bin/python3 f",
		0, {0}},
	{"an interpreter on PATH",
		BEGIN "mkdir p; mkfifo p/python3.24; chmod 755 p/python3.24; "
		      "PATH=$PWD/p:$PATH B --without-pip -p '>=3' f",
		0, {0}},
	{"a wheel",
		BEGIN "mkdir w; mkfifo w/pip-99-py3-none-any.whl; "
		      "B --extra-search-dir w -p /usr/bin/python3 f",
		1, {"pip-99-py3-none-any.whl: it is not a regular file"}},
	{".python-version", BEGIN "mkfifo .python-version; B --without-pip f", 1,
		{".python-version", "not a regular file"}},
	{"variables",
		BEGIN "mkdir -p e/etc/environment.d; mkfifo e/etc/environment.d/1.conf; "
		      "timeout 60 $V e true",
		125, {"1.conf: it is not a regular file"}},
	{"METADATA, for --info",
		BEGIN "mkdir $site/p-1.dist-info; mkfifo $site/p-1.dist-info/METADATA; "
		      "timeout 60 $V --info e",
		0, {"p 1"}},
	{"the cache",
		BEGIN "mkdir -p cache/venvrun; chmod 700 cache cache/venvrun; "
		      "mkfifo cache/venvrun/interpreters; B --without-pip -p /usr/bin/python3 f",
		0, {0}},
};

Test(fifos, do_not_block)
{
	ROWS(fifos, rows);
}
