// SPDX-License-Identifier: MIT
// The directory of the environment's programs.
#include "common/core/env_bin.h"

#include <string.h>

#include "common/core/path.h"
#include "common/core/str.h"
#include "common/core/writer.h"

bool env_bin_is(const struct policy *policy, const char *text, size_t n)
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
		bool is_skipped = !part || (part == 1 && text[i] == '.');
		if (!is_skipped) {
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

bool env_bin_contains(const struct policy *policy, const char *path)
{
	return env_bin_is(policy, path, path_dir_len(path));
}

/* Writes the bin directory of an environment, whose path is encoded, to buf, which holds size bytes. Returns
 * its length; 0: it does not fit. */
static size_t put_outer(const char *escaped, char *buf, size_t size)
{
	struct writer w = {.out = buf, .size = size};

	writer_unescaped(&w, escaped);
	writer_text(&w, "/bin");
	return w.used < size ? w.used : 0;
}

const char *env_bin_search_past(const struct policy *policy, const struct exec_io *io, const char *outer,
	const char *path, const char *name, char *buf, size_t size)
{
	size_t length = strlen(name) + 1;

	for (;; path++) {
		size_t n = str_until(path, ':'), put = 0;
		/* A relative directory is another one in another process. */
		if (!n || path[0] != '/')
			return NULL;
		if (!env_bin_is(policy, path, n)) {
			put = n < size ? n : 0;
			memcpy(buf, path, put);
		} else if (outer) {
			put = put_outer(outer, buf, size);
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
