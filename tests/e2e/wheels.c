// SPDX-License-Identifier: MIT
// Seeds: which wheel is installed, and that its files are those that pip would have installed.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "common/core/count.h"
#include "tests/fixture.h"

/* In an empty directory with wheels of pip 1.0 (base), 1.5 and 1.10 (a), 3.0 (b). */
static const char tree[] =
	"set -e; cd \"$1\"; mkdir a b; sh " SOURCE_DIR
	"/tests/data/smallbase.sh $PWD base\n"
	"smallpip() { /usr/bin/python3 " SOURCE_DIR
	"/tests/data/smallpip.py $2 $1; }; smallpip 1.5 a; smallpip 1.10 a; smallpip 3.0 b\n";

static const char prelude[] =
	"cp -a \"$1/.\" \"$2\"; cd \"$2\"; export XDG_CACHE_HOME=$PWD/cache\n"
	"v() { " VENVBUILD
	" -p base/bin/python3 \"$@\" e 2>&1 | sed \"s!$PWD/!!g\"; ls -d "
	"e/lib/*/*/*.dist-info 2>/dev/null | sed 's!.*/!!'; grep ^seed e/pyvenv.cfg; }\n";

static const struct {
	const char *command, *out; /* the output; after "*" a part of it */
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
	{"v --extra-search-dir a --pip 1.5 >/dev/null; v --extra-search-dir a --pip 1.5",
		"pip-1.5.dist-info\nseed = pip==1.5\n"},
	{"v --extra-search-dir a --pip 1.5 >/dev/null; v --extra-search-dir a --pip 1.10",
		"*another environment"},
	{"v --extra-search-dir a --pip 1.5 >/dev/null; v --allow-existing --extra-search-dir a --pip 1.5",
		"pip-1.5.dist-info\nseed = pip==1.5\n"},
	{"v --extra-search-dir a --pip 1.5 >/dev/null; v --allow-existing --extra-search-dir a --pip 1.10",
		"*another version of pip is installed; use --install pip==1.10"},
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

Test(wheels, installs_the_requested_one)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *out = rows[i].out;
		struct spawned s = RUN("sh", "-c", format("%s%s", prelude, rows[i].command), "sh", template,
			fixture_dir());
		cr_expect(*out == '*' ? strstr(s.out, out + 1) != NULL : !strcmp(s.out, out), "%s: %s",
			rows[i].command, s.out);
	}
}

/* A wheel of a seed, with files that installers treat in special ways; the further words name more files. */
static const char odd_wheel[] =
	"import zipfile, hashlib, base64, sys, os\n"
	"files = {'setuptools/__init__.py': b'def main():\\n    print(\"main\")\\n', 'setuptools/tool': "
	"b'#!/bin/sh\\n', 'top.py': b'x = 1\\n',\n"
	"  'setuptools/data,1 \\xe4.txt': b'', 'setuptools/deep/er/x.py': b'', 'setuptools/bad.py': b'print "
	"1',\n"
	"  'setuptools-99.0.dist-info/METADATA': b'Metadata-Version: 2.1\\nName: setuptools\\nVersion: "
	"99.0\\n',\n"
	"  'setuptools-99.0.dist-info/WHEEL': b'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: "
	"py3-none-any\\n',\n"
	"  'setuptools-99.0.dist-info/entry_points.txt': b'[console_scripts]\\none = "
	"setuptools:main\\nTwo-2.x=setuptools:main "
	"[extra]\\n[gui_scripts]\\ng=setuptools:main\\n[x]\\ny=z:w\\n'}\n"
	"d = 'setuptools-99.0.data/'\n"
	"for k, v in {'purelib/setuptools_pure.py': b'x = 1\\n', 'platlib/setuptools/plat.py': b'x = 2\\n', "
	"'headers/in/setup.h': b'#define X\\n',\n"
	"  'data/share/setuptools/a,b': b'x', 'data/share/setuptools/tool': b'#!python\\n', "
	"'data/lib/setuptools/m.py': b'x = 3\\n',\n"
	"  'data/lib/setuptools/old.pyc': b'x', 'data/setuptools.txt': b'',\n"
	"  'scripts/setuptools-py': b'#!python -s\\r\\n# coding: utf-8\\nimport sys, setuptools_pure; "
	"print(sys.prefix)\\n',\n"
	"  'scripts/setuptools-w': b'#!pythonw\\nfrom __future__ import print_function\\nprint(\"w\")\\n', "
	"'scripts/setuptools-sh': b'#!/bin/sh\\necho sh\\n',\n"
	"  'scripts/setuptools-x.py': b'#!python\\nprint(\"py\")\\n', 'scripts/setuptools-odd': "
	"b'#!python',\n"
	"  'scripts/setuptools-\\xe4 b': b'\\0#!python\\n\\0\\xff', 'scripts/one': b'of old'}.items(): "
	"files[d + k] = v\n"
	"for k in sys.argv[2:]: files[k] = b'x'\n"
	"h = lambda b: 'sha256=' + "
	"base64.urlsafe_b64encode(hashlib.sha256(b).digest()).rstrip(b'=').decode()\n"
	"q = lambda k: '\"%s\"' % k if ',' in k else k\n"
	"with zipfile.ZipFile(sys.argv[1] + '/setuptools-99.0-py3-none-any.whl', 'w') as z:\n"
	"    for k, v in files.items():\n"
	"        i = zipfile.ZipInfo(k); i.create_system = 3; i.external_attr = (0o100775 if "
	"k.endswith('tool') or '/scripts/' in k and not k.endswith('-w') else 0o100600) << 16; z.writestr(i, "
	"v)\n"
	"    z.writestr('setuptools-99.0.dist-info/RECORD', ''.join('%s,%s,%d\\n' % (q(k), h(v), len(v)) for "
	"k, v in files.items()) + 'setuptools-99.0.dist-info/RECORD,,\\n')\n";

/* Compares the names, modes and contents below both, and the rows of RECORD. Not compared: the names of
 * the environments and of the installers; x bits that the umask excludes, which pip sets; the row of a
 * script that was not installed, which pip keeps; and compiled scripts, which only pip makes. */
static const char compare[] =
	"import os, sys, csv, glob\n"
	"def tree(root):\n"
	"    out = {}\n"
	"    for at, dirs, names in os.walk(root):\n"
	"        for n in names:\n"
	"            p = os.path.join(at, n); r = os.path.relpath(p, root)\n"
	"            if '/pip' in r or 'bin/__pycache__' in r or os.path.islink(p) or not ('setuptools' in r "
	"or 'top' in n or n in ('one', 'Two-2.x', 'g')): continue\n"
	"            skip = n.endswith(('.pyc', 'RECORD', 'INSTALLER')) or r.startswith('bin/')\n"
	"            data = open(p, 'rb').read()\n"
	"            if r.startswith('bin/setuptools'): skip, data = False, data.partition(b'\\n')[2] if "
	"data.startswith(b'#!' + root.encode()) else data\n"
	"            out[r] = None if r.startswith('bin/') else oct(os.stat(p).st_mode & ~int(sys.argv[3], "
	"8)), None if skip else data\n"
	"    record, = glob.glob(root + '/lib/*/site-packages/setuptools-99.0.dist-info/RECORD')\n"
	"    rows = sorted((p, '' if '/bin/' in p and not '-sh' in p or 'INSTALLER' in p else h + ' ' + s) "
	"for p, h, s in csv.reader(open(record, encoding='utf-8'))\n"
	"        if 'bin/__pycache__' not in p and p != 'setuptools-99.0.data/scripts/one')\n"
	"    return out, rows\n"
	"a, b = tree(sys.argv[1]), tree(sys.argv[2])\n"
	"for k in sorted(set(a[0]) | set(b[0])):\n"
	"    if a[0].get(k) != b[0].get(k): print('file', k, a[0].get(k), b[0].get(k))\n"
	"for r in sorted(set(a[1]) ^ set(b[1])): print('RECORD', r, r in a[1])\n"
	"assert len(a[0]) > 30 and len(a[1]) == len(a[0])\n";

Test(wheels, are_installed_as_by_pip)
{
	char *dir = fixture_dir();
	setenv("XDG_CACHE_HOME", format("%s/cache", dir), 1);
	setenv("PIP_CONFIG_FILE", "/dev/null", 1);
	setenv("PIP_ROOT_USER_ACTION", "ignore", 1);
	struct spawned s = RUN("/usr/bin/python3", "-c", odd_wheel, dir);
	cr_assert(!s.status, "%s", s.out);
	static const char *const masks[] = {"022", "077", "002"};
	for (size_t i = 0; i < COUNT(masks); i++) {
		s = RUN("sh", "-c",
			format("cd %s; rm -rf ours theirs; umask %s; " VENVBUILD
			       " -p /usr/bin/python3 --seed setuptools==99.0 --extra-search-dir . ours "
			       "&& " VENVBUILD " -p /usr/bin/python3 theirs && theirs/bin/pip -q install "
			       "--no-index ./setuptools-99.0-py3-none-any.whl && "
			       "rm -f theirs/lib/*/site-packages/*/direct_url.json && sed -i /direct_url/d "
			       "theirs/lib/*/site-packages/set*/RECORD && "
			       "for c in one Two-2.x g setuptools-py setuptools-w setuptools-sh "
			       "setuptools-x.py; do ours/bin/$c; done",
				dir, masks[i]));
		cr_expect_str_eq(s.out, format("main\nmain\nmain\n%s/ours\nw\nsh\npy\n", dir), "umask %s: %s",
			masks[i], s.out);
		s = RUN("/usr/bin/python3", "-c", compare, format("%s/theirs", dir), format("%s/ours", dir),
			masks[i]);
		cr_expect(!s.status && !s.len, "umask %s: %s", masks[i], s.out);
		/* pip can read RECORD. */
		s = RUN("sh", "-c",
			format("cd %s; theirs/bin/pip -q --python ours/bin/python uninstall -y setuptools; "
			       "find ours -type f -name '*set*up*' -o -name one",
				dir));
		cr_expect_str_eq(s.out, "", "umask %s: %s", masks[i], s.out);
	}
}

static const char data_prelude[] =
	"cp -a \"$1/.\" \"$2\"; cd \"$2\"; export XDG_CACHE_HOME=$PWD/cache; w() "
	"{ /usr/bin/python3 -c \"$odd_wheel\" . \"$@\"; }\n"
	"v() { " VENVBUILD
	" -p /usr/bin/python3 --seed setuptools==99.0 --extra-search-dir . \"$@\" "
	"2>&1 | sed \"s!$PWD/!!g\"; }\n"
	"d=setuptools-99.0.data s=lib/python$(/usr/bin/python3 -c 'import sys; "
	"print(\"%d.%d\" % sys.version_info[:2])')/site-packages\n";

static const struct {
	const char *command, *out; /* as above */
} data_rows[] = {
	/* No file of the cache names an environment, and each script names its own. */
	{"w; v e; v 'a b'; e/bin/setuptools-py; 'a b/bin/setuptools-py' | sed 's!.*/!!'; head -c 9 "
	 "cache/venvrun/wheels/*/tree/$d/scripts/setuptools-py",
		"*/e\na b\n#!python "},
	{"w; v e; [ e/share/setuptools/tool -ef cache/venvrun/wheels/*/tree/$d/data/share/setuptools/tool ] "
	 "&& echo one; v --link-mode=symlink f; "
	 "readlink f/include/site/*/setuptools/in/setup.h f/bin/setuptools-sh | sed 's!.*/wheels/[^/]*/!!'",
		"*tree/setuptools-99.0.data/headers/in/setup.h\n"},
	{"w; v --relocatable e; mv e f; f/bin/setuptools-py | sed 's!.*/!!'; f/bin/setuptools-w; ln -s "
	 "$PWD/f/bin/setuptools-x.py x; ./x",
		"f\nw\npy\n"},
	{"w; v e; mv e f; " VENVBUILD " --repair f >/dev/null; rm -rf e; f/bin/setuptools-py | sed 's!.*/!!'",
		"*f\n"},
	{"odd_wheel=$(printf %s \"$odd_wheel\" | sed 's/Purelib: true/Purelib: false/'); w; v e; "
	 "cat e/$s/top.py e/$s/setuptools_pure.py e/$s/setuptools/plat.py",
		"x = 1\nx = 1\nx = 2\n"},
	/* Each is refused before an environment is made. */
	{"w $d/data/bin/pydoc; v e; ls e",
		"*cannot install setuptools-99.0-py3-none-any.whl: "
		"cannot make bin/pydoc: the environment already has it"},
	{"w $d/data/CACHEDIR.TAG; v e", "*CACHEDIR.TAG: the environment already has it"},
	{"w $d/data/etc/environment.d/50-venvbuild.conf; v --env A=1 e",
		"*50-venvbuild.conf: the environment already has it"},
	{"w $d/scripts/x $d/data/bin/x; v e",
		"*bin/x: the environment already has it, or the wheel has two files for it"},
	{"w $d/data/bin/one; v e", "*bin/one: the environment already has it"},
	{"w $d/data/$s/setuptools/tool; v e", "*/setuptools/tool: the environment already has it"},
	{"w $d/data/$s/setuptools-99.0.dist-info/INSTALLER; v e",
		"*INSTALLER: the environment already has it"},
	{"w $d/data/$s/setuptools-99.0.dist-info/RECORD; v e", "*RECORD: the environment already has it"},
	{"w $d/data/lib64/x; v e", "*lib64/x: a file or a symbolic link is where a directory is needed"},
	{"w $d/data/.gitignore/x; v e", "*.gitignore/x: a file or a symbolic link is"},
	{"w $d/data/bin/python3; v e; ls e",
		"*a file in its .data directory would replace one of the environment's own files\nls: "
		"cannot access 'e'"},
	{"w $d/stdlib/x; v e", "*is in none of purelib, platlib, scripts, headers and data"},
};

Test(wheels, install_their_data_files)
{
	char *empty = fixture_dir();
	setenv("odd_wheel", odd_wheel, 1);
	for (size_t i = 0; i < COUNT(data_rows); i++) {
		const char *out = data_rows[i].out;
		struct spawned s = RUN("sh", "-c", format("%s%s", data_prelude, data_rows[i].command), "sh",
			empty, fixture_dir());
		cr_expect(*out == '*' ? strstr(s.out, out + 1) != NULL : !strcmp(s.out, out), "%s: %s",
			data_rows[i].command, s.out);
	}
}
