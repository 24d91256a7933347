// SPDX-License-Identifier: MIT
// pyvenv.cfg (PEP 405): read as CPython's getpath.py and site.py read it.
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* The largest file that is read, in bytes: far more than any pyvenv.cfg has. */
#define PYVENV_CFG_MAX 65536

struct pyvenv_cfg_line {
	const char *key; /* in lower case */
	const char *value;
};

struct pyvenv_cfg {
	char *text; /* holds the strings of the lines */
	struct pyvenv_cfg_line *lines;
	size_t count;
};

/* Reads the file at path. Returns 0 and *ret, which pyvenv_cfg_clear() frees; a negative errno where the file
 * cannot be read; 1 where its text is not valid, as for pyvenv_cfg_parse(). *ret_wrong is the reason, a
 * clause in static storage; NULL for 0. */
int pyvenv_cfg_read(const char *path, struct pyvenv_cfg *ret, const char **ret_wrong);

/* Parses text, len bytes that were allocated and belong to the call, also where it fails. Lines without '='
 * are ignored, as in CPython. Returns NULL and *ret, or what is wrong: a NUL byte or text that is not UTF-8
 * (each stops the interpreter at its start), or that there is no "key = value" line. */
const char *pyvenv_cfg_parse(char *text, size_t len, struct pyvenv_cfg *ret);
void pyvenv_cfg_clear(struct pyvenv_cfg *cfg);

/* The value of the first line with this key (in lower case), or NULL. */
const char *pyvenv_cfg_get(const struct pyvenv_cfg *cfg, const char *key);

/* The version of Python: of venv's "version", else of virtualenv's and uv's "version_info"; or NULL. */
const char *pyvenv_cfg_version(const struct pyvenv_cfg *cfg);

/* Has the key the value "true", in upper or lower case? */
bool pyvenv_cfg_is_true(const struct pyvenv_cfg *cfg, const char *key);

/* include-system-site-packages: as in site.py, a missing line is true. */
bool pyvenv_cfg_system_site(const struct pyvenv_cfg *cfg);

/* Is s one line for every reader? Python's str.splitlines() also ends a line at \v, \f, \x1c to \x1e, U+0085,
 * U+2028 and U+2029. */
bool pyvenv_cfg_is_line(const char *s);

/* A value without the quotes that venv (Python's repr()) and virtualenv write around a prompt; allocated:
 *
 *	'a b' -> a b	"it's" -> it's	'it\'s' -> it's	a'b -> a'b	'a\x0b\u2028' -> these characters */
char *pyvenv_cfg_unquote(const char *value) __attribute__((returns_nonnull));
/* The reverse: s, which is UTF-8, as Python's repr() writes it; allocated. */
char *pyvenv_cfg_repr(const char *s) __attribute__((returns_nonnull));
