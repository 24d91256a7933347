// SPDX-License-Identifier: MIT
// Options of venv, virtualenv and uv venv that venvbuild has under another name, does not need, or does not
// have.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct compat_option {
	const char *name;
	const char *same;  /* venvbuild's name for it; NULL: none, */
	const char *value; /* with this value, or this in front of the user's; or NULL */
	bool argument;     /* the user's value follows */
	/* it is refused: a sentence; else, where same is NULL, it is what venvbuild does anyway */
	const char *why;
};

/* The option that n bytes at name spell without "--", or NULL. */
const struct compat_option *compat_options_find(const char *name, size_t n);
