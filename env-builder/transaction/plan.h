// SPDX-License-Identifier: MIT
// A plan: the steps that make an environment. layout.c makes it, --dry-run prints it, apply.c carries it out.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/tool/text.h"

enum step_kind {
	STEP_MKDIR,   /* a directory; an existing one is used */
	STEP_WRITE,   /* a file with this text */
	STEP_SYMLINK, /* a symbolic link to source */
	STEP_MIRROR,  /* a directory with a link to each entry of source; a link if source is a file */
	STEP_COPY,    /* a copy of the file source, with its x bits */
	STEP_LINK,    /* a second name of a file of the environment; source is relative to its root */
	STEP_SEED,    /* the files and scripts of the wheel source */
	STEP_BUNDLE,  /* a copy of the base interpreter source with all its files */
};

struct step {
	enum step_kind kind;
	char *path;    /* relative to the environment's root */
	char *source;  /* NULL for MKDIR and WRITE */
	char *text;    /* WRITE */
	size_t len;    /* bytes of text */
	bool optional; /* SYMLINK: left out where the file system has no symbolic links */
	bool program;  /* WRITE: executable */
};

/* Starts as {0}. The steps are carried out in order; the last one makes it an environment. */
struct plan {
	struct step *steps;
	size_t count, room;
};

/* Each adds a step. Strings are copied; text is allocated and belongs to the plan then. */
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

/* Removes step i; the order of the others stays. */
void plan_remove(struct plan *plan, size_t i);

/* Adds the plan to out, one line for each step; or as a JSON array of objects with the keys step, path,
 * source and size. */
void plan_print(const struct plan *plan, struct text *out);
void plan_print_json(const struct plan *plan, struct text *out);

void plan_clear(struct plan *plan);
