// SPDX-License-Identifier: MIT
// Which paths are translated to ENV's site-packages.
#include "common/core/pathmap.h"

#include <stdint.h>
#include <string.h>

#include "common/core/str.h"
#include "common/core/word.h"

static const char mark[] = "-packages";
#define MARK (sizeof mark - 1)

enum pathmap_scan pathmap_scan(const char *s, const char *limit, const char **ret_end)
{
	/* Most paths have no mark: they are read a word at a time. */
	for (word w = word_first(s);; w = *(const word *)s) {
		const char *next = word_next(s);
		if (!word_has_zero(w) && !word_has_zero(w ^ word_of('-')))
			s = next;
		for (; s < next; s++) {
			if (!*s)
				return SCAN_NOTHING;
			if (*s != '-')
				continue;
			if (limit && limit - s <= (ptrdiff_t)MARK)
				return SCAN_LIMIT;
			size_t n = 1;
			while (n < MARK && s[n] == mark[n])
				n++;
			if (n == MARK && (!s[n] || s[n] == '/')) {
				*ret_end = s + n;
				return SCAN_MARK;
			}
		}
		if (s == limit)
			return SCAN_LIMIT;
	}
}

/* The end of the first component of s that ends in the mark; NULL: there is none. */
static const char *find_mark(const char *s)
{
	const char *end;
	return pathmap_scan(s, NULL, &end) == SCAN_MARK ? end : NULL;
}

bool pathmap_may(const char *path)
{
	return find_mark(path) != NULL;
}

/* Is the text one of the directories? */
static enum pathmap_kind look_up(const struct policy *policy, const char *text, size_t n)
{
	for (size_t i = 0; i < policy->bases; i++)
		if (policy->base_size[i] == n && !memcmp(policy->base[i], text, n))
			return PATHMAP_SITE;
	for (size_t i = 0; i < policy->hides; i++)
		if (policy->hide_size[i] == n && !memcmp(policy->hide[i], text, n))
			return PATHMAP_HIDDEN;
	return PATHMAP_NONE;
}

static bool is_dots(const char *s, size_t n)
{
	return n == 2 && s[0] == '.' && s[1] == '.';
}

/* Does a tail stay in its directory? */
static bool stays(const char *tail)
{
	size_t depth = 0;

	for (size_t n; *tail; tail += n) {
		tail += *tail == '/';
		n = str_until(tail, '/');
		if (is_dots(tail, n) && !depth--)
			return false;
		depth += n && !(n == 1 && *tail == '.') && !is_dots(tail, n);
	}
	return true;
}

/* Would path_clean() keep the first n bytes of an absolute path? */
static bool is_clean(const char *path, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (path[i] != '/')
			continue;
		const char *next = path + i + 1 + (path[i + 1] == '.');
		if (*next == '/' || (*next == '.' && next[-1] == '.'))
			return false;
	}
	return true;
}

/* Does the path lead to dir or below it, once it is clean? *ret_tail is the offset of its tail. It is
 * followed component by component, without a copy: `walked` bytes of dir match, and `more` components lead
 * away from there. */
static bool leads_into(const char *path, const char *dir, size_t size, size_t *ret_tail)
{
	size_t walked = 0, more = 0, tail = 0;

	for (const char *p = path; *p;) {
		p += *p == '/';
		size_t n = str_until(p, '/');
		if (is_dots(p, n) && more) {
			more--;
		} else if (is_dots(p, n)) {
			while (walked && dir[--walked] != '/')
				continue;
		} else if (n && !(n == 1 && *p == '.')) {
			bool on = !more && size - walked > n && !memcmp(dir + walked + 1, p, n) &&
				(walked + 1 + n == size || dir[walked + 1 + n] == '/');
			walked += on ? 1 + n : 0;
			more += !on;
			if (on && walked == size)
				tail = (size_t)(p + n - path);
		}
		p += n;
	}
	if (walked != size)
		return false;
	*ret_tail = tail;
	return true;
}

/* The outermost of the directories that the path leads into. */
static struct pathmap walk(const struct policy *policy, const char *path)
{
	struct pathmap found = {.kind = PATHMAP_NONE};
	size_t tail, least = SIZE_MAX;

	for (size_t i = 0; i < policy->bases; i++)
		if (leads_into(path, policy->base[i], policy->base_size[i], &tail) && tail < least)
			found = (struct pathmap){PATHMAP_SITE, least = tail};
	for (size_t i = 0; i < policy->hides; i++)
		if (leads_into(path, policy->hide[i], policy->hide_size[i], &tail) && tail < least)
			found = (struct pathmap){PATHMAP_HIDDEN, least = tail};
	return found;
}

struct pathmap pathmap_find(const struct policy *policy, const char *path)
{
	const struct pathmap none = {.kind = PATHMAP_NONE};

	for (const char *end = path; (end = find_mark(end));) {
		size_t n = (size_t)(end - path);
		if (!is_clean(path, n))
			return walk(policy, path);
		struct pathmap found = {look_up(policy, path, n), n};
		if (found.kind)
			return stays(end) ? found : walk(policy, path);
	}
	return none;
}
