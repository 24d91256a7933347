// SPDX-License-Identifier: MIT
// Shell patterns, as in --keep. Async-signal-safe.
#pragma once

#include <stdbool.h>

/* Does pattern match the whole of text? '*' matches any characters, '?' one, '[abc]' and '[a-z]' one of a
 * set, '[!a]' one that is not in it, '\x' only x. '/' is not special, and a '[' without ']' matches itself.
 * Pattern Matching Notation of POSIX XCU 2.13, without character classes and FNM_PATHNAME. Not recursive. */
bool glob_match(const char *pattern, const char *text);

/* The same where only '*' is special. */
bool glob_match_stars(const char *pattern, const char *text);

/* A pattern with a '/' is matched with the path, one without with its last component. */
bool glob_match_path(const char *pattern, const char *path);
