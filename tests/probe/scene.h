// SPDX-License-Identifier: MIT
// The files that the probe's calls are made on: made anew for each call, and looked at afterwards behind the
// library's back.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

/* The symbol in libc, whatever is preloaded; NULL: this libc has none. */
void *scene_libc(const char *name);

/* libc's own function, be it no symbol: LIBC(lstat)(path, &st). */
void *scene_function(const char *name);
#define LIBC(name) \
	({ \
		static void *found; \
		(__typeof__(&name))(found ? found : (found = scene_function(#name))); \
	})

/* The files stand below root, an empty directory, which is left as it is at the end; library is a copy of
 * some library:
 *
 *	env/lib/python3.11/site-packages/{file,both,dir/inner,lib.so} and the links {link,dirlink,dangling}
 *	base/dist-packages/{both,other}		means the directory above
 *	user/{keep,site-packages/...}		where site-packages is hidden
 *	bare/keep				what user/ looks like then: bare/gone/- means what is hidden
 *	out/{old,dir}				which means what it says
 *
 * Fails aloud, like all below. */
void scene_open(const char *root, const char *library);
extern const char *scene_root;

/* Makes the files as above, unless they still are. */
void scene_reset(void);

/* What differs from that: a line for each file that came or was changed ("+") or went ("-"): its type, owner,
 * contents, the text of a link, its times as far as they were set. "" if nothing does. The text holds until
 * the next call. */
const char *scene_changes(void);

/* The path of a file that a call has led to; "another" for one that is not among them. */
const char *scene_name(const struct stat *st);

void scene_fail(const char *what, const char *which) __attribute__((noreturn));
