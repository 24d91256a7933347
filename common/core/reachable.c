// SPDX-License-Identifier: MIT
// Can the environment's interpreter be executed from here?
#include "common/core/reachable.h"

#include <errno.h>
#include <string.h>

#include "common/core/image.h"

#define HEAD 256 /* the ELF header and the program headers up to PT_INTERP; then the loader's name */
#define ROOM 512 /* for the mark's path: where a longer one leads is not asked */

/* A seccomp filter that answers in the kernel's place knows nothing of the file. */
static int without_filter(int error)
{
	return error == -EPERM || error == -ENOSYS ? 0 : error;
}

__attribute__((noinline)) int reachable(const struct exec_io *io, const char *path)
{
	_Alignas(void *) char head[HEAD];
	int error = without_filter(io->executable(path));

	/* setpriv(1) has capabilities that end with the exec: the interpreter would start,
	 * and then not find its environment. */
	if (!error)
		error = without_filter(io->exists(path));
	/* A loader whose name is longer, or in a file that may not be read, is left to the kernel. */
	if (error || !image_loader(io, path, head, sizeof head))
		return error;
	return without_filter(io->executable(head));
}

/* Not a part of its caller, so that the stack holds one of the two buffers at a time. */
static __attribute__((noinline)) int mark_error(const struct policy *policy, const struct exec_io *io)
{
	char path[ROOM];
	size_t dir = strlen(policy->env), name = strlen(policy->mark) + 1;

	if (dir + 1 + name > sizeof path)
		return 0;
	memcpy(path, policy->env, dir);
	path[dir] = '/';
	memcpy(path + dir + 1, policy->mark, name);
	int error = io->exists(path);
	return error == -ENOENT || error == -ENOTDIR || error == -EACCES ? error : 0;
}

int reachable_environment(const struct policy *policy, const struct exec_io *io)
{
	int error = reachable(io, policy->python);

	return !error && policy->mark ? mark_error(policy, io) : error;
}
