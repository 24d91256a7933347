// SPDX-License-Identifier: MIT
// As if the headers were those of glibc 2.31 on Linux 5.4, and of a musl that has no types for the 64-bit
// names.
#include <dirent.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#undef SYS_open_tree
#undef SYS_openat2
#undef SYS_faccessat2
#undef SYS_fchmodat2
#pragma GCC poison dirent64
