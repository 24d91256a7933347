// SPDX-License-Identifier: MIT
// Errors by their names and texts, for where libc's tables are not to be had: in other people's processes.
#pragma once

/* "ENOENT"; NULL for an error that no call that executes a program is known to give. Async-signal-safe, like
 * the next. */
const char *errors_name(int error);

/* "No such file or directory", as glibc has it; NULL likewise. */
const char *errors_text(int error);
