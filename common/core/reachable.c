// SPDX-License-Identifier: MIT
// Can the environment's interpreter be executed from here?
#include "common/core/reachable.h"

#include <errno.h>
#include <string.h>

#include "common/core/image.h"

/* These errors come from a seccomp filter, and not from the file. */
static int without_filter(int error)
{
	return error == -EPERM || error == -ENOSYS ? 0 : error;
}

int reachable(const struct exec_io *io, const char *path, char *buf, size_t size)
{
	int error = without_filter(io->executable(path));

	/* setpriv(1) has capabilities that end with the exec: the interpreter would start, and then not find
	 * its environment. */
	if (!error)
		error = without_filter(io->exists(path));
	/* A loader's name that is too long for buf, or a file that must not be read, is left to the
	 * kernel. */
	if (error || !image_loader(io, path, buf, size))
		return error;
	return without_filter(io->executable(buf));
}

/* A path that does not fit is not tested. */
static int mark_error(const struct policy *policy, const struct exec_io *io, char *path, size_t size)
{
	size_t dir = strlen(policy->env), name = strlen(policy->mark) + 1;

	if (dir + 1 + name > size)
		return 0;
	memcpy(path, policy->env, dir);
	path[dir] = '/';
	memcpy(path + dir + 1, policy->mark, name);
	int error = io->exists(path);
	return error == -ENOENT || error == -ENOTDIR || error == -EACCES ? error : 0;
}

int reachable_environment(const struct policy *policy, const struct exec_io *io, char *buf, size_t size)
{
	int error = reachable(io, policy->python, buf, size);

	return !error && policy->mark ? mark_error(policy, io, buf, size) : error;
}
