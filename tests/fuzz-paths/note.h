// SPDX-License-Identifier: MIT
// The digest of a call, and the random numbers that a call is made from.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Each note is added to one digest. note_end() returns the digest and starts a new one. If note_aloud is set,
 * the notes are also printed. */
extern bool note_aloud;
uint64_t note_end(void);
void note_number(const char *what, int64_t value);
void note_text(const char *what, const char *text); /* NULL: "NULL" */
void note_bytes(const char *what, const void *bytes, size_t size);

/* Random numbers, which depend only on the seed. */
void dice_start(uint64_t seed);
uint64_t dice(void);
size_t dice_below(size_t n);
bool dice_percent(unsigned percent);

/* A random element of an array. */
#define DICE_OF(array) ((array)[dice_below(sizeof(array) / sizeof *(array))])
