// SPDX-License-Identifier: MIT
// The line by which a terminal learns what was made: "created .venv (CPython 3.11.2, pip 23.0.1) in 13 ms".
#pragma once

#include <stdbool.h>

#include "common/tool/text.h"
#include "common/tool/strings.h"
#include "env-builder/commands/output.h"
#include "env-builder/discovery/interpreter.h"

/* From now on the time counts: what was asked for begins. */
void summary_start(void);

/* Is standard output a terminal that nothing else is printed on? */
bool summary_wanted(const struct output *output);

/* Adds the line of the environment at path, which is absolute: done is what was done ("created").
 * The next one's time begins. */
void summary_add(const char *done, const char *path, const struct interpreter *python,
	const struct strings *seeds, struct text *out);
