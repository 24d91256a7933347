// SPDX-License-Identifier: MIT
// The arguments of each row of hooks.def besides its paths, and the meaning of its result.
#pragma once

#include <stdint.h>

/* The memory behind the arguments OUT and IN, and the kind of the result. */
enum shape {
	SHAPE_NONE,      /* only the result */
	SHAPE_FD,        /* a descriptor is returned */
	SHAPE_FILE,      /* a FILE is returned */
	SHAPE_DIR,       /* a DIR is returned */
	SHAPE_NAMES,     /* scandir(3) */
	SHAPE_STAT,      /* struct stat is written */
	SHAPE_STATX,     /* struct statx */
	SHAPE_BYTES,     /* bytes are written, their number is returned; mask is the size */
	SHAPE_WRITTEN,   /* a string is written, and returned */
	SHAPE_ALLOCATED, /* an allocated string is returned */
	SHAPE_CWD,       /* the current directory changes */
	SHAPE_ROOT,      /* the root directory changes */
	SHAPE_UTIMBUF,   /* times are read, of one of three types */
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
	SHAPE_MADE,      /* the mkstemp(3) family; text follows the path */
	SHAPE_ENTRIES,   /* readdir(3), up to the last entry */
	SHAPE_ENTRIES_R, /* readdir_r(3), up to the last entry */
};

struct recipe {
	const char *rows; /* the names of the rows, separated by blanks */
	enum shape shape;
	int flags;        /* FLAGS */
	int number;       /* INT and LONG */
	unsigned mask;    /* UINT, ULONG and SIZE */
	unsigned mode;    /* MODE */
	const char *text; /* STR, TARGET */
	int64_t wide;     /* WIDE and OFF */
};

/* Returns the recipe of a row that follows last, the first one if last is NULL, or NULL after the last one. A
 * row that is not in the table has one recipe, all zero. */
const struct recipe *recipe_next(const char *row, const struct recipe *last);
