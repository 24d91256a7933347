// SPDX-License-Identifier: MIT
// What the FILE of -r is. The question is asked once, when the command line is read; the answer stays in the
// request.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/tool/strings.h"

enum requirement_kind {
	REQUIREMENT_LIST,      /* a list that pip reads */
	REQUIREMENT_LOCKED,    /* such a list, written by --lock */
	REQUIREMENT_PYPROJECT, /* a pyproject.toml: the dependencies in its [project] table (PEP 621) */
	REQUIREMENT_PYLOCK,    /* a pylock.toml or pylock.NAME.toml (PEP 751), by whatever program */
};

struct requirement_source {
	const char *file; /* as it was written, belongs to the caller */
	enum requirement_kind kind;
};

/* Starts as {0}. */
struct requirement_sources {
	struct requirement_source *list;
	size_t count;
};

/* Adds a file. Its name decides; only a list is opened, for its first line. A file that cannot be read is a
 * REQUIREMENT_LIST: the installer reports it. */
void requirement_sources_add(struct requirement_sources *sources, const char *file);
void requirement_sources_clear(struct requirement_sources *sources);

/* Is one of them of this kind? */
bool requirement_sources_have(const struct requirement_sources *sources, enum requirement_kind kind);
/* Adds the files that pip can read to list: REQUIREMENT_LIST and REQUIREMENT_LOCKED. */
void requirement_sources_lists(const struct requirement_sources *sources, struct strings *list);

/* Is it a lock: REQUIREMENT_LOCKED or REQUIREMENT_PYLOCK? */
bool requirement_is_lock(const struct requirement_source *source);
/* Is it the name of a lock in TOML, as PEP 751 defines it? */
bool requirement_is_pylock_name(const char *file);
