// SPDX-License-Identifier: MIT
// The base and user site directories of an environment's version of Python: paths below them are translated
// to ENV's site-packages, or hidden.
//
// Sources: getsitepackages() and _get_path() in CPython's Lib/site.py (lib64 where that is sys.platlibdir)
// and in PyPy's, and the changes of Debian and Fedora: dist-packages, and /usr/local beside /usr.
#pragma once

#include <stddef.h>

#include "common/env/env.h"

/* The most directories of one list, counting every spelling: the rules below yield fewer. */
#define SITE_DIRS_MAX 48

/* Each path is allocated, absolute, clean, ends in "-packages" and occurs once. */
struct site_list {
	char *path[SITE_DIRS_MAX];
	size_t count;
};

struct site_dirs {
	struct site_list base; /* base site directories */
	struct site_list user; /* user site directories (site.getusersitepackages()) that are not in base */
};

/* Lists the site directories of other interpreters of env's X.Y. They need not exist, as installers make
 * them; those that exist come first. P is the prefix of env's base interpreter, where the standard library
 * is: by home or standalone in pyvenv.cfg, by the link of env's interpreter, by virtualenv's orig-prefix.txt.
 * NAME is pythonX.Y, pythonX.Yt or pypyX.Y, as in env itself.
 *
 *	P/lib/NAME/site-packages	and P/lib64/NAME/site-packages if the base has platform modules there
 *	P/site-packages			if env has it: PyPy before 7.3.8
 *	/usr/lib/NAME/site-packages	also below /usr/local, and lib64, likewise
 *	/usr/lib/python3/dist-packages	Python 3; and NAME/dist-packages in /usr/lib, /usr/local/lib: Debian
 *	/lib/...			for those in /usr/lib that exist, if /lib is the same directory
 *	user_base/lib/NAME/site-packages	user, and below home/.local; pythonX.Y for PyPy as well
 *
 * Each is listed as written and with its symbolic links resolved. None is below env's root: a plain prefix
 * that is its own base has no other. system is the directory that contains /usr and /lib: "" except in tests.
 * home and user_base are HOME and PYTHONUSERBASE, or NULL; a relative path is ignored. site_dirs_clear()
 * frees the result. */
struct site_dirs site_dirs_find(const struct env *env, const char *system, const char *home,
	const char *user_base);
void site_dirs_clear(struct site_dirs *dirs);
