// SPDX-License-Identifier: MIT
// Whose word counts: a file or an environment that was found, not named,
// does where it is the user's own or root's.
//
// As git has it for a repository (safe.directory), and pip for its cache: asked is who owns it, not who may
// write to it, for file systems of other systems' let everybody.
// Root that sudo has made of a user works on that user's files as well.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Is uid the user's, root's, or, for root, that of the user who has called sudo (SUDO_UID)? */
bool trust_user(uid_t uid);

/* "NAME (uid N)", allocated: /etc/passwd has the name, else it is left out. */
char *trust_name(uid_t uid) __attribute__((returns_nonnull));

/* fs_read() of a file that counts. Returns 1 and *ret_owner where it, or a symbolic link that is called so,
 * is another's. */
int trust_read(const char *path, size_t max, char **ret, size_t *ret_len, uid_t *ret_owner);

/* Does the environment at path count: the directory, a symbolic link to it, and what decides in it what is
 * run (pyvenv.cfg, bin, the interpreter's name, etc/environment.d)? Where one of these is another's:
 * "/srv/env belongs to bob (uid 1001), neither to you nor to root", allocated. NULL: it counts,
 * or is not there. */
char *trust_refused(const char *path);
