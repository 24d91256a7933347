// SPDX-License-Identifier: MIT
// The directory in which an environment is made, and the one step that puts it where it belongs.
//
// It is called .NAME.venvbuild-xxxxxxxx and lies beside the target, on the same file system; inside the
// target where nothing can be made beside it. It is marked (marked_dir.h): one that was left behind by a
// builder that was killed is taken away by the next builder of any environment in that directory. A program
// that ends by exit(3) with a stage open (there was no memory) closes it.
#pragma once

#include <stdbool.h>

#define STAGE_MARK ".venvbuild-"

enum target {
	TARGET_NONE,        /* nothing of that name */
	TARGET_EMPTY,       /* an empty directory */
	TARGET_ENVIRONMENT, /* a directory with pyvenv.cfg, conda-meta or bin/activate_this.py */
	TARGET_DIRECTORY,   /* a directory with something else in it */
	TARGET_OTHER,       /* no directory; a dangling symbolic link, too */
};

/* What lies at path; symbolic links are followed. */
enum target stage_look(const char *path);

struct stage {
	char *target; /* where the environment goes, symbolic links followed */
	char *dir;    /* the directory that holds the stage */
	char *name;   /* the stage's name in it */
	int parent;   /* dir, open */
	int fd;       /* the stage, open and locked */
	int env;      /* the environment in it, open: dir/name/env */
	int held;     /* the target, open and locked while it is changed; else -1 */
	bool inside;  /* dir is the target itself */
	bool done;    /* it is committed */
	/* directories above the target that were made for it, the uppermost first; NULL-terminated */
	char **made;
};

/* Takes away what builders that were killed left beside the environment at path, and in it. stage_open does
 * so itself. */
void stage_sweep(const char *path);

/* Makes the stage for the environment at path, and the directories above it. Returns 0 and *ret, which stays
 * where it is until it is closed, or -1 and *ret_why. It is closed with stage_close() either way. */
int stage_open(const char *path, struct stage *ret, char **ret_why);

/* Waits until nobody else changes the environment at the target; others then wait until the stage is closed.
 * Returns 0, or -1 and *ret_why. */
int stage_hold(struct stage *stage, char **ret_why);

/* Completes the environment in the stage with all that lies at the target, which stays as it is, and is held
 * from then on. With links, files get one more name where the file system can: then none may be written to in
 * the stage, only replaced; else they are copied. The entry without of its top directory is left out ("":
 * none). Returns 0, or -1 and *ret_why. To be committed with COMMIT_IMPORTED. */
int stage_import(struct stage *stage, bool links, const char *without, char **ret_why);

enum commit {
	COMMIT_NEW,     /* there is nothing, or an empty directory */
	COMMIT_REPLACE, /* in place of what is there, which is deleted */
	/* the same, but nothing of what is there may be lost where it cannot be done by one rename */
	COMMIT_IMPORTED,
};

/* Puts the environment where it belongs. It is one rename, so that there is the old environment or the new
 * one at any instant; only where a directory cannot be exchanged (it is a mount point, or the working
 * directory is in it, or the file system has no RENAME_EXCHANGE) its contents are: for COMMIT_REPLACE with
 * pyvenv.cfg taken away first and put back last, for COMMIT_IMPORTED entry by entry, pyvenv.cfg last. Nothing
 * is synced to disk: what a power cut spoils can be made again, and a sync costs more than all the rest.
 * Returns 0; 1 where COMMIT_NEW found that another builder was first, or what was adopted is not there any
 * more; or -1 and *ret_why, with the old state restored. */
int stage_commit(struct stage *stage, enum commit how, char **ret_why);

/* Takes the stage away with all that is in it, and, unless it is committed, the directories that were made
 * for it. */
void stage_close(struct stage *stage);
