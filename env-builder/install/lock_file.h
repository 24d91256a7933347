// SPDX-License-Identifier: MIT
// --lock FILE: writes the installed packages with their hashes to FILE.
//
// FILE is a pylock.toml (PEP 751) if it has the name pylock.toml or pylock.NAME.toml, else a list for pip.
// The installed releases are looked up in the index by pip or uv; the lock has the hashes of all files of
// each release. A package from an archive, a repository or a directory is written with that source. The same
// environment and index give the same text.
#pragma once

#include "common/tool/text.h"
#include "env-builder/install/installer.h"

/* A lock on its way to FILE. Starts as {0}. */
struct lock_file {
	char *target;    /* the absolute path of FILE, without symbolic links; NULL: standard output */
	char *temporary; /* a file beside target with the text; NULL: none */
	char *text;
};

/* Can FILE be written? Checked before anything is installed. Returns 0, or -1 and *ret_why. */
int lock_file_check(const char *file, char **ret_why);

/* Locks the environment of the installer, in a temporary file. asked: requirements from pyproject.toml files;
 * with the request they decide whether pip and setuptools belong in the lock. *ret is {0}; call
 * lock_file_clear() either way. Returns 0, or -1 and *ret_why. */
int lock_file_make(const struct installer *installer, const struct strings *asked, struct lock_file *ret,
	char **ret_why);

/* Renames the temporary file to FILE, or adds the text to out for standard output. Returns 0, or -1 and
 * *ret_why. */
int lock_file_commit(struct lock_file *lock, struct text *out, char **ret_why);

/* Removes a temporary file that is left. */
void lock_file_clear(struct lock_file *lock);
