// SPDX-License-Identifier: MIT
// What an executable file is.
#include "common/core/image.h"

#include <elf.h>
#include <link.h>
#include <string.h>

#include "common/core/path.h"

#if defined(__x86_64__) || defined(__i386__)
#define MACHINE_64 EM_X86_64
#define MACHINE_32 EM_386
#elif defined(__aarch64__) || defined(__arm__)
#define MACHINE_64 EM_AARCH64
#define MACHINE_32 EM_ARM
#elif defined(__riscv)
#define MACHINE_64 EM_RISCV
#define MACHINE_32 EM_RISCV
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

/* Where the program headers lie. */
struct headers {
	size_t offset, size, count;
};

static struct headers headers_of(const char *head, bool is_wide)
{
	Elf32_Ehdr narrow;
	Elf64_Ehdr wide;

	if (is_wide) {
		memcpy(&wide, head, sizeof wide);
		return (struct headers){(size_t)wide.e_phoff, sizeof(Elf64_Phdr), wide.e_phnum};
	}
	memcpy(&narrow, head, sizeof narrow);
	return (struct headers){narrow.e_phoff, sizeof(Elf32_Phdr), narrow.e_phnum};
}

/* The program header that names the loader, as far as they lie in the first n bytes; NULL. p_type is the first field in both
 * classes. */
static const char *find_loader(const char *head, size_t n, struct headers at)
{
	for (size_t i = 0; i < at.count && at.offset <= n && at.size <= n - at.offset; i++, at.offset += at.size) {
		Elf32_Word type;
		memcpy(&type, head + at.offset, sizeof type);
		if (type == PT_INTERP)
			return head + at.offset;
	}
	return NULL;
}

static bool is_whole(size_t n, enum abi abi)
{
	return abi == ABI_32 || (abi == ABI_64 && n >= sizeof(Elf64_Ehdr));
}

bool image_parse(const char *head, size_t n, struct image *ret)
{
	Elf32_Ehdr header;

	/* Both headers agree up to e_version. */
	if (n < sizeof header || memcmp(head, ELFMAG, SELFMAG) != 0)
		return false;
	memcpy(&header, head, sizeof header);
	ret->abi = abi_of(&header);
	ret->is_static = false;
	if (is_whole(n, ret->abi)) {
		struct headers at = headers_of(head, ret->abi == ABI_64);
		ret->is_static = at.offset <= n && !find_loader(head, n, at);
	}
	return true;
}

bool image_loader(const struct exec_io *io, const char *path, char *buf, size_t size)
{
	struct image image;
	long n = io->read(path, 0, buf, size);

	if (n <= 0 || !image_parse(buf, (size_t)n, &image) || !is_whole((size_t)n, image.abi))
		return false;
	const char *header = find_loader(buf, (size_t)n, headers_of(buf, image.abi == ABI_64));
	if (!header)
		return false;
	Elf32_Phdr narrow;
	Elf64_Phdr wide;
	size_t offset, length;
	if (image.abi == ABI_64) {
		memcpy(&wide, header, sizeof wide);
		offset = (size_t)wide.p_offset;
		length = (size_t)wide.p_filesz;
	} else {
		memcpy(&narrow, header, sizeof narrow);
		offset = narrow.p_offset;
		length = narrow.p_filesz;
	}
	return length && length <= size && io->read(path, offset, buf, length) == (long)length && !buf[length - 1];
}

bool image_is_loader(const char *path)
{
	static const char names[][8] = {"ld-li", "ld-mu", "ld.so"};
	const char *base = path_base(path);

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strlen(base) >= strlen(names[i]) && !memcmp(base, names[i], strlen(names[i])))
			return true;
	return false;
}

/* Where in the file the dynamic section lies, and how its addresses become offsets. */
struct layout {
	size_t dynamic, dynamic_size;
	ElfW(Addr) address; /* of the first segment that is loaded: it holds the string table */
	size_t offset, size;
};

static bool find_layout(const char *head, size_t n, struct layout *ret)
{
	ElfW(Ehdr) header;
	bool loads = false;

	memset(ret, 0, sizeof *ret);
	if (n < sizeof header)
		return false;
	memcpy(&header, head, sizeof header);
	for (size_t i = 0, at = header.e_phoff; i < header.e_phnum; i++, at += sizeof(ElfW(Phdr))) {
		ElfW(Phdr) segment;
		if (at > n || n - at < sizeof segment)
			break;
		memcpy(&segment, head + at, sizeof segment);
		if (segment.p_type == PT_DYNAMIC) {
			ret->dynamic = segment.p_offset;
			ret->dynamic_size = segment.p_filesz;
		} else if (segment.p_type == PT_LOAD && !loads) {
			ret->address = segment.p_vaddr;
			ret->offset = segment.p_offset;
			ret->size = segment.p_filesz;
			loads = true;
		}
	}
	return loads && ret->dynamic_size;
}

/* Does a name begin with one of a list, separated by colons? */
static bool begins_with_any(const char *name, size_t n, const char *list)
{
	for (;; list++) {
		size_t length = 0;
		while (list[length] && list[length] != ':')
			length++;
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
		if (entry.d_tag == DT_NEEDED && count < sizeof names / sizeof *names)
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
