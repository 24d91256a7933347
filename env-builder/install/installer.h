// SPDX-License-Identifier: MIT
// What installs in one environment, pip or uv, and the temporary place where it does.
#pragma once

#include "env-builder/cache/cache.h"
#include "env-builder/install/installer_args.h"
#include "env-builder/cli/options.h"
#include "env-builder/discovery/interpreter.h"
#include "env-builder/wheel/archive.h"

/* Every string is allocated and belongs to the struct. */
struct installer {
	const struct options *options;
	const struct interpreter *python;
	char *dir;         /* a directory for temporary files, which goes away with the toolbox */
	int held;          /* dir, open */
	char *env;         /* dir/env, a symbolic link to the environment */
	char *real;        /* where it lies by now */
	char *path;        /* where it will lie: what messages name */
	char *interpreter; /* its interpreter */
	char *site;        /* its site-packages */
	char *uv;          /* uv's path, where uv installs */
	char *pip;         /* the directory that pip lies in: site, or CACHE/wheels/NAME/tree; NULL: none */
	struct unpacked unpacked;
};

/* Finds the installer that the options ask for, for the environment that lies at real by now, and at path in
 * the end: its own pip, or the base's, from a wheel that is unpacked in cache, where it has none; or uv, and
 * a pip beside it where a lock or a project is read, as that brings libraries. cache may have no directory.
 * Returns 0 and *ret, or -1 and *ret_why; to be given back
 * with installer_clear() either way. */
int installer_open(const struct options *options, const struct interpreter *python, const struct cache *cache,
	const char *real, const char *path, struct installer *ret, char **ret_why);
void installer_clear(struct installer *toolbox);

/* Runs argv[0], a path, as if the environment were activated; without what would send packages elsewhere.
 * Returns 0, or -1 and *ret_why: "cannot WHAT: ..."; what it had to say is then on standard error. */
int installer_run(const struct installer *toolbox, const struct words *argv, const char *what,
	char **ret_why);

/* Runs "pip install" or "uv pip install" with these words. what: NULL: to install in it, with that command.
 * As installer_run(). */
int installer_install(const struct installer *toolbox, const struct words *request, const char *what,
	char **ret_why);

/* Runs a program of ours, whose parts end in NULL, with the environment's interpreter; its arguments are dir,
 * pip or "", and these. Lines that it writes to dir/notes are warnings, dir/why is why it failed. As
 * installer_run(). */
int installer_program(const struct installer *toolbox, const char *const *parts,
	const struct words *arguments, const char *what, char **ret_why);
