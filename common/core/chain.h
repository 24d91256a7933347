// SPDX-License-Identifier: MIT
// The files that the kernel reads in order to execute one: scripts, each of which names an interpreter, and a
// program at the end (fs/exec.c, exec_binprm(); fs/binfmt_script.c).
#pragma once

#include "common/core/io.h"
#include "common/core/shebang.h"

#define CHAIN_SCRIPTS 5 /* the most scripts before a program; for one more the kernel returns ELOOP */

struct chain {
	const char *path; /* the next file to read */
	unsigned scripts; /* how many came before it */
};

enum chain_step {
	CHAIN_UNREADABLE,
	CHAIN_PROGRAM, /* path is no script */
	CHAIN_SCRIPT,  /* path was a script, and has become its interpreter */
	CHAIN_ENV, /* the same; the interpreter is env(1), which executes what the line's argument names */
	CHAIN_TOO_LONG, /* path is one script too many */
};

/* Reads the next file. head gets its first bytes, *ret_n of them; of a script, *line has the first line, and
 * the strings point into head. Async-signal-safe if io is. */
enum chain_step chain_next(struct chain *chain, const struct exec_io *io, char head[SHEBANG_MAX],
	size_t *ret_n, struct shebang *line);
