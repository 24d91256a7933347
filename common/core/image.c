// SPDX-License-Identifier: MIT
// What the first bytes of an executable file show.
#include "common/core/image.h"

#include <elf.h>
#include <link.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/segment.h"
#include "common/core/str.h"

#if defined(__x86_64__) || defined(__i386__)
#define MACHINE_64 EM_X86_64
#define MACHINE_32 EM_386
#elif defined(__aarch64__) || defined(__arm__)
#define MACHINE_64 EM_AARCH64
#define MACHINE_32 EM_ARM
#elif defined(__riscv)
#define MACHINE_64 EM_RISCV
#define MACHINE_32 EM_RISCV
#elif defined(__powerpc__)
#define MACHINE_64 EM_PPC64
#define MACHINE_32 EM_PPC
#elif defined(__s390__)
#define MACHINE_64 EM_S390
#define MACHINE_32 EM_S390
#else
#error "common/core/image.c: name this machine's ELF machines"
#endif

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define DATA_OURS ELFDATA2LSB
#else
#define DATA_OURS ELFDATA2MSB
#endif

static enum abi abi_of(const Elf32_Ehdr *header)
{
	if (header->e_ident[EI_DATA] != DATA_OURS)
		return ABI_FOREIGN;
	if (header->e_ident[EI_CLASS] == ELFCLASS64 && header->e_machine == MACHINE_64)
		return ABI_64;
	if (header->e_ident[EI_CLASS] == ELFCLASS32 && header->e_machine == MACHINE_32)
		return ABI_32;
	return ABI_FOREIGN;
}

/* The program header that names the loader, if it is in the first n bytes. */
static bool find_loader(const char *head, size_t n, struct segment *ret)
{
	for (size_t i = 0; segment_get(head, n, i, ret); i++)
		if (ret->type == PT_INTERP)
			return true;
	return false;
}

bool image_parse(const char *head, size_t n, struct image *ret)
{
	Elf32_Ehdr header;
	struct segment loader;

	/* Both headers agree up to e_version. */
	if (n < sizeof header || memcmp(head, ELFMAG, SELFMAG) != 0)
		return false;
	memcpy(&header, head, sizeof header);
	ret->abi = abi_of(&header);
	ret->is_static = ret->abi != ABI_FOREIGN && segments_begin(head, n) && !find_loader(head, n, &loader);
	return true;
}

bool image_loader(const struct exec_io *io, const char *path, char *buf, size_t size)
{
	struct image image;
	struct segment loader;
	long n = io->read(path, 0, buf, size);

	if (n <= 0 || !image_parse(buf, (size_t)n, &image) || image.abi == ABI_FOREIGN ||
		!find_loader(buf, (size_t)n, &loader))
		return false;
	return loader.size && loader.size <= size &&
		io->read(path, loader.offset, buf, loader.size) == (long)loader.size && !buf[loader.size - 1];
}

/* Where the dynamic section is in the file, and how its addresses become offsets. */
struct layout {
	size_t dynamic, dynamic_size;
	ElfW(Addr) address; /* of the first segment that is loaded: it holds the string table */
	size_t offset, size;
};

static bool find_layout(const char *head, size_t n, struct layout *ret)
{
	struct segment segment;
	bool loads = false;

	memset(ret, 0, sizeof *ret);
	for (size_t i = 0; segment_get(head, n, i, &segment); i++) {
		if (segment.type == PT_DYNAMIC) {
			ret->dynamic = segment.offset;
			ret->dynamic_size = segment.size;
		} else if (segment.type == PT_LOAD && !loads) {
			ret->address = segment.address;
			ret->offset = segment.offset;
			ret->size = segment.size;
			loads = true;
		}
	}
	return loads && ret->dynamic_size;
}

/* Does a name begin with one of a list, separated by colons? */
static bool begins_with_any(const char *name, size_t n, const char *list)
{
	for (;; list++) {
		size_t length = str_until(list, ':');
		if (length <= n && !memcmp(name, list, length))
			return true;
		list += length;
		if (!*list)
			return false;
	}
}

bool image_needs(const struct exec_io *io, const char *path, const char *prefixes, char *buf)
{
	struct layout layout;
	struct image image;
	size_t names[8], count = 0, length = strlen(prefixes);
	ElfW(Addr) strings = 0;
	long n = io->read(path, 0, buf, IMAGE_ROOM);

	if (n <= 0 || !image_parse(buf, (size_t)n, &image) || image.abi != ABI_OURS ||
		!find_layout(buf, (size_t)n, &layout))
		return false;
	size_t size = layout.dynamic_size < IMAGE_ROOM ? layout.dynamic_size : IMAGE_ROOM;
	n = io->read(path, layout.dynamic, buf, size);
	for (long at = 0; at + (long)sizeof(ElfW(Dyn)) <= n; at += (long)sizeof(ElfW(Dyn))) {
		ElfW(Dyn) entry;
		memcpy(&entry, buf + at, sizeof entry);
		if (entry.d_tag == DT_NEEDED && count < COUNT(names))
			names[count++] = entry.d_un.d_val;
		else if (entry.d_tag == DT_STRTAB)
			strings = entry.d_un.d_ptr;
	}
	if (strings < layout.address || strings - layout.address >= layout.size)
		return false;
	for (size_t i = 0; i < count; i++) {
		size_t at = strings - layout.address + layout.offset + names[i];
		n = io->read(path, at, buf, length < IMAGE_ROOM ? length : IMAGE_ROOM);
		if (n > 0 && begins_with_any(buf, (size_t)n, prefixes))
			return true;
	}
	return false;
}
