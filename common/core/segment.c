// SPDX-License-Identifier: MIT
// The program headers of an ELF file.
#include "common/core/segment.h"

#include <elf.h>
#include <string.h>

/* The table of program headers. */
struct table {
	size_t offset, size, count;
	bool is_wide;
};

static bool find_table(const char *head, size_t n, struct table *ret)
{
	Elf32_Ehdr narrow;
	Elf64_Ehdr wide;

	if (n < sizeof narrow || (head[EI_CLASS] == ELFCLASS64 && n < sizeof wide))
		return false;
	if (head[EI_CLASS] == ELFCLASS64) {
		memcpy(&wide, head, sizeof wide);
		*ret = (struct table){(size_t)wide.e_phoff, sizeof(Elf64_Phdr), wide.e_phnum, true};
	} else {
		memcpy(&narrow, head, sizeof narrow);
		*ret = (struct table){narrow.e_phoff, sizeof(Elf32_Phdr), narrow.e_phnum, false};
	}
	return ret->offset <= n;
}

bool segments_begin(const char *head, size_t n)
{
	struct table table;
	return find_table(head, n, &table);
}

bool segment_get(const char *head, size_t n, size_t i, struct segment *ret)
{
	struct table table;
	Elf32_Phdr narrow;
	Elf64_Phdr wide;

	if (!find_table(head, n, &table) || i >= table.count || (n - table.offset) / table.size <= i)
		return false;
	head += table.offset + i * table.size;
	if (table.is_wide) {
		memcpy(&wide, head, sizeof wide);
		*ret = (struct segment){wide.p_type, (size_t)wide.p_offset, (size_t)wide.p_filesz,
			(size_t)wide.p_vaddr};
	} else {
		memcpy(&narrow, head, sizeof narrow);
		*ret = (struct segment){narrow.p_type, narrow.p_offset, narrow.p_filesz, narrow.p_vaddr};
	}
	return true;
}
