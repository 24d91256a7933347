// SPDX-License-Identifier: MIT
// What is kept of a call: a digest of all that was noted of it; and the random numbers that made it.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Everything that is noted goes into one digest until note_end() gives it; aloud, it is also printed. */
extern bool note_aloud;
uint64_t note_end(void);
void note_number(const char *what, int64_t value);
void note_text(const char *what, const char *text); /* NULL: "NULL" */
void note_bytes(const char *what, const void *bytes, size_t size);

/* A sequence of numbers that the seed alone tells. */
void dice_start(uint64_t seed);
uint64_t dice(void);
size_t dice_below(size_t n);
bool dice_percent(unsigned percent);

/* One of an array. */
#define DICE_OF(array) ((array)[dice_below(sizeof(array) / sizeof *(array))])
