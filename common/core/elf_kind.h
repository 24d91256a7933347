// SPDX-License-Identifier: MIT
// What an ELF file is, as its linker has left it there; the program headers alone do not show it.
// Async-signal-safe if io is.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/core/image.h"
#include "common/core/io.h"

/* Is a file without PT_INTERP the loader, ld.so(8), which runs the program in its arguments and reads
 * LD_PRELOAD? It is a shared library. A static program is linked as a program, also if it is
 * position-independent (DF_1_PIE; before binutils 2.26, DT_DEBUG). buf holds size bytes, which must hold the
 * program headers: IMAGE_ROOM is enough. */
bool elf_kind_is_loader(const struct exec_io *io, const char *path, char *buf, size_t size);

/* Is it a Go program, which makes system calls without libc even where it loads libc? Go's linker adds a note
 * (.note.go.buildid), unless it is run with "-ldflags=-buildid=". */
bool elf_kind_is_go(const struct exec_io *io, const char *path, char *buf, size_t size);
