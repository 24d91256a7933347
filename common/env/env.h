// SPDX-License-Identifier: MIT
// An environment on disk, read: its kind, its interpreter and its site-packages. Nothing is run.
#pragma once

#include <stdbool.h>

enum env_kind {
	ENV_VENV,   /* pyvenv.cfg at its root (PEP 405): venvbuild, venv, virtualenv 20, uv, pipenv */
	ENV_CONDA,  /* conda-meta/ at its root */
	ENV_LEGACY, /* virtualenv before 20: no pyvenv.cfg, but bin/activate_this.py */
	ENV_PREFIX, /* a plain prefix: it has bin/python and none of the above */
};

/* Every string is allocated and belongs to the struct; an unknown one is NULL. */
struct env {
	enum env_kind kind;
	char *root; /* absolute and clean; symbolic links in it are kept, as activation keeps them */
	/* the interpreter below root/bin: python, else python3, else the only pythonX.Y or pypyX.Y; it can be
	 * a dangling link */
	char *python;
	int major, minor; /* the version; major is 0 where it is unknown */
	char *home;       /* pyvenv.cfg: the directory of the base interpreter */
	char *origin;  /* pyvenv.cfg: standalone, the directory that its base interpreter was copied from */
	char *version; /* pyvenv.cfg: version or version_info, as written */
	char *prompt;  /* pyvenv.cfg: prompt, without quotes; else the last component of root */
	char *maker;   /* "venvbuild", "uv", "virtualenv", "venv", "conda", or "unknown" */
	char *site;    /* its site-packages */
	bool system_site; /* include-system-site-packages */
};

/* Reads the environment at dir, a path that may be relative. The version is that of pyvenv.cfg, else that of
 * lib/pythonX.Y. Whether the interpreter can run is not checked: env_open() does that
 * (env-builder/discovery/env_fault.h). Returns 0 and *ret, which env_clear() frees; or -1 and in *ret_why an
 * allocated message: what failed, why, and a remedy. */
int env_read(const char *dir, struct env *ret, char **ret_why);
void env_clear(struct env *env);

/* The request for a Python of its implementation and X.Y, as --python takes it: "cpython3.11", "pypy3.9";
 * allocated. */
char *env_python_request(const struct env *env) __attribute__((returns_nonnull));

/* Could the directory at path be an environment, perhaps a damaged one? For searches: it has pyvenv.cfg,
 * bin/python, bin/python3 or conda-meta. */
bool env_might_be(const char *path);
