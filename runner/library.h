// SPDX-License-Identifier: MIT
// The path of libvenvrun.so, in a form that LD_PRELOAD can contain.
#pragma once

/* Finds the library: $VENVRUN_LIBRARY, else the one in this program's directory, else in ../lib/venvrun; and
 * checks that the loader would load it. LD_PRELOAD cannot contain a path with a blank, ':' or '$': for such a
 * path the result is a symbolic link to it, in a directory to which only this user can write
 * ($XDG_RUNTIME_DIR/venvrun, else /tmp/venvrun-UID). Returns an allocated absolute path, or NULL and an
 * allocated message in *ret_why. */
char *library_find(char **ret_why);

/* The library for 32-bit programs: lib32/libvenvrun.so beside lib, the result of library_find(), by the same
 * rules; allocated. NULL where there is none: then 32-bit programs run without it. */
char *library_find32(const char *lib);
