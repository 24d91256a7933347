// SPDX-License-Identifier: MIT
// env-builder/cache/tree.c: a tree is made once, made again when it was changed, and linked.
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/cache/prune.h"
#include "env-builder/cache/tree.h"
#include "tests/fixture.h"

static int made;

static int fill(void *ctx, const char *path, int tree, char **ret_why)
{
	(void)ctx, (void)path;
	if (file_make_dirs(tree, "a.data/x") || file_make_dirs(tree, "b/c/x") ||
		file_write(tree, "b/c/f", "1", 1, 0666) || file_write(tree, "a.data/f", "2", 1, 0666)) {
		*ret_why = text_copy("fill failed");
		return -1;
	}
	made++;
	return 0;
}

static char *record(void *ctx, const struct cache_tree *tree)
{
	return text_format("%s %zu", (const char *)ctx, tree->count);
}

static struct cache_tree get(const struct cache *cache, const char *identity)
{
	const struct cache_tree_maker maker = {"source", identity, fill, record, (void *)"files"};
	struct cache_tree tree = {.fd = -1};
	char *why = NULL;
	cr_assert_eq(cache_tree_get(&maker, cache, &tree, &why), 0, "%s", why);
	return tree;
}

Test(tree, is_made_once, .timeout = 30)
{
	const struct cache cache = {.dir = fixture_dir()};
	struct cache_tree tree = get(&cache, "one\n");
	cr_expect_str_eq(tree.record, "files 5");
	cr_expect_eq(tree.count, 5);
	cache_tree_clear(&tree);
	cr_expect(tree.fd == -1 && !tree.files);
	tree = get(&cache, "one\n");
	cr_expect_eq(made, 1);
	tree = get(&cache, "two\n");
	cr_expect_eq(made, 2, "another identity");
	umask(umask(0) ^ 022);
	tree = get(&cache, "one\n");
	cr_expect_eq(made, 3, "another umask");
}

Test(tree, is_made_again_when_it_was_changed, .timeout = 30)
{
	static const char *const changes[] = {"echo 3 >b/c/f", "touch -d '1 hour ago' b/c/f", "rm b/c/f",
		"rm -r b", "cd ..; echo >>manifest", "cd ..; rm record"};
	const struct cache cache = {.dir = fixture_dir()};
	for (size_t i = 0; i < COUNT(changes); i++) {
		struct cache_tree tree = get(&cache, "one\n");
		cr_expect_eq(made, (int)i + 1);
		struct spawned s = RUN("sh", "-c", format("cd %s && %s", tree.path, changes[i]));
		cr_assert(!s.error && !s.status, "%s", s.out);
		cache_tree_clear(&tree);
		tree = get(&cache, "one\n");
		cr_expect_eq(made, (int)i + 2, "%s", changes[i]);
		cache_tree_clear(&tree);
	}
}

Test(tree, is_linked, .timeout = 30)
{
	const struct cache cache = {.dir = fixture_dir()};
	char *to = fixture_dir(), *data;
	enum file_means means = FILE_COPY;
	const char *path = NULL;
	struct cache_tree tree = get(&cache, "one\n");
	int dir = open(to, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	cr_assert_eq(cache_tree_link(&tree, dir, "a.data", &means, &path), 0, "%s", path);
	cr_assert_eq(fs_read(format("%s/b/c/f", to), 10, &data, NULL), 0);
	cr_expect_str_eq(data, "1");
	cr_expect(!fs_exists(format("%s/a.data", to)));
	cr_expect_eq(cache_tree_link(&tree, dir, NULL, &means, &path), -EEXIST);
	cr_expect_str_eq(path, "b/c/f");
}

Test(tree, is_pruned_when_nobody_uses_it, .timeout = 30)
{
	const struct cache cache = {.dir = fixture_dir()};
	struct cache_tree used = get(&cache, "one\n"), kept = get(&cache, "two\n"),
			  old = get(&cache, "three\n");
	cache_tree_keep(&kept);
	cache_tree_clear(&kept);
	cache_tree_clear(&old);
	int wheels = cache_open(&cache, "wheels");
	cr_expect_eq(prune_wheels(wheels, true), 2, "one that is used, one with links");
	cache_tree_clear(&used);
	cr_expect_eq(prune_wheels(wheels, true), 1);
}
