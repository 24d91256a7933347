// SPDX-License-Identifier: MIT
// Writes one event of --trace, by system calls alone: errno, the heap and locks are not touched.
// Async-signal-safe, vfork-safe; needs some 700 bytes of stack.
#pragma once

#include <stdbool.h>

#include "common/core/trace.h"
#include "preload/base/state.h"

/* Is the trace for people, a line on standard error for each event? Else each is a JSON object in a file. */
bool tracer_is_line(const struct state *state);

/* Writes an event in one call, and fills in the process, its parent and its depth. What cannot be written is
 * lost without a message. A full pipe is waited for a tenth of a second, as its reader may have stopped; a
 * pipe without a reader is not written to, because of SIGPIPE. The policy has a trace. */
void tracer_write(const struct state *state, struct trace_event event);
