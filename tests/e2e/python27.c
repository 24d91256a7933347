// SPDX-License-Identifier: MIT
// Environments of Python 2.7, which does not read pyvenv.cfg: what a program finds there, with and without
// venvrun.
#include <criterion/criterion.h>
#include <string.h>
#include <sys/wait.h>

#include "common/core/count.h"
#include "tests/fixture.h"
#include "tests/interpreters.h"
#include "tests/skip.h"

/* A private base in $BASE with the library of the real one except site-packages. It finds a shared
 * libpython by $ORIGIN, as relocatable distributions do. $HOME has packages of the user. */
static const char make_base[] =
	"real=$(\"$REAL\" -S -c 'import sys; print(sys.prefix)')\n"
	"site=lib/python2.7/site-packages; user=$HOME/.local/$site\n"
	"mkdir -p \"$BASE/bin\" \"$BASE/$site\" \"$BASE/include\" \"$user\"\n"
	"for f in \"$real\"/lib/python2.7/*; do\n"
	"test \"${f##*/}\" = site-packages || ln -s \"$f\" \"$BASE/lib/python2.7\"; done\n"
	"for f in \"$real\"/lib/libpython2.7.so*; do ! test -e \"$f\" || ln -s \"$f\" \"$BASE/lib\"; done\n"
	"cp -rs \"$real/include/python2.7\" \"$BASE/include\"\n"
	"/usr/bin/python3 - \"$REAL\" \"$real/lib\" \"$BASE/bin/python2.7\" <<'END'\n"
	"import os, sys\n"
	"program, lib = open(sys.argv[1], 'rb').read(), os.fsencode(sys.argv[2]) + b'\\0'\n"
	"origin = b'$ORIGIN/../lib'.ljust(len(lib), b'\\0')\n"
	"open(sys.argv[3], 'wb').write(program.replace(b'\\0' + lib, b'\\0' + origin))\n"
	"END\n"
	"chmod +x \"$BASE/bin/python2.7\"; ln -s python2.7 \"$BASE/bin/python\"\n"
	"echo 'PLACE = \"base\"' | tee \"$BASE/$site/base_only.py\" >\"$BASE/$site/both.py\"\n"
	"echo 'PLACE = \"user\"' | tee \"$user/user_only.py\" >\"$user/both.py\"\n";

/* The environments: $E; $S with the base's packages; $C with --copies. The first two have packages. */
static const char make_environments[] =
	"$BUILD --seed pip,setuptools -p \"$BASE/bin/python2.7\" \"$E\"\n"
	"$BUILD --without-pip --system-site-packages -p \"$BASE\" \"$S\"\n"
	"$BUILD --without-pip --copies -p \"$BASE/bin/python\" \"$C\"\n"
	"for e in \"$E\" \"$S\"; do\n"
	"cd \"$e/lib/python2.7/site-packages\"; mkdir far; touch own.py far/away.py\n"
	"echo 'PLACE = \"own\"' >both.py\n"
	"printf 'import sys; sys.times = getattr(sys, \"times\", 0) + 1\\nfar\\n' >once.pth\n"
	"echo 'import own, sys; sys.customized = True' >sitecustomize.py\n"
	"done\n";

#define FOR_PYTHON "import os, sys; E, S, BASE = map(os.environ.get, ('E', 'S', 'BASE')); "
#define ABSENT \
	"\nfor name in 'base_only', 'user_only':\n try: __import__(name)\n except ImportError: pass\n" \
	" else: sys.exit(name)\n"

/* $P is Python: the environment's own, or the base's below venvrun. Nothing may be written to standard
 * error. */
static const struct {
	const char *name, *script;
} rows[] = {
	{"prefixes",
		"$P -c \"" FOR_PYTHON "assert sys.prefix == sys.exec_prefix == E, sys.prefix; "
		"assert os.path.dirname(sys.executable) == E + '/bin', sys.executable; "
		"assert sys.real_prefix == sys.base_prefix == sys.base_exec_prefix == BASE, "
		"sys.real_prefix\""},
	{"the standard library",
		"$P -c \"" FOR_PYTHON "import ssl, ctypes, json, unicodedata, hashlib, sqlite3\n"
		"assert os.__file__.startswith(BASE), os.__file__\n"
		"known = BASE, E + '/lib/python2.7/site-packages'\n"
		"sys.exit([p for p in sys.path if p and not p.startswith(known)] or 0)\""},
	{"sysconfig",
		"$P -c \"" FOR_PYTHON "import sysconfig, distutils.sysconfig as d\n"
		"for f in d.get_makefile_filename, d.get_config_h_filename, sysconfig.get_makefile_filename: "
		"open(f())\n"
		"assert d.get_python_lib() == sysconfig.get_path('purelib') == E + "
		"'/lib/python2.7/site-packages'\n"
		"assert sysconfig.get_path('scripts') == E + '/bin' and d.get_python_inc() == E + "
		"'/include/python2.7'\""},
	{"-S",
		"$P -S -c \"" FOR_PYTHON
		"import json, ctypes; assert sys.prefix == E and 'site' not in sys.modules" ABSENT "\""},
	{"-S, and site afterwards",
		"$P -S -c \"" FOR_PYTHON "import site, own; assert sys.real_prefix == BASE" ABSENT "\""},
	{"-E",
		"PYTHONPATH=/none PYTHONHOME=$BASE \"$E/bin/python\" -E -c \"" FOR_PYTHON
		"import own; assert sys.prefix == E\""},
	{"-s", "$P -s -c \"" FOR_PYTHON "import own, json" ABSENT "\""},
	{"-O", "$P -OO -c \"import own, json\""},
	{"its own packages, not the base's nor the user's",
		"$P -c \"" FOR_PYTHON "import own, both" ABSENT "sys.exit(both.PLACE != 'own')\""},
	{".pth files, once", "$P -c \"" FOR_PYTHON "import away; assert sys.times == 1, sys.times\""},
	{"sitecustomize", "$P -c \"import sys; sys.customized\""},
	{"PYTHONPATH in the environment",
		"mkdir -p \"$E/src\"; touch \"$E/src/sources.py\"; "
		"PYTHONPATH=$E/src:$E/lib/python2.7/site-packages $P -c \"import sources, own\""},
	{"python -m site",
		"! $P -m site --user-site || exit 1; $P -m site >out; grep -q 'ENABLE_USER_SITE: False' out; "
		"test \"$(grep -- '-packages.,' out)\" = \"    '$E/lib/python2.7/site-packages',\""},
	{"site.getsitepackages",
		"$P -c \"" FOR_PYTHON "import site; assert site.PREFIXES == [E], site.PREFIXES\n"
		"assert site.getsitepackages()[0] == E + '/lib/python2.7/site-packages'\n"
		"assert site.ENABLE_USER_SITE is False\""},
	{"a subprocess of sys.executable",
		"$P -c \"import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-c', 'import "
		"own'], env={}))\""},
	{"python2", "$R \"$E/bin/python2\" -c \"import own\""},
	{"python2.7", "$R \"$E/bin/python2.7\" -c \"import own\""},
	{"a link to the interpreter", "ln -sf \"$E/bin/python\" link; $R ./link -c \"import own\""},
	{"activate", ". \"$E/bin/activate\"; $R python2 -c \"import own\""},
	{"--system-site-packages: its own, the user's, the base's",
		"\"$S/bin/python\" -c \"" FOR_PYTHON "import away, base_only, user_only, both\n"
		"last = [p for p in sys.path if p.endswith('site-packages')]\n"
		"first = S, os.environ['HOME'] + '/.local', BASE\n"
		"assert last == [p + '/lib/python2.7/site-packages' for p in first], last\n"
		"import site; assert site.PREFIXES[0] == S and site.ENABLE_USER_SITE; sys.exit(both.PLACE != "
		"'own')\""},
	{"--system-site-packages, -s",
		"\"$S/bin/python\" -s -c \"import base_only, sys; sys.exit([p for p in sys.path if '.local' "
		"in p] or 0)\""},
	{"--copies",
		"test -z \"$(find \"$C/bin\" -type l)\"; for p in \"$C\"/bin/python*; do "
		"\"$p\" -c \"import os, sys, json; sys.exit(sys.prefix != os.environ['C'])\"; done"},
	{"#!/usr/bin/python2 under venvrun",
		"printf '#!/usr/bin/python2\\nimport own\\n' >script; chmod +x script; $V \"$E\" ./script"},
	{"python3 under venvrun stays",
		"test \"$($V \"$E\" /usr/bin/python3 -c 'import sys; print(sys.version_info[0])')\" = 3"},
	{"the environment again, over itself",
		"for prompt in x y; do "
		"$BUILD --allow-existing --without-pip --prompt $prompt -p \"$BASE\" again; done; "
		"again/bin/python -c 'import json'"},
};

/* Each row continues with the files of the row before. */
static const struct {
	const char *name, *script, *says;
} installs[] = {
	{"pip --version", "\"$E/bin/pip\" --version; \"$E/bin/pip2.7\" --version",
		"site-packages/pip (python 2.7)"},
	{"pip install", "$P -m pip install --no-index ./project; $P \"$E/bin/seventh\"", "\n7 "},
	{"its header", "ls \"$E\"/include/site/python2.7/seventh", "seventh.h"},
	{"pip check, pip freeze", "$P -m pip check; $P -m pip freeze --all", "seventh==1.0"},
	{"pip uninstall", "$P -m pip uninstall -y seventh; test ! -e \"$E/bin/seventh\"", "Successfully"},
	{"pip install --user", "! $P -m pip install --user --no-index ./project || exit 1",
		"not visible in this virtualenv"},
	{"setup.py",
		"cd project; $P setup.py -q install --old-and-unmanageable; $P \"$E/bin/seventh\"; rm -r "
		"build *.egg-info",
		"7 "},
	{"its header", "ls \"$E/include/python2.7/seventh\"; rm -r \"$E/include/python2.7/seventh\"",
		"seventh.h"},
	{"pip uninstall, once more", "$P -m pip uninstall -y seventh", ""},
};

static char *dir;
static const char *set[16];

static struct spawned sh(const char *script)
{
	return fixture_run((const char *const[]){"sh", "-ec", format("cd '%s'; %s", dir, script), NULL}, set);
}

/* The first Python 2.7 of this machine; NULL, with a skip, where there is none. */
static const struct installed_python *python27(void)
{
	static struct installed_python list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX);

	for (size_t i = 0; i < count; i++)
		if (list[i].major == 2 && !list[i].pypy)
			return &list[i];
	skip("environments of Python 2.7: Python 2.7 is not installed");
	return NULL;
}

/* All files of the base: names, kinds, sizes, times, targets. */
static char *fingerprint(void)
{
	struct spawned s = sh("find -L base -printf '%P %y %s %T@\\n' | sort | sha256sum");
	cr_assert_eq(s.status, 0, "%s", s.out);
	return format("%s", s.out);
}

static void make_all(const struct installed_python *from)
{
	const char *home = fixture_dir();

	dir = fixture_dir();
	size_t n = 0;
	set[n++] = format("REAL=%s", from->path);
	set[n++] = format("HOME=%s", home);
	set[n++] = format("XDG_CACHE_HOME=%s/cache", home);
	set[n++] = format("BASE=%s/base", dir);
	set[n++] = format("E=%s/my env", dir);
	set[n++] = format("S=%s/system", dir);
	set[n++] = format("C=%s/copies", dir);
	set[n++] = "V=" VENVRUN;
	set[n++] = "BUILD=" VENVBUILD;
	/* No file of the base is compiled. */
	set[n++] = "PYTHONDONTWRITEBYTECODE=1";
	set[n++] = "PIP_DISABLE_PIP_VERSION_CHECK=1";
	struct spawned s = sh(make_base);
	cr_assert_eq(s.status, 0, "%s", s.out);
}

/* $P and $R of the rows are functions, as the environment's name has a blank. */
static const char *const ways[][2] = {
	{"alone", "P=python_; R=; python_() { \"$E/bin/python\" \"$@\"; }\n"},
	{"under venvrun",
		"P=python_; R=run_; python_() { $V \"$E\" -- \"$BASE/bin/python2.7\" \"$@\"; }\n"
		"run_() { $V \"$E\" -- \"$@\"; }\n"},
};

Test(python27, every_program_recognizes_an_environment, .timeout = 300)
{
	const struct installed_python *from = python27();
	if (!from)
		return;
	make_all(from);
	char *before = fingerprint();
	struct spawned s = sh(make_environments);
	cr_assert_eq(s.status, 0, "%s", s.out);
	cr_expect_eq(s.len, 0, "%s", s.out);
	for (size_t way = 0; way < 2; way++)
		for (size_t i = 0; i < COUNT(rows); i++) {
			s = sh(format("{ %s%s\n} 2>said >/dev/null; test ! -s said || { cat said; exit 99; }",
				ways[way][1], rows[i].script));
			cr_expect_eq(s.status, 0, "%s, %s: status %x: %s%s", rows[i].name, ways[way][0],
				s.status, s.out, sh("cat said").out);
		}
	cr_expect_str_eq(fingerprint(), before, "the base's tree has changed");
}

Test(python27, pip_and_setup_install_into_it, .timeout = 300)
{
	const struct installed_python *from = python27();
	if (!from)
		return;
	make_all(from);
	char *before = fingerprint();
	struct spawned s = sh(make_environments);
	cr_assert_eq(s.status, 0, "%s", s.out);
	for (size_t way = 0; way < 2; way++) {
		s = sh("rm -rf project; cp -r " SOURCE_DIR "/tests/data/python2 project");
		cr_assert_eq(s.status, 0, "%s", s.out);
		for (size_t i = 0; i < COUNT(installs); i++) {
			s = sh(format("%s%s", ways[way][1], installs[i].script));
			cr_expect(!s.status && strstr(s.out, installs[i].says), "%s, %s: status %x: %s",
				installs[i].name, ways[way][0], s.status, s.out);
		}
	}
	cr_expect_str_eq(fingerprint(), before, "the base's tree has changed");
}
