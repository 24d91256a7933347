// SPDX-License-Identifier: MIT
// The temporary files of venvbuild: another user cannot take their names first, they are always removed, and
// somebody else's files with such a name stay.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/core/count.h"
#include "tests/e2e/home.h"
#include "tests/fixture.h"
#include "tests/skip.h"

/* In an empty directory with a private cache: B builds without pip, from a base that is in the cache. */
static const char prelude[] =
	"cd \"$1\" && export XDG_CACHE_HOME=$PWD/cache TMPDIR=$PWD/tmp && mkdir tmp here && cd here\n"
	"B='" VENVBUILD
	" --without-pip -p /usr/bin/python3'\n"
	"deep() { /usr/bin/python3 -c 'import os, sys\n"
	"os.chdir(sys.argv[1])\n"
	"for i in range(int(sys.argv[2])): os.mkdir(\"d\"); os.chdir(\"d\")\n"
	"' $1 $2; }\n";

struct row {
	const char *name, *command, *out;
};

static void run_rows(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct spawned s = RUN("bash", "-c", format("%s%s", prelude, rows[i].command), "bash",
			fixture_dir());
		cr_expect_str_eq(s.out, rows[i].out, "%s: %s", rows[i].name, s.out);
	}
}

TestSuite(leftovers, .timeout = 300);

static const struct row names[] = {
	{"a name beside the environment",
		"mkdir .notes.venvbuild-2024; touch .notes.venvbuild-2024/mine; "
		"$B e; find . -name mine",
		"./.notes.venvbuild-2024/mine\n"},
	{"a number, as older builders had them",
		"mkdir .e.venvbuild-0; touch .e.venvbuild-0/mine; $B e; "
		"find . -name mine",
		"./.e.venvbuild-0/mine\n"},
	{"the very name",
		"mkdir .e.venvbuild-abcdefgh; touch .e.venvbuild-abcdefgh/mine; $B e; "
		"find . -name mine",
		"./.e.venvbuild-abcdefgh/mine\n"},
	{"the very name, empty", "mkdir .e.venvbuild-abcdefgh; $B e; ls -A", ".e.venvbuild-abcdefgh\ne\n"},
	{"a name in the environment",
		"$B e; mkdir e/.venvbuild-abcdefgh; touch e/.venvbuild-abcdefgh/mine; "
		"$B e; find . -name mine",
		"./e/.venvbuild-abcdefgh/mine\n"},
	{"a link to what is marked",
		"mkdir m; touch m/made-by-venvbuild m/mine; "
		"ln -s m .e.venvbuild-abcdefgh; $B e; find m -name mine",
		"m/mine\n"},
	{"names for temporary files",
		"mkdir ../tmp/venvbuild-master ../tmp/venvbuild-abcdefgh; "
		"touch ../tmp/venvbuild-master/mine ../tmp/venvbuild-abcdefgh/mine; " VENVBUILD
		" -q -p /usr/bin/python3 --install ./nowhere e 2>/dev/null; ls ../tmp/*",
		"../tmp/venvbuild-abcdefgh:\nmine\n\n../tmp/venvbuild-master:\nmine\n"},
	{"a marked directory is removed",
		"mkdir -p .x.venvbuild-abcdefgh/a; "
		"touch .x.venvbuild-abcdefgh/made-by-venvbuild; $B e; ls -A",
		"e\n"},
	{"what is marked and held stays",
		"mkdir .x.venvbuild-abcdefgh; "
		"touch .x.venvbuild-abcdefgh/made-by-venvbuild; flock .x.venvbuild-abcdefgh $B e; ls -A",
		".x.venvbuild-abcdefgh\ne\n"},
	{"a directory that was not marked yet is removed", "mkdir -m 1700 .x.venvbuild-abcdefgh; $B e; ls -A",
		"e\n"},
};

Test(leftovers, deletes_nothing_by_its_name)
{
	run_rows(names, COUNT(names));
}

/* The loader of a dynamic build prints the number of the error. */
static const struct row descriptors[] = {
	{"too few for anything",
		"for n in 3 4 5 6 7 8 9 10; do (exec 2>&1; ulimit -n $n; exec $B e$n) | "
		"grep -v 'Too many open files\\|: Error 24$'; test -e e$n || ls -A | grep venvbuild; done",
		""},
	{"with pip and a warm cache",
		VENVBUILD " -p /usr/bin/python3 w; for n in 5 6 7 8 9 10; do (exec 2>&1; ulimit -n $n; "
			  "exec " VENVBUILD
			  " -p /usr/bin/python3 e$n) | grep -v 'Too many open files'; test -e e$n || ls -A | "
			  "grep venvbuild; done",
		""},
	{"with pip and a cold cache",
		"sh " SOURCE_DIR "/tests/data/smallbase.sh $PWD base >/dev/null; "
		"for n in 5 6 7 8 9 10 11 12; do (exec 2>&1; ulimit -n $n; exec " VENVBUILD
		" --cache-dir c$n -p $PWD/base/bin/python3 e$n) | grep -v 'Too many open files'; "
		"ls -A . c$n/wheels 2>/dev/null | grep 'venvbuild-\\|new'; done",
		""},
	{"a tree that is deeper",
		"$B e; deep e 300; (ulimit -n 40; $B --clear e); ls -A; "
		"test -e e/d",
		"e\n"},
	{"a tree that is much deeper",
		"$B e; deep e 1500; (ulimit -n 9; $B --clear e); ls -A; "
		"test -e e/d",
		"e\n"},
	{"what cannot be entered",
		"$B e; mkdir -p e/a/b/c; chmod 0 e/a/b/c e/a/b e/a; $B --clear e; ls -A; "
		"test -e e/a",
		"e\n"},
};

Test(leftovers, leaves_nothing_where_descriptors_run_out)
{
	run_rows(descriptors, COUNT(descriptors));
}

/* No other file becomes standard input, output or error; and those that were closed stay closed for a
 * command. */
static const struct row closed[] = {
	{"an interpreter is asked",
		"for p in /usr/bin/python3 $(ls -d ~/.pyenv/versions/2.7*/bin/python2.7 2>/dev/null); "
		"do mkdir -p b/bin; ln -sf $p b/bin/python3; "
		"for c in '<&-' '>&-' '2>&-' '<&- >&-' '<&- >&- 2>&-'; do rm -rf ../cache e; eval "
		"\"" VENVBUILD " --no-cache --without-pip -p b e $c\"; e/bin/python -c 'import sys; "
		"assert sys.prefix.endswith(\"/e\")' || echo \"$p $c\"; done; done",
		""},
	{"pip installs",
		"for c in '<&-' '>&-' '2>&-' '<&- >&- 2>&-'; do rm -rf ../cache e; eval \"" VENVBUILD
		" -p /usr/bin/python3 e $c\"; e/bin/pip --version >/dev/null || echo $c; done",
		""},
	{"--list-pythons",
		"" VENVBUILD " --list-pythons >&- || echo $?; " VENVBUILD " --list-pythons <&- | "
		"grep -c '/usr/bin/python3[.0-9]*$'",
		"1\n"},
	{"venvrun",
		"echo 'for f in 0 1 2; do test -e /proc/$$/fd/$f && a=$a$f; done; echo \"$a\" >$1' >p; "
		"$B e; for c in '<&-' '>&-' '2>&-' '<&- >&- 2>&-'; do eval \"sh p was $c\"; "
		"eval \"" VENVRUN " e sh p is $c\"; cmp was is; done",
		""},
};

Test(leftovers, works_with_closed_descriptors)
{
	run_rows(closed, COUNT(closed));
}

/* Another user makes a thousand directories with the names that a builder is about to use. */
static const struct row guessed[] = {
	{"another's directories",
		"for i in $(seq 0 1100); do echo .e.venvbuild-$i; done | xargs mkdir; "
		"chown 65534 .e.*; $B e && ls; ls -A | grep -c venvbuild-",
		"e\n1101\n"},
};

Test(leftovers, has_names_that_cannot_be_taken_first)
{
	if (geteuid()) {
		skip("leftovers: directories of another user: only root can make them");
		return;
	}
	run_rows(guessed, 1);
}
