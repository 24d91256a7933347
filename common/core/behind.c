// SPDX-License-Identifier: MIT
// What a name leads to where the environment is not in PATH.
#include "common/core/behind.h"

#include <string.h>

#include "common/core/escape.h"
#include "common/core/path.h"
#include "common/core/str.h"

/* Slashes and dots that change nothing are read over, as path_clean() would. */
bool behind_is_directory(const struct policy *policy, const char *text, size_t n)
{
	const char *dir = policy->python;
	size_t length = path_dir_len(dir) - 1, at = 0;

	if (!n || text[0] != '/')
		return false;
	for (size_t i = 0; i < n;) {
		size_t end = i;
		while (end < n && text[end] != '/')
			end++;
		size_t part = end - i;
		bool nothing = !part || (part == 1 && text[i] == '.');
		if (!nothing) {
			if (length - at < part + 1 || dir[at] != '/' ||
				memcmp(dir + at + 1, text + i, part) != 0)
				return false;
			at += part + 1;
			if (at < length && dir[at] != '/')
				return false;
		}
		i = end + 1;
	}
	return at == length;
}

bool behind_covers(const struct policy *policy, const char *path)
{
	return behind_is_directory(policy, path, path_dir_len(path));
}

/* Writes the directory of an environment's programs to buf, which holds size bytes. Returns its length,
 * 0 if it does not fit. */
static size_t put_programs(const char *escaped, char *buf, size_t size)
{
	static const char bin[] = "/bin";
	size_t n = 0;
	int taken;

	for (char c; (c = escape_next(escaped, &taken)) && n < size; escaped += taken)
		buf[n++] = c;
	if (size - n < sizeof bin)
		return 0;
	memcpy(buf + n, bin, sizeof bin);
	return n + sizeof bin - 1;
}

const char *behind_find(const struct policy *policy, const struct exec_io *io, const char *outer,
	const char *path, const char *name, char *buf, size_t size)
{
	size_t length = strlen(name) + 1;

	for (;; path++) {
		size_t n = str_until(path, ':'), put = 0;
		/* A relative directory leads to somewhere else in another process. */
		if (!n || path[0] != '/')
			return NULL;
		if (!behind_is_directory(policy, path, n)) {
			put = n < size ? n : 0;
			memcpy(buf, path, put);
		} else if (outer) {
			put = put_programs(outer, buf, size);
			outer = NULL;
		}
		if (put && size - put >= 1 + length) {
			buf[put] = '/';
			memcpy(buf + put + 1, name, length);
			if (io->executable(buf) == 0)
				return buf;
		}
		path += n;
		if (!*path)
			return NULL;
	}
}
