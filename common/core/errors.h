// SPDX-License-Identifier: MIT
// Names and texts of errors, for processes in which libc's tables must not be used. Async-signal-safe.
#pragma once

/* "ENOENT"; NULL for an error that no call that executes a program returns. */
const char *errors_name(int error);

/* "No such file or directory", glibc's text; NULL likewise. */
const char *errors_text(int error);
