// SPDX-License-Identifier: MIT
// What is to be done, as a list of plain steps: made by layout.c, printed by --dry-run, carried out by
// apply.c.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/tool/text.h"

enum step_kind {
	STEP_MKDIR,   /* a directory; one that is there is fine */
	STEP_WRITE,   /* a file with this text */
	STEP_SYMLINK, /* a symbolic link that says source */
	/* a directory with a symbolic link to each entry of the one at source; a link where that is none */
	STEP_MIRROR,
	STEP_COPY,   /* a copy of the file at source, with its x bits */
	STEP_LINK,   /* a second name for a file of the environment: source is relative to its root */
	STEP_SEED,   /* the contents of the wheel at source, and its scripts */
	STEP_BUNDLE, /* the base interpreter at source with all that it needs */
};

struct step {
	enum step_kind kind;
	char *path;   /* relative to the environment's root */
	char *source; /* SYMLINK, MIRROR, COPY, LINK, SEED, BUNDLE */
	char *text;   /* WRITE */
	size_t len;
	bool optional; /* no failure where the file system cannot have it */
	bool program;  /* WRITE: it can be executed */
};

/* Starts as {0}. Steps are carried out in order; the last ones make it an environment. */
struct plan {
	struct step *steps;
	size_t count, room;
};

/* Each adds a step; strings are copied, but text is taken over. */
void plan_mkdir(struct plan *plan, const char *path);
void plan_write(struct plan *plan, const char *path, char *text);
void plan_program(struct plan *plan, const char *path, char *text);
void plan_write_n(struct plan *plan, const char *path, char *text, size_t len);
void plan_symlink(struct plan *plan, const char *path, const char *source, bool optional);
void plan_mirror(struct plan *plan, const char *path, const char *source);
void plan_copy(struct plan *plan, const char *path, const char *source);
void plan_link(struct plan *plan, const char *path, const char *source);
void plan_seed(struct plan *plan, const char *path, const char *wheel);
void plan_bundle(struct plan *plan, const char *path, const char *python);

/* Adds the plan to out, a line a step; or as a JSON array of objects with the keys step, path, source,
 * size. */
void plan_print(const struct plan *plan, struct text *out);
void plan_print_json(const struct plan *plan, struct text *out);

void plan_clear(struct plan *plan);
