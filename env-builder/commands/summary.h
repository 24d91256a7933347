// SPDX-License-Identifier: MIT
// One line for a terminal: "created .venv (CPython 3.11.2, pip 23.0.1) in 13 ms".
#pragma once

#include <stdbool.h>

#include "common/tool/strings.h"
#include "common/tool/text.h"
#include "env-builder/commands/output.h"
#include "env-builder/discovery/interpreter.h"

/* The time of the first line starts. To be called first in main(). */
void summary_start(void);

/* Is standard output a terminal, and nothing else printed on it? */
bool summary_wanted(const struct output *output);

/* Adds the line of the environment at path, which is absolute. done is its first word: "created". The time of
 * the next line starts. */
void summary_add(const char *done, const char *path, const struct interpreter *python,
	const struct strings *seeds, struct text *out);
