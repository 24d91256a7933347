// SPDX-License-Identifier: MIT
// Which paths are translated to ENV's site-packages, and which are hidden: by their text alone.
// Async-signal-safe.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/core/policy.h"

enum pathmap_kind {
	PATHMAP_NONE,   /* neither */
	PATHMAP_SITE,   /* in a base site directory, or it: translated to the same path below policy->site */
	PATHMAP_HIDDEN, /* in a hidden directory, or it */
};

struct pathmap {
	enum pathmap_kind kind;
	size_t tail; /* the offset of what follows the directory: a slash, or the NUL */
};

/* Could an absolute path lead into one of the directories, or a relative one that starts above them? It must
 * have a component that ends in "-packages". Reads whole words, up to seven bytes on either side of the
 * string. */
bool pathmap_may(const char *path);

enum pathmap_scan {
	SCAN_NOTHING, /* no such component */
	SCAN_MARK,    /* there is one, which ends at *ret_end */
	SCAN_LIMIT,   /* none before the limit, which the path crosses */
};

/* The same. It reads nothing from limit on, which is the start of a page; NULL: there is no limit. */
__attribute__((no_sanitize("address"))) enum pathmap_scan pathmap_scan(const char *path, const char *limit,
	const char **ret_end);

/* Looks an absolute path up in a policy that policy_parse() has read. It is compared by component, as if
 * path_clean() had removed ".", ".." and "//"; the tail stays as it is written:
 *
 *	base=/usr/lib/python3/dist-packages
 *	/usr/lib/python3/dist-packages/a/../b/	-> SITE, "/a/../b/"
 *	/usr//lib/x/../python3/dist-packages	-> SITE, ""
 *	/usr/lib/python3/dist-packages/../x	-> NONE
 *	/usr/lib/python3/dist-packages2		-> NONE
 *
 * Symbolic links before a ".." are not followed. */
struct pathmap pathmap_find(const struct policy *policy, const char *path);

/* The translation of a hidden directory: it exists nowhere, and cannot be made. Below it each function fails
 * with ENOENT, in its own way. */
#define PATHMAP_NOWHERE "/proc/self/hidden-by-venvrun/-"
