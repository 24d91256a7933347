// SPDX-License-Identifier: MIT
// venvbuild --repair: environments of several tools that were moved, or whose base was.
#include <criterion/criterion.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/core/count.h"
#include "tests/e2e/base.h"
#include "tests/fixture.h"
#include "tests/skip.h"

/* Each row has a private base at $B; its interpreter is $P, its version $v. Environments of tools that are
 * not installed here are written by the row. "package ENV" installs a module and a script with the files
 * of an installer. */
static const char functions[] =
	"set -eu; B=$PWD/base; P=$B/bin/python$v; N=$PWD/elsewhere/base; Q=$N/bin/python$v\n"
	"package() { site=$1/lib/python$v/site-packages; info=$site/one-1.dist-info; mkdir -p $info $1/src\n"
	"  printf 'import sys\\nWHERE = sys.prefix\\ndef main(): print(WHERE)\\n' >$site/one.py\n"
	"  printf '#!%s/bin/python%s\\nimport one\\none.main()\\n' $PWD/$1 $v >$1/bin/one; chmod 750 "
	"$1/bin/one\n"
	"  echo 'def main(): pass' >$1/src/far.py; echo $PWD/$1/src >$site/far.pth\n"
	"  printf '{\"dir_info\": {\"editable\": true}, \"url\": \"file://%s/src\"}' $PWD/$1 "
	">$info/direct_url.json\n"
	"  record $1; }\n"
	"record() { (cd \"$1\"/lib/python$v/site-packages; for f in one.py far.pth "
	"one-1.dist-info/direct_url.json ../../../bin/one; do\n"
	"  echo \"$f,sha256=$(openssl dgst -sha256 -binary $f | base64 | tr +/ -_ | tr -d =),$(wc -c <$f)\"; "
	"done; echo one-1.dist-info/RECORD,,); }\n"
	"installed() { package $1 >list; mv list $info/RECORD; }\n"
	"venv() { $P -m venv --without-pip \"$@\" e; installed e; }\n"
	"ours() { " VENVBUILD
	" --without-pip -p $P \"$@\" e; installed e; }\n"
	"prefix() { mkdir -p $1/bin $1/lib/python$v/site-packages; cp $P $1/bin/python$v; ln -s python$v "
	"$1/bin/python; ln -s python$v $1/bin/python3\n"
	"  mv $B/lib/python$v/site-packages $B; ln -s $B/lib/python$v/* $1/lib/python$v; installed $1; }\n"
	"legacy() { prefix e; printf %s $B >e/lib/python$v/orig-prefix.txt; touch e/bin/activate_this.py\n"
	"  printf 'VIRTUAL_ENV=\"%s\"\\nexport VIRTUAL_ENV\\nPATH=\"$VIRTUAL_ENV/bin:$PATH\"\\n' $PWD/e "
	">e/bin/activate; }\n"
	"conda() { prefix e; mkdir e/conda-meta; touch e/conda-meta/history; }\n"
	"leave() { mkdir elsewhere; mv base elsewhere/; }\n"
	"repair() { " VENVBUILD
	" --repair \"$@\"; }\n"
	/* The environment works, and another repair changes nothing, not even the inode of a file. */
	"works() { e=$(cd \"$1\"; pwd)\n"
	"  for p in python3 python$v; do test ! -e \"$e/bin/$p\" || test \"$(\"$e/bin/$p\" -c 'import one, "
	"json, ctypes; one.main()')\" = \"$e\"; done\n"
	"  test \"$(\"$e/bin/one\")\" = \"$e\"; test $(stat -c %a \"$e/bin/one\") = 750\n"
	"  test ! -e \"$e/bin/activate\" || test \"$(. \"$e/bin/activate\"; echo $VIRTUAL_ENV; python -c "
	"\"import one${far-, far}; one.main()\")\" = \"$e\n$e\"\n"
	"  " VENVRUN
	" --info \"$e\" >/dev/null\n"
	"  printf '#!/usr/bin/python3\\nimport one; one.main()' >script; chmod +x script; test \"$(" VENVRUN
	" \"$e\" -- ./script)\" = \"$e\"\n"
	"  record \"$e\" | diff - \"$e\"/lib/python$v/site-packages/one-1.dist-info/RECORD\n"
	"  before=$(cd \"$e\"; find . -ls | grep -v pyc); repair \"$e\" | grep -q 'sound, nothing to "
	"repair'\n"
	"  test \"$before\" = \"$(cd \"$e\"; find . -ls | grep -v pyc)\"; }\n";

static const struct {
	const char *name, *script;
	const char *says; /* a part of its output */
} rows[] = {
	{"venv, its base moved",
		"venv; leave; repair -p $Q e; works e; test \"$(readlink e/bin/python$v)\" = $Q -o -h "
		"e/bin/python",
		""},
	{"venv --copies", "venv --copies; leave; repair -p $Q e; works e; test ! -h e/bin/python3", ""},
	{"venvbuild", "ours; leave; repair -p $Q e; works e", ""},
	{"a RECORD with a NUL in it",
		"ours; r=e/lib/python$v/site-packages/one-1.dist-info/RECORD; "
		"{ printf 'a\\0b,,\\n'; cat $r; } >x; cat x >$r; mv e f; repair f; diff x f${r#e}",
		""},
	{"venvbuild --copies", "ours --copies; leave; repair -p $Q e; works e; ! find e/bin -type l | grep .",
		""},
	{"virtualenv's pyvenv.cfg",
		"ours; rm e/bin/activate.*; printf 'home = %s/bin\\nimplementation = CPython\\nversion_info "
		"= %s.0.final.0\\n"
		"virtualenv = 20.17.1\\nbase-prefix = %s\\nbase-exec-prefix = %s\\nbase-executable = "
		"%s\\ninclude-system-site-packages = false\\n' "
		"$B $v $B $B $P >e/pyvenv.cfg; leave; repair -p $Q e; works e; ! grep $B e/pyvenv.cfg; grep "
		"\"^version_info = $v.*.final.0\" e/pyvenv.cfg",
		""},
	{"uv's",
		"ours; printf 'home=%s/bin\\nuv = 0.5.1\\nversion_info = %s.99\\nrelocatable = false\\n\\n# "
		"mine\\nprompt = it' $B $v >e/pyvenv.cfg; "
		"leave; repair -p $Q e; works e; sed 's/info = [0-9.]*$/info = V/' e/pyvenv.cfg >now; "
		"printf 'home=%s/bin\\nuv = 0.5.1\\nversion_info = V\\nrelocatable = false\\n\\n# "
		"mine\\nprompt = it' $N | diff - now",
		""},
	{"virtualenv 16",
		"legacy; leave; repair -p $Q e; works e; test \"$(cat e/lib/python$v/orig-prefix.txt)\" = "
		"$N; ! find e -xtype l | grep .",
		""},
	{"virtualenv 16, moved", "legacy; mv e f; repair f; works f", ""},
	{"a conda prefix, moved", "conda; mv e f; repair f; works f", "conda's own"},
	{"a conda prefix with another interpreter", "conda; repair -p $P e || exit 0; false",
		"a conda environment, whose interpreter --python cannot change"},
	{"a conda prefix without its interpreter", "conda; rm e/bin/py*; repair e || exit 0; false",
		"conda install"},
	{"the new base found by PATH",
		"ours; leave; PATH=$N/bin:$PATH; repair e; works e; grep -q \"^home = $N/bin$\" e/pyvenv.cfg",
		""},
	{"venv, moved", "venv; mv e f; repair f; works f; ! grep -rI \"$PWD/e/\" f", ""},
	{"moved with its base", "ours; leave; mv e elsewhere/f; repair -p $Q elsewhere/f; works elsewhere/f",
		""},
	{"moved twice", "ours; mv e f; repair f; mv f g; repair g; works g", ""},
	{"moved below itself", "ours; mv e f; mkdir e; mv f e/e; repair e/e; works e/e; repair e/e", "sound"},
	{"moved to a name with a common start", "ours; mv e ee; repair ee; works ee; repair ee", "sound"},
	{"a copy; the old one stays", "ours; cp -a e f; repair f; works f; works e", ""},
	{"moved to a hostile name",
		"venv; d=\"a b'c\\\"d\\$(touch hacked)\303\251\"; mv e \"$d\"; repair \"$d\"; works \"$d\"; "
		"test ! -e hacked; "
		"mv \"$d\" g; repair g; works g",
		""},
	/* Python cannot read such a .pth file. */
	{"moved to a name that is not UTF-8", "venv; d=$(printf '\\351'); mv e $d; repair $d; far=; works $d",
		""},
	{"by a symbolic link",
		"venv; ln -s e l; repair l; mv e f; ln -snf f l; repair l; test -h l; \"$PWD\"/l/bin/one; "
		"repair l; repair f",
		"sound"},
	{"many at once", "ours; mv e f; ours; mv e g; repair f g none || test $? = 1; works f; works g",
		"cannot repair none: there is no environment"},
	{"other scripts stay",
		"ours; for h in /usr/bin/env\\ python3 /opt/other/bin/python3 /bin/sh $B/bin/python$v "
		"/usr/bin/python3\\ -E; do "
		"echo \"#!$h\" >>heads; echo \"#!$h\" >e/bin/s$(echo \"$h\" | cksum | cut -d' ' -f1); done; "
		"leave; mv e f; repair -p $Q f; works f; "
		"cat f/bin/s[0-9]* | sort >now; sed \"s|$B|$N|\" heads | sort | diff - now",
		""},
	{"a relocatable one",
		"ours --relocatable; mv e f; repair f; works f; grep -q PWD/e f/bin/one && exit 1; mv f g; "
		"g/bin/one; repair g",
		"sound"},
	{"heads with flags, and by sh",
		"ours; printf '#!%s/e/bin/python -E\\nprint(1)' $PWD >e/bin/flags; printf "
		"\"#!/bin/sh\\n'''exec' '%s/e/bin/python3' \\\"\\$0\\\" \\\"\\$@\\\"\\n' '''\\n"
		"print(2)\" $PWD >e/bin/by; chmod +x e/bin/flags e/bin/by; mv e f; repair f; f/bin/by; head "
		"-qn1 f/bin/flags f/bin/by >now; "
		"printf '#!%s/f/bin/python -E\\n#!%s/f/bin/python3\\n' $PWD $PWD | diff - now; f/bin/flags",
		""},
	{"all else stays",
		"ours; mkfifo e/fifo; echo x >e/mine; ln e/mine other; chmod 2770 e/src; mv e f; repair f; "
		"works f; "
		"test f/mine -ef other -a -p f/fifo; stat -c %a f/src",
		"2770"},
	{"a dry run",
		"ours; mv e f; before=$(find f -ls); repair --dry-run f; test \"$before\" = \"$(find f "
		"-ls)\"",
		"write   bin/activate ("},
	{"JSON",
		"ours; mv e f; repair --json f | $P -c 'import json, sys; r, = json.load(sys.stdin); "
		"print(r[\"repaired\"], r[\"version\"][:2], len(r[\"steps\"]) > 3)'; "
		"repair --json f | $P -c 'import json, sys; r, = json.load(sys.stdin); "
		"print(r[\"repaired\"], r[\"steps\"])'",
		"True 3. True\nFalse []\n"},
	{"an interpreter of another version",
		"ours; sed -i \"s/^version.*/version = 3.4.1/\" e/pyvenv.cfg; mv e/lib/python$v "
		"e/lib/python3.4; "
		"repair -p $P e || exit 0; false",
		"its packages are for cpython3.4"},
	{"none of its version",
		"ours; sed -i \"s/^version.*/version = 3.4.1/\" e/pyvenv.cfg; mv e/lib/python$v "
		"e/lib/python3.4; repair e || exit 0; false",
		"no Python interpreter found for cpython3.4"},
	{"no environment", "mkdir e; repair e || exit 0; false", "it has no pyvenv.cfg, conda-meta or"},
	{"a damaged pyvenv.cfg", "ours; echo >e/pyvenv.cfg; repair e || exit 0; false", "damaged"},
	{"options that make no sense", "repair --clear e || exit 0; false", "excludes all other options"},
	{"venvrun names the remedy", "ours; leave; " VENVRUN " e -- true || exit 0; false",
		"venvbuild --repair "},
};

/* Runs the rows from first to before end. */
static void run(const struct installed_python *from, size_t first, size_t last)
{
	struct base base;
	if (!base_make(&base, fixture_dir(), from, "repair"))
		return;
	for (size_t i = first; i < last; i++) {
		char *dir = fixture_dir();
		cr_assert_eq(RUN("cp", "-a", base.prefix, dir).status, 0);
		fixture_write(format("%s/s", dir), 0644, format("%s%s", functions, rows[i].script));
		struct spawned s = RUN("sh", "-c",
			format("cd %s; v=%d.%d; exec 2>&1; . ./s", dir, from->major, from->minor));
		cr_expect(WIFEXITED(s.status) && !WEXITSTATUS(s.status) && strstr(s.out, rows[i].says),
			"%s, %s: %x %s", rows[i].name, from->label, s.status, s.out);
		RUN("rm", "-rf", dir);
	}
}

#define BY_VERSION 4

Test(repair, repairs_what_was_moved, .timeout = 300)
{
	static struct installed_python list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX);
	setenv("XDG_CACHE_HOME", fixture_dir(), 1);
	bool done = false;
	for (size_t i = count; i-- > 0;) {
		if (list[i].pypy || list[i].major < 3 || !strncmp(list[i].path, "/usr/", 5))
			continue;
		if (!done || list[i].minor == 8 || list[i].minor == 11)
			run(&list[i], 0, done ? BY_VERSION : COUNT(rows));
		done = true;
	}
	if (!done)
		skip("repair: there is no interpreter whose library is below its own prefix");
}
