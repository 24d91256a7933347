// SPDX-License-Identifier: MIT
// What a call did: noted, and undone where it would be in the way of what follows.
#pragma once

#include "tests/fuzz-paths/call.h"

/* What is known of some rows beyond their kinds. Of a row that is not here, what it writes is not looked
 * at. */
struct row_info {
	const char *rows; /* their names, a blank behind each */
	/* notes what it wrote, and gives back what it allocated; or NULL */
	void (*note)(const struct call *);
	void *functions[3]; /* for its OUTs in turn; NULL: memory */
	/* what its FLAGS are made of, up to a -1; NULL: those of the at calls */
	const int *flags;
	int always;  /* set in every one of its FLAGS */
	bool varies; /* its result is another one each time */
};
const struct row_info *row_info_find(const char *name);

/* Notes what the call returned and did. A new descriptor is one of calls->descriptors afterwards. What would
 * have another name each time, or would stop whoever opens it, a FIFO, is removed. */
void outcome_note(struct calls *calls, const struct call *call, const struct row_info *info);

/* Is it an entry that the library would have left out? */
bool outcome_is_hidden(const struct calls *calls, const struct call *call);
