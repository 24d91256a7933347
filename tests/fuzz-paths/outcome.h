// SPDX-License-Identifier: MIT
// The outcome of a call: it is noted, and undone if it would disturb the following calls.
#pragma once

#include "tests/fuzz-paths/call.h"

/* Facts about some rows besides their kinds. The output of a row without them is not compared. */
struct row_info {
	const char *rows; /* their names, each with a blank at its end */
	/* notes its output and frees what it allocated; or NULL */
	void (*note)(const struct call *);
	void *functions[3]; /* for its OUTs in turn; NULL: memory */
	/* the values of its FLAGS, up to a -1; NULL: those of the ...at functions */
	const int *flags;
	int always;  /* set in every one of its FLAGS */
	bool varies; /* its result differs from run to run */
};
const struct row_info *row_info_find(const char *name);

/* Notes the result and the effect of the call. A new descriptor replaces one of calls->descriptors. A file
 * with a random name and a FIFO, which would block an open, are removed. */
void outcome_note(struct calls *calls, const struct call *call, const struct row_info *info);

/* Did the call read an entry that the library would leave out? */
bool outcome_is_hidden(const struct calls *calls, const struct call *call);
