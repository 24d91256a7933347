// SPDX-License-Identifier: MIT
// venvbuild --lock: from where a lock takes a package: an index, the options of a list, a repository.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "tests/e2e/lock_fixture.h"
#include "tests/interpreters.h"
#include "tests/skip.h"

TestSuite(lock_sources, .init = lock_setup, .timeout = 300);

/* An index on a free port: prints its URL, with a password, and serves until its standard input ends. */
static const char index_program[] =
	"import hashlib, os, sys, threading, http.server\n"
	"names = {'one': '1.0', 'two-parts': '1.0'}\n"
	"class Handler(http.server.BaseHTTPRequestHandler):\n"
	"    def do_GET(self):\n"
	"        part = self.path.split('/')\n"
	"        if part[1] == 'simple':\n"
	"            body = ''.join('<a href=\"/files/%s#sha256=%s\">%s</a>' % (f, "
	"hashlib.sha256(open('wheels/' + f, 'rb').read()).hexdigest(), f)\n"
	"                for f in sorted(os.listdir('wheels')) if f.lower().replace('.', "
	"'-').startswith(part[2] + '-')).encode()\n"
	"        else:\n"
	"            body = open('wheels/' + part[2], 'rb').read()\n"
	"        self.send_response(200); self.send_header('Content-Type', 'text/html' if part[1] == "
	"'simple' else 'application/zip')\n"
	"        self.send_header('Content-Length', str(len(body))); self.end_headers(); "
	"self.wfile.write(body)\n"
	"    def log_message(self, *words): pass\n"
	"server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)\n"
	"threading.Thread(target=server.serve_forever, daemon=True).start()\n"
	"url = '127.0.0.1:%d' % server.server_port\n"
	"import subprocess\n"
	"sys.exit(subprocess.call(['sh', '-ec', sys.argv[1]], env=dict(os.environ, url=url, "
	"PIP_INDEX_URL='http://me:secret@%s/simple/' % url)))\n";

Test(lock_sources, names_the_files_of_an_index)
{
	/* A list has the files for other machines, too; a pylock.toml is for one kind of machine. */
	EXPECT_QUIET(
		"cp wheels/one-1.0-py2.py3-none-any.whl wheels/one-1.0-cp39-cp39-win32.whl; echo "
		">>wheels/one-1.0-cp39-cp39-win32.whl");
	struct spawned s = RUN(BASE, "-c", index_program,
		format("echo two.parts >in\n"
		       "%s -q -p %s -r in --install one --lock list first\n"
		       "%s -q --lock pylock.toml first\n"
		       "grep -c sha256 list pylock.toml; ! grep -n -e secret -e win32 list pylock.toml\n"
		       "grep -x \"index = \\\"http://$url/simple/\\\"\" pylock.toml | wc -l\n"
		       "grep -o \"url = .http://$url/files/one-1.0-py2.py3-none-any.whl.\" pylock.toml | wc "
		       "-l\n"
		       "%s -q -p %s -r list second\n"
		       "%s -q -p %s --no-index -r pylock.toml third\n"
		       "ls second/bin/run-one third/bin/run-one\n",
			VENVBUILD, BASE, VENVBUILD, VENVBUILD, BASE, VENVBUILD, BASE));
	cr_expect_str_eq(s.out, "list:3\npylock.toml:2\n2\n1\nsecond/bin/run-one\nthird/bin/run-one\n");
}

Test(lock_sources, keeps_the_options_by_which_packages_are_found)
{
	mkdir("sub", 0700);
	fixture_write("in", 0644, "-rsub/more\none ; python_version > '2'\n");
	fixture_write("sub/more", 0644,
		"--no-index # nowhere\n--find-links=../wheels\n-i http://me:secret@localhost:1/simple/\n");
	struct spawned s = RUN(VENVBUILD, "-p", BASE, "-r", "in", "--lock", "list", "first");
	cr_expect(!spawned_code(s), "%s", s.out);
	EXPECT_QUIET(
		"sed -n '3,5p' list | tr '\\n' ' ' | grep -qx -e '--no-index --find-links ./wheels -i "
		"http://localhost:1/simple/ ' || cat list");
	s = RUN(VENVBUILD, "-p", BASE, "-r", "list", "second");
	cr_expect(!spawned_code(s) && fs_exists("second/bin/run-one"), "%s", s.out);
	/* Only pip reads from a pipe. */
	EXPECT_QUIET("cat list | \"$0\" --no-index --find-links wheels -p " BASE " -r /dev/fd/9 third 9<&0",
		VENVBUILD);
	cr_expect(fs_exists("third/bin/run-one"));
}

/* Every pip since that of Python 2.7, as each records editable packages in its own way. */
Test(lock_sources, names_the_source_of_editable_packages, .timeout = 900)
{
	static struct installed_python list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX);
	if (spawned_code(RUN("git", "--version")) != 0) {
		skip("--lock of a repository: git is not installed");
		return;
	}
	EXPECT_QUIET(
		"mkdir legacy && cd legacy && echo >legacy.py && echo \"from setuptools import setup; "
		"setup(name='legacy', version='1', "
		"py_modules=['legacy'])\" >setup.py && git init -q && git add . && "
		"git -c user.name=n -c user.email=n@example.org commit -qm one");
	char *asked = format("git+file://%s/legacy#egg=legacy", home);
	setenv("PIP_NO_BUILD_ISOLATION", "0", 1); /* which is a yes */
	for (size_t i = 0; i < count; i++) {
		bool old = list[i].major < 3 || list[i].minor < 7;
		if (list[i].pypy || (!old && !text_starts(list[i].path, BASE)))
			continue;
		struct spawned s = BUILD("-p", list[i].path, "--seed", "pip,setuptools", "-e", asked,
			"--install", "one", "--lock", "list", "first");
		cr_expect(!spawned_code(s), "%s: %s", list[i].label, s.out);
		EXPECT_QUIET(
			format("grep -q '^-e git+file://%s/legacy@[0-9a-f]*#egg=legacy$' list && "
			       "grep -q 'pip install -r\" does not' list",
				home));
		EXPECT_QUIET("! grep -n venvbuild- list && ! grep 'as well' list");
		s = BUILD("-p", list[i].path, "--seed", "pip,setuptools", "-r", "list", "second");
		cr_expect(!spawned_code(s) && fs_exists("second/src/legacy/legacy.py"), "%s: %s",
			list[i].label, s.out);
		EXPECT_QUIET("rm -rf first second");
	}
	expect_tidy();
}
