// SPDX-License-Identifier: MIT
// What a command prints on standard output, and in which form.
#pragma once

#include <stdbool.h>

#include "common/tool/text.h"

/* Starts with the form set and text as {0}. */
struct output {
	bool json;    /* an array of objects, one for each environment or interpreter; else lines */
	bool dry_run; /* the plan is printed, nothing is changed */
	bool verbose, quiet;
	struct text text; /* what is to be printed */
};

/* Begins an object of the array; json_add_...() add its members to text. */
void output_begin(struct output *output);
void output_end(struct output *output);

/* The whole, allocated. */
char *output_text(const struct output *output) __attribute__((returns_nonnull));
