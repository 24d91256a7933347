// SPDX-License-Identifier: MIT
// Where the trace goes: what --trace says, made fit for every process below.
#pragma once

#include <stdbool.h>

#include "runner/launch.h"

/* The policy's trace for --trace's FILE, allocated: an absolute path, or "stderr" where file is "". Nothing
 * is opened. NULL and an allocated sentence in *ret_why where the path cannot be told. */
char *trace_sink_path(const char *file, char **ret_why);

/* Can sink be written? A file that is not there is made, empty; what is in one stays. Returns 0, or -1 and an
 * allocated sentence in *ret_why. */
int trace_sink_check(const char *sink, char **ret_why);

/* Tells there what is about to be executed, as the library does for all that follows. Where that cannot be
 * written it is lost. Returns whether there is something to tell: of what is not found there is not, nor that
 * it failed. */
bool trace_sink_launch(const char *sink, const struct launch *l);

/* And that this failed with error, an errno. */
void trace_sink_failed(const char *sink, const struct launch *l, int error);
