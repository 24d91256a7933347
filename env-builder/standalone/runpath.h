// SPDX-License-Identifier: MIT
// Where an ELF file looks for libraries, when it is taken along with them.
#pragma once

/* The file that is open for writing as fd was copied out of the directory prefix: each directory below prefix
 * in its DT_RUNPATH or DT_RPATH becomes "$ORIGIN/", up, and what is left of it; up is "../" for each
 * directory between the file and what prefix has become. The text is changed in its place, so it must not
 * become longer. Returns 0, also where there is nothing to change or the file is no ELF file of this machine;
 * or a negative errno: -ENAMETOOLONG where it does not fit, -EBUSY where other texts share its bytes,
 * -EBADMSG where the file is damaged. Only then it is as it was. */
int runpath_localize(int fd, const char *prefix, const char *up);
