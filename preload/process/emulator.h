// SPDX-License-Identifier: MIT
// Is this process run by an emulator, valgrind or qemu-user, that a program it executes would leave?
//
// A tracer, as strace, gdb, rr or proot are, is none: ptrace(2) stays with a process across execve(2).
#pragma once

#include <stdbool.h>

/* Does something else than this process's program run in it for the kernel? Two readlink(2), as a rule.
 * Async-signal-safe, like the other. */
bool emulator_runs(void);

/* To be called right before execve(2): will the new program run as this one does? True where there is no
 * emulator, and below valgrind, which is asked to go along as with --trace-children=yes; its versions before
 * 3.16 cannot be asked. */
bool emulator_follows(void);
