// SPDX-License-Identifier: MIT
// Programs that work on whole trees have the same results below venvrun, also in a redirected Python.
#include <criterion/criterion.h>
#include <stdlib.h>

#include "common/core/count.h"
#include "tests/fixture.h"
#include "tests/skip.h"

/* 10,000 files in 100 directories, some with names of redirected directories; links, modes, old dates. */
#define TREE \
	"umask 022; mkdir tree; cd tree; i=0; while [ $i -lt 100 ]; do" \
	"  case $((i % 10)) in 0) d=lib$i/python3/dist-packages ;; 1) d=x$i/site-packages/y ;; *) d=d$i ;; " \
	"esac;" \
	"  mkdir -p $d; j=0; while [ $j -lt 100 ]; do echo $i $j >$d/f$j; j=$((j + 1)); done;" \
	"  ln -s f1 $d/link; ln -s ../none $d/dangling; chmod 4755 $d/f2; chmod 600 $d/f3; ln $d/f4 " \
	"$d/hard;" \
	"  i=$((i + 1)); done; find . -exec touch -h -d 2001-02-03 {} +"

#define COUNT_FILES "test $(find \"$TREE\" -type f | wc -l) -ge 10000; "
#define IN_PYTHON \
	"\"$PYTHON\" -c 'import glob, os, pathlib, shutil, sqlite3, sys, tarfile, tempfile, zipfile; tree " \
	"= os.environ[\"TREE\"]; "

/* Run by sh -e in an empty directory; the output and the files there are compared. */
static const struct {
	const char *program; /* the program that it needs */
	const char *commands;
} rows[] = {
	{"ls", COUNT_FILES "ls -lR --time-style=full-iso \"$TREE\" | sed 's/^total.*//'"},
	{"cp", "cp -a \"$TREE\" copy"},
	{"cp", "cp -r --preserve=mode \"$TREE\" copy; cp -al \"$TREE\" linked; rm -r linked/d2"},
	{"mv",
		"cp -a \"$TREE\" copy; mkdir -p a/dist-packages; mv copy/* a/dist-packages; mv "
		"a/dist-packages b; rmdir a copy"},
	{"mkdir",
		"mkdir -p a/b/../c/dist-packages/d/../e; mkdir a 2>&1 || echo failed; mkdir -m 700 -p "
		"site-packages/x"},
	{"tar",
		"tar cf - -C \"$TREE\" . | tar xpf -; tar czf ../t.tgz -C \"$TREE\" .; tar tzf ../t.tgz | "
		"sort"},
	{"find",
		"find \"$TREE\" -name 'f1*' -size -2 -printf '%P %m %s %T@ %l\\n' | sort; find \"$TREE\" "
		"-xtype l -print | sort"},
	{"rsync",
		"rsync -aH \"$TREE/\" copy; rsync -aHin --delete \"$TREE/\" copy; echo new >copy/d3/f3; "
		"rsync -aHi \"$TREE/\" copy"},
	{"git",
		"export HOME=/nonexistent GIT_AUTHOR_DATE='2001-02-03 00:00 +0000' "
		"GIT_COMMITTER_DATE='2001-02-03 00:00 +0000'"
		" GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b; cp -a "
		"\"$TREE\" r; cd r;"
		" git -c init.defaultBranch=m init -q; git add .; git commit -qm all; git rev-parse HEAD; cd "
		"..;"
		" git clone -q \"$PWD/r\" c; git -C c status -s; git -C c log --format=%T; rm -rf r/.git "
		"c/.git"},
	{"sqlite3",
		"sqlite3 db 'create table t(a, b); begin;'"
		" \"$(find \"$TREE\" -name 'f?' -printf \"insert into t values('%P', %s);\" | head -c 60000 "
		"| sed 's/;[^;]*$/;/')\""
		" 'commit; select count(*), sum(b) from t; pragma integrity_check'; sqlite3 db .dump | "
		"cksum; rm db"},
	{"find", IN_PYTHON "[print(*t) for t in os.walk(tree)]' | sort"},
	{"find",
		IN_PYTHON
		"print(len(glob.glob(tree + \"/**/f*\", recursive=True)), sum(1 for p in "
		"pathlib.Path(tree).rglob(\"dist-packages/*\"))); "
		"print(sorted(os.path.realpath(p) for p in glob.glob(tree + \"/*/*/dist-packages/link\")))'"},
	{"find",
		IN_PYTHON "shutil.copytree(tree, \"copy\", symlinks=True); os.chdir(\"copy/lib10/python3\"); "
			  "os.rename(\"dist-packages/f1\", \"f\"); "
			  "shutil.rmtree(\"dist-packages\"); print(os.listdir(\".\"), os.getcwd())'"},
	{"find",
		IN_PYTHON "t = tarfile.open(\"t\", \"w\"); t.add(tree, \"x\"); t.close(); "
			  "tarfile.open(\"t\").extractall(); os.remove(\"t\")'"},
	{"find",
		IN_PYTHON "z = zipfile.ZipFile(\"z\", \"w\"); [z.write(p, p.name) for p in "
			  "sorted(pathlib.Path(tree, \"d2\").iterdir()) if p.exists()]; "
			  "z.close(); zipfile.ZipFile(\"z\").extractall(\"out\"); os.remove(\"z\")'"},
	{"find",
		IN_PYTHON "d = sqlite3.connect(\"db\"); d.execute(\"create table t(a)\"); "
			  "d.executemany(\"insert into t values(?)\", "
			  "[(i,) for i in range(9999)]); d.commit(); print(*d.execute(\"select sum(a) from "
			  "t\")); d.close(); os.remove(\"db\"); "
			  "f = tempfile.mkdtemp(dir=\".\"); print(len(f)); os.rmdir(f)'"},
};

/* The output of the commands, then the names, types, modes, sizes, links and contents of all their files.
 * It is kept in a file, as it is long. */
static const char *run(const char *dir, const char *name, const char *under, const char *env,
	const char *commands)
{
	const char *set[] = {format("TREE=%s/tree", dir), format("PYTHON=%s/bin/python", env), "LC_ALL=C",
		NULL};
	char *out = format("%s/%s", dir, name);
	char *script = format(
		"rm -rf %s/work; mkdir %s/work; cd %s/work; { %s sh -ec \"$0\" 2>&1; echo "
		"status $?; cd %s/work;"
		" find . -printf '%%P %%y %%m %%s %%l\\n' | sed '/ d /s/ [0-9]* $//' | sort;"
		" find . -type f -print0 | sort -z | xargs -0 cat | cksum; } >%s",
		dir, dir, dir, under, dir, out);

	cr_assert_eq(fixture_run((const char *const[]){"sh", "-c", script, commands, NULL}, set).status, 0);
	return out;
}

Test(tools, do_the_same_to_ten_thousand_files, .timeout = 400)
{
	/* On a disk, most of the time is needed to make the files. */
	if (!RUN("sh", "-c", "d=$(mktemp -d /dev/shm/XXXXXX) && rmdir $d").status)
		setenv("TMPDIR", "/dev/shm", 1);
	char *dir = fixture_dir(), *env = format("%s/env", dir);

	fixture_env(env, "/usr/bin/python3");
	cr_assert_eq(RUN("sh", "-ec", format("cd %s; %s", dir, TREE)).status, 0);
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (RUN("sh", "-c", format("command -v %s", rows[i].program)).status) {
			skip(format("tools, row %zu: %s is not installed", i, rows[i].program));
			continue;
		}
		const char *alone = run(dir, "alone", "", env, rows[i].commands);
		const char *below = run(dir, "below", format("%s %s --", VENVRUN, env), env,
			rows[i].commands);
		struct spawned difference = RUN("sh", "-c", format("diff %s %s | head -20", alone, below));
		cr_expect_str_eq(difference.out, "", "%s: < alone, > below venvrun:\n%s", rows[i].commands,
			difference.out);
		difference = RUN("sh", "-c",
			format("test $(wc -l <%s) -gt 2; grep '^status' %s", alone, alone));
		cr_expect_str_eq(difference.out, "status 0\n", "%s: %s", rows[i].commands, difference.out);
	}
}
