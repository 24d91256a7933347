// SPDX-License-Identifier: MIT
// The files that the calls of the probe work on. They are made again for each call, and are compared
// afterwards without the library.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

/* The symbol of libc, also where a library is preloaded; NULL if this libc does not have it. */
void *scene_libc(const char *name);

/* The function of libc, even one that is not a symbol: LIBC(lstat)(path, &st). */
void *scene_function(const char *name);
#define LIBC(name) \
	({ \
		static void *found; \
		(__typeof__(&name))(found ? found : (found = scene_function(#name))); \
	})

/* Makes the files below root, an empty directory. They are not removed at the end. lib.so is
 * a copy of library:
 *
 *	env/lib/python3.11/site-packages/{file,both,dir/inner,lib.so} and the links {link,dirlink,dangling}
 *	base/dist-packages/{both,other}		redirected to the directory above
 *	user/{keep,site-packages/...}		site-packages is hidden
 *	bare/keep				user/ without the hidden entry; bare/gone/- is the hidden path
 *	out/{old,dir}				not redirected
 *
 * Like all functions below, it ends the program with a message on failure. */
void scene_open(const char *root, const char *library);
extern const char *scene_root;

/* Makes the files as above, unless they are unchanged. */
void scene_reset(void);

/* The changes of the files: a line for each new or changed file ("+") and each removed file ("-"), with type,
 * owner, contents, the text of a link, and times that were set. "" if there is no change. The text is valid
 * until the next call. */
const char *scene_changes(void);

/* The path of the file with this inode; "another" for a file that is not one of them. */
const char *scene_name(const struct stat *st);

void scene_fail(const char *what, const char *which) __attribute__((noreturn));
