// SPDX-License-Identifier: MIT
// Which interpreter venvbuild finds, and how it treats one that misbehaves. The Pythons are
// tests/programs/faker.c.
#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/core/count.h"
#include "tests/fixture.h"

/* py FILE FACT... makes a Python at that path. v ARG... prints the one that venvbuild finds, or its
 * message, without $PWD. */
#define WORDS \
	"py() { mkdir -p \"${1%/*}\"; cp " BUILD_DIR \
	"/tests/programs/faker \"$1\"; f=$1.facts; shift; printf '%s\\n' \"$@\" >$f; }\n" \
	"v() { " VENVBUILD \
	" --dry-run --json --without-pip \"$@\" e 2>&1 | " \
	"sed -n -e 's/.*\"python\": *\"\\([^\"]*\\)\".*/\\1/' -e \"s!$PWD/!!g\" -e '1p'; }\n"

static const char tree[] =
	"set -e; umask 022; cd \"$1\"\n" WORDS
	"py path/python3.20 version=3.20.4; py path/python3.19 version=3.19.1; py path/python3.19t "
	"version=3.19.1 threads=t\n"
	"py path/python3.19d version=3.19.1 debug=1; py path/python3.18-dbg version=3.18.0 debug=1; py "
	"path/pypy3.20 version=3.20.0 implementation=PyPy\n"
	"py path/python3.17 version=3.17.9 wide=; py path/python3.16 version=3.16.1 implementation=PyPy\n"
	"py .pyenv/versions/3.20.2/bin/python3.20 version=3.20.2; py .pyenv/versions/3.20.9/bin/python3.20 "
	"version=3.20.9\n"
	"py .pyenv/versions/pypy3.9-7.3.11/bin/pypy3.15 version=3.15.1 implementation=PyPy\n"
	"py .local/share/uv/python/cpython-3.15.2-linux-x86_64-gnu/bin/python3.15 version=3.15.2\n"
	"py .asdf/installs/python/3.15.3/bin/python3.15 version=3.15.3; py "
	".local/share/mise/installs/python/3.15.4/bin/python3.15 version=3.15.4\n"
	"ln -s pypy3.15 .pyenv/versions/pypy3.9-7.3.11/bin/pypy3\n"
	"mkdir -p .pyenv/versions/mine/bin .pyenv/shims sub/dir; ln -s ../../3.20.2/bin/python3.20 "
	".pyenv/versions/mine/bin/python3\n";

static const char prelude[] =
	"set -u; cp -a \"$1/.\" \"$2\"; cd \"$2\"; export HOME=$PWD PATH=$PWD/path:/usr/bin:/bin "
	"XDG_CACHE_HOME=$PWD/cache\n"
	"unset PYENV_ROOT PYENV_VERSION UV_PYTHON_INSTALL_DIR XDG_DATA_HOME ASDF_DATA_DIR "
	"MISE_DATA_DIR\n" WORDS
	"echo \"home = $PWD/.pyenv/versions/3.20.2/bin\" >.pyenv/versions/mine/pyvenv.cfg\n"
	"printf '#!/bin/sh\\nexec '$PWD'/.pyenv/versions/3.20.9/bin/python3.20 \"$@\"\\n' "
	">.pyenv/shims/python3.20; chmod +x .pyenv/shims/python3.20\n";

static char *template;

static void setup(void)
{
	template = fixture_dir();
	struct spawned s = RUN("sh", "-c", tree, "sh", template);
	cr_assert(!s.error && !s.status, "%s", s.out);
}

TestSuite(discovery, .init = setup, .timeout = 120);

static struct spawned run(const char *command)
{
	return RUN("sh", "-c", format("%s%s", prelude, command), "sh", template, fixture_dir());
}

static const struct row {
	const char *command, *answer; /* the beginning of the output; after "*" a part of it */
} rows[] = {
	/* requests */
	{"v", "path/python3.20"},
	{"v -p 3", "path/python3.20"},
	{"v -p 320", "path/python3.20"},
	{"v -p any", "path/python3.20"},
	{"v -p 3.19", "path/python3.19"},
	{"v -p 3.19t", "path/python3.19t"},
	{"v -p 3.19+freethreaded", "path/python3.19t"},
	{"v -p 3.19d", "path/python3.19d"},
	{"v -p python3.18-dbg", "path/python3.18-dbg"},
	{"v -p 3.18", "*no Python interpreter found for 3.18"},
	{"v -p '>=3.9,<3.20'", "path/python3.19"},
	{"v -p '~=3.19'", "path/python3.20"},
	{"v -p '==3.19.*'", "path/python3.19"},
	{"v -p pypy@3.20", "path/pypy3.20"},
	{"v -p pypy320", "path/pypy3.20"},
	{"v -p cpython3.20", "path/python3.20"},
	{"v -p 3.17-32", "path/python3.17"},
	{"v -p 3.17-64", "*no Python"},
	{"v -p 3.20-arm64-x86_64", "path/python3.20"},
	{"v -p 3.20-riscv64", "*no Python"},
	{"v -p cpython-3.20-windows-x86_64-none", "*no Python"},
	{"v -p cpython-3.20.4-linux-x86_64-gnu", "path/python3.20"},
	{"v -p cpython3.16", "*no Python"},
	{"v -p 3.20.9", ".pyenv/versions/3.20.9/bin/python3.20"},
	{"v -p 3.15.2", ".local/share/uv/python/cpython-3.15.2-linux-x86_64-gnu/bin/python3.15"},
	{"v -p 3.15.3", ".asdf/installs/python/3.15.3/bin/python3.15"},
	{"v -p 3.15.4", ".local/share/mise/installs/python/3.15.4/bin/python3.15"},
	{"v -p 3.20 -p 3.19", "path/python3.20"},
	{"v -p 3.14.99 -p 3.19", "path/python3.19"},
	{"v -p 3.14.98 -p 3.14.99", "*3.14.98; searched"},
	{"v -p path/python3.19", "path/python3.19"},
	{"v -p .pyenv/versions/3.20.2/bin/python3.20", ".pyenv/versions/3.20.2/bin/python3.20"},
	{"ln -s python3.19 path/mine; v -p mine", ".pyenv/versions/3.20.2/bin/python3.20"},
	{"ln -s python3.19 path/my; v -p my", "path/"},
	{"v -p .pyenv/versions/mine", ".pyenv/versions/3.20.2/bin/python3.20"},
	{"v -p nonsense", "*neither a version"},
	{"UV_PYTHON_INSTALL_DIR=$PWD/none v -p 3.15.2", "*no Python"},
	{"PATH=$PWD/.pyenv/versions/3.20.2/bin:/usr/bin:/bin v -p system", "*/usr/"},
	{"XDG_DATA_HOME=$PWD/.local/share v -p 3.15.4",
		".local/share/mise/installs/python/3.15.4/bin/python3.15"},
	/* files in the working directory */
	{"echo 3.19 >.python-version; v", "path/python3.19"},
	{"echo 3.19 >.python-version; cd sub/dir; v", "*/path/python3.19"},
	{"printf '# ours\\n\\n  3.14.99 # gone\\r\\n3.19t\\r\\n' >.python-version; v", "path/python3.19t"},
	{"echo 3.14.99 3.20.2 3.19 >.python-version; v", ".pyenv/versions/3.20.2/bin/python3.20"},
	{"echo mine >.python-version; v", ".pyenv/versions/3.20.2/bin/python3.20"},
	{"echo pypy3.9-7.3.11 >.python-version; v", ".pyenv/versions/pypy3.9-7.3.11/bin/pypy3"},
	{"printf '3.19\\n3.20\\n' >.python-versions; v", "path/python3.19"},
	{"echo 3.19 >.python-version; echo 3.17 >.python-versions; v", "path/python3.19"},
	{"echo 3.19 >.python-version; echo 3.17 >sub/.python-versions; cd sub/dir; v", "*/path/python3.17"},
	{"echo '>=3.9, <3.20' >.python-version; v", "path/python3.19"},
	{"echo 3.19 >.python-version; v -p 3.20", "path/python3.20"},
	{"echo system >.python-version; PATH=$PWD/.pyenv/versions/3.20.2/bin:/usr/bin:/bin v", "*/usr/"},
	{"echo '#' >.python-version; v", "path/python3.20"},
	{"echo 3.14.99 >.python-version; v",
		"*.python-version requests it: no Python interpreter found for 3.14.99"},
	{"echo 3.17 >.python-version; PYENV_VERSION=3.14.99:3.19 v", "path/python3.19"},
	{"mkdir .python-version; v", "path/python3.20"},
	{"mkdir -p .pyenv; echo 3.20.2 >.pyenv/version; v", "path/python3.20"},
	{"printf '3.19\\0' >.python-version; v", "*cannot read"},
	/* shims and other programs */
	{"PATH=$PWD/.pyenv/shims:/usr/bin:/bin v -p 3.20", ".pyenv/versions/3.20.9/bin/python3.20"},
	{"v -p .pyenv/shims/python3.20", ".pyenv/versions/3.20.9/bin/python3.20"},
	{"py mise/python3.19 executable=$PWD/path/python3.19 version=3.19.1; mv mise/python3.19 mise/mise; "
	 "ln -s mise mise/python3.19; v -p mise/python3.19; v -p mise/python3.19; cat mise/python3.19.asked",
		"path/python3.19\npath/python3.19\nxx"}, /* not cached */
	{"echo '!noise' >path/python3.20.facts; v -p path/python3.20", "path/python3.20"},
	{"echo '!cut' >path/python3.20.facts; v -p path/python3.20", "*its answer is not valid"},
	{"echo '!silent' >path/python3.20.facts; v -p path/python3.20", "*it does not answer as one"},
	{"echo '!crash' >path/python3.20.facts; v -p path/python3.20", "*killed by signal 11"},
	{"echo '!crash' >path/python3.20.facts; v", ".pyenv/versions/3.20.9/bin/python3.20"},
	{"echo 'version=x' >path/python3.20.facts; v -p path/python3.20", "*its answer is not valid"},
	{"v -p /bin/true", "*it does not answer as one"},
	{"v -p /bin/false", "*it exited with status 1"},
	{"echo text >t; v -p ./t", "*Permission denied"},
	{"v -p ./none", "*no Python interpreter at"},
	{"mkfifo f; chmod +x f; v -p ./f", "*Permission denied"},
	{"v -p sub", "*has no bin/python3"},
};

Test(discovery, finds_the_requested_interpreter)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *answer = rows[i].answer;
		struct spawned s = run(rows[i].command);
		bool ok = *answer == '*' ? strstr(s.out, answer + 1) != NULL
					 : !strncmp(s.out, answer, strlen(answer));
		cr_expect(ok, "%s: %s", rows[i].command, s.out);
	}
}

/* Each damages the cache entry of path/python3.20, or the file itself; then the interpreter is probed
 * again. */
static const struct row spoiled[] = {
	{":", "x"},
	{"echo x >>$entry", "xx"},
	{": >$entry", "xx"},
	{"rm $entry", "xx"},
	{"v -p path/python3.19 >/dev/null; for f in cache/venvrun/interpreters/*; do test $f = $entry || cp "
	 "$f $entry; done",
		"xx"},
	{"sed -i s/3.20.4/3.20.5/ $entry", "xx"},
	{"truncate -s 100 $entry", "xx"},
	{"cp -p path/python3.20 new; mv new path/python3.20", "xx"}, /* same size and time, another inode */
	{"t=$(stat -c %y path/python3.20); echo >>path/python3.20; truncate -s -1 path/python3.20; touch -d "
	 "\"$t\" path/python3.20",
		"xx"},
	{"rm $entry; ln -s /dev/zero $entry", "xx"},
	{"rm $entry; mkdir $entry", "xx"},
	{"rm $entry; mkfifo $entry", "xx"},
	{"chmod 777 cache/venvrun/interpreters", "xx"},
};

Test(discovery, uses_no_cache_entry_of_another_file)
{
	for (size_t i = 0; i < COUNT(spoiled); i++) {
		struct spawned s = run(
			format("v -p path/python3.20; entry=$(echo cache/venvrun/interpreters/*); %s; "
			       "v -p path/python3.20; cat path/python3.20.asked",
				spoiled[i].command));
		cr_expect_str_eq(s.out, format("path/python3.20\npath/python3.20\n%s", spoiled[i].answer),
			"%s: %s", spoiled[i].command, s.out);
	}
}

Test(discovery, kills_the_interpreter_that_it_probes_when_it_is_killed)
{
	struct spawned s = run(
		"echo '!hang' >path/python3.20.facts; " VENVBUILD
		" -p path/python3.20 e & until test -s path/python3.20.pid\n"
		"do sleep 0.05; done; kill -9 $!; wait $!; p=$(cat path/python3.20.pid); for i in 1 2 3 4 5 "
		"6 7 8 9; do\n"
		"case $(cat /proc/$p/stat) in ''|*') Z'*) exit 0;; esac; sleep 0.1; done; exit 3");
	cr_expect_eq(WEXITSTATUS(s.status), 0, "%s", s.out);
}
