// SPDX-License-Identifier: MIT
// What an executable file is, as far as its first bytes tell: which of our libraries its loader can load, if
// any.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/core/io.h"

/* The ABIs of this machine for which there can be a library. */
enum abi {
	ABI_64,      /* x86-64, aarch64, riscv64 */
	ABI_32,      /* i386, arm, riscv32: what a 64-bit kernel of the same family runs */
	ABI_FOREIGN, /* another machine (binfmt_misc, qemu), or x32 */
};

/* The ABI this code is compiled for. */
#define ABI_OURS (sizeof(void *) == 8 ? ABI_64 : ABI_32)

struct image {
	enum abi abi;
	bool is_static; /* no PT_INTERP: no loader, so nothing can be preloaded */
};

/* Reads an ELF header and the program headers that lie in the first n bytes; gABI, "ELF Header" and "Program
 * Header". PT_INTERP comes before any segment that is loaded, so 256 bytes suffice. False, *ret untouched, if
 * it is no ELF file. Async-signal-safe. */
bool image_parse(const char *head, size_t n, struct image *ret);

/* Writes the path of the loader that the program at path names (PT_INTERP) to buf, which holds size bytes,
 * 256 at least. False where there is none, it does not fit, or the program is for another machine.
 * Async-signal-safe if io is. */
bool image_loader(const struct exec_io *io, const char *path, char *buf, size_t size);

#define IMAGE_ROOM 768 /* the ELF header and twelve program headers */

/* Does the program load a library whose name starts with one of prefixes, a list separated by colons, among
 * the first eight that it names (DT_NEEDED)? Only for programs of ABI_OURS. buf holds IMAGE_ROOM bytes and is
 * aligned for pointers. Async-signal-safe if io is. */
bool image_needs(const struct exec_io *io, const char *path, const char *prefixes, char *buf);
