// SPDX-License-Identifier: MIT
// Allocated text. No function here returns NULL for want of memory: the program dies with a message instead.
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Allocated copies: of a string, of n bytes with a NUL behind them, of a printf(3) format filled in. */
char *text_copy(const char *s) __attribute__((returns_nonnull));
char *text_copy_n(const char *s, size_t n) __attribute__((returns_nonnull));
char *text_format(const char *format, ...) __attribute__((format(printf, 1, 2), returns_nonnull));

bool text_starts(const char *s, const char *prefix);
bool text_ends(const char *s, const char *suffix);

/* Is it well-formed UTF-8 (common/core/utf8.h)? */
bool text_is_utf8(const char *s, size_t n);

/* A text that grows. Starts as {0}; data is NULL as long as nothing was added, else there is a NUL at
 * data[len]. */
struct text {
	char *data;
	size_t len, room;
};

void text_add(struct text *t, const char *s);
void text_add_n(struct text *t, const void *bytes, size_t n);
void text_add_format(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Adds s as one word of a POSIX shell: as it is where no shell could misread it, else in single quotes. */
void text_add_shell(struct text *t, const char *s);
/* The same for a message or a list: as $'...', which the shells of today read, where there is in it what a
 * terminal would not show but do, as for text_add_printable(), and newlines. */
void text_add_quoted(struct text *t, const char *s);
/* Adds s with \xNN for each byte of what a terminal would not show but do (control characters, C1 too, what
 * turns the direction of writing round) and of what is no UTF-8: whoever made the file that it comes from
 * shall not speak to the terminal. The characters in keep, "\n\t" for a text of several lines, stay. */
void text_add_printable(struct text *t, const char *s, const char *keep);
/* The same into out, which has 4 * strlen(s) + 1 bytes. Returns how many it took, the NUL not counted. */
size_t text_printable(char *out, const char *s, const char *keep);
/* Adds "../" for each '/' in path: the way from the directory of a file at path, which is relative, back to
 * where path begins. "lib/python3.11/x.pth" -> "../../". */
void text_add_up(struct text *t, const char *path);
/* Hands the text over, never NULL; t is empty again. */
char *text_take(struct text *t) __attribute__((returns_nonnull));
void text_clear(struct text *t);

#define _cleanup_text_ __attribute__((cleanup(text_clear)))

/* text_add_quoted(), allocated: for messages that quote a path or a command. */
char *text_quoted(const char *s) __attribute__((returns_nonnull));
