// SPDX-License-Identifier: MIT
// A directory for temporary files that outlives no builder for long: what a killed one leaves, the next one
// takes away.
#pragma once

/* Makes $TMPDIR/venvbuild-xxxxxxxx, marked (marked_dir.h); or below /tmp where TMPDIR is not short and plain:
 * paths in it stand in first lines of scripts (127 bytes), in sockets' names (108), and in the hands of build
 * tools that trip over blanks; nor is it taken where others may rename what is in it. Those that are left
 * behind go. Returns its path, allocated, and *ret_fd, open: as long as it is, it is held; or NULL and
 * *ret_why. */
char *tempdir_make(int *ret_fd, char **ret_why);

/* Deletes it; closes fd. */
void tempdir_remove(const char *path, int fd);
