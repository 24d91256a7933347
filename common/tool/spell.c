// SPDX-License-Identifier: MIT
// The distance between two words.
#include "common/tool/spell.h"

#include <string.h>

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t spell_distance(const char *a, const char *b)
{
	size_t rows[3][SPELL_LONGEST + 1];
	size_t *before = rows[0], *above = rows[1], *row = rows[2], n = strlen(b);

	for (size_t j = 0; j <= n; j++)
		above[j] = j;
	for (size_t i = 1; a[i - 1]; i++) {
		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			row[j] = least(least(above[j], row[j - 1]) + 1,
				above[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = least(row[j], before[j - 2] + 1);
		}
		size_t *oldest = before;
		before = above;
		above = row;
		row = oldest;
	}
	return above[n];
}

size_t spell_bound(size_t length)
{
	return length < 4 ? 1 : length < 8 ? 2 : 3;
}
