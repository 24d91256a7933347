// SPDX-License-Identifier: MIT
// The names in a wheel (PEP 427): which are allowed, and where in the environment each file belongs.
#pragma once

#include <stdbool.h>

/* Is name a clean relative path that stays below the directory in which it is extracted? Control characters
 * and backslashes are refused, too, and components of more than 255 and paths of more than 1024 bytes. */
bool wheel_path_ok(const char *name);

enum wheel_scheme {
	WHEEL_SITE, /* site-packages */
	WHEEL_SCRIPTS,
	WHEEL_HEADERS,
	WHEEL_DATA, /* the environment's top directory */
};

/* Where does the file called name belong? wheel_path_ok(name) holds, and the .dist-info directory of the
 * wheel is called info. Files outside of NAME-VERSION.data and those of its parts purelib and platlib belong
 * in site-packages: an environment has only one, whatever Root-Is-Purelib is.
 *
 * Returns NULL, *ret, and *ret_path, the path there, which is the end of name. Otherwise returns why the name
 * is refused: another .data directory, an unknown part of it, a script in a directory, or a file that would
 * replace pyvenv.cfg, an interpreter or an activation script. */
const char *wheel_place(const char *info, const char *name, enum wheel_scheme *ret, const char **ret_path);

/* Is name the directory NAME-VERSION.data that belongs to info, or a file in it? */
bool wheel_is_part(const char *info, const char *name);
