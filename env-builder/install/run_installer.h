// SPDX-License-Identifier: MIT
// Runs the installer, and our own Python programs beside it.
//
// Both see the environment as activated, at its temporary path, with TMPDIR in the installer's temporary
// directory, and without variables that would change where packages go. In what they print the temporary path
// is replaced by the environment's. Each function returns 0, or -1 and *ret_why: "cannot WHAT: ..."; the
// output of the program is then on standard error.
#pragma once

#include "common/tool/strings.h"
#include "env-builder/install/installer.h"

/* Runs "pip install" or "uv pip install" with these arguments. what is for the message; NULL:
 * "install packages", with the command. */
int run_install(const struct installer *installer, const struct strings *args, const char *what,
	char **ret_why);

/* Runs a Python program with the environment's interpreter: the texts of parts (NULL-terminated), one behind
 * another. Its arguments are the temporary directory, the directory of the pip package ("": none), and args.
 * Each line that it writes to the file "notes" in that directory becomes a warning, and the text of "why" the
 * reason of its failure. */
int run_program(const struct installer *installer, const char *const *parts, const struct strings *args,
	const char *what, char **ret_why);

/* Adds the strings of list, and "--" as their end: our programs take several lists. */
void run_program_add_list(struct strings *args, const struct strings *list);
