// SPDX-License-Identifier: MIT
// The paths in the arguments of syscall(2).
#pragma once

/* Makes the system call with translated paths, by the next syscall(2). Only calls without a libc function, or
 * that had none for a long time, have their paths translated. All six arguments are passed on, as libc does,
 * however many the caller has given. */
long syscall_pass(long n, const long arguments[6]);
