// SPDX-License-Identifier: MIT
// What a call has written, returned and opened.
#pragma once

#include <dirent.h>
#include <spawn.h>
#include <stdbool.h>

#include "tests/hooks/kind.h"
#include "tests/probe/test_path.h"
#include "tests/probe/recipe.h"

union result {
	ffi_arg wide;
	int sint;
	long slong;
	void *pointer;
};

struct outcome {
	const struct row *row;
	const struct recipe *recipe;
	enum range range;
	const struct test_path *test;
	void *function; /* what was called */
	union result result;
	int error;     /* errno */
	int fd;        /* what was watched with */
	void *stream;  /* what was read or reopened */
	unsigned outs; /* how many OUTs there were */
	posix_spawn_file_actions_t actions;
	char *given;  /* a template as it was */
	char made[8]; /* what completed it */
};

/* What is behind an argument that is IN or OUT: of each OUT in turn. Static memory, or a function. */
void *outcome_in(enum shape shape);
void *outcome_out(struct outcome *outcome);
void *outcome_actions(struct outcome *outcome);

/* Says it all. True: it is to be called again, as there is more to come. */
bool outcome_log(struct outcome *outcome);
