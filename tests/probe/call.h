// SPDX-License-Identifier: MIT
// Calls a row of hooks.def by its name, and says what came of it.
#pragma once

#include "tests/hooks/kind.h"
#include "tests/probe/test_path.h"
#include "tests/probe/recipe.h"

/* How many of a row's arguments are paths; and in how many ways it can be called, as each may be the one that
 * is tried, while another is outside or in the directory, too. */
size_t call_paths(const struct row *row);
size_t call_turns(const struct row *row);

/* Calls it, in this process, and says (log.h) the result, errno, and what was written or opened. made gets
 * the random part of a name that was made, else it is emptied. May crash, as libc does. */
void call_row(const struct row *row, const struct recipe *recipe, enum range range,
	const struct test_path *test, size_t turn, char made[8]);
