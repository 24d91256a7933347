// SPDX-License-Identifier: MIT
// venvbuild -r LOCK: locks of venvbuild and of other tools; the result is the same environment, or none.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/tool/fs.h"
#include "tests/e2e/lock_fixture.h"

TestSuite(lock_install, .init = lock_setup, .timeout = 300);

/* A lock, a shell command that damages it or a file that it names, and the message. */
static const struct {
	const char *lock, *harm, *says;
} harms[] = {
	{"list", "sed -i 's/sha256:..../sha256:0000/' list", "DO NOT MATCH THE HASHES"},
	{"pylock.toml", "sed -i 's/sha256 = .\\?..../sha256 = \"0000/' pylock.toml",
		"DO NOT MATCH THE HASHES"},
	{"list", "echo >>wheels/one-1.0-py2.py3-none-any.whl", "DO NOT MATCH THE HASHES"},
	{"pylock.toml", "rm wheels/one*", ""},
	{"list", "sed -i s/1.0/2.0/ list", "only version 1"},
	{"list", "sed -i '1s/1.0:.*/2.0/' list", "version 2.0; only version 1"},
	{"list", "sed -i s/==1.0/==2.0/ list", "No matching distribution"},
};

Test(lock_install, makes_nothing_where_the_result_would_differ)
{
	struct spawned s = BUILD("-p", BASE, "--install", "one", "--lock", "list", "first");
	cr_assert(!spawned_code(s), "%s", s.out);
	s = BUILD("--lock", "pylock.toml", "first");
	cr_assert(!spawned_code(s), "%s", s.out);
	EXPECT_QUIET("mkdir kept; cp -r wheels list pylock.toml kept");
	for (size_t i = 0; i < COUNT(harms); i++) {
		EXPECT_QUIET(harms[i].harm);
		s = BUILD("-p", BASE, "-r", harms[i].lock, "second");
		cr_expect(spawned_code(s) == 1 && strstr(s.out, harms[i].says) && !fs_exists("second"),
			"%s: %s", harms[i].harm, s.out);
		EXPECT_QUIET("cp -r kept/* .");
	}
	/* Releases that are installed already are compared, too. */
	s = BUILD("-p", BASE, "--install", "two-parts", "second");
	cr_assert(!spawned_code(s), "%s", s.out);
	s = BUILD("-p", BASE, "-r", "pylock.toml", "second");
	cr_expect(spawned_code(s) == 1 &&
			strstr(s.out, "does not name these installed packages: two-parts") &&
			!fs_exists("second/bin/run-one"),
		"%s", s.out);
	s = BUILD("-p", BASE, "-r", "pylock.toml", "--install", "two-parts", "more");
	cr_expect(!spawned_code(s) && fs_exists("more/bin/run-one"), "%s", s.out);
	s = BUILD("-p", BASE, "--clear", "-r", "list", "second");
	cr_expect(!spawned_code(s) && fs_exists("second/bin/run-one") &&
			!fs_exists("second/bin/run-two.parts"),
		"%s", s.out);
	expect_tidy();
}

/* The text of a pylock.toml after lock-version and created-by, the message, and whether package "one" is
 * installed. */
#define ONE "[[packages]]\nname = 'One'\nversion = '1.0'\n"
#define WHEEL \
	"wheels = [{path = 'wheels/one-1.0-py2.py3-none-any.whl', hashes = {sha256 = '@'}, upload-time = " \
	"2024-10-18T15:21:06Z}]\n"
static const struct {
	const char *text, *says;
	bool good;
} others[] = {
	{ONE WHEEL, "", true},
	{"[[packages]]\nname = 'one'\n[[packages.wheels]]\nurl = "
	 "'file://%/wheels/one-1.0-py2.py3-none-any.whl'\n[packages.wheels.hashes]\nsha256 = '@'\n",
		"", true},
	{ONE "marker = \"'x' not in extras and 'dev' in dependency_groups\"\n" WHEEL, "", true},
	{ONE WHEEL ONE "marker = \"sys_platform == 'win32'\"\n" WHEEL, "", true},
	{"[[packages]]\nname = 'one'\narchive = {path = 'wheels/one-1.0-py2.py3-none-any.whl', hashes = "
	 "{sha256 = '@'}}\n",
		"", true},
	{ONE "marker = \"'x' in extras\"\n" WHEEL, "", false},
	{ONE WHEEL ONE WHEEL, "two packages one", false},
	{ONE "requires-python = '<3'\n" WHEEL, "One requires Python <3", false},
	{ONE "archive = {path = 'x', hashes = {sha256 = '@'}}\n" WHEEL, "exactly one of: wheels and sdist",
		false},
	{ONE "marker = 'nonsense'\n" WHEEL, "nonsense", false},
	{ONE "wheels = [{path = 'wheels/one-1.0-py2.py3-none-any.whl', hashes = {md5 = '@'}}]\n", "no hash",
		false},
	{ONE "wheels = [{url = 'http://localhost:1/one-1.0-cp27-cp27m-win32.whl', hashes = {sha256 = "
	     "'@'}}]\n",
		"One 1.0 has no wheel", false},
	{ONE "wheels = [{hashes = {sha256 = '@'}}]\n", "neither url nor path", false},
	{"[[packages]]\nname = 'one'\ndirectory = {path = 'nowhere'}\n",
		"the directory of one does not exist", false},
	{"[[packages]]\nname = '--index-url=x'\n" WHEEL, "a package has no name", false},
	{"[[packages\n", "pylock.x.toml", false},
	/* No text of the lock becomes a further line or word of the list for pip. */
	{"[[packages]]\nname = 'one'\nversion = \"1.0\\nthree\"\n" WHEEL,
		"a line break or a control character", false},
	{"[[packages]]\nname = 'one'\nversion = \"1.0\\u2028three\"\n" WHEEL, "a line break", false},
	{"[[packages]]\nname = \"one\\n\"\nversion = '1.0'\n" WHEEL, "a line break", false},
	{"[[packages]]\nname = 'one'\nversion = '1.0 --hash=sha256:00'\n" WHEEL, "an invalid version", false},
	{"[[packages]]\nname = 'one'\nversion = '1.0 ; python_version < \"3\"'\n" WHEEL, "an invalid version",
		false},
	{ONE "wheels = [{path = 'wheels/one-1.0-py2.py3-none-any.whl', hashes = {sha256 = '@ --pre'}}]\n",
		"an invalid hash", false},
	{"[[packages]]\nname = 'one'\narchive = {url = \"file://%/x.whl\\nthree\", hashes = {sha256 = "
	 "'@'}}\n",
		"a line break", false},
	{"[[packages]]\nname = 'one'\narchive = {url = 'file://%/x.whl --pre', hashes = {sha256 = '@'}}\n",
		"contains a blank", false},
	{"[[packages]]\nname = 'one'\nvcs = {type = 'git', url = 'file://%/x', commit-id = 'a --pre'}\n",
		"which a requirement cannot contain", false},
	{"[[packages]]\nname = 'one'\ndirectory = {path = \"x\\u001b]0;y\"}\n", "a control character", false},
};

Test(lock_install, reads_locks_of_other_tools)
{
	struct spawned s = RUN("sh", "-c", "sha256sum wheels/one*");
	s.out[64] = '\0';
	char *hash = format("%s", s.out);
	for (size_t i = 0; i < COUNT(others); i++) {
		fixture_write("pylock.x.toml", 0644,
			format("lock-version = '1.0'\ncreated-by = 'me'\ndefault-groups = ['dev']\n%s",
				others[i].text));
		EXPECT_QUIET(format("sed -i \"s|%%|$PWD|; s|@|%s|\" pylock.x.toml", hash));
		s = BUILD("-p", BASE, "--without-pip", "-r", "pylock.x.toml", "env");
		bool made = others[i].good || !*others[i].says;
		cr_expect(spawned_code(s) == !made && strstr(s.out, others[i].says), "%s: %s", others[i].text,
			s.out);
		cr_expect(fs_exists("env") == made && fs_exists("env/bin/run-one") == others[i].good,
			"%s: %s", others[i].text, s.out);
		EXPECT_QUIET("rm -rf env");
	}
	static const char *const heads[][2] = {{"lock-version = '2.0'", "only version 1"},
		{"lock-version = '1.7'", "version 1.7"},
		{"lock-version = '1.0'\nrequires-python = '<3'", "requires Python <3"},
		{"lock-version = '1.0'\nenvironments = [\"os_name == 'nt'\"]", "is only for"}};
	for (size_t i = 0; i < COUNT(heads); i++) {
		fixture_write("pylock.x.toml", 0644,
			format("%s\ncreated-by = 'me'\npackages = []\n", heads[i][0]));
		s = BUILD("-p", BASE, "--without-pip", "-r", "pylock.x.toml", "env");
		cr_expect(spawned_code(s) == (i != 1) && strstr(s.out, heads[i][1]) &&
				fs_exists("env") == (i == 1),
			"%s: %s", heads[i][0], s.out);
		EXPECT_QUIET("rm -rf env");
	}
}
