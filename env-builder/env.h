// SPDX-License-Identifier: MIT
// An environment on disk, read: what it is, which interpreter it has, who made it. The builder's one public header.
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum env_kind {
	ENV_VENV,   /* pyvenv.cfg at its root (PEP 405): venvbuild, venv, virtualenv 20, uv, pipenv */
	ENV_CONDA,  /* conda-meta/ at its root */
	ENV_LEGACY, /* virtualenv before 20: no pyvenv.cfg, bin/activate_this.py */
	ENV_PREFIX, /* a plain prefix: nothing but bin/python */
};

/* Every string is allocated and belongs to the struct; what is not known is NULL. */
struct env {
	enum env_kind kind;
	char *root;	   /* absolute and clean; symbolic links in it are kept, as activate keeps them */
	char *python;	   /* the interpreter below root/bin: python, else python3, else the only pythonX.Y or pypyX.Y */
	int major, minor;  /* the interpreter's version */
	char *home;	   /* pyvenv.cfg: the directory of the base interpreter */
	char *version;	   /* pyvenv.cfg: version or version_info, as written */
	char *prompt;	   /* pyvenv.cfg: prompt, its quotes taken off; else the last component of root */
	char *maker;	   /* "venvbuild", "uv", "virtualenv", "venv", "conda", or "unknown" */
	char *site;	   /* its site-packages */
	bool system_site;  /* include-system-site-packages */
};

/* Reads the environment at dir, which need not be absolute. Runs nothing; the version comes from pyvenv.cfg, else
 * from lib/pythonX.Y. Returns 0 and fills *ret, to be given back with env_clear(); or -1 and sets *ret_why to an
 * allocated sentence for the user: what was tried, on what, why it failed, and what to do. */
int env_read(const char *dir, struct env *ret, char **ret_why);
void env_clear(struct env *env);

/* The NAME=VALUE lines of ENV/etc/environment.d/NAME.conf, files in the order of their names, as environment.d(5)
 * has them: comments, blank lines, quotes, $VAR and ${VAR} from what get returns (NULL: empty), "$$" for a plain '$',
 * nothing expanded in single quotes. Calls set for each, which returns false to stop. Returns 0, or -1 and *ret_why:
 * what was set before the faulty line stays set. */
int env_variables(const struct env *env, bool (*set)(void *ctx, const char *name, const char *value),
	const char *(*get)(void *ctx, const char *name), void *ctx, char **ret_why);

/* The same for one file, wherever it is. */
int env_variables_file(const char *path, bool (*set)(void *ctx, const char *name, const char *value),
	const char *(*get)(void *ctx, const char *name), void *ctx, char **ret_why);
