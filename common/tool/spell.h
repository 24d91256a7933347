// SPDX-License-Identifier: MIT
// How near a word is to another: for "did you mean".
#pragma once

#include <stddef.h>

/* Words of more bytes are near to none. */
#define SPELL_LONGEST 64

/* How many letters must be put in, left out, replaced, or swapped with the next one, to make b of a; neither
 * is longer than SPELL_LONGEST. */
size_t spell_distance(const char *a, const char *b);

/* More than this and it is another word: one letter of a short one, two or three of a long one. */
size_t spell_bound(size_t length);
