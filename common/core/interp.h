// SPDX-License-Identifier: MIT
// Which names are Python interpreters, and which version they ask for; async-signal-safe and vfork-safe.
#pragma once

#include <stdbool.h>

/* How much of an interpreter's name must agree with the environment (--match). */
enum interp_match {
	MATCH_MAJOR, /* the major version, where the name has one; "python" always agrees */
	MATCH_MINOR, /* major and minor version, where the name has them */
	MATCH_EXACT, /* the name has both, and they agree */
	MATCH_ANY,   /* every interpreter */
};

struct interp {
	int major; /* 0: the name has none */
	int minor; /* -1: the name has none */
};

/* Reads the last component of a path. Accepted: python and pypy, then nothing, a major version, or X.Y, then
 * for X.Y one of the suffixes t, d, td, m, dm, mu, and -dbg after any. False, *ret untouched, for every other
 * name.
 *
 *	"python" 0 -1	"python3" 3 -1	"python3.11" 3 11	"python3-dbg" 3 -1	"pypy3.9" 3 9
 *	not: "python3-config" "pythonw" "python3.11.2" "ipython" "python3 " "" */
bool interp_parse(const char *name, struct interp *ret);

/* Does an interpreter of that name stand for the environment's, whose version is major.minor? */
bool interp_agrees(const struct interp *name, enum interp_match match, int major, int minor);
