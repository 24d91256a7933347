// SPDX-License-Identifier: MIT
// The syntax of a policy's text: "1;", the version, and then fields "NAME=VALUE", separated by ';'.
// Async-signal-safe.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/core/interp.h"

#define POLICY_VERSION "1;"

enum policy_field {
	FIELD_ENV,
	FIELD_PYTHON,
	FIELD_LIB,
	FIELD_PY,
	FIELD_MATCH,
	FIELD_LIB32,
	FIELD_STRICT,
	FIELD_KEEP,
	FIELD_ONLY,
	FIELD_SYSTEM,
	FIELD_SITE,
	FIELD_BASE,
	FIELD_HIDE,
	FIELD_TRACE,
	FIELD_ROOT,
	FIELD_MARK,
	FIELDS
};

/* "env=", "python=", ... */
extern const char policy_field_names[FIELDS][8];

/* The values of match=, strict= and system=. */
#define POLICY_MATCHES (MATCH_ANY + 1)
extern const char policy_match_names[POLICY_MATCHES][6];
#define POLICY_STRICT "yes"
#define POLICY_SYSTEM "env"

/* The match rule whose name is the n bytes at value; POLICY_MATCHES if there is none. */
unsigned policy_find_match(const char *value, size_t n);

/* One field. Offsets are from its beginning. */
struct policy_item {
	enum policy_field field;
	size_t value, n; /* the offset of its value, and that one's length as written */
	size_t decoded;  /* the length of the value when it is decoded */
	size_t next;     /* the offset of the next field, or of the NUL */
};

/* Is the text of a version that is known? Its fields begin behind POLICY_VERSION. */
bool policy_is_known(const char *text);

/* Reads the field at text. False: it is unknown, malformed or empty, or occurs twice. *seen is 0 at first,
 * and has a bit for each field that was read. */
bool policy_next_item(const char *text, unsigned *seen, struct policy_item *ret);

/* Have all fields been read that a policy needs? */
bool policy_is_complete(unsigned seen);
