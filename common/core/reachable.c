// SPDX-License-Identifier: MIT
// Can the environment's interpreter be executed from here?
#include "common/core/reachable.h"

#include "common/core/image.h"

#define HEAD 256 /* the ELF header and the program headers up to PT_INTERP; then the loader's name */

int reachable(const struct exec_io *io, const char *path)
{
	_Alignas(void *) char head[HEAD];
	int error = io->executable(path);

	/* setpriv(1) has capabilities that end with the exec: the interpreter would start, and then not find its environment. */
	if (!error)
		error = io->exists(path);
	/* A loader whose name is longer, or in a file that may not be read, is left to the kernel. */
	if (error || !image_loader(io, path, head, sizeof head))
		return error;
	return io->executable(head);
}
