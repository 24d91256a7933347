// SPDX-License-Identifier: MIT
// The digest of a call, and random numbers.
#include "tests/fuzz-paths/note.h"

#include <stdio.h>
#include <string.h>

bool note_aloud;

static const uint64_t basis = 0xcbf29ce484222325;
static uint64_t digest = basis, dice_state;

/* splitmix64: the state is a counter, so any seed can be used. */
static uint64_t mix(uint64_t x)
{
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
	x = (x ^ x >> 27) * 0x94d049bb133111eb;
	return x ^ x >> 31;
}

uint64_t note_end(void)
{
	uint64_t all = digest;
	digest = basis;
	return all;
}

static void add(const void *bytes, size_t size)
{
	const unsigned char *p = bytes;
	for (size_t i = 0; i < size; i++)
		digest = (digest ^ p[i]) * 0x100000001b3;
}

void note_number(const char *what, int64_t value)
{
	digest = mix(digest ^ (uint64_t)value);
	if (note_aloud)
		printf("\t%s %lld\n", what, (long long)value);
}

void note_bytes(const char *what, const void *bytes, size_t size)
{
	const char *p = bytes;

	add(bytes, size);
	digest = mix(digest ^ size);
	if (!note_aloud)
		return;
	printf("\t%s \"", what);
	for (size_t i = 0; i < size && i < 600; i++)
		printf(p[i] >= ' ' && p[i] <= '~' ? "%c" : "\\%03o", (unsigned char)p[i]);
	puts(size > 600 ? "\"..." : "\"");
}

void note_text(const char *what, const char *text)
{
	if (text)
		note_bytes(what, text, strlen(text));
	else
		note_bytes(what, "NULL", 5);
}

void dice_start(uint64_t seed)
{
	dice_state = seed;
}

uint64_t dice(void)
{
	return mix(dice_state += 0x9e3779b97f4a7c15);
}

size_t dice_below(size_t n)
{
	return dice() % n;
}

bool dice_percent(unsigned percent)
{
	return dice_below(100) < percent;
}
