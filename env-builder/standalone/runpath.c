// SPDX-License-Identifier: MIT
// Where an ELF file looks for libraries, after it was copied with them.
#include "env-builder/standalone/runpath.h"

#include <errno.h>
#include <link.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/text.h"

/* The mapped file and its parts. */
struct elf {
	char *data;
	size_t size;
	const ElfW(Phdr) * segments;
	size_t segment_count;
	const ElfW(Dyn) * dynamic;
	size_t dynamic_count;
	char *strings;
	size_t strings_size;
};

/* The count elements of that size at offset; NULL if they are outside of the file or not aligned. */
static void *part(const struct elf *elf, ElfW(Off) offset, size_t count, size_t size)
{
	bool there = offset <= elf->size && count <= (elf->size - offset) / size &&
		(size == 1 || offset % sizeof(ElfW(Addr)) == 0);
	return there ? elf->data + offset : NULL;
}

static bool is_ours(const struct elf *elf)
{
	const int one = 1;
	const unsigned char *ident = (const unsigned char *)elf->data;
	return elf->size >= sizeof(ElfW(Ehdr)) && !memcmp(ident, ELFMAG, SELFMAG) &&
		ident[EI_CLASS] == (sizeof(void *) == 8 ? ELFCLASS64 : ELFCLASS32) &&
		ident[EI_DATA] == (*(const char *)&one ? ELFDATA2LSB : ELFDATA2MSB);
}

/* The offset in the file of an address of the program. */
static bool find_address(const struct elf *elf, ElfW(Addr) address, ElfW(Off) * ret)
{
	for (const ElfW(Phdr) *s = elf->segments; s < elf->segments + elf->segment_count; s++)
		if (s->p_type == PT_LOAD && address >= s->p_vaddr && address - s->p_vaddr < s->p_filesz) {
			*ret = s->p_offset + (address - s->p_vaddr);
			return true;
		}
	return false;
}

/* Returns 0; 1 if there is no dynamic section; or a negative errno. */
static int read_dynamic(struct elf *elf)
{
	const ElfW(Ehdr) *head = (const ElfW(Ehdr) *)elf->data;
	elf->segment_count = head->e_phnum;
	elf->segments = part(elf, head->e_phoff, head->e_phnum, sizeof(*elf->segments));
	if (!elf->segments)
		return -EBADMSG;
	for (const ElfW(Phdr) *s = elf->segments; s < elf->segments + elf->segment_count; s++)
		if (s->p_type == PT_DYNAMIC) {
			elf->dynamic_count = s->p_filesz / sizeof(*elf->dynamic);
			elf->dynamic = part(elf, s->p_offset, elf->dynamic_count, sizeof(*elf->dynamic));
			if (!elf->dynamic)
				return -EBADMSG;
		}
	ElfW(Off) offset = 0;
	for (size_t i = 0; i < elf->dynamic_count; i++)
		if (elf->dynamic[i].d_tag == DT_NULL)
			elf->dynamic_count = i;
		else if (elf->dynamic[i].d_tag == DT_STRSZ)
			elf->strings_size = elf->dynamic[i].d_un.d_val;
		else if (elf->dynamic[i].d_tag == DT_STRTAB &&
			!find_address(elf, elf->dynamic[i].d_un.d_ptr, &offset))
			return -EBADMSG;
	if (!elf->dynamic_count)
		return 1;
	elf->strings = part(elf, offset, elf->strings_size, 1);
	return elf->strings && elf->strings_size && !elf->strings[elf->strings_size - 1] ? 0 : -EBADMSG;
}

/* Does another text use any of the n bytes at offset? Linkers let one text be the end of another. */
static bool is_shared(const struct elf *elf, size_t offset, size_t n)
{
	for (const ElfW(Dyn) *d = elf->dynamic; d < elf->dynamic + elf->dynamic_count; d++) {
		bool text = d->d_tag == DT_NEEDED || d->d_tag == DT_SONAME || d->d_tag == DT_RPATH ||
			d->d_tag == DT_RUNPATH;
		size_t at = d->d_un.d_val;
		if (text && at != offset && at <= offset + n && at < elf->strings_size &&
			at + strlen(elf->strings + at) >= offset)
			return true;
	}
	const ElfW(Ehdr) *head = (const ElfW(Ehdr) *)elf->data;
	const ElfW(Shdr) *sections = part(elf, head->e_shoff, head->e_shnum, sizeof(*sections));
	for (const ElfW(Shdr) *s = sections; s && s < sections + head->e_shnum; s++) {
		size_t count = s->sh_size / sizeof(ElfW(Sym));
		const ElfW(Sym) *symbols = s->sh_type == SHT_DYNSYM
			? part(elf, s->sh_offset, count, sizeof(*symbols))
			: NULL;
		for (size_t i = 0; symbols && i < count; i++)
			if (symbols[i].st_name >= offset && symbols[i].st_name < offset + n)
				return true;
	}
	return !sections || !head->e_shnum; /* without sections this is not known */
}

/* The new list of directories, allocated. */
static char *localized(const char *list, const char *prefix, const char *up)
{
	struct text out = {0};
	for (size_t n; *list; list += n + (list[n] == ':')) {
		n = strcspn(list, ":");
		_cleanup_free_ char *dir = text_copy_n(list, n);
		path_clean(dir, dir);
		text_add(&out, out.len ? ":" : "");
		if (path_under(dir, prefix))
			text_add_format(&out, "$ORIGIN/%s%s", up,
				dir + strlen(prefix) + (dir[strlen(prefix)] == '/'));
		else
			text_add_n(&out, list, n);
	}
	return text_take(&out);
}

static int edit(struct elf *elf, const char *prefix, const char *up)
{
	if (!is_ours(elf))
		return 0;
	int r = read_dynamic(elf);
	if (r)
		return r < 0 ? r : 0;
	for (const ElfW(Dyn) *d = elf->dynamic; d < elf->dynamic + elf->dynamic_count; d++) {
		if (d->d_tag != DT_RPATH && d->d_tag != DT_RUNPATH)
			continue;
		size_t at = d->d_un.d_val;
		if (at >= elf->strings_size)
			return -EBADMSG;
		size_t n = strlen(elf->strings + at);
		_cleanup_free_ char *now = localized(elf->strings + at, prefix, up);
		if (!strcmp(now, elf->strings + at))
			continue;
		if (strlen(now) > n)
			return -ENAMETOOLONG;
		if (is_shared(elf, at, n))
			return -EBUSY;
		memset(elf->strings + at, 0, n);
		memcpy(elf->strings + at, now, strlen(now));
	}
	return 0;
}

int runpath_localize(int fd, const char *prefix, const char *up)
{
	struct stat st;
	if (fstat(fd, &st) < 0)
		return -errno;
	if ((size_t)st.st_size < sizeof(ElfW(Ehdr)))
		return 0;
	void *data = mmap(NULL, (size_t)st.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (data == MAP_FAILED)
		return -errno;
	struct elf elf = {.data = data, .size = (size_t)st.st_size};
	int r = edit(&elf, prefix, up);
	munmap(data, elf.size);
	return r;
}
