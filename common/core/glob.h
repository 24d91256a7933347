// SPDX-License-Identifier: MIT
// Shell patterns, as --keep takes them.
#pragma once

#include <stdbool.h>

/* Does the whole of text match pattern? '*' is any run of characters, '?' any one, '[abc]', '[a-z]' and
 * '[!a]' one of or none of a set, '\x' is x itself; '/' is no special character. A '[' without ']' stands for
 * itself. Pattern Matching Notation of POSIX XCU 2.13, without classes and FNM_PATHNAME. Async-signal-safe;
 * no recursion. */
bool glob_match(const char *pattern, const char *text);

/* What --keep means: a pattern with a '/' is matched with the path, one without with its last component. */
bool glob_match_path(const char *pattern, const char *path);
