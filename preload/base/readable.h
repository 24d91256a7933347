// SPDX-License-Identifier: MIT
// Can the memory that the caller points to be read? Where it cannot, the call is passed on, and the kernel
// returns EFAULT: a hook must not crash. Async-signal-safe, vfork-safe; errno is kept.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A string, up to its NUL. */
bool readable_string(const char *s);

/* A string of fewer than PATH_MAX bytes, as every file name has. */
bool readable_name(const char *s);

/* The n bytes from at on; n is not 0, and they lie in two pages at most. */
bool readable_bytes(const void *at, size_t n);

/* An array of strings that ends with NULL, and all its strings. NULL is allowed. */
bool readable_array(char *const *array);

/* What a decision on a call reads: the name of a file, the array argv with its first string, and the array
 * envp with all its strings. argv and envp may be NULL. */
bool readable_exec(const char *file, char *const *argv, char *const *envp);

#define READABLE_PAGE 4096 /* the smallest page of any machine; larger ones are asked for in parts */

/* For a caller that looks at several addresses. *known is the last page that was found readable, UINTPTR_MAX
 * at first: it is not asked for again. */
bool readable_page(uintptr_t *known, const void *at);
bool readable_next_string(uintptr_t *known, const char *s);

/* The same as readable_string() for calls that are frequent. A program's paths lie in few pages, and asking
 * for one takes longer than all the rest of a hook, so the answers are remembered. A page that was unmapped
 * since, and is still used for a path, crashes where the kernel would return EFAULT. */
bool readable_path(const char *path);

/* The same for the page in which the path begins: returns the end of that page, or NULL. */
const char *readable_path_page(const char *path);
