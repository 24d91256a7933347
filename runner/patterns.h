// SPDX-License-Identifier: MIT
// The patterns of --keep and --keep-only, completed with the directories that they name from here.
#pragma once

#include "common/tool/strings.h"

/* Returns the patterns that the library compares. A pattern without a slash, or with a special character at
 * its start, is not changed. Of the others the directory before the first special character is resolved:
 *
 *	d/p.py -> /home/u/d/p.py	d/x/../t* -> /home/u/d/t*	/bin/py* -> /bin/py*, /usr/bin/py*
 *
 * A relative pattern is replaced by the result; an absolute one stays beside it. One whose directory does not
 * exist is not changed. */
struct strings patterns_resolve(const char *const *patterns);
