// SPDX-License-Identifier: MIT
// Replaces the path of a directory that was moved in a text that names it, or files below it.
//
// Such a path may be a part of another one, so only whole components count. replace_prefix.h is for temporary
// paths.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/tool/text.h"

/* Appends data to out with each from replaced by to where it is a path or the first components of one.
 * Returns the number of replacements; where it is 0, nothing is appended. With from "/a/b":
 *
 *	replaced: "/a/b/c" 'x=/a/b:' "file:///a/b" "'/a/b'"	not: "/a/bc" "/a/b.old" "/x/a/b" "x/a/b" */
size_t prefix_replace(const char *data, size_t len, const char *from, const char *to, struct text *out);

/* path as it is written in a file of that name, allocated: a module (.py) and JSON have it in a string,
 * with escapes. */
char *prefix_spelled(const char *file, const char *path) __attribute__((returns_nonnull));
/* path as it is written in a URL, allocated. */
char *prefix_url(const char *path) __attribute__((returns_nonnull));
