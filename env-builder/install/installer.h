// SPDX-License-Identifier: MIT
// The installer of one environment, pip or uv: finds it, and makes the temporary directory that it works in.
#pragma once

#include "env-builder/install/install_request.h"
#include "env-builder/wheel/cached_wheel.h"

/* Every string is allocated and belongs to the struct. */
struct installer {
	const struct install_request *request;
	const struct install_target *target;
	char *dir;         /* the temporary directory */
	int held;          /* dir, open */
	char *env;         /* dir/env, a symbolic link to the environment: the path that the installer sees */
	char *interpreter; /* the environment's, below env */
	char *site;        /* its site-packages, below env */
	char *uv;          /* uv's path; NULL: pip installs */
	char *pip;         /* the directory of the pip package: site, or a tree of the cache; NULL: none */
	struct cached_wheel pip_wheel;
};

/* Finds the installer: the environment's own pip; if it has none, the pip of the base interpreter's wheel,
 * unpacked in the cache; or uv. With uv, a pip is also found where a lock or a project is read: our programs
 * use its libraries. Fails where a special file would block Python or pip. Returns 0 and *ret, or -1 and
 * *ret_why; call installer_clear() either way. */
int installer_open(const struct install_request *request, const struct install_target *target,
	struct installer *ret, char **ret_why);

/* Removes the temporary directory. */
void installer_clear(struct installer *installer);
