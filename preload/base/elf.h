// SPDX-License-Identifier: MIT
// What an interposed symbol is on ELF: a definition that stands before libc's in the loader's search order.
#pragma once

/* Exported under libc's name, with a C name of our own: prototypes, fortify inlines and LFS redirects of
 * libc's headers cannot interfere. */
#define HOOK_SYMBOL(name) __asm__(#name) __attribute__((visibility("default"), used))
