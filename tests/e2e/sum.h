// SPDX-License-Identifier: MIT
// What a tree is, as one number, fast enough to be asked thousands of times.
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Names, kinds, modes, links' targets and contents of all below path; with names only, the names. Of compiled
 * code, the time of its source is left out: two trees made one after the other are the same. 0 where there is
 * nothing. */
uint64_t sum_tree(const char *path, bool names_only);
