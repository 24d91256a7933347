// SPDX-License-Identifier: MIT
// Which files are trusted: a file or an environment that was found, and not named by the user, must be owned
// by the user or by root.
//
// The rule is that of git for a repository (safe.directory) and of pip for its cache. The owner decides and
// not the permissions, as file systems of other operating systems let everybody write. Below sudo, the files
// of the user who called it are trusted, too.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Is uid the user's, root's, or, for root, that of the user who called sudo (SUDO_UID)? */
bool trust_user(uid_t uid);

/* "NAME (uid N)", allocated; "uid N" where /etc/passwd has no name. */
char *trust_name(uid_t uid) __attribute__((returns_nonnull));

/* fs_read() of a trusted file. Returns 1 and *ret_owner where somebody else owns it, or a symbolic link at
 * path. */
int trust_read(const char *path, size_t max, char **ret, size_t *ret_len, uid_t *ret_owner);

/* Why the environment at path is not trusted, allocated: "/srv/env belongs to bob (uid 1001), neither to
 * you nor to root". Its owner counts, that of a symbolic link to it, and those of the files that decide
 * what is executed: pyvenv.cfg, bin, the interpreter and etc/environment.d. NULL where it is trusted or
 * does not exist. */
char *trust_refused(const char *path);
