// SPDX-License-Identifier: MIT
// The outcome of a call: what it wrote, returned and opened.
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
	void *function; /* the called function */
	union result result;
	int error;     /* errno */
	int fd;        /* the descriptor of inotify or fanotify */
	void *stream;  /* the DIR that was read, or the FILE that was reopened */
	unsigned outs; /* the number of OUT arguments */
	posix_spawn_file_actions_t actions;
	char *given;  /* a template before the call */
	char made[8]; /* the letters that replaced XXXXXX */
};

/* The pointer for an argument that is IN, and for each OUT in turn: to static memory, or to a function. */
void *outcome_in(enum shape shape);
void *outcome_out(struct outcome *outcome);
void *outcome_actions(struct outcome *outcome);

/* Logs the outcome. Returns true if the function is to be called again, for the next entry. */
bool outcome_log(struct outcome *outcome);
