// SPDX-License-Identifier: MIT
// Is uv configured to install elsewhere than in the environment?
#pragma once

/* Lets uv print its settings for this interpreter, from uv.toml, pyproject.toml and its variables. Unlike
 * those of pip, they cannot be overridden on the command line. A uv that does not print them is accepted.
 * Returns 0, or -1 and *ret_why: they send packages elsewhere. */
int uv_check(const char *uv, const char *interpreter, char **ret_why);
