// SPDX-License-Identifier: MIT
// The loader's list of the objects in this process.
#include "preload/base/linkmap.h"

#include <elf.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "preload/base/environ.h"
#include "preload/base/readable.h"

#define LATE_MAX 100000 /* late objects: a longer list is a ring, or no list at all */

extern struct r_debug *_dl_debug_addr __attribute__((weak)); /* musl's loader */
extern void *__libc_stack_end __attribute__((weak));         /* glibc's */

static unsigned long start_value(const ElfW(auxv_t) * aux, unsigned long type)
{
	for (; aux->a_type != AT_NULL; aux++)
		if (aux->a_type == type)
			return aux->a_un.a_val;
	return 0;
}

/* The address by the program headers. Without PT_PHDR the object is where it was linked to, or at base. */
static struct elf_object_address address_by(const ElfW(Phdr) * headers, size_t count, ElfW(Addr) base)
{
	struct elf_object_address ret = {.base = base};
	ElfW(Addr) dynamic = 0;

	for (size_t i = 0; i < count; i++) {
		if (headers[i].p_type == PT_PHDR)
			ret.base = (ElfW(Addr))headers - headers[i].p_vaddr;
		if (headers[i].p_type == PT_DYNAMIC)
			dynamic = headers[i].p_vaddr;
	}
	if (dynamic)
		ret.dynamic = (const ElfW(Dyn) *)(ret.base + dynamic);
	return ret;
}

/* The address of the object whose file begins here. */
static struct elf_object_address address_in(const char *file)
{
	const ElfW(Ehdr) *header = (const ElfW(Ehdr) *)file;

	return address_by((const ElfW(Phdr) *)(file + header->e_phoff), header->e_phnum, (ElfW(Addr))file);
}

/* The loader's own constants begin with ELFMAG, too. */
static bool is_library(const char *page)
{
	const ElfW(Ehdr) *header = (const ElfW(Ehdr) *)page;

	return !memcmp(header->e_ident, ELFMAG, SELFMAG) && header->e_type == ET_DYN &&
		header->e_phentsize == sizeof(ElfW(Phdr));
}

/* glibc's loader, if it was executed itself, so that AT_BASE is 0: its file begins before a variable of
 * it. */
static const char *find_loader(void)
{
	uintptr_t known = UINTPTR_MAX;
	const char *page = (const char *)((uintptr_t)&__libc_stack_end & ~(uintptr_t)(READABLE_PAGE - 1));

	for (; readable_page(&known, page); page -= READABLE_PAGE)
		if (is_library(page))
			return page;
	return NULL;
}

/* The loader's structure for debuggers: by DT_DEBUG of the main program, which linkers add to all but
 * libraries, else by its name in the loader. glibc sets both before any constructor. */
static const struct r_debug *find(void)
{
	char **envp = environ_first();
	struct elf_object loader;

	if (&_dl_debug_addr)
		return _dl_debug_addr;
	if (!envp)
		return NULL;
	while (*envp)
		envp++;
	const ElfW(auxv_t) *aux = (const ElfW(auxv_t) *)(envp + 1);
	const ElfW(Phdr) *headers = (const ElfW(Phdr) *)start_value(aux, AT_PHDR);
	const ElfW(Dyn) *dynamic = headers ? address_by(headers, start_value(aux, AT_PHNUM), 0).dynamic
					   : NULL;
	for (; dynamic && dynamic->d_tag != DT_NULL; dynamic++)
		if (dynamic->d_tag == DT_DEBUG && dynamic->d_un.d_ptr)
			return (const struct r_debug *)dynamic->d_un.d_ptr;
	const char *file = (const char *)start_value(aux, AT_BASE);
	if (!file)
		file = find_loader();
	return file && elf_object_open(address_in(file), &loader) ? elf_object_find(&loader, "_r_debug")
								  : NULL;
}

static const struct r_debug *debug(void)
{
	static const struct r_debug *found;
	const struct r_debug *ret = __atomic_load_n(&found, __ATOMIC_RELAXED);

	if (!ret) {
		ret = find();
		/* Threads that meet here store the same. */
		__atomic_store_n(&found, ret, __ATOMIC_RELAXED);
	}
	return ret;
}

struct linkmap linkmap_all(void)
{
	const struct r_debug *list = debug();

	return (struct linkmap){.next = list ? list->r_map : NULL,
		.known = UINTPTR_MAX,
		.known_text = UINTPTR_MAX,
		.at_main = true};
}

/* This library's own; glibc's <link.h> declares it, musl's does not. */
extern ElfW(Dyn) _DYNAMIC[] __attribute__((visibility("hidden")));

struct linkmap linkmap_behind(void)
{
	struct linkmap linkmap = linkmap_all();
	struct loaded loaded;

	while (linkmap_step(&linkmap, &loaded) && loaded.address.dynamic != _DYNAMIC)
		continue;
	return linkmap;
}

/* Can a late object be read? While the loader removes some from the list, none can. */
static bool is_there(struct linkmap *linkmap)
{
	const struct link_map *map = linkmap->next;

	return (uintptr_t)map % sizeof(void *) == 0 && linkmap->late++ < LATE_MAX &&
		__atomic_load_n(&debug()->r_state, __ATOMIC_RELAXED) != RT_DELETE &&
		readable_page(&linkmap->known, map) &&
		readable_page(&linkmap->known, (const char *)(map + 1) - 1);
}

bool linkmap_step(struct linkmap *linkmap, struct loaded *ret)
{
	const struct link_map *map = linkmap->next;
	bool is_late = linkmap->late;

	if (!map || (is_late && !is_there(linkmap)))
		return false;
	/* Each member is read once: what was tested is what is returned. */
	linkmap->next = __atomic_load_n(&map->l_next, __ATOMIC_RELAXED);
	*ret = (struct loaded){
		.name = __atomic_load_n(&map->l_name, __ATOMIC_RELAXED),
		.address = {.base = map->l_addr, .dynamic = map->l_ld},
		.is_main = linkmap->at_main,
		.is_late = is_late,
	};
	if (!ret->name || (is_late && !readable_next_string(&linkmap->known_text, ret->name)))
		ret->name = "";
	linkmap->at_main = false;
	/* The loader itself is the last one that stays. */
	if (map->l_addr == debug()->r_ldbase)
		linkmap->late = 1;
	return true;
}
