// SPDX-License-Identifier: MIT
// The policy: the environment and the options, as an immutable value, and as the text in VENVRUN_POLICY that
// each process below the runner reads.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/core/image.h"
#include "common/core/interp.h"

/* How many --keep patterns a policy holds. */
#define POLICY_KEEPS 32
/* How many base site directories it holds, with their other spellings, and how many hidden directories. */
#define POLICY_BASES 16
#define POLICY_HIDES 16
#define TRACE_STDERR "stderr"

/* The strings point into the text. All but the patterns, mark and trace are absolute, clean paths. */
struct policy {
	const char *env;    /* the environment's root */
	const char *mark;   /* the file below env by which it is an environment, "pyvenv.cfg"; NULL: none */
	const char *python; /* its interpreter, below env: the executed file and argv[0] */
	const char *lib;    /* the library for the runner's ABI, for LD_PRELOAD: without blank, ':' and '$' */
	const char *lib32;  /* the same for 32-bit programs below a 64-bit runner; NULL: there is none */
	int major, minor;   /* the version of python */
	enum interp_match match;
	bool strict;                    /* programs that cannot be followed are refused */
	bool system_follows;            /* scripts of system packages are not exempt (system_packages.h) */
	const char *keep[POLICY_KEEPS]; /* patterns of exempt programs and scripts (glob.h) */
	size_t keeps;
	unsigned only;    /* a bit for each pattern: what such a program starts is followed */
	const char *site; /* the environment's site-packages; NULL: no path is translated (pathmap.h) */
	/* the base site directories that are translated to it; their last component ends in "-packages" */
	const char *base[POLICY_BASES];
	size_t bases;
	const char *hide[POLICY_HIDES]; /* hidden directories, of the same form */
	size_t hides;
	/* their lengths: policy_parse() fills them in */
	unsigned short base_size[POLICY_BASES], hide_size[POLICY_HIDES];
	const char *trace; /* the file of --trace, or "stderr"; NULL: there is no trace */
	int root;          /* the process of the runner, the root of the trace's tree; 0: not known */
};

/* The text is "1;" and then fields "NAME=VALUE", separated by ';':
 *
 *	1;env=/home/u/my%20env;python=/home/u/my%20env/bin/python;lib=/l/libvenvrun.so;py=3.11;match=major
 *
 * Values are encoded as in escape.h, so that they can have any byte, and a shell needs no quotes. There may
 * also be lib32=PATH, strict=yes, system=env, any number of keep=PATTERN and only=PATTERN, site=PATH, any
 * number of base=PATH and hide=PATH, trace=PATH or trace=stderr, root=NUMBER, and mark=NAME. A text of
 * another version than 1, or with a field that is unknown, missing, repeated, empty or malformed, is no
 * policy, and no part of it is used. */

/* Decodes text in place; the strings of *ret point into it. False, *ret untouched: it is no policy, and its
 * contents are undefined. Async-signal-safe. */
bool policy_parse(char *text, struct policy *ret);

/* Does text, which is not changed, have the form of a policy: the version, and known fields, none of them
 * malformed or missing? The paths and numbers in them are only checked by policy_parse().
 * Async-signal-safe. */
bool policy_check(const char *text);

/* The ABI of the runner, and so of the environment's interpreter. */
enum abi policy_abi(const struct policy *policy);

/* The library for programs of an ABI; NULL where there is none. */
const char *policy_lib(const struct policy *policy, enum abi abi);

/* Is what a program starts followed, although pattern number i makes it exempt? */
static inline bool policy_keeps_only(const struct policy *policy, size_t i)
{
	return policy->only >> i & 1;
}
