// SPDX-License-Identifier: MIT
// errno, where libc keeps it. Needed only for a call that fails by our doing, or is told of:
// libc sets its own.
#pragma once

/* Returns -1 with errno set from a negative errno, or the result as it is: how libc hands on a system
 * call's. */
long errno_return(long result);

/* errno, or 0 where there is none: a child whose clone(2) gave it a thread pointer of its own may have
 * nothing there. */
int errno_get(void);
