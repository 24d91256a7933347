// SPDX-License-Identifier: MIT
// Is this process run by an emulator, valgrind or qemu-user, which a program that it executes would leave?
//
// A tracer, as strace, gdb, rr or proot, is none: ptrace(2) continues across execve(2). Async-signal-safe.
#pragma once

#include <stdbool.h>

/* Does the kernel run another program than this process's own? Needs two readlink(2) as a rule. */
bool emulator_runs(void);

/* To be called right before execve(2): will the emulator run the new program, too? True where there is none,
 * and below valgrind, which is asked to do so, as with --trace-children=yes. Versions of it before 3.16
 * cannot be asked. */
bool emulator_follows(void);
