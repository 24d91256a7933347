// SPDX-License-Identifier: MIT
// The names of Python interpreters, and the version that a name asks for. Async-signal-safe, vfork-safe.
#pragma once

#include <stdbool.h>

/* --match: which part of the version in an interpreter's name must be the environment's. */
enum interp_match {
	MATCH_MAJOR, /* the major version, if the name has one */
	MATCH_MINOR, /* the major and the minor version, as far as the name has them */
	MATCH_EXACT, /* both, and the name must have both */
	MATCH_ANY,   /* none */
};

struct interp {
	int major; /* 0: the name has none */
	int minor; /* -1: the name has none */
};

/* Reads the last component of a path: "python" or "pypy", then nothing, a major version, or X.Y with at most
 * one of the suffixes t, d, td, m, dm, mu; then "-dbg" or nothing. False, *ret untouched, for any other name.
 *
 *	"python" 0 -1	"python3" 3 -1	"python3.11" 3 11	"python3-dbg" 3 -1	"pypy3.9" 3 9
 *	not: "python3-config" "pythonw" "python3.11.2" "ipython" "python3 " "" */
bool interp_parse(const char *name, struct interp *ret);

/* May the environment's interpreter, whose version is major.minor, replace one of that name? */
bool interp_agrees(const struct interp *name, enum interp_match match, int major, int minor);
