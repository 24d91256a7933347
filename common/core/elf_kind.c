// SPDX-License-Identifier: MIT
// What an ELF file is, as its linker has left it there.
#include "common/core/elf_kind.h"

#include <elf.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "common/core/segment.h"

/* The first program header of that type from *i on. Moves *i past it. */
static bool next_of(unsigned type, const char *head, size_t n, size_t *i, struct segment *ret)
{
	while (segment_get(head, n, (*i)++, ret))
		if (ret->type == type)
			return true;
	return false;
}

/* An entry of a dynamic section. */
static void get_entry(const char *at, bool is_wide, uint64_t *ret_tag, uint64_t *ret_value)
{
	Elf32_Dyn narrow;
	Elf64_Dyn wide;

	if (is_wide) {
		memcpy(&wide, at, sizeof wide);
		*ret_tag = (uint64_t)wide.d_tag;
		*ret_value = wide.d_un.d_val;
		return;
	}
	memcpy(&narrow, at, sizeof narrow);
	*ret_tag = (uint32_t)narrow.d_tag;
	*ret_value = narrow.d_un.d_val;
}

bool elf_kind_is_loader(const struct exec_io *io, const char *path, char *buf, size_t size)
{
	struct segment dynamic;
	struct image image;
	size_t i = 0;
	uint64_t tag, value;
	long n = io->read(path, 0, buf, size);

	if (n <= 0 || !image_parse(buf, (size_t)n, &image) || !image.is_static ||
		!next_of(PT_DYNAMIC, buf, (size_t)n, &i, &dynamic))
		return false;
	bool is_wide = buf[EI_CLASS] == ELFCLASS64;
	n = io->read(path, dynamic.offset, buf, dynamic.size < size ? dynamic.size : size);
	size_t entry = is_wide ? sizeof(Elf64_Dyn) : sizeof(Elf32_Dyn);
	for (size_t at = 0; n > 0 && entry <= (size_t)n - at; at += entry) {
		get_entry(buf + at, is_wide, &tag, &value);
		if (tag == DT_NULL)
			return at > 0;
		if (tag == DT_DEBUG || (tag == DT_FLAGS_1 && (value & DF_1_PIE)))
			return false;
	}
	return false;
}

/* A note's header is the same in both classes. Header, name and contents each begin at a multiple of four
 * bytes. */
static size_t aligned(size_t n)
{
	return (n + 3) & ~(size_t)3;
}

bool elf_kind_is_go(const struct exec_io *io, const char *path, char *buf, size_t size)
{
	static const char name[] = "Go\0";
	const unsigned build_id = 4; /* cmd/internal/buildid: ELF_NOTE_GOBUILDID_TAG */
	enum { MOST = 16 };          /* a linker adds four or five */
	struct segment notes;
	long n = io->read(path, 0, buf, size);

	for (size_t i = 0, seen = 0; n > 0 && next_of(PT_NOTE, buf, (size_t)n, &i, &notes);)
		for (size_t at = 0; at < notes.size && seen++ < MOST;) {
			struct {
				Elf32_Nhdr header;
				char name[sizeof name];
			} note;
			if (io->read(path, notes.offset + at, (char *)&note, sizeof note) != sizeof note)
				return false;
			if (note.header.n_type == build_id && note.header.n_namesz == sizeof name &&
				!memcmp(note.name, name, sizeof name))
				return true;
			at += sizeof note.header + aligned(note.header.n_namesz) +
				aligned(note.header.n_descsz);
		}
	return false;
}
