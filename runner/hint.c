// SPDX-License-Identifier: MIT
// What somebody may have meant who named an environment that is not there.
#include "runner/hint.h"

#include <dirent.h>
#include <stdbool.h>
#include <string.h>

#include "common/tool/cleanup.h"
#include "common/tool/text.h"
#include "runner/discover.h"

#define NAME_LONGEST 64

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* How many letters must be put in, left out, replaced, or swapped with the next one, to make b of
 * a. */
static size_t distance(const char *a, const char *b)
{
	size_t rows[3][NAME_LONGEST + 1];
	size_t *before = rows[0], *above = rows[1], *row = rows[2], n = strlen(b);

	for (size_t j = 0; j <= n; j++)
		above[j] = j;
	for (size_t i = 1; a[i - 1]; i++) {
		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			row[j] = least(least(above[j], row[j - 1]) + 1,
				above[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = least(row[j], before[j - 2] + 1);
		}
		size_t *oldest = before;
		before = above;
		above = row;
		row = oldest;
	}
	return above[n];
}

char *hint_similar(const char *name, const char *const *dirs, size_t count)
{
	_cleanup_free_ char *best = NULL;
	size_t len = strlen(name);
	/* More than this and it is another word: one letter of a short name, two or three of a long
	 * one. */
	size_t bound = len < 4 ? 1 : len < 8 ? 2 : 3;

	if (len > NAME_LONGEST)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		_cleanup_closedir_ DIR *dir = dirs[i] ? opendir(dirs[i]) : NULL;
		struct dirent *entry;
		while (dir && (entry = readdir(dir))) {
			const char *other = entry->d_name;
			if (!strcmp(other, ".") || !strcmp(other, "..") ||
				strlen(other) > NAME_LONGEST)
				continue;
			size_t d = distance(name, other);
			if (d > bound || (best && d == bound))
				continue;
			char *path = strcmp(dirs[i], ".") != 0
					     ? text_format("%s/%s", dirs[i], other)
					     : text_copy(other);
			if (!discover_might_be(path)) {
				free(path);
				continue;
			}
			free(best);
			best = path;
			bound = d;
		}
	}
	return take(&best);
}
