// SPDX-License-Identifier: MIT
// The patterns of --keep as the library compares them: with the directory that they mean from here.
#pragma once

/* Makes a list, NULL-terminated and allocated like its strings, to be given back with patterns_clear(). A
 * pattern without a slash, or one that begins with a special character, stays as it is;
 * of the others the directory that is written out is looked up:
 *
 *	d/p.py -> /home/u/d/p.py	d/x/../t* -> /home/u/d/t*	/bin/py* -> /bin/py*, /usr/bin/py*
 *
 * A relative one means one place, the working directory's, and is replaced; an absolute one also takes what
 * is called so. One whose directory is not there stays. */
char **patterns_resolve(const char *const *patterns);
void patterns_clear(char **const *patterns);
