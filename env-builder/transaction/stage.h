// SPDX-License-Identifier: MIT
// The stage: the directory in which an environment is made, and the one rename that puts it at its target.
//
// It is called .NAME.venvbuild-xxxxxxxx and is beside the target, on the same file system; or inside the
// target, if no directory can be made beside it. It is a marked directory (marked_dir.h): the next builder of
// any environment in that directory removes one that a killed builder left. A program that ends by exit(3)
// with an open stage closes it.
//
// stage.c opens and closes it, import.c locks the target and adds its files, commit.c renames it.
#pragma once

#include <stdbool.h>

#include "common/tool/strings.h"

#define STAGE_MARK ".venvbuild-"

enum target {
	TARGET_NONE,        /* nothing has this name */
	TARGET_EMPTY,       /* an empty directory */
	TARGET_ENVIRONMENT, /* a directory with pyvenv.cfg, conda-meta or bin/activate_this.py */
	TARGET_DIRECTORY,   /* a directory with other contents */
	TARGET_OTHER,       /* not a directory; a dangling symbolic link is one of these */
};

/* What is at path? Symbolic links are followed. Ends the program where this cannot be known (fs_stat()). */
enum target stage_look(const char *path);

struct stage {
	char *target;        /* the absolute path of the environment, symbolic links followed */
	char *dir;           /* the directory that the stage is in */
	char *name;          /* the stage's name there */
	int parent;          /* dir, open */
	int fd;              /* the stage, open and locked */
	int env;             /* dir/name/env, open: the environment that is made */
	int held;            /* the target, open and locked while it is changed; else -1 */
	bool inside;         /* dir is the target */
	bool done;           /* the environment is committed */
	struct strings made; /* the directories above the target that were made for it, the uppermost first */
};

/* Removes the stages that killed builders left beside the environment at path and in it. stage_open() calls
 * it. */
void stage_sweep(const char *path);

/* Makes the stage for an environment at path, and the directories above it. Returns 0 and *ret, or -1 and
 * *ret_why, allocated. In both cases stage_close() follows; until then *ret must not move. */
int stage_open(const char *path, struct stage *ret, char **ret_why);

/* Locks the environment at the target until the stage is closed; waits if another builder changes it. Returns
 * 0, or -1 and *ret_why, allocated. */
int stage_hold(struct stage *stage, char **ret_why);

/* Holds the target, and adds its files to the environment in the stage, which keeps those that it has
 * already. The target is not changed. With links, a file gets a second name if the file system can do this,
 * and must then be replaced in the stage, never written to; otherwise it is copied. The entry skipped of the
 * target's top directory is left out; "": none. Returns 0, or -1 and *ret_why, allocated. COMMIT_IMPORTED
 * must follow. */
int stage_import(struct stage *stage, bool links, const char *skipped, char **ret_why);

enum commit {
	COMMIT_NEW,      /* the target does not exist or is an empty directory */
	COMMIT_REPLACE,  /* the target is replaced, and its old contents are removed */
	COMMIT_IMPORTED, /* the same, but the old contents were imported, and none may be lost */
};

/* Puts the environment at its target by one rename, so that at any instant there is the old or the new one.
 *
 * A directory cannot be exchanged if it is a mount point, if the working directory is in it, or if the file
 * system has no RENAME_EXCHANGE (rename(2)). Then its contents are exchanged: with COMMIT_REPLACE pyvenv.cfg
 * is removed first and comes back last; with COMMIT_IMPORTED each entry is replaced, pyvenv.cfg last.
 *
 * Nothing is synced to the disk: an environment that a power failure damages can be made again, and a sync
 * takes longer than everything else. Returns 0; 1 if another builder made the target meanwhile, or if what
 * was imported has been replaced; or -1 and *ret_why, allocated, with the old state restored. */
int stage_commit(struct stage *stage, enum commit how, char **ret_why);

/* Removes the stage with its contents, and, unless the environment is committed, the directories that were
 * made for it. */
void stage_close(struct stage *stage);
