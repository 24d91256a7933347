// SPDX-License-Identifier: MIT
// Which paths mean the environment's site-packages, and which are hidden: by their text alone.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/core/policy.h"

enum pathmap_kind {
	PATHMAP_NONE,   /* the path means what it says */
	PATHMAP_SITE,   /* it lies in a base's site directory, or is it: the same below policy->site */
	PATHMAP_HIDDEN, /* it lies in a directory that is not there */
};

struct pathmap {
	enum pathmap_kind kind;
	size_t tail; /* where in the path begins what follows the directory: the end, or a slash */
};

/* Could an absolute path lead into any of the directories, or a relative one if the directory it starts from
 * is an ancestor of theirs? Does it have a component that ends in "-packages"? What this denies needs no
 * further look. Reads up to seven bytes on either side of the string, in words that it shares.
 * Async-signal-safe, like the others. */
bool pathmap_may(const char *path);

enum pathmap_scan {
	SCAN_NOTHING, /* there is none */
	SCAN_MARK,    /* there is one, which ends at *ret_end */
	SCAN_LIMIT,   /* what lies before the limit does not tell */
};

/* The same, reading nothing from limit on, the start of a page; NULL: there is no limit. */
__attribute__((no_sanitize("address"))) enum pathmap_scan pathmap_scan(const char *path, const char *limit,
	const char **ret_end);

/* What an absolute path means under a policy that policy_parse() has read: compared by component, as if ".",
 * ".." and "//" were taken out first (path_clean()), with what follows the directory as it was written:
 *
 *	base=/usr/lib/python3/dist-packages
 *	/usr/lib/python3/dist-packages/a/../b/	-> SITE, "/a/../b/"
 *	/usr//lib/x/../python3/dist-packages	-> SITE, ""
 *	/usr/lib/python3/dist-packages/../x	-> NONE
 *	/usr/lib/python3/dist-packages2		-> NONE
 *
 * A symbolic link before a ".." is not looked at. */
struct pathmap pathmap_find(const struct policy *policy, const char *path);

/* What stands for a hidden directory: no system has it, and none can make it. Every function fails with
 * ENOENT below it, in its own way. */
#define PATHMAP_NOWHERE "/proc/self/hidden-by-venvrun/-"
