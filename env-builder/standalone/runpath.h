// SPDX-License-Identifier: MIT
// Where an ELF file looks for libraries (DT_RUNPATH and DT_RPATH, elf(5), ld.so(8)), after it was copied with
// them.
#pragma once

/* Changes the file that is open for writing as fd, a copy of one below the directory prefix. Each directory
 * in its DT_RUNPATH or DT_RPATH that is below prefix becomes relative: "$ORIGIN/", up, and its path below
 * prefix. up is "../" for each directory between the file and the new prefix.
 *
 * The text is changed in place and cannot become longer. Returns 0, also if there is nothing to change or if
 * this is no ELF file of this machine; or a negative errno, and then the file is unchanged: -ENAMETOOLONG if
 * there is too little room, -EBUSY if other texts share its bytes, -EBADMSG if the file is damaged. */
int runpath_localize(int fd, const char *prefix, const char *up);
