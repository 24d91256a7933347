// SPDX-License-Identifier: MIT
// The list in LD_PRELOAD.
#include "common/core/preload_list.h"

#include <string.h>

#include "common/core/names.h"

size_t preload_list_component(const char *list)
{
	size_t n = 0;
	while (list[n] && list[n] != ':' && list[n] != ' ')
		n++;
	return n;
}

static bool is_component(const char *at, size_t n, const char *path)
{
	return path && n == strlen(path) && !memcmp(at, path, n);
}

static bool is_stray(const struct envp_wish *wish, const char *at, size_t n)
{
	return is_component(at, n, wish->stray[0]) || is_component(at, n, wish->stray[1]);
}

/* The library of this policy, or of any other venvrun by its file name. */
static bool is_ours(const struct envp_wish *wish, const char *at, size_t n)
{
	static const char name[] = "/" LIBRARY_NAME;
	const size_t length = sizeof name - 1;

	return is_component(at, n, wish->lib) || is_stray(wish, at, n) ||
		(n >= length && !memcmp(at + n - length, name, length));
}

/* Does a component's file name begin with one of names? Each of these ends with a NUL, the list with one
 * more. */
static bool is_named(const char *at, size_t n, const char *names)
{
	size_t start = n;

	while (start && at[start - 1] != '/')
		start--;
	for (; *names; names += strlen(names) + 1)
		if (strlen(names) <= n - start && !memcmp(at + start, names, strlen(names)))
			return true;
	return false;
}

/* The runtime of a sanitizer: it ends the program if another library is loaded before it (AddressSanitizer
 * reports "runtime does not come first"), or does not work. */
static bool comes_first(const char *at, size_t n)
{
	return is_named(at, n,
		"libasan.so\0libtsan.so\0liblsan.so\0libubsan.so\0libhwasan.so\0libclang_rt.\0");
}

/* A library that calls libc's functions directly, so that hooks behind it are never called: torsocks looks up
 * execve in libc.so.6. */
static bool skips_others(const char *at, size_t n)
{
	return is_named(at, n, "libtorsocks.so\0");
}

bool preload_list_measure(const char *list, struct envp_plan *plan)
{
	const struct envp_wish *wish = &plan->wish;
	bool others = false, hidden = false, strays = false;

	for (;; list++) {
		size_t n = preload_list_component(list);
		bool stray = is_stray(wish, list, n);
		strays |= stray;
		if (is_component(list, n, wish->lib)) {
			plan->moves |= hidden;
			plan->lib = list;
		} else if (n && !stray && !others && comes_first(list, n)) {
			plan->moves |= plan->lib != NULL;
		} else if (n && !stray) {
			others = true;
			hidden |= skips_others(list, n);
		}
		list += n;
		if (!*list)
			return strays || plan->moves || (wish->lib && !plan->lib);
	}
}

/* Adds a component to the list that begins at start. */
static void append(struct writer *w, size_t start, char separator, const char *at, size_t n)
{
	if (w->used > start)
		writer_put(w, separator);
	writer_bytes(w, at, n);
}

void preload_list_write(struct writer *w, const struct envp_plan *plan)
{
	const char *list = plan->preload ? plan->preload + sizeof PRELOAD_VARIABLE : "";
	const char *lib = plan->lib ? plan->lib : plan->wish.lib;
	size_t start = w->used, size = plan->lib ? preload_list_component(lib) : lib ? strlen(lib) : 0;
	bool puts = size && (!plan->lib || plan->moves);
	char separator = ':';

	for (;; list++) {
		size_t n = preload_list_component(list);
		bool moved = n && plan->moves && n == size && !memcmp(list, lib, n);
		if (n && !moved && !is_stray(&plan->wish, list, n)) {
			if (puts && !comes_first(list, n)) {
				append(w, start, separator, lib, size);
				separator = ':';
				puts = false;
			}
			append(w, start, separator, list, n);
		}
		list += n;
		if (!*list)
			break;
		if (n)
			separator = *list;
	}
	if (puts)
		append(w, start, ':', lib, size);
}

bool preload_list_remove(struct writer *w, const struct envp_wish *wish, const char *list)
{
	size_t start = w->used;
	bool changes = false;
	char separator = ':';

	for (;; list++) {
		size_t n = preload_list_component(list);
		bool ours = is_ours(wish, list, n);
		changes |= ours;
		if (n && !ours)
			append(w, start, separator, list, n);
		list += n;
		if (!*list)
			return changes;
		if (n)
			separator = *list;
	}
}
