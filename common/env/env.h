// SPDX-License-Identifier: MIT
// An environment on disk, read: what it is, which interpreter it has, who made it. The builder's one public
// header.
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
	char *root; /* absolute and clean; symbolic links in it are kept, as activate keeps them */
	/* the interpreter below root/bin: python, else python3, else the only pythonX.Y or pypyX.Y */
	char *python;
	int major, minor; /* the interpreter's version */
	char *home;       /* pyvenv.cfg: the directory of the base interpreter */
	/* pyvenv.cfg: standalone, the directory that its own base interpreter was taken from */
	char *origin;
	char *version;    /* pyvenv.cfg: version or version_info, as written */
	char *prompt;     /* pyvenv.cfg: prompt, its quotes taken off; else the last component of root */
	char *maker;      /* "venvbuild", "uv", "virtualenv", "venv", "conda", or "unknown" */
	char *site;       /* its site-packages */
	bool system_site; /* include-system-site-packages */
};

/* Reads the environment at dir, which need not be absolute. Runs nothing; the version comes from pyvenv.cfg,
 * else from lib/pythonX.Y. Returns 0 and fills *ret, to be given back with env_clear(); or -1 and sets
 * *ret_why to an allocated sentence for the user: what was tried, on what, why it failed, and what to do. */
int env_read(const char *dir, struct env *ret, char **ret_why);

/* The same for one whose interpreter cannot be executed: then *ret_fault is the sentence that says why and
 * what helps, allocated, else NULL; ret->python is NULL where there is not even a name of it. */
int env_look(const char *dir, struct env *ret, char **ret_fault, char **ret_why);
void env_clear(struct env *env);

/* The version of its interpreter as X.Y.Z, allocated: by what is written in it, else the
 * interpreter is asked, if the environment is the user's own or root's. X.Y where it cannot be told:
 * the interpreter is gone. */
char *env_release(const struct env *env) __attribute__((returns_nonnull));

/* The NAME=VALUE lines of ENV/etc/environment.d/NAME.conf, files in the order of their names, as
 * environment.d(5) has them: comments, blank lines, quotes, $VAR and ${VAR} from what get returns (NULL:
 * empty), "$$" for a plain '$', nothing expanded in single quotes. Calls set for each, which returns false to
 * stop. Returns 0, or -1 and *ret_why: what was set before the faulty line stays set. */
int env_variables(const struct env *env, bool (*set)(void *ctx, const char *name, const char *value),
	const char *(*get)(void *ctx, const char *name), void *ctx, char **ret_why);

/* The same for one file, wherever it is, in which "export NAME=VALUE" and "NAME=VALUE # comment" are taken,
 * too. */
int env_variables_file(const char *path, bool (*set)(void *ctx, const char *name, const char *value),
	const char *(*get)(void *ctx, const char *name), void *ctx, char **ret_why);

/* How many site directories are known of one environment, all spellings counted: more than the rules can
 * make. */
#define ENV_SITES 48

/* Each allocated, absolute, clean, ending in "-packages", there once. */
struct env_site_list {
	char *path[ENV_SITES];
	size_t count;
};

struct env_sites {
	struct env_site_list base; /* of base interpreters */
	/* the user's: site.getusersitepackages(); none that is a base interpreter's, too */
	struct env_site_list user;
};

/* The site directories that interpreters of env's X.Y have without being env's. They need not exist:
 * installers make them; those that do come first. With P the prefix of env's base, where its standard library
 * is (by pyvenv.cfg's home or standalone, by where env's interpreter leads, by virtualenv's orig-prefix.txt),
 * and NAME pythonX.Y, pythonX.Yt or pypyX.Y as in env itself:
 *
 *	P/lib/NAME/site-packages	and P/lib64/NAME/site-packages where the base has its platform half there
 *	P/site-packages			where env has it so: PyPy before 7.3.8
 *	/usr/lib/NAME/site-packages	and below /usr/local, and lib64, likewise
 *	/usr/lib/python3/dist-packages	for Python 3; and dist-packages in /usr/lib/NAME and /usr/local/lib/NAME: Debian's
 *	/lib/...			for those in /usr/lib that exist, where /lib is the same directory
 *	user_base/lib/NAME/site-packages, home/.local/lib/NAME/site-packages	the user's; pythonX.Y for PyPy as well
 *
 * each as it is written and as symbolic links lead. None of them is below env's root: a prefix that is its
 * own base has no other. system is what /usr and /lib lie below: "" but for tests. home and user_base are
 * what HOME and PYTHONUSERBASE say, NULL where they say nothing; a relative path is passed over. To be given
 * back with env_sites_clear(). */
struct env_sites env_sites(const struct env *env, const char *system, const char *home,
	const char *user_base);
void env_sites_clear(struct env_sites *sites);
