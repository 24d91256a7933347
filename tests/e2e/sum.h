// SPDX-License-Identifier: MIT
// The state of a tree as one number, fast enough for thousands of calls.
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* A sum over the names, kinds, modes, targets of links and contents of all files below path; with names
 * only, over the names. In compiled code the time of its source is ignored, so two trees that were made
 * one after the other have the same sum. 0 where path does not exist. */
uint64_t sum_tree(const char *path, bool names_only);
