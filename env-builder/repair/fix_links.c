// SPDX-License-Identifier: MIT
// Plans the repair of symbolic links and of copied interpreters.
#include "env-builder/repair/fix_links.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/interp.h"
#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/repair/fix_cfg.h"
#include "env-builder/repair/moved_path.h"
#include "env-builder/repair/named_root.h"

/* The target of a symbolic link, allocated; NULL where path is none. */
static char *link_target(const char *path)
{
	char *target = fs_readlink(path);
	if (!target)
		fs_die_on_io_error(path);
	return target;
}

/* Does the link at full lead to another interpreter in bin, which is repaired by itself? Not in a circle
 * of links. */
static bool leads_on(const struct inventory *s, const char *full, const char *target)
{
	struct interp name;
	_cleanup_free_ char *path = text_format("bin/%s", target);
	struct stat st;
	return !strchr(target, '/') && strings_has(&s->interpreters, path) && interp_parse(target, &name) &&
		interp_agrees(&name, MATCH_MINOR, s->number[0], s->number[1]) &&
		(!stat(full, &st) || errno != ELOOP);
}

/* Returns 1 where the remaining bytes of both files are the same, 0, or a negative errno. */
static int same_bytes(int a, int b)
{
	char ours[16384], theirs[16384];
	for (;;) {
		ssize_t n = read(a, ours, sizeof(ours)), m = read(b, theirs, sizeof(theirs));
		if (n < 0 || m < 0)
			return -errno;
		if (n != m || memcmp(ours, theirs, (size_t)n) != 0)
			return 0;
		if (!n)
			return 1;
	}
}

/* Returns 1 where the file is a copy of the base interpreter, 0 where it is another program, -EINVAL where
 * it is a script, or another negative errno. */
static int compare_copy(const char *path, const char *base)
{
	_cleanup_close_ int ours = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK),
			    theirs = open(base, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char head[2];
	if (ours < 0 || theirs < 0)
		return -errno;
	if (pread(ours, head, 2, 0) == 2 && !memcmp(head, "#!", 2))
		return -EINVAL;
	return same_bytes(ours, theirs);
}

/* A copy looks for libpython by $ORIGIN, so in lib of the environment, unless the base names its path. */
static void fix_library(const struct inventory *s, const struct interpreter *python, struct plan *plan)
{
	const char *library = python->library;
	_cleanup_free_ char *path = text_format("lib/%s", path_base(library));
	_cleanup_free_ char *full = text_format("%s/%s", s->root, path), *target = link_target(full);
	struct stat st;
	bool wanted = target || (!fs_stat(full, &st) && !(s->home && fix_cfg_is_home(s->home, python)));
	if (*library && wanted && !fs_same(full, library))
		plan_symlink(plan, path, library, false);
}

struct copies {
	struct strings paths; /* in bin, relative to the environment */
	bool differ;          /* one of them is no copy of the base interpreter */
};

static void copies_clear(struct copies *copies)
{
	strings_clear(&copies->paths);
}

/* One of bin/python*: a link is repaired, a copy is added to copies. Returns 0, or -1 and *ret_why. */
static int fix_interpreter(const struct inventory *s, const char *path, const struct interpreter *python,
	struct plan *plan, struct copies *copies, char **ret_why)
{
	_cleanup_free_ char *full = text_format("%s/%s", s->root, path);
	_cleanup_free_ char *root = named_root_interpreter(full, s->number);
	_cleanup_free_ char *target = root ? link_target(full) : NULL;
	if (target && !leads_on(s, full, target) && !fs_same(full, python->path))
		plan_symlink(plan, path, python->path, false);
	if (!root || target)
		return 0;
	int r = compare_copy(full, python->path);
	if (r >= 0) {
		strings_add(&copies->paths, path);
		copies->differ |= !r;
	}
	if (r >= 0 || r == -EINVAL)
		return 0;
	_cleanup_free_ char *quoted = text_quoted(full);
	*ret_why = text_format("cannot compare %s with the base interpreter: %s", quoted, strerror(-r));
	return -1;
}

int fix_links_interpreters(const struct inventory *s, const struct interpreter *python, struct plan *plan,
	char **ret_why)
{
	_cleanup_(copies_clear) struct copies copies = {.differ = false};
	for (size_t i = 0; i < s->interpreters.count; i++)
		if (fix_interpreter(s, s->interpreters.list[i], python, plan, &copies, ret_why) < 0)
			return -1;
	char **paths = copies.paths.list;
	if (copies.differ)
		plan_copy(plan, paths[0], python->path);
	for (size_t i = 1; copies.differ && i < copies.paths.count; i++)
		plan_link(plan, paths[i], paths[0]);
	if (copies.paths.count)
		fix_library(s, python, plan);
	if (!s->interpreters.count)
		plan_symlink(plan, "bin/python", python->path, false);
	return 0;
}

static bool is_planned(const struct plan *plan, const char *path)
{
	for (size_t i = 0; i < plan->count; i++)
		if (!strcmp(plan->steps[i].path, path))
			return true;
	return false;
}

void fix_links_plan(const struct inventory *s, const struct interpreter *python, struct plan *plan)
{
	for (size_t i = 0; i < s->links.count; i++) {
		const char *path = s->links.list[i];
		_cleanup_free_ char *full = text_format("%s/%s", s->root, path), *target = link_target(full);
		_cleanup_free_ char *moved = target ? moved_path(s, python, target) : NULL;
		if (moved && !is_planned(plan, path) && !fs_same(full, moved))
			plan_symlink(plan, path, moved, false);
	}
}
