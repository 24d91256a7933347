// SPDX-License-Identifier: MIT
// What a linker says in an ELF file of what it made, for what its program headers alone do not tell.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/core/image.h"
#include "common/core/io.h"

/* Is a file without PT_INTERP the loader itself, which runs the program that its arguments name and does what
 * LD_PRELOAD says, whatever it is called? It is a shared library, while a static program,
 * position-independent ones too, is linked as a program (DF_1_PIE; before binutils 2.26, DT_DEBUG). buf holds
 * size bytes, in which the program headers have to lie: IMAGE_ROOM is enough. Async-signal-safe if io is,
 * like the other. */
bool elf_kind_is_loader(const struct exec_io *io, const char *path, char *buf, size_t size);

/* Is it a Go program, which makes system calls by itself even where it loads libc? Go's linker leaves a note
 * in it (.note.go.buildid; it is not there after "-ldflags=-buildid="). */
bool elf_kind_is_go(const struct exec_io *io, const char *path, char *buf, size_t size);
