// SPDX-License-Identifier: MIT
// What kind of Python an interpreter is: read from the files around it, else by running it once. The answer
// is cached as long as the interpreter's file does not change.
#pragma once

#include "env-builder/cache/cache.h"
#include "env-builder/discovery/interpreter.h"

/* Reads the facts about the interpreter at path, an absolute path, and chooses the path that an environment
 * links to. Returns 0 and *ret, which interpreter_clear() frees, or -1 and an allocated message in
 * *ret_why. */
int probe_interpreter(const char *path, const struct cache *cache, struct interpreter *ret, char **ret_why);

/* Runs the interpreter at path and returns its facts as text: "venvrun-facts 1", then lines KEY=VALUE, the
 * last one "end=". Returns 0 and *ret_text, allocated, or -1 and an allocated message in *ret_why. */
int probe_run(const char *path, char **ret_text, char **ret_why);
