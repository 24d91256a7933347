// SPDX-License-Identifier: MIT
// What each row of hooks.def is called with besides its paths, and how what came of it is to be read.
#pragma once

#include <stdint.h>

/* What is behind the arguments that are OUT and IN, and what the result is. */
enum shape {
	SHAPE_NONE,      /* the result says it all */
	SHAPE_FD,        /* a descriptor is returned */
	SHAPE_FILE,      /* a FILE is returned */
	SHAPE_DIR,       /* a DIR is returned */
	SHAPE_NAMES,     /* scandir(3) */
	SHAPE_STAT,      /* struct stat is written */
	SHAPE_STATX,     /* struct statx */
	SHAPE_BYTES,     /* as many bytes as are returned; with mask as the size */
	SHAPE_WRITTEN,   /* a string is written, and returned */
	SHAPE_ALLOCATED, /* a string is returned, and nothing written */
	SHAPE_CWD,       /* another directory is the current one */
	SHAPE_ROOT,      /* another is the root */
	SHAPE_UTIMBUF,   /* times are read, of the three types that there are */
	SHAPE_TIMEVALS,
	SHAPE_TIMESPECS,
	SHAPE_VALUE,     /* three bytes are read */
	SHAPE_DEVICE,    /* a dev_t is read */
	SHAPE_WATCH,     /* inotify_add_watch(2) */
	SHAPE_MARK,      /* fanotify_mark(2) */
	SHAPE_MOUNT,     /* mount(2) */
	SHAPE_HANDLE,    /* name_to_handle_at(2) */
	SHAPE_KEY,       /* ftok(3) */
	SHAPE_NAME,      /* tempnam(3) */
	SHAPE_MATCHES,   /* glob(3) */
	SHAPE_WALK,      /* ftw(3), nftw(3) */
	SHAPE_ACTION,    /* a file action for posix_spawn(3) */
	SHAPE_TREES,     /* fts(3) */
	SHAPE_OBJECT,    /* dlopen(3) */
	SHAPE_MADE,      /* the mkstemp(3) family; with text behind the path */
	SHAPE_ENTRIES,   /* readdir(3), until it has no more */
	SHAPE_ENTRIES_R, /* readdir_r(3), likewise */
};

struct recipe {
	const char *rows; /* the names of those that it is for, blanks between */
	enum shape shape;
	int flags;        /* FLAGS */
	int number;       /* INT and LONG */
	unsigned mask;    /* UINT, ULONG and SIZE */
	unsigned mode;    /* MODE */
	const char *text; /* STR, TARGET */
	int64_t wide;     /* WIDE and OFF */
};

/* The recipes for a row, one after the other: the one after last, or the first where that is NULL; NULL: no
 * more. A row that the table does not name has one, all zero. */
const struct recipe *recipe_next(const char *row, const struct recipe *last);
