// SPDX-License-Identifier: MIT
// What the kernel put on the stack of this process when it was executed (fs/binfmt_elf.c,
// create_elf_tables()).
#pragma once

#include <stdbool.h>

struct initial_stack {
	char **argv;
	char **envp;
	const char *execfn; /* AT_EXECFN, the file given to execve(2): of a script, the script; or NULL */
	bool secure;        /* AT_SECURE: secure-execution mode (ld.so(8)) */
	bool by_loader;     /* the loader itself was executed, with the program in its arguments */
};

/* Takes what the loader gives a constructor. musl's gives nothing of use, so it is checked, and found by
 * environ if it is wrong. False, *ret untouched: environ has been replaced already. */
bool initial_stack_find(int argc, char **argv, char **envp, struct initial_stack *ret);

/* The same without the search by environ. */
bool initial_stack_given(int argc, char **argv, char **envp, struct initial_stack *ret);
