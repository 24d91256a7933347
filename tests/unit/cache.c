// SPDX-License-Identifier: MIT
// env-builder/cache/cache.c: what is stored is found again, and nothing else.
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/count.h"
#include "env-builder/cache/cache.h"
#include "tests/fixture.h"

Test(cache, returns_what_was_stored, .timeout = 30)
{
	char *path = fixture_dir(), *file = format("%s/n", path);
	int dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	cr_expect_null(cache_load(dir, "n", "id\n"));
	cache_store(dir, "n", "id\n", "text\nlines\n");
	cr_expect_str_eq(cache_load(dir, "n", "id\n"), "text\nlines\n");
	cr_expect_null(cache_load(dir, "n", "other\n"), "another identity");
	cr_expect_null(cache_load(dir, "n", "i"), "part of an identity");
	cache_store(dir, "n", "id\n", "newer");
	cr_expect_str_eq(cache_load(dir, "n", "id\n"), "newer");
	struct stat st;
	cr_assert_eq(stat(file, &st), 0);
	for (off_t cut = st.st_size - 1; cut >= 0; cut--) {
		cr_assert_eq(truncate(file, cut), 0);
		cr_expect_null(cache_load(dir, "n", "id\n"), "cut to %ld bytes", (long)cut);
	}
	cache_store(dir, "n", "id\n", "text");
	cr_assert_eq(RUN("sh", "-c", format("sed -i s/text/tent/ %s", file)).status, 0);
	cr_expect_null(cache_load(dir, "n", "id\n"), "another text");
}

Test(cache, finds_its_directory)
{
	static const struct {
		const char *option, *xdg, *home, *dir;
	} rows[] = {{"/o", "/x", "/h", "/o"}, {NULL, "/x", "/h", "/x/venvrun"},
		{NULL, "", "/h", "/h/.cache/venvrun"}, {NULL, "relative", "/h", "/h/.cache/venvrun"}};
	for (size_t i = 0; i < COUNT(rows); i++) {
		setenv("XDG_CACHE_HOME", rows[i].xdg, 1);
		setenv("HOME", rows[i].home, 1);
		struct cache cache = cache_find(rows[i].option);
		cr_expect_str_eq(cache.dir, rows[i].dir);
		cache_clear(&cache);
		cr_expect_null(cache.dir);
	}
}

Test(cache, trusts_no_directory_of_another_user, .timeout = 30)
{
	char *above = fixture_dir(), *sub = format("%s/a/b/c", above);
	struct cache cache = {.dir = format("%s/a/b", above)};
	struct stat st;
	cr_assert(cache_open(&cache, "c") >= 0 && !stat(sub, &st));
	cr_expect_eq(st.st_mode & 0777, 0700);
	for (int i = 0; i < 2; i++, sub = cache.dir) {
		cr_assert_eq(chmod(sub, 0777), 0);
		cr_expect_lt(cache_open(&cache, "c"), 0, "others can write to %s", sub);
		cr_assert_eq(chmod(sub, 0755), 0);
		cr_expect_geq(cache_open(&cache, "c"), 0);
		if (!geteuid()) {
			cr_assert_eq(chown(sub, 65534, 65534), 0);
			cr_expect_lt(cache_open(&cache, "c"), 0, "%s is another's", sub);
			cr_assert_eq(chown(sub, 0, 0), 0);
		}
	}
	cr_expect_lt(cache_open(&(struct cache){.dir = NULL}, "c"), 0);
}

Test(cache, follows_no_link_of_another_user, .timeout = 30)
{
	char *above = fixture_dir(), *link = format("%s/link", above);
	struct cache cache = {.dir = format("%s/real", above)}, by_link = {.dir = link};
	cr_assert_geq(cache_open(&cache, "c"), 0);
	cr_assert(!symlink("real", link) && !symlink("c", format("%s/real/d", above)));
	cr_expect_lt(cache_open(&cache, "d"), 0, "a link in it");
	cr_expect_geq(cache_open(&by_link, "c"), 0, "one's own link to it");
	cr_assert_eq(chmod(above, 0777), 0);
	cr_expect_lt(cache_open(&cache, "c"), 0, "others can exchange it");
	cr_assert_eq(chmod(above, 01777), 0);
	cr_expect_geq(cache_open(&cache, "c"), 0, "a directory as /tmp");
	if (!geteuid()) {
		cr_assert_eq(lchown(link, 65534, 65534), 0);
		cr_expect_lt(cache_open(&by_link, "c"), 0, "another's link to it");
		cr_assert_eq(chown(above, 65534, 65534), 0);
		cr_expect_lt(cache_open(&(struct cache){.dir = format("%s/new", above)}, "c"), 0,
			"root makes none in a user's directory");
	}
}
