// SPDX-License-Identifier: MIT
// Does uv install in the environment, or is it configured to install elsewhere?
#pragma once

/* Asks uv for the settings that it takes from uv.toml, pyproject.toml and its variables, without installing
 * anything. Unlike pip's, none of them can be taken back on the command line. interpreter: the one to install
 * for. A uv that cannot be asked counts as configured well. Returns 0, or -1 and *ret_why:
 * they send packages elsewhere. */
int uv_check(const char *uv, const char *interpreter, char **ret_why);
