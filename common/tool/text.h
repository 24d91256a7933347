// SPDX-License-Identifier: MIT
// Allocated strings and growing texts. Where there is no memory, each function ends the program.
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Allocated copies: of a string, of n bytes with a NUL added, of a printf(3) format with its values. */
char *text_copy(const char *s) __attribute__((returns_nonnull));
char *text_copy_n(const char *s, size_t n) __attribute__((returns_nonnull));
char *text_format(const char *format, ...) __attribute__((format(printf, 1, 2), returns_nonnull));

bool text_starts(const char *s, const char *prefix);
bool text_ends(const char *s, const char *suffix);
/* Cuts the characters of the set blanks off the end of s, in place, and returns it without those at its
 * start. */
char *text_trim(char *s, const char *blanks);

/* The directory of an absolute path, allocated: "/a/b" -> "/a", "/a" -> "/". */
char *text_dir(const char *path) __attribute__((returns_nonnull));

/* Is it well-formed UTF-8 (common/core/utf8.h)? */
bool text_is_utf8(const char *s, size_t n);

/* A text that grows. It starts as {0}: data is NULL until something is added, then it has a NUL at
 * data[len]. */
struct text {
	char *data;
	size_t len, room;
};

/* These functions append to t. */
void text_add(struct text *t, const char *s);
void text_add_n(struct text *t, const void *bytes, size_t n);
void text_add_format(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* s as one word of a POSIX shell: in single quotes, unless no shell could misread it. */
void text_add_shell(struct text *t, const char *s);

/* The same for messages and lists: as $'...' (bash, zsh, ksh93, POSIX 2024) where s has characters that
 * are not safe on a terminal (printable.h). */
void text_add_quoted(struct text *t, const char *s);

/* s with \xNN for each byte that is not safe on a terminal, for text from a file that somebody else may
 * have written. The characters in keep stay: "\n\t" for a text of several lines. */
void text_add_printable(struct text *t, const char *s, const char *keep);

/* "../" for each '/' in path, a relative path: it leads from the directory of that file back to where path
 * begins. "lib/python3.11/x.pth" -> "../../". */
void text_add_up(struct text *t, const char *path);

/* Returns the text, never NULL, which the caller owns from now on; t is {0} afterwards. */
char *text_take(struct text *t) __attribute__((returns_nonnull));
void text_clear(struct text *t);

#define _cleanup_text_ __attribute__((cleanup(text_clear)))

/* text_add_quoted() as an allocated string: for a path or a command in a message. */
char *text_quoted(const char *s) __attribute__((returns_nonnull));
