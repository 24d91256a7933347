// SPDX-License-Identifier: MIT
// venvbuild --lock writes the installed releases with hashes; an environment that is made from the lock is
// the same.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "tests/e2e/base.h"
#include "tests/e2e/lock_fixture.h"
#include "tests/interpreters.h"
#include "tests/skip.h"

TestSuite(lock, .init = lock_setup, .timeout = 300);

/* With a directory, with a repository where git is installed, or with neither for an old pip, which
 * records neither. */
static void round_trip(const struct installed_python *from, bool uv, const char *lock)
{
	const char *installer = uv ? "--installer=uv" : "--installer=pip";
	bool old = from->major < 3 || from->minor < 7, list = !text_ends(lock, ".toml");
	const char *project = old                    ? "one"
		: list || !fs_exists("project/.git") ? "./project"
						     : format("git+file://%s/project", home);
	struct spawned s = BUILD(installer, "-p", from->path, "--install", "two-parts", "--install",
		"./a b/three-1.0-py2.py3-none-any.whl", list && !old ? "-e" : "--install", project, "--lock",
		lock, "first");
	cr_assert(!spawned_code(s) && (old || strstr(s.out, "greeter is locked without a hash")), "%s: %s",
		from->label, s.out);
	const char *again = list ? "again.txt" : "pylock.again.toml";
	s = BUILD(installer, "-p", from->path, "-r", lock, old ? "--seed" : "--lock", old ? "pip" : again,
		"second");
	cr_expect(!spawned_code(s), "%s, %s: %s", from->label, lock, s.out);
	if (!old)
		EXPECT_QUIET(format("cmp %s %s", lock, again));
	EXPECT_QUIET(
		"for e in first second; do (cd $e/lib/p*/site-packages && ls | grep -v '^__') >$e.list; "
		"done; cmp first.list second.list");
	EXPECT_QUIET("head -1 second/bin/run-three | grep -q second/bin/python");
	EXPECT_QUIET("! grep -n \"$PWD\" *.t*");
	if (!old) {
		s = BUILD("-p", from->path, "--require-hashes", "-r", lock, "hashed");
		cr_expect(spawned_code(s) == 1 && strstr(s.out, "--require-hashes forbids") &&
				!fs_exists("hashed"),
			"%s", s.out);
	}
	EXPECT_QUIET("rm -rf first second *.t*");
	expect_tidy();
}

/* With VENVRUN_LOCK_ALL (make check-lock) every interpreter and both forms, else the system's interpreter. */
Test(lock, makes_the_same_environment_again, .timeout = 1800)
{
	static struct installed_python list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX);
	bool all = getenv("VENVRUN_LOCK_ALL");
	if (spawned_code(RUN("git", "--version")) != 0)
		skip("--lock of a repository: git is not installed");
	else
		EXPECT_QUIET(
			"cd project && git init -q && git add . && git -c user.name=n -c "
			"user.email=n@example.org commit -qm one");
	for (size_t i = 0; i < count; i++) {
		if (all || text_starts(list[i].path, BASE))
			round_trip(&list[i], false, "pylock.toml");
		if (all || list[i].major < 3)
			round_trip(&list[i], false, "list.txt");
	}
}

Test(lock, knows_uv)
{
	static struct installed_python list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX), i = 0;
	if (spawned_code(RUN("uv", "--version")) != 0) {
		skip("--lock with --installer=uv: uv is not installed");
		return;
	}
	while (i < count && !text_starts(list[i].path, BASE))
		i++;
	if (i < count)
		round_trip(&list[i], true, "list.txt");
}

Test(lock, does_not_change_an_existing_environment)
{
	struct spawned s = BUILD("-p", BASE, "--seed", "pip,setuptools", "--install", "one", "first");
	cr_assert(!spawned_code(s), "%s", s.out);
	EXPECT_QUIET("find first -printf '%p %i %m %s %T@\\n' | sort >before");
	s = BUILD("--lock", "-", "first");
	cr_expect(!spawned_code(s) && strstr(s.out, "\none==1.0 \\\n    --hash=sha256:") &&
			!strstr(s.out, "setuptools"),
		"%s", s.out);
	s = BUILD("--json", "--lock", "list", "first");
	cr_expect_str_eq(s.out, format("[{\"env\": \"%s/first\", \"lock\": \"list\"}]\n", home));
	s = BUILD("--dry-run", "--lock", "pylock.toml", "first");
	cr_expect(!spawned_code(s) && strstr(s.out, "lock    pylock.toml\n") && !fs_exists("pylock.toml"),
		"%s", s.out);
	s = BUILD("-v", "--lock", "list", "first");
	cr_expect(!spawned_code(s) && strstr(s.out, "\nlocked ") && !chmod("list", 0640), "%s", s.out);
	s = RUN(VENVBUILD, "--no-index", "--lock", "list", "first");
	cr_expect(spawned_code(s) == 1 && strstr(s.out, "pip cannot download the installed releases again") &&
			fs_exists("list"),
		"%s", s.out);
	EXPECT_QUIET("find first -printf '%p %i %m %s %T@\\n' | sort | cmp - before");
	/* pip and setuptools are locked where they are requirements, or a package needs them. */
	EXPECT_QUIET(
		"cd first/lib/p*/site-packages && echo 'Requires-Dist: setuptools >= 1; python_version "
		"> \"2\"' >>one-1.0.dist-info/METADATA");
	s = BUILD("--lock", "list", "first");
	cr_expect(spawned_code(s) == 1 && strstr(s.out, "setuptools"), "%s", s.out);
	expect_tidy();
}

Test(lock, reports_where_another_file_would_be_installed)
{
	static const char rewrite[] =
		"mkdir x && cd x && " BASE
		" -m zipfile -e ../wheels/one* . && sed -i 's/^one.py,.*/one.py,sha256=%s,1/' "
		"*.dist-info/RECORD && " BASE
		" -m zipfile -c ../wheels/one-1.0-py2.py3-none-any.whl * && rm -r ../x";
	EXPECT_QUIET(format(rewrite, "abc"));
	struct spawned s = BUILD("-p", BASE, "--install", "one", "first");
	cr_assert(!spawned_code(s), "%s", s.out);
	EXPECT_QUIET(format(rewrite, "abd"));
	s = BUILD("--lock", "list", "first");
	cr_expect(!spawned_code(s) &&
			strstr(s.out, "one 1.0 differs from the wheel that would be installed now"),
		"%s", s.out);
}

Test(lock, reports_what_it_omits)
{
	static struct installed_python list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX), i = 0;
	struct base base;
	while (i < count && (list[i].major < 3 || !base_make(&base, home, &list[i], "lock")))
		i++;
	if (i == count)
		return;
	EXPECT_QUIET(format(BASE " -m zipfile -e wheels/one-1.0-py2.py3-none-any.whl %s", base.site));
	struct spawned s = BUILD("-p", base.python, "--system-site-packages", "--install", "one", "--install",
		"two-parts", "--lock", "list", "env");
	cr_expect(!spawned_code(s) && strstr(s.out, "not locked, as they belong to the base interpreter") &&
			strstr(s.out, "one 1.0"),
		"%s", s.out);
	/* An installed package needs it, but no requirement names it. */
	EXPECT_QUIET(
		"cd env/lib/p*/site-packages && echo 'Requires-Dist: one' "
		">>Two.Parts-1.0.dist-info/METADATA");
	s = BUILD("--lock", "list", "env");
	cr_expect(!spawned_code(s) && strstr(s.out, "one 1.0"), "%s", s.out);
	EXPECT_QUIET("grep -q two-parts list && ! grep one list");
}

Test(lock, names_packages_without_metadata)
{
	struct spawned s = BUILD("-p", BASE, "--install", "one", "env");
	cr_assert(!spawned_code(s), "%s", s.out);
	EXPECT_QUIET(
		"cd env/lib/p*/site-packages && mkdir broken-1.dist-info && "
		"touch broken-1.dist-info/RECORD && cp -r one-1.0.dist-info one-0.9.dist-info && "
		"sed -i s/1.0/0.9/ one-0.9.dist-info/METADATA");
	s = BUILD("--lock", "list", "env");
	cr_expect(spawned_code(s) == 1 && strstr(s.out, "lib/python3") &&
			strstr(s.out, "site-packages/broken-1.dist-info") && !strstr(s.out, "tmp/venvbuild-"),
		"%s", s.out);
	s = BUILD("-p", BASE, "--install", "two-parts", "--lock", "list", "env");
	cr_expect(spawned_code(s) == 1 && strstr(s.out, "site-packages/broken-1.dist-info") &&
			!strstr(s.out, ".venvbuild-"),
		"%s", s.out);
	/* Other packages are not affected; a release that is installed twice is reported. */
	s = BUILD("-p", BASE, "--install", "two-parts", "env");
	cr_expect(!spawned_code(s) && strstr(s.out, "one is installed twice") &&
			strstr(s.out, "one-0.9.dist-info and one-1.0.dist-info"),
		"%s", s.out);
	/* The installer's messages have the final path. */
	EXPECT_QUIET(
		"cd env/lib/p*/site-packages/pip && rm __main__.py && echo 'raise SystemExit(__file__)' "
		">__main__.py");
	s = BUILD("-p", BASE, "--install", "one==2", "env");
	cr_expect(spawned_code(s) == 1 && strstr(s.out, format("%s/env/lib/python3", home)) &&
			!strstr(s.out, "venvbuild-"),
		"%s", s.out);
}

Test(lock, refuses_impossible_requests)
{
	static const char *const rows[][4] = {{"--lock=", "env", NULL, "needs a file"},
		{"--lock=lock.toml", "env", NULL, "pylock.toml"},
		{"--lock=pylock.a.b.toml", "env", NULL, "pylock.toml"},
		{"--lock=l", "env", "other", "exactly one environment"},
		{"--lock=-", "--json", "env", "both write"},
		{"--lock=l", "--clear", "env", "does not change"}};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct spawned s = RUN(VENVBUILD, rows[i][0], rows[i][1], rows[i][2]);
		cr_expect(spawned_code(s) == 2 && strstr(s.out, rows[i][3]), "%s: %s", rows[i][0], s.out);
	}
	static const char *const files[][2] = {{"nowhere/list", "nowhere"},
		{"/dev/null", "not a regular file"}, {"wheels", "not a regular file"}};
	for (size_t i = 0; i < COUNT(files); i++) {
		struct spawned s = BUILD("-p", BASE, "--install", "one", "--lock", files[i][0], "env");
		cr_expect(spawned_code(s) == 1 && strstr(s.out, files[i][1]) && !fs_exists("env"), "%s: %s",
			files[i][0], s.out);
	}
	struct spawned s = BUILD("--lock", "list", "env");
	cr_expect(spawned_code(s) == 1 && strstr(s.out, "no environment exists there") && !fs_exists("list"),
		"%s", s.out);
	expect_tidy();
}

Test(lock, is_written_through_the_users_own_links)
{
	cr_assert(!mkdir("d", 0700) && !symlink("d/real", "list") && !symlink("../end", "d/real"));
	struct spawned s = BUILD("-p", BASE, "--install", "one", "--lock", "list", "e");
	cr_expect_eq(spawned_code(s), 0, "%s", s.out);
	EXPECT_QUIET("test -L list && test -L d/real && test ! -L end && grep -q '^one==' end || ls -lR .");
	expect_tidy();
}
