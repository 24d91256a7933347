// SPDX-License-Identifier: MIT
// What the first bytes of an executable file show: which of our libraries its loader can load, if any.
// Async-signal-safe if io is.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/core/io.h"

/* The ABIs of this machine for which there can be a library. */
enum abi {
	ABI_64,      /* x86-64, aarch64, riscv64 */
	ABI_32,      /* i386, arm, riscv32: run by a 64-bit kernel of the same family */
	ABI_FOREIGN, /* another machine (binfmt_misc, qemu), or x32 */
};

/* The ABI this code is compiled for. */
#define ABI_OURS (sizeof(void *) == 8 ? ABI_64 : ABI_32)

struct image {
	enum abi abi;
	bool is_static; /* no PT_INTERP: it has no loader, so nothing can be preloaded */
};

/* Reads the ELF header and the program headers in the first n bytes (gABI, "ELF Header" and "Program
 * Header"). PT_INTERP precedes the segments that are loaded, so 256 bytes suffice. False, *ret untouched: it
 * is no ELF file. */
bool image_parse(const char *head, size_t n, struct image *ret);

/* Writes the path of the loader that the program at path names (PT_INTERP) to buf, which holds size bytes,
 * 256 at least. False: it names none, it does not fit, or the program is for another machine. */
bool image_loader(const struct exec_io *io, const char *path, char *buf, size_t size);

#define IMAGE_ROOM 768 /* the ELF header and twelve program headers */

/* Does one of the first eight libraries that the program loads (DT_NEEDED) have a name that begins with one
 * of prefixes, a list with colons? Only for programs of ABI_OURS. buf holds IMAGE_ROOM bytes and is aligned
 * for pointers. */
bool image_needs(const struct exec_io *io, const char *path, const char *prefixes, char *buf);
