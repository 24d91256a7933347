// SPDX-License-Identifier: MIT
// A directory for temporary files. If a builder is killed, the next one removes its directory.
#pragma once

/* Makes $TMPDIR/venvbuild-xxxxxxxx, a marked directory (marked_dir.h), and removes those of killed builders.
 * /tmp is used instead if TMPDIR is long or contains unusual characters: its path gets into shebangs (127
 * bytes in kernels before 5.1) and socket names (108 bytes, unix(7)), and some build tools fail on blanks. It
 * is also used if other users may rename files in TMPDIR. Returns the path, allocated, and *ret_fd, which
 * keeps the directory locked; or NULL and *ret_why. */
char *tempdir_make(int *ret_fd, char **ret_why);

/* Removes the directory and closes fd. */
void tempdir_remove(const char *path, int fd);
