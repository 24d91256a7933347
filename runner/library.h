// SPDX-License-Identifier: MIT
// Where libvenvrun.so is, under a name that LD_PRELOAD can carry.
#pragma once

/* Looks at $VENVRUN_LIBRARY, else beside this program, else in ../lib/venvrun, and makes sure that
 * the loader will take it. Where its path has a blank, ':' or '$' in it, which LD_PRELOAD cannot
 * carry, the result is a symbolic link to it in a directory that only this user can write:
 * $XDG_RUNTIME_DIR/venvrun, else /tmp/venvrun-UID. Returns an allocated absolute path, or NULL and
 * an allocated sentence in *ret_why. */
char *library_find(char **ret_why);

/* The library for 32-bit programs, lib32/libvenvrun.so beside the one that library_find() has found, by the
 * same rules. Allocated; NULL where there is none, which is no error: 32-bit programs then run without. */
char *library_find32(const char *lib);
