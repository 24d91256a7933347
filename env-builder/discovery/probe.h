// SPDX-License-Identifier: MIT
// What an interpreter is: read from the tree around it, or asked once; remembered as long as its file stays
// the same.
#pragma once

#include "env-builder/cache/cache.h"
#include "env-builder/discovery/interpreter.h"

/* Runs the interpreter at path for its answer: "venvrun-facts 1", then lines KEY=VALUE, the last being
 * "end=". Returns 0 and *ret_text, allocated, or -1 and *ret_why. */
int probe_run(const char *path, char **ret_text, char **ret_why);

/* Learns what the interpreter at path, which is absolute, is (static_probe.h, probe_run()), and finds the
 * path that an environment should link to. Returns 0 and *ret, or -1 and *ret_why: a sentence. */
int probe_interpreter(const char *path, const struct cache *cache, struct interpreter *ret, char **ret_why);
