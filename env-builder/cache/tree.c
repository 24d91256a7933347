// SPDX-License-Identifier: MIT
// Directory trees that are made once in the cache and used by many environments.
#include "env-builder/cache/tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/cache/prune.h"
#include "env-builder/system/marked_dir.h"
#include "env-builder/system/signals.h"

/* An entry of the cache. */
struct entry {
	int wheels;       /* the directory that it is in, open */
	const char *name; /* in there */
	const char *path; /* absolute, for messages */
	const char *identity;
	const struct cache_tree_maker *maker;
};

void cache_tree_clear(struct cache_tree *tree)
{
	for (size_t i = 0; i < tree->count; i++)
		free(tree->files[i].path);
	if (tree->path && tree->fd >= 0)
		close(tree->fd);
	free(tree->files);
	free(tree->path);
	free(tree->record);
	*tree = (struct cache_tree){.fd = -1};
}

void cache_tree_keep(const struct cache_tree *tree)
{
	int fd = openat(tree->fd, "../" PRUNE_NOT, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
}

static void add_file(struct cache_tree *tree, const char *path, bool dir)
{
	if (tree->count == tree->room) {
		tree->room = tree->room * 2 + 256;
		tree->files = need(reallocarray(tree->files, tree->room, sizeof(*tree->files)));
	}
	tree->files[tree->count++] = (struct cache_tree_file){text_copy(path), dir};
}

/* A file's line of the manifest without its first word: "SIZE SECONDS.NANOSECONDS PATH", allocated. NULL with
 * errno, which is 0 for a directory. */
static char *describe(int tree, const char *path)
{
	struct stat st;
	errno = 0;
	if (fstatat(tree, path, &st, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISREG(st.st_mode))
		return NULL;
	return text_format("%lld %lld.%09ld %s", (long long)st.st_size, (long long)st.st_mtim.tv_sec,
		st.st_mtim.tv_nsec, path);
}

/* Reads the files from the manifest, which is changed. Returns whether they are unchanged. */
static bool check_files(struct cache_tree *tree, char *manifest)
{
	char *save = NULL;
	for (char *line = strtok_r(manifest, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		if (text_starts(line, "dir ")) {
			add_file(tree, line + 4, true);
			continue;
		}
		const char *file = text_starts(line, "file ") ? line + 5 : "", *path = strchr(file, ' ');
		path = path ? strchr(path + 1, ' ') : NULL;
		_cleanup_free_ char *now = path ? describe(tree->fd, path + 1) : NULL;
		if (!now || strcmp(now, file) != 0)
			return false;
		add_file(tree, path + 1, false);
	}
	return true;
}

/* Keeps the tree from being pruned, and notes that it is used now. A file system that is read-only or has no
 * locks is pruned by nobody. */
static bool hold(int tree)
{
	bool held = !flock(tree, LOCK_SH | LOCK_NB) || errno != EWOULDBLOCK;
	if (held && futimens(tree, NULL) < 0)
		errno = 0;
	return held;
}

static bool too_many_files(int error)
{
	return error == EMFILE || error == ENFILE;
}

/* Returns 1 and *ret; 0 with errno if the tree is missing or changed; or a negative errno if neither is
 * known. */
static int load(const struct entry *e, struct cache_tree *ret)
{
	_cleanup_close_ int dir = file_open_dir(e->wheels, e->name);
	if (dir < 0)
		return too_many_files(errno) ? -errno : 0;
	_cleanup_free_ char *manifest = cache_load(dir, "manifest", e->identity);
	struct cache_tree tree = {.path = text_format("%s/tree", e->path), .fd = -1};
	tree.record = manifest ? cache_load(dir, "record", e->identity) : NULL;
	tree.fd = tree.record ? file_open_dir(dir, "tree") : -1;
	if (tree.fd >= 0 && hold(tree.fd) && check_files(&tree, manifest)) {
		*ret = tree;
		return 1;
	}
	int saved = errno;
	cache_tree_clear(&tree);
	errno = saved;
	return too_many_files(errno) ? -errno : 0;
}

/* Adds everything below path ("": the tree) to the tree's files and to the manifest. */
static int list_files(struct cache_tree *tree, const char *path, struct text *manifest)
{
	_cleanup_closedir_ DIR *dir = fs_list_at(tree->fd, *path ? path : ".");
	int r = dir ? 0 : -errno;
	for (const struct dirent *entry; dir && !r && (entry = fs_next(dir, &r));) {
		_cleanup_free_ char *name = text_format("%s%s%s", path, *path ? "/" : "", entry->d_name);
		_cleanup_free_ char *line = describe(tree->fd, name);
		if (!line && errno)
			return -errno;
		add_file(tree, name, !line);
		text_add_format(manifest, "%s %s\n", line ? "file" : "dir", line ? line : name);
		if (!line)
			r = list_files(tree, name, manifest);
	}
	return r;
}

static int failed(const char *verb, const char *path, const char *reason, char **ret_why)
{
	_cleanup_free_ char *quoted = text_quoted(path);
	*ret_why = text_format("cannot %s %s: %s", verb, quoted, reason);
	return -1;
}

/* Makes the contents of the entry in the directory that is open as dir and is called path. */
static int fill(const struct entry *e, int dir, const char *path, char **ret_why)
{
	const struct cache_tree_maker *maker = e->maker;
	_cleanup_(cache_tree_clear) struct cache_tree tree = {.path = text_format("%s/tree", path), .fd = -1};
	if (mkdirat(dir, "tree", 0777) < 0 || (tree.fd = file_open_dir(dir, "tree")) < 0)
		return failed("make", tree.path, strerror(errno), ret_why);
	if (maker->fill(maker->ctx, tree.path, tree.fd, ret_why) < 0)
		return -1;
	_cleanup_text_ struct text manifest = {0};
	int r = list_files(&tree, "", &manifest);
	if (r < 0)
		return failed("read", tree.path, strerror(-r), ret_why);
	_cleanup_free_ char *record = maker->record ? maker->record(maker->ctx, &tree) : text_copy("");
	r = cache_store(dir, "record", e->identity, record);
	if (!r)
		r = cache_store(dir, "manifest", e->identity, manifest.data ? manifest.data : "");
	return r < 0 ? failed("write the manifest of", tree.path, strerror(-r), ret_why) : 0;
}

/* mark_remove() and mark_make() failed with r. */
static int not_made(const char *path, int r, char **ret_why)
{
	return failed("make", path,
		r > 0 ? "something that venvbuild did not make has this name; use --no-cache to do without "
			"the cache"
		      : strerror(-r),
		ret_why);
}

/* Makes the entry, which is missing or cannot be used. It grows under another name. With the lock this is
 * NAME.new, where an ended builder may have left a part of it. */
static int make(const struct entry *e, bool locked, char **ret_why)
{
	_cleanup_free_ char *prefix = text_format("%s.", e->name),
			    *temp = locked ? text_format("%s.new", e->name) : NULL;
	int r = locked ? mark_remove(e->wheels, temp) : 0;
	_cleanup_close_ int dir = r ? -1
		: locked            ? mark_make_named(e->wheels, temp)
				    : mark_make(e->wheels, prefix, &temp);
	if (r || dir < 0)
		return not_made(e->path, r ? r : dir, ret_why);
	_cleanup_free_ char *temp_path = text_format("%s%s", e->path, temp + strlen(e->name));
	r = fill(e, dir, temp_path, ret_why);
	if (!r && (r = mark_remove(e->wheels, e->name)) != 0)
		not_made(e->path, r, ret_why);
	/* Without locks (some network file systems) another builder may have been first: its tree is as good.
	 */
	if (!r && renameat(e->wheels, temp, e->wheels, e->name) < 0 && errno != ENOTEMPTY &&
		errno != EEXIST) {
		r = -errno;
		not_made(e->path, r, ret_why);
	}
	mark_remove(e->wheels, temp);
	return r ? -1 : 0;
}

/* Loads the entry that was just made. Returns 1 and *ret, or a negative errno: -EAGAIN if it was changed. */
static int load_made(const struct entry *e, struct cache_tree *ret)
{
	errno = 0;
	int r = load(e, ret);
	if (r)
		return r;
	r = errno ? -errno : -EAGAIN;
	mark_remove(e->wheels, e->name);
	return r;
}

int cache_tree_get(const struct cache_tree_maker *maker, const struct cache *cache, struct cache_tree *ret,
	char **ret_why)
{
	_cleanup_close_ int wheels = cache_open(cache, "wheels");
	int error = errno;
	_cleanup_free_ char *above = cache_path(cache, "wheels"), *source = text_quoted(maker->source);
	if (wheels < 0) {
		_cleanup_free_ char *quoted = text_quoted(above);
		*ret_why = text_format("cannot unpack %s: cannot open %s: %s", source, quoted,
			strerror(error));
		return -1;
	}
	mode_t mask = umask(0);
	umask(mask);
	/* The name depends on the number of this form: builders that read another form use other names. */
	_cleanup_free_ char *identity = text_format("%03o\n%s", (unsigned)mask, maker->identity),
			    *form = text_format("3\n%s", identity), *name = cache_name(form),
			    *path = text_format("%s/%s", above, name);
	const struct entry e = {wheels, name, path, identity, maker};
	int r = load(&e, ret);
	_cleanup_close_ int lock = r ? -1 : prune_lock(wheels, name, true);
	if (!r)
		r = load(&e, ret); /* another builder may have made it while this one waited */
	if (!r) {
		if (make(&e, lock >= 0, ret_why) < 0)
			return -1;
		prune_wheels(wheels, false);
		r = load_made(&e, ret);
	}
	if (r > 0)
		return 0;
	_cleanup_free_ char *quoted = text_quoted(path);
	*ret_why = text_format("cannot use %s, made from %s: %s", quoted, source,
		r == -EAGAIN ? "another process changes it" : strerror(-r));
	return -1;
}

int cache_tree_link(const struct cache_tree *tree, int dir, const char *skipped, enum file_means *means,
	const char **ret_path)
{
	for (size_t i = 0; i < tree->count; i++) {
		const struct cache_tree_file *file = &tree->files[i];
		*ret_path = file->path;
		if (signals_pending())
			return -EINTR;
		if (skipped && path_under(file->path, skipped))
			continue;
		_cleanup_free_ char *from = *means == FILE_SYMLINK && !file->dir
			? text_format("%s/%s", tree->path, file->path)
			: NULL;
		int r = file->dir ? file_make_dir(dir, file->path)
				  : file_link(tree->fd, file->path, from, dir, file->path, means);
		if (r < 0)
			return r;
	}
	return 0;
}
