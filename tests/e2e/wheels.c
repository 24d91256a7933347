// SPDX-License-Identifier: MIT
// Wheels that seed an environment: which one is taken, and that it lies there as pip would have installed it.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "tests/fixture.h"

/* In an empty directory with wheels of pip 1.0 (base), 1.5 and 1.10 (a), 3.0 (b). */
static const char tree[] =
	"set -e; cd \"$1\"; mkdir a b; sh " SOURCE_DIR "/tests/data/smallbase.sh $PWD base\n"
	"smallpip() { /usr/bin/python3 " SOURCE_DIR "/tests/data/smallpip.py $2 $1; }; smallpip 1.5 a; smallpip 1.10 a; smallpip 3.0 b\n";

static const char prelude[] =
	"cp -a \"$1/.\" \"$2\"; cd \"$2\"; export XDG_CACHE_HOME=$PWD/cache\n"
	"v() { " VENVBUILD " -p base/bin/python3 \"$@\" e 2>&1 | sed \"s!$PWD/!!g\"; ls -d e/lib/*/*/*.dist-info 2>/dev/null | sed 's!.*/!!'; grep ^seed e/pyvenv.cfg; }\n";

static const struct {
	const char *command, *out; /* all of it; or a part, where "*" is in front */
} rows[] = {
	{"v", "pip-1.0.dist-info\nseed = pip\n"},
	{"v --extra-search-dir a", "pip-1.10.dist-info\nseed = pip\n"},
	{"v --extra-search-dir b --extra-search-dir a", "pip-3.0.dist-info\nseed = pip\n"},
	{"v --extra-search-dir a --pip 1.5", "pip-1.5.dist-info\nseed = pip==1.5\n"},
	{"v --extra-search-dir a --seed pip==1.0", "pip-1.0.dist-info\nseed = pip==1.0\n"},
	{"v --extra-search-dir a --pip 1.1; ls -A", "*there is no wheel of pip==1.1 for CPython"},
	{"v --pip 2.0", "*nothing is downloaded"},
	{"v --extra-search-dir none", "*cannot look for wheels in none: Not a directory"},
	{"v --extra-search-dir a --setuptools 1", "*there is no wheel of setuptools==1"},
	{"v --extra-search-dir a --pip 1.5 >/dev/null; v --extra-search-dir a --pip 1.5", "pip-1.5.dist-info\nseed = pip==1.5\n"},
	{"v --extra-search-dir a --pip 1.5 >/dev/null; v --extra-search-dir a --pip 1.10", "*another environment"},
	{"v --extra-search-dir a --pip 1.5 >/dev/null; v --allow-existing --extra-search-dir a --pip 1.5", "pip-1.5.dist-info\nseed = pip==1.5\n"},
	{"v --extra-search-dir a --pip 1.5 >/dev/null; v --allow-existing --extra-search-dir a --pip 1.10", "*another version of pip is installed in it"},
	{"v --no-seed --extra-search-dir a", ""},
};

static char *template;

static void setup(void)
{
	template = fixture_dir();
	struct spawned s = RUN("sh", "-c", tree, "sh", template);
	cr_assert(!s.error && !s.status, "%s", s.out);
}

TestSuite(wheels, .init = setup, .timeout = 120);

Test(wheels, takes_the_one_that_is_asked_for)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *out = rows[i].out;
		struct spawned s = RUN("sh", "-c", format("%s%s", prelude, rows[i].command), "sh", template, fixture_dir());
		cr_expect(*out == '*' ? strstr(s.out, out + 1) != NULL : !strcmp(s.out, out), "%s: %s", rows[i].command, s.out);
	}
}

/* A wheel of the kind that is seeded, with what installers treat in their own ways. Its files are made by its own RECORD. */
static const char odd_wheel[] =
	"import zipfile, hashlib, base64, sys, os\n"
	"files = {'setuptools/__init__.py': b'def main():\\n    print(\"main\")\\n', 'setuptools/tool': b'#!/bin/sh\\n', 'top.py': b'x = 1\\n',\n"
	"  'setuptools/data,1 \\xe4.txt': b'', 'setuptools/deep/er/x.py': b'', 'setuptools/bad.py': b'print 1',\n"
	"  'setuptools-99.0.dist-info/METADATA': b'Metadata-Version: 2.1\\nName: setuptools\\nVersion: 99.0\\n',\n"
	"  'setuptools-99.0.dist-info/WHEEL': b'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n',\n"
	"  'setuptools-99.0.dist-info/entry_points.txt': b'[console_scripts]\\none = setuptools:main\\nTwo-2.x=setuptools:main [extra]\\n[gui_scripts]\\ng=setuptools:main\\n[x]\\ny=z:w\\n'}\n"
	"h = lambda b: 'sha256=' + base64.urlsafe_b64encode(hashlib.sha256(b).digest()).rstrip(b'=').decode()\n"
	"q = lambda k: '\"%s\"' % k if ',' in k else k\n"
	"with zipfile.ZipFile(sys.argv[1] + '/setuptools-99.0-py3-none-any.whl', 'w') as z:\n"
	"    for k, v in files.items():\n"
	"        i = zipfile.ZipInfo(k); i.create_system = 3; i.external_attr = (0o100775 if k.endswith('tool') else 0o100600) << 16; z.writestr(i, v)\n"
	"    z.writestr('setuptools-99.0.dist-info/RECORD', ''.join('%s,%s,%d\\n' % (q(k), h(v), len(v)) for k, v in files.items()) + 'setuptools-99.0.dist-info/RECORD,,\\n')\n";

/* Names, modes and contents below both, and what RECORD says; the environments' names and the installers' are left out, and
 * what may be executed although the umask says no: pip's is. */
static const char compare[] =
	"import os, sys, csv, glob\n"
	"def tree(root):\n"
	"    out = {}\n"
	"    for at, dirs, names in os.walk(root):\n"
	"        for n in names:\n"
	"            p = os.path.join(at, n); r = os.path.relpath(p, root)\n"
	"            if '/pip' in r or os.path.islink(p) or not ('setuptools' in r or 'top' in n or n in ('one', 'Two-2.x', 'g')): continue\n"
	"            skip = n.endswith(('.pyc', 'RECORD', 'INSTALLER')) or r.startswith('bin/')\n"
	"            out[r] = None if r.startswith('bin/') else oct(os.stat(p).st_mode & ~int(sys.argv[3], 8)), None if skip else open(p, 'rb').read()\n"
	"    record, = glob.glob(root + '/lib/*/site-packages/setuptools-99.0.dist-info/RECORD')\n"
	"    rows = sorted((p, '' if '/bin/' in p or 'INSTALLER' in p else h + ' ' + s) for p, h, s in csv.reader(open(record, encoding='utf-8')))\n"
	"    return out, rows\n"
	"a, b = tree(sys.argv[1]), tree(sys.argv[2])\n"
	"for k in sorted(set(a[0]) | set(b[0])):\n"
	"    if a[0].get(k) != b[0].get(k): print('file', k, a[0].get(k), b[0].get(k))\n"
	"for r in sorted(set(a[1]) ^ set(b[1])): print('RECORD', r, r in a[1])\n"
	"assert len(a[0]) > 15 and len(a[1]) == len(a[0])\n";

Test(wheels, lie_there_as_pip_would_have_installed_them)
{
	char *dir = fixture_dir();
	setenv("XDG_CACHE_HOME", format("%s/cache", dir), 1);
	setenv("PIP_CONFIG_FILE", "/dev/null", 1);
	setenv("PIP_ROOT_USER_ACTION", "ignore", 1);
	struct spawned s = RUN("/usr/bin/python3", "-c", odd_wheel, dir);
	cr_assert(!s.status, "%s", s.out);
	static const char *const masks[] = {"022", "077", "002"};
	for (size_t i = 0; i < sizeof masks / sizeof *masks; i++) {
		s = RUN("sh", "-c",
			format("cd %s; rm -rf ours theirs; umask %s; " VENVBUILD " -p /usr/bin/python3 --seed setuptools==99.0 --extra-search-dir . ours && " VENVBUILD
			       " -p /usr/bin/python3 theirs && theirs/bin/pip -q install --no-index ./setuptools-99.0-py3-none-any.whl && "
			       "rm -f theirs/lib/*/site-packages/*/direct_url.json && sed -i /direct_url/d theirs/lib/*/site-packages/set*/RECORD && "
			       "for c in one Two-2.x g; do ours/bin/$c; done", dir, masks[i]));
		cr_expect_str_eq(s.out, "main\nmain\nmain\n", "umask %s: %s", masks[i], s.out);
		s = RUN("/usr/bin/python3", "-c", compare, format("%s/theirs", dir), format("%s/ours", dir), masks[i]);
		cr_expect(!s.status && !s.len, "umask %s: %s", masks[i], s.out);
	}
}
