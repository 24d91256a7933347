// SPDX-License-Identifier: MIT
// What the runner decided, as one immutable value and as the text that carries it down the process tree.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/core/image.h"
#include "common/core/interp.h"

/* How many --keep patterns a policy holds. */
#define POLICY_KEEPS 32
/* How many site directories of base interpreters it holds, their other spellings included, and how many are
 * hidden. */
#define POLICY_BASES 16
#define POLICY_HIDES 16
#define TRACE_STDERR "stderr"

/* All strings but the patterns and trace are absolute, clean paths; they belong to whoever holds the text. */
struct policy {
	const char *env;    /* the environment's root */
	const char *mark;   /* what makes it one, below env: "pyvenv.cfg"; NULL: nothing does but python */
	const char *python; /* its interpreter, below env: what is executed, and argv[0] */
	/* the library for the ABI of the runner, as it stands in LD_PRELOAD: no blank, ':', '$' */
	const char *lib;
	/* the same for 32-bit programs, where the runner is a 64-bit one; NULL: there is none */
	const char *lib32;
	int major, minor; /* the version of python */
	enum interp_match match;
	bool strict;         /* what cannot be followed is refused */
	bool system_follows; /* the system's tools and scripts get no Python of their own (system_packages.h) */
	const char *keep[POLICY_KEEPS]; /* patterns of programs and scripts that are left alone (glob.h) */
	size_t keeps;
	unsigned only;    /* a bit for each of them: what such a program starts is followed */
	const char *site; /* the environment's site-packages; NULL: no path is redirected (pathmap.h) */
	/* the directories that mean it; the last component ends in "-packages" */
	const char *base[POLICY_BASES];
	size_t bases;
	const char *hide[POLICY_HIDES]; /* the directories, of the same form, that are not there */
	size_t hides;
	/* their lengths: policy_parse() fills them in */
	unsigned short base_size[POLICY_BASES], hide_size[POLICY_HIDES];
	const char *trace; /* where what is done is told: a file, or "stderr"; NULL: nowhere */
	/* the process that the runner became, from which the tree on stderr is drawn; 0: not known */
	int root;
};

/* The text is "1;" and then "key=value" fields, ';' between them:
 *
 *	1;env=/home/u/my%20env;python=/home/u/my%20env/bin/python;lib=/usr/lib/venvrun/libvenvrun.so;py=3.11;match=major
 *
 * A byte outside [A-Za-z0-9/._,+@-] stands as %XX, upper-case hexadecimal, so that any path can be carried
 * and the text needs no quoting in a shell. lib32=PATH, strict=yes, system=env, any number of keep=PATTERN
 * and only=PATTERN, site=PATH, any number of base=PATH and hide=PATH, trace=PATH or trace=stderr,
 * root=NUMBER, and mark=NAME may follow. 1 is the version: text of another version, with a field that is
 * unknown, missing, twice, empty or malformed is not a policy, and no part of it is used. */

/* Decodes text in place. The strings of *ret point into it. False and *ret untouched if it is no policy; text
 * is then of no further use. Async-signal-safe. */
bool policy_parse(char *text, struct policy *ret);

/* Is text, which is not changed, made as a policy is: the version, known fields, none of them malformed or
 * missing? What the paths and numbers in them are is policy_parse()'s to see. Async-signal-safe. */
bool policy_check(const char *text);

/* The ABI of the runner, and so of the environment's interpreter. */
enum abi policy_abi(const struct policy *policy);

/* The library for programs of an ABI; NULL where there is none. */
const char *policy_lib(const struct policy *policy, enum abi abi);

/* Is what a program starts followed, though pattern number i leaves it alone? */
static inline bool policy_keeps_only(const struct policy *policy, size_t i)
{
	return policy->only >> i & 1;
}
