// SPDX-License-Identifier: MIT
// The symbolic links of an environment, and the copies of its interpreter, of where its base and itself are
// now.
#include "env-builder/repair/fix_links.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/interp.h"
#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/repair/fix_cfg.h"

/* What a symbolic link says, allocated; NULL where it is none. */
static char *link_text(const char *path)
{
	char *to = fs_readlink(path);
	if (!to)
		fs_must_tell(path);
	return to;
}

/* Does it lead to another name in bin, which is seen to itself? */
static bool leads_on(const struct inventory *s, const char *full, const char *to)
{
	struct interp name;
	_cleanup_free_ char *path = text_format("bin/%s", to);
	struct stat st;
	return !strchr(to, '/') && inventory_has(&s->interpreters, path) && interp_parse(to, &name) &&
		interp_agrees(&name, MATCH_MINOR, s->number[0], s->number[1]) &&
		(!stat(full, &st) || errno != ELOOP);
}

/* Reads a as far as it is b. Returns 1 where they have the same bytes, 0, or a negative errno. */
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

/* Returns 1 where it is a copy of the base's interpreter, 0 where it is one of another, -EINVAL where it is a
 * script of somebody's own, or another negative errno. */
static int look_at_copy(const char *path, const char *base)
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

/* Beside a copy, the library is found by $ORIGIN, if it is not where the base was made to find it. */
static void relink_library(const struct inventory *s, const struct interpreter *python, struct plan *plan)
{
	const char *library = python->library;
	_cleanup_free_ char *path = text_format("lib/%s", path_base(library));
	_cleanup_free_ char *full = text_format("%s/%s", s->root, path), *to = link_text(full);
	struct stat st;
	bool wanted = to || (!fs_look(full, &st) && !(s->home && fix_cfg_is_home(s->home, python)));
	if (*library && wanted && !fs_same(full, library))
		plan_symlink(plan, path, library, false);
}

int fix_links_interpreters(const struct inventory *s, const struct interpreter *python, struct plan *plan,
	char **ret_why)
{
	_cleanup_free_ const char **copies = need(calloc(s->interpreters.count + 1, sizeof(*copies)));
	size_t count = 0;
	bool differ = false;
	for (size_t i = 0; i < s->interpreters.count; i++) {
		const char *path = s->interpreters.list[i];
		_cleanup_free_ char *full = text_format("%s/%s", s->root, path),
				    *place = inventory_place(full, s->number);
		if (!place) /* of another version */
			continue;
		_cleanup_free_ char *to = link_text(full);
		if (to) {
			if (!leads_on(s, full, to) && !fs_same(full, python->path))
				plan_symlink(plan, path, python->path, false);
			continue;
		}
		int r = look_at_copy(full, python->path);
		if (r == -EINVAL)
			continue;
		if (r < 0) {
			_cleanup_free_ char *quoted = text_quoted(full);
			*ret_why = text_format("cannot compare %s with its base: %s", quoted, strerror(-r));
			return -1;
		}
		copies[count++] = path;
		differ |= !r;
	}
	for (size_t i = 0; differ && i < count; i++)
		(i ? plan_link : plan_copy)(plan, copies[i], i ? copies[0] : python->path);
	if (count)
		relink_library(s, python, plan);
	if (!s->interpreters.count)
		plan_symlink(plan, "bin/python", python->path, false);
	return 0;
}

char *fix_links_moved(const struct inventory *s, const struct interpreter *python, const char *path)
{
	for (size_t i = 0; i < s->former.count; i++)
		if (path_under(path, s->former.list[i]))
			return text_format("%s%s", s->root, path + strlen(s->former.list[i]));
	const char *old = s->prefix, *new = python ? python->prefix : NULL;
	if (!old || !new || !strcmp(old, new) || strlen(old) < 2 || !path_under(path, old))
		return NULL;
	char *there = text_format("%s%s", new, path + strlen(old));
	struct stat st;
	if (!fs_look(there, &st))
		free(take(&there));
	return there;
}

void fix_links_plan(const struct inventory *s, const struct interpreter *python, struct plan *plan)
{
	for (size_t i = 0; i < s->links.count; i++) {
		_cleanup_free_ char *full = text_format("%s/%s", s->root, s->links.list[i]),
				    *to = link_text(full);
		_cleanup_free_ char *now = to ? fix_links_moved(s, python, to) : NULL;
		bool seen = false;
		for (size_t k = 0; k < plan->count; k++)
			seen |= !strcmp(plan->steps[k].path, s->links.list[i]);
		if (now && !seen && !fs_same(full, now))
			plan_symlink(plan, s->links.list[i], now, false);
	}
}
