// SPDX-License-Identifier: MIT
// Calls a row of hooks.def by its name, and logs the result.
#pragma once

#include "tests/hooks/kind.h"
#include "tests/probe/test_path.h"
#include "tests/probe/recipe.h"

/* The number of paths among the arguments of a row; and the number of turns that it is called in. In each
 * turn one path is tested, and the other is outside of the directory or in it. */
size_t call_paths(const struct row *row);
size_t call_turns(const struct row *row);

/* Calls the row in this process and logs (log.h) the result, errno, and what was written or opened. made gets
 * the random part of a name that the call made, else "". May crash, as libc does. */
void call_row(const struct row *row, const struct recipe *recipe, enum range range,
	const struct test_path *test, size_t turn, char made[8]);
