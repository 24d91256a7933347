// SPDX-License-Identifier: MIT
// Can what the caller points to be read? What cannot is handed on as it is: the kernel says EFAULT, we must
// not crash.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "preload/base/room.h"

/* A string, up to its NUL. Async-signal-safe, vfork-safe, like the next. */
bool readable_string(const char *s);

/* A string of fewer than PATH_MAX bytes: no other can be the name of a file. */
bool readable_name(const char *s);

#define REACH_PAGE 4096 /* the smallest there is; a larger one is asked for in parts */

/* The page of an address, and a string, for who looks at several: *known is the page that was asked for last,
 * UINTPTR_MAX at first. */
bool readable_page(uintptr_t *known, const void *at);
bool readable_text(uintptr_t *known, const char *s);

/* So many bytes. */
bool readable_bytes(const void *at, size_t size);

/* The same with a short memory, for calls that are made often: a program's paths lie in few pages, and the
 * question costs more than all the rest. What was unmapped since, and is still used as a path, crashes where
 * the kernel would say EFAULT. And for no more than the page in which the path begins: where that ends, or
 * NULL. */
bool readable_path(const char *path);
const char *readable_path_page(const char *path);

/* An array with all its strings, NULL allowed. */
bool readable_strings(char *const *array);

/* What the decision about a call reads: the name of a file, the array argv with its first string,
 * the array envp with all its
 * strings. argv and envp may be NULL. */
bool readable_call(const char *file, char *const *argv, char *const *envp);

/* Another thread may be changing environ, and free the array, while it is looked at and written anew; nor can
 * an array that was environ a moment ago be told from the caller's own. So *envp becomes a copy in the room;
 * but stays where it cannot be read, where no program can be given that much, and for an array so large that
 * only its owner can have made it. False: the room has no more. */
bool readable_hold(struct room *room, char *const **envp);

/* The value of a variable in environ, NULL if it has none: getenv(3), read as carefully. */
const char *readable_variable(const char *name);
