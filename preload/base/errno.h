// SPDX-License-Identifier: MIT
// libc's errno, for a call that fails because of us, or whose failure is traced. Async-signal-safe.
#pragma once

/* Returns a system call's result as libc does: -1 with errno set for a negative errno, else the result. */
long errno_return(long result);

/* errno. 0 where it cannot be read: a child of clone(2) with a thread pointer of its own may have none. */
int errno_get(void);
