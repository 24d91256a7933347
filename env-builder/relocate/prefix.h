// SPDX-License-Identifier: MIT
// The path of a directory that moved, in a text that names it or what lies below it.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/tool/text.h"

/* Adds data with from replaced by to wherever it stands as whole components to out, and returns how often; 0:
 * nothing is added. With from "/a/b":
 *
 *	"/a/b/c" 'x=/a/b:' "file:///a/b" "'/a/b'" are	"/a/bc" "/a/b.old" "/x/a/b" "x/a/b" are not */
size_t prefix_replace(const char *data, size_t len, const char *from, const char *to, struct text *out);

/* The path as it is to stand in a file of that name: in a module or in JSON it stands in a string;
 * allocated. */
char *prefix_spelled(const char *file, const char *path) __attribute__((returns_nonnull));
/* The path as it stands in a URL, allocated. */
char *prefix_url(const char *path) __attribute__((returns_nonnull));
