// SPDX-License-Identifier: MIT
// The file or stream of --trace, and venvrun's own lines in it.
#pragma once

#include <stdbool.h>

#include "runner/launch.h"

/* The sink for --trace's FILE, as the policy has it, allocated: an absolute path, or "stderr" for "". Nothing
 * is opened. NULL and an allocated message in *ret_why where the working directory is unknown. */
char *trace_sink_path(const char *file, char **ret_why);

/* Can the sink be written? A missing file is created, the text in an existing one is kept. Returns 0, or -1
 * and an allocated message in *ret_why. */
int trace_sink_check(const char *sink, char **ret_why);

/* Writes the command that is about to be executed, in the format of the library (common/core/trace.h); a line
 * that cannot be written is lost. Returns whether there was a line: there is none for a command that was not
 * found. */
bool trace_sink_launch(const char *sink, const struct launch *l);

/* Writes that the command failed with error, an errno. */
void trace_sink_failed(const char *sink, const struct launch *l, int error);
