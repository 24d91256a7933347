// SPDX-License-Identifier: MIT
// What the kernel put on the stack of this process.
#include "preload/process/initial_stack.h"

#include <elf.h>
#include <limits.h>
#include <link.h>
#include <stddef.h>

#include "preload/base/environ.h"

/* argv lies right before envp, and argc before it. */
static char **find_argv(char **envp)
{
	char **p = envp - 1;

	if (*p)
		return NULL;
	for (size_t argc = 0; argc < INT_MAX; argc++)
		if ((size_t) * --p == argc)
			return p + 1;
	return NULL;
}

/* The auxiliary vector follows envp. */
static struct initial_stack read_stack(char **argv, char **envp)
{
	struct initial_stack ret = {.argv = argv, .envp = envp};
	char **end = envp;

	while (*end)
		end++;
	for (const ElfW(auxv_t) *aux = (const ElfW(auxv_t) *)(end + 1); aux->a_type != AT_NULL; aux++) {
		if (aux->a_type == AT_EXECFN)
			ret.execfn = (const char *)aux->a_un.a_val;
		if (aux->a_type == AT_SECURE)
			ret.secure = aux->a_un.a_val;
		/* The address of the loader that a program names: the loader names none. */
		if (aux->a_type == AT_BASE)
			ret.by_loader = !aux->a_un.a_val;
	}
	return ret;
}

bool initial_stack_given(int argc, char **argv, char **envp, struct initial_stack *ret)
{
	if (argc < 0 || !argv || argv + argc + 1 != envp)
		return false;
	*ret = read_stack(argv, envp);
	return true;
}

bool initial_stack_find(int argc, char **argv, char **envp, struct initial_stack *ret)
{
	if (initial_stack_given(argc, argv, envp, ret))
		return true;
	envp = environ_now();
	argv = envp ? find_argv(envp) : NULL;
	if (!argv)
		return false;
	*ret = read_stack(argv, envp);
	return true;
}
