// SPDX-License-Identifier: MIT
// pyvenv.cfg as text (PEP 405): read the way CPython's getpath and site.py read it.
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Far more than anybody writes; what is larger is some other file. */
#define PYVENV_CFG_MAX 65536

struct pyvenv_cfg_line {
	const char *key; /* in lower case */
	const char *value;
};

struct pyvenv_cfg {
	char *text; /* what the lines point into */
	struct pyvenv_cfg_line *lines;
	size_t count;
};

/* Takes text over, which is len bytes and allocated, whether it succeeds or not. Lines without '=' are passed
 * over, as CPython does. Returns NULL, or what is wrong with it: a NUL byte or text that is not UTF-8 (each
 * stops the interpreter at its start), or not one "key = value" line. */
const char *pyvenv_cfg_parse(char *text, size_t len, struct pyvenv_cfg *ret);
void pyvenv_cfg_clear(struct pyvenv_cfg *cfg);

/* The value of the first line with that key, NULL where there is none. */
const char *pyvenv_cfg_get(const struct pyvenv_cfg *cfg, const char *key);

/* Is it one line for every reader? Python's str.splitlines() ends one at more characters than a newline: \v,
 * \f, \x1c to \x1e, U+0085, U+2028 and U+2029. */
bool pyvenv_cfg_is_line(const char *s);

/* A value without the quotes that venv (Python's repr) and virtualenv put around a prompt; allocated:
 *
 *	'a b' -> a b	"it's" -> it's	'it\'s' -> it's	a'b -> a'b	'a\x0b\u2028' -> these characters */
char *pyvenv_cfg_unquote(const char *value) __attribute__((returns_nonnull));
/* The other way: s as Python's repr() writes it; s is UTF-8. */
char *pyvenv_cfg_repr(const char *s) __attribute__((returns_nonnull));
