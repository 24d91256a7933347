// SPDX-License-Identifier: MIT
// The hooks' prototypes and ids, made from hooks.def, and how a hook reaches the function it stands in front of.
#pragma once

#include "preload/elf.h"
#include "preload/kinds.h"
#include "preload/next.h"

/* int hook_execve(const char *, char *const *, char *const *), exported as execve, and so on. */
#define HOOK(family, ret, name, ...) KIND_##ret hook_##name(KINDS(KIND_, __VA_ARGS__)) HOOK_SYMBOL(name);
#include "preload/hooks.def"
#undef HOOK

/* NEXT(execve): the next definition of execve, typed; NULL where there is none. */
#define NEXT(name) ((__typeof__(&hook_##name))next_find(HOOK_##name))
