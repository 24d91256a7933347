// SPDX-License-Identifier: MIT
// Interposed symbols on ELF: definitions that precede libc's in the loader's search order.
#pragma once

/* Exports a function under libc's name. Its C name differs, so that prototypes, fortify inlines and LFS
 * redirects of libc's headers do not interfere. */
#define HOOK_SYMBOL(name) __asm__(#name) __attribute__((visibility("default"), used))
