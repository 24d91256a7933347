// SPDX-License-Identifier: MIT
// The distance between two words, for "did you mean".
#pragma once

#include <stddef.h>

/* Longer words, in bytes, are not compared. */
#define SPELL_LONGEST 64

/* How many letters must be added, removed, replaced or swapped with the next one to change a into b
 * (optimal string alignment). Neither is longer than SPELL_LONGEST. */
size_t spell_distance(const char *a, const char *b);

/* The largest distance of a misspelling from a word of that length: 1 for a short one, 2 or 3 for a long
 * one. */
size_t spell_bound(size_t length);
