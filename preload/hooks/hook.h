// SPDX-License-Identifier: MIT
// The prototypes of the hooks, made from hooks.def, and the call of the function that a hook replaces.
#pragma once

#include "preload/base/elf.h"
#include "preload/base/next.h"
#include "preload/hooks/kinds.h"

/* musl before 1.2.4 has these as macros for the names without 64. */
#undef creat64
#undef fopen64
#undef freopen64
#undef fstatat64
#undef fts64_open
#undef ftw64
#undef glob64
#undef lstat64
#undef mkostemp64
#undef mkostemps64
#undef mkstemp64
#undef mkstemps64
#undef nftw64
#undef open64
#undef openat64
#undef readdir64
#undef readdir64_r
#undef scandir64
#undef scandirat64
#undef stat64
#undef statfs64
#undef statvfs64
#undef truncate64

/* int hook_execve(const char *, char *const *, char *const *), exported as execve, and so on. */
#define HOOK(family, ret, name, ...) KIND_##ret hook_##name(KINDS(KIND_, __VA_ARGS__)) HOOK_SYMBOL(name);
#include "preload/hooks.def"
#undef HOOK

/* NEXT(execve): the next definition of execve, with its type; NULL: there is none. */
#define NEXT(name) ((__typeof__(&hook_##name))next_find(HOOK_##name))
