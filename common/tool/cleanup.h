// SPDX-License-Identifier: MIT
// Variables that release their value when they go out of scope; take() hands the value over instead.
//
//	_cleanup_free_ char *line = text_format("%s", name);
//	...
//	return take(&line);
#pragma once

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static inline void cleanup_free(void *p)
{
	free(*(void **)p);
}

static inline void cleanup_close(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static inline void cleanup_closedir(DIR *const *dir)
{
	if (*dir)
		closedir(*dir);
}

static inline void cleanup_fclose(FILE *const *file)
{
	if (*file)
		fclose(*file);
}

#define _cleanup_(function) __attribute__((cleanup(function)))
#define _cleanup_free_ _cleanup_(cleanup_free)
#define _cleanup_close_ _cleanup_(cleanup_close)
#define _cleanup_closedir_ _cleanup_(cleanup_closedir)
#define _cleanup_fclose_ _cleanup_(cleanup_fclose)

/* Returns *p, which becomes NULL: the caller owns the value from now on. */
#define take(p) \
	({ \
		__typeof__(p) take_from = (p); \
		__typeof__(*take_from) take_value = *take_from; \
		*take_from = NULL; \
		take_value; \
	})

/* The same for a file descriptor, which becomes -1. */
static inline int take_fd(int *fd)
{
	int value = *fd;
	*fd = -1;
	return value;
}
