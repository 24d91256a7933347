// SPDX-License-Identifier: MIT
// The cache: entries that were not used for long are removed, but none that is in use or linked, whoever
// empties the cache.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "common/core/count.h"
#include "tests/fixture.h"

#define BUILD VENVBUILD " -p $PWD/base/bin/python3 "
#define MANY 12

/* In an empty directory with a base whose pip is small, and a second base with another cache entry. */
static const char prelude[] =
	"cp -a \"$1/.\" \"$2\"; cd \"$2\"; cp -a base base2; export "
	"XDG_CACHE_HOME=$PWD/cache; w=cache/venvrun/wheels\n"
	"age() { touch -d \"$1 days ago\" $w/*/tree; }\n"
	"entries() { ls $w | grep -c '^[0-9a-f]*$'; }\n";

static const struct {
	const char *name, *command, *out;
} rows[] = {
	{"an old entry is removed when a new one is made",
		BUILD "e; age 91; " VENVBUILD " -p $PWD/base2/bin/python3 f; entries; ls $w | grep -c lock",
		"1\n1\n"},
	{"what is not so old stays", BUILD "e; age 89; " VENVBUILD " -p $PWD/base2/bin/python3 f; entries",
		"2\n"},
	{"what is used is new again",
		BUILD "e; age 91; " BUILD "g; " VENVBUILD " -p $PWD/base2/bin/python3 f; entries", "2\n"},
	{"what links lead to stays",
		BUILD "--link-mode=symlink e; age 1000; " VENVBUILD
		      " -p $PWD/base2/bin/python3 f; entries; e/bin/pip --version >/dev/null && echo good",
		"2\ngood\n"},
	{"what is locked stays",
		BUILD "e; age 91; flock -s $w/*/tree " VENVBUILD " -p $PWD/base2/bin/python3 f; entries",
		"2\n"},
	{"an unfinished entry is removed",
		BUILD "e; n=$(ls $w | grep -v lock); cp -a $w/$n $w/$n.new; " VENVBUILD
		      " -p $PWD/base2/bin/python3 f; ls $w | grep -c new",
		"0\n"},
	{"--clear-cache",
		BUILD "e; " VENVBUILD " --clear-cache; entries; find cache -type f; " BUILD
		      "f && f/bin/pip --version >/dev/null && echo good",
		"0\ngood\n"},
	{"--clear-cache and an environment",
		BUILD "e; age 1; " VENVBUILD " --reset-app-data -p $PWD/base/bin/python3 f; entries; find "
		      "$w/*/tree -maxdepth 0 -mmin -5 | wc -l",
		"1\n1\n"},
	{"--clear-cache and links",
		BUILD "--link-mode=symlink e; " VENVBUILD
		      " --clear-cache 2>&1 | cut -d' ' -f1-5; e/bin/pip --version >/dev/null && echo good",
		"venvbuild: cannot remove 1 entries\ngood\n"},
	{"what interpreters said long ago",
		BUILD "--without-pip e; touch -d '91 days ago' cache/venvrun/interpreters/*; " VENVBUILD
		      " --without-pip -p $PWD/base2/bin/python3 f; ls cache/venvrun/interpreters | wc -l",
		"1\n"},
	{"what is called so and has no mark",
		BUILD
		"e; n=$(ls $w | grep -v lock); mkdir $w/$n.new $w/0123456789abcdef01234567; "
		"touch $w/$n.new/mine $w/0123456789abcdef01234567/mine $w/0123456789abcdef01234567.lock; "
		"touch -d '99 days ago' $w/0*; " VENVBUILD " -p $PWD/base2/bin/python3 f; " VENVBUILD
		" --clear-cache 2>/dev/null; find $w -name mine | wc -l",
		"2\n"},
	{"an entry that lost its mark",
		BUILD "e; rm $w/*/made-by-venvbuild; "
		      "touch $w/*/tree/pip/__init__.py; " BUILD
		      "f 2>&1 | grep -o 'something that venv.*'; ls",
		"something that venvbuild did not make has this name; use --no-cache to do without the "
		"cache\nbase\n"
		"base2\ncache\ne\n"},
	{"files beside what interpreters said",
		"mkdir -p cache/venvrun/interpreters; chmod 700 cache/venvrun; "
		"cd cache/venvrun/interpreters; echo mine >old.tar.gz; echo mine >0123456789abcdef01234567; "
		"echo mine >.0123456789abcdef01234567.new; "
		"touch -d '99 days ago' * .0*; cd ../../..; " BUILD "--without-pip e; " VENVBUILD
		" --clear-cache; find cache -type f | wc -l",
		"3\n"},
	{"--cache-dir that has files",
		"mkdir -p d/interpreters d/wheels; echo mine >d/interpreters/a.tar; "
		"echo mine >d/wheels/b; touch -d '99 days ago' d/*/*; " BUILD "--cache-dir d e; " VENVBUILD
		" --cache-dir d --clear-cache; ls d/*/[a-b]*",
		"d/interpreters/a.tar\n"
		"d/wheels/b\n"},
	{"a link at interpreters",
		"mkdir -p cache/venvrun x; echo mine >x/0123456789abcdef01234567; "
		"touch -d '99 days ago' x/*; ln -s ../../x cache/venvrun/interpreters; " BUILD "e; " VENVBUILD
		" --clear-cache -q 2>/dev/null; ls x",
		"0123456789abcdef01234567\n"},
	{"a link at wheels",
		"mkdir -p cache/venvrun x; ln -s ../../x cache/venvrun/wheels; " BUILD
		"e && e/bin/pip --version >/dev/null && ls x",
		""},
	{"a link at an entry",
		BUILD "e; n=$(ls $w | grep -v lock); mv $w/$n x; ln -s ../../../x $w/$n; "
		      "rm x/tree/pip/__init__.py; " BUILD "f 2>/dev/null; ls x",
		"made-by-venvbuild\nmanifest\n"
		"record\ntree\n"},
	{"a cache that is no directory",
		"mkdir -p cache; touch cache/venvrun; " VENVBUILD " --clear-cache 2>&1 | cut -c1-32",
		"venvbuild: cannot empty the cach\n"},
};

static char *template;

static void setup(void)
{
	template = fixture_dir();
	struct spawned s = RUN("sh", SOURCE_DIR "/tests/data/smallbase.sh", template, "base");
	cr_assert(!s.error && !s.status, "%s", s.out);
}

TestSuite(prune, .init = setup, .timeout = 120);

Test(prune, removes_unused_entries)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct spawned s = RUN("sh", "-c", format("%s%s", prelude, rows[i].command), "sh", template,
			fixture_dir());
		cr_expect_str_eq(s.out, rows[i].out, "%s: %s", rows[i].name, s.out);
	}
}

/* One process empties the cache all the time, many fill and use it: none misses a file. */
Test(prune, removes_no_entry_that_a_builder_uses)
{
	struct spawned s = RUN("sh", "-c",
		format("%s(while test ! -e stop; do " VENVBUILD
		       " --clear-cache -q; done) & for i in $(seq %d); do " BUILD
		       "e$i & p=\"${p-} $!\"; done\n"
		       "for i in $p; do wait $i || echo failed; done; touch stop; wait; for e in e*; do "
		       "$e/bin/pip --version >/dev/null || echo $e; done",
			prelude, MANY),
		"sh", template, fixture_dir());
	cr_expect_str_eq(s.out, "", "%s", s.out);
}
