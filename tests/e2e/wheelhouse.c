// SPDX-License-Identifier: MIT
// A directory with small wheels, and environments into which venvbuild installs them.
#include "tests/e2e/wheelhouse.h"

#include <criterion/criterion.h>

const char wheelhouse_program[] =
	"import sys; sys.path.insert(0, sys.argv[1]); sys.dont_write_bytecode = True; import tinybackend\n"
	"for name in sys.argv[3:]:\n"
	"    tinybackend.write_wheel(sys.argv[2], name, {name + '.py':\n"
	"        'import sys\\ndef main():\\n    print(\"%s in \" + sys.prefix)\\n' % name},\n"
	"        '[console_scripts]\\n%s = %s:main\\n' % (name, name))\n";

void wheelhouse_setup(void)
{
	home_setup();
	home_index();
	struct spawned s = RUN(BASE, "-c", wheelhouse_program, DATA, in("wheels"), "one", "two", "three",
		"four");
	cr_assert(!s.error && !s.status, "%s", s.out);
	s = RUN(BASE, "-B", DATA "/tinybackend.py", in("wheels"));
	cr_assert(!s.error && !s.status, "%s", s.out);
	s = RUN("cp", "-R", DATA "/project", in("project"));
	cr_assert(!s.error && !s.status, "%s", s.out);
}

void expect_command(const char *env, const char *name)
{
	struct spawned s = RUN(format("%s/bin/%s", env, name));
	cr_expect_str_eq(s.out, format("%s in %s\n", name, env));
}

char *snapshot(const char *env)
{
	struct spawned s = RUN(BASE, "-c",
		"import os, sys, hashlib\n"
		"h = hashlib.sha256()\n"
		"for at, dirs, files in os.walk(sys.argv[1]):\n"
		"    dirs.sort()\n"
		"    for n in [''] + sorted(dirs + files):\n"
		"        p = os.path.join(at, n); st = os.lstat(p)\n"
		"        h.update(repr((p, st.st_mode, st.st_ino, st.st_mtime_ns)).encode('utf-8', "
		"'surrogateescape'))\n"
		"        h.update(os.readlink(p).encode() if os.path.islink(p) else open(p, 'rb').read() if "
		"os.path.isfile(p) else b'')\n"
		"print(h.hexdigest())",
		env);
	cr_assert(!spawned_code(s), "%s", s.out);
	return format("%s", s.out);
}

static const char record_program[] =
	"import base64, csv, glob, hashlib, os, sys\n"
	"env = sys.argv[1]; site, = glob.glob(glob.escape(env) + '/lib/p*/site-packages')\n"
	"for record in glob.glob(glob.escape(site) + '/*.dist-info/RECORD'):\n"
	"    for path, digest, size in csv.reader(open(record)):\n"
	"        data = open(os.path.join(site, path), 'rb').read()\n"
	"        if digest:\n"
	"            assert digest == 'sha256=' + "
	"base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip('='), path\n"
	"            assert int(size) == len(data), path\n"
	"for at, dirs, files in os.walk(env):\n"
	"    for n in files:\n"
	"        path = os.path.join(at, n)\n"
	"        data = open(path, 'rb').read() if os.path.isfile(path) else b''\n"
	"        assert b'tmp/venvbuild-' not in data and b'.venvbuild-' not in data, n\n";

void expect_clean(const char *env)
{
	struct spawned s = RUN(BASE, "-c", record_program, env);
	cr_expect(!spawned_code(s), "%s: %s", env, s.out);
}
