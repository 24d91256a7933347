// SPDX-License-Identifier: MIT
// A new directory for the environments of a test, and installers that use only what is in it.
#pragma once

/* What home_setup made, as fixture_dir() does. */
extern char *home;

/* For .init of a suite: makes it, with the cache of venvbuild in it (home/cache, which does not exist yet),
 * and umask 022. */
void home_setup(void);

/* No index and no configuration of the user's is known any more to pip and uv; temporary files are in
 * home/tmp; home/wheels is an empty directory for --find-links. */
void home_index(void);

/* The path of name in it, allocated. */
char *in(const char *name);

/* How many entries a directory has, "." and ".." and the cache left out. */
int home_entries(const char *path);

/* Expects no temporary file of venvbuild in home and in home/tmp, which home_index has made. */
void expect_tidy(void);
