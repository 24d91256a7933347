// SPDX-License-Identifier: MIT
// The distributions that are installed in a site-packages directory, by their *.dist-info (PEP 376, PEP 627).
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Both strings are allocated. */
struct distribution {
	char *name, *version;
};

struct distributions {
	struct distribution *list; /* sorted by name, upper and lower case alike */
	size_t count;
};

/* Reads all *.dist-info of the directory site; NULL is an empty one. Name and version are those of METADATA,
 * else those in the directory's name. What cannot be read is skipped. distributions_clear() frees the
 * result. */
struct distributions distributions_read(const char *site);
void distributions_clear(struct distributions *distributions);

/* Is the distribution, NAME or NAME==VERSION, installed in the directory site? Like fs_stat(), it ends the
 * program where the disk or the memory fails. */
bool distributions_has(const char *site, const char *distribution);

/* The part of a file's name after "NAME-", or after "NAME-VERSION" where the distribution is NAME==VERSION;
 * NULL where the file belongs to another distribution. */
const char *distributions_after_name(const char *file, const char *distribution);
