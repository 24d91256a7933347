// SPDX-License-Identifier: MIT
// Paths in the arguments of syscall(2).
#pragma once

/* Makes the system call, the next function's way, with the paths that are meant in the place of those that
 * are there. Of those calls only that libc has no function for, or had none for long. All six arguments are
 * handed on, as libc's own does, however many the caller has given. */
long syscall_pass(long n, const long arguments[6]);
