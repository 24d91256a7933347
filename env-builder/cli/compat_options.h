// SPDX-License-Identifier: MIT
// Options of venv, virtualenv and uv venv that venvbuild accepts under their names, or refuses with a reason.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct compat_option {
	const char *name;
	const char *same;  /* the option of venvbuild with the same effect, or NULL */
	const char *value; /* the value of that option, or the first part of it; NULL: the user's value */
	bool argument;     /* the option has a value */
	const char *why;   /* the reason why it is refused; NULL: accepted, without effect if same is NULL */
};

/* Returns the option whose name, without "--", is the n bytes at name; NULL if there is none. */
const struct compat_option *compat_options_find(const char *name, size_t n);
