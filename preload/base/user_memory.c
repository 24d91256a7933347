// SPDX-License-Identifier: MIT
// Can what the caller points to be read?
#include "preload/base/user_memory.h"

#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "common/core/count.h"
#include "common/core/envp.h"
#include "common/core/word.h"
#include "preload/base/state.h"
#include "preload/base/sys.h"

/* The call's number for FUTEX_WAIT_PRIVATE: not every libc comes with the kernel's headers. */
enum { WAIT_PRIVATE = 128 };

/* The page of an address, unless it is the one that was looked at last.
 *
 * futex(2) reads the word and returns, as it is not the one to wait for, and if it were, as the time is over.
 * Every libc needs it, so that a seccomp filter lets it pass, and it is a tenth of a path lookup. */
bool readable_page(uintptr_t *known, const void *at)
{
	const struct timespec now = {0, 0};
	const long never = 0x7f80ff01;
	uintptr_t page = (uintptr_t)at / REACH_PAGE, futex = (uintptr_t)at & ~(uintptr_t)3;

	if (page == *known)
		return true;
	if (sys_call(SYS_futex, (long)futex, WAIT_PRIVATE, never, (long)&now, 0, 0) == -EFAULT)
		return false;
	*known = page;
	return true;
}

bool readable_bytes(const void *at, size_t size)
{
	uintptr_t known = UINTPTR_MAX;
	return readable_page(&known, at) && readable_page(&known, (const char *)at + size - 1);
}

const char *readable_path_page(const char *path)
{
	static uintptr_t pages[8];
	uintptr_t page = (uintptr_t)path / REACH_PAGE, *slot = &pages[page % COUNT(pages)];
	uintptr_t known = UINTPTR_MAX;

	if (!page)
		return NULL;
	if (__atomic_load_n(slot, __ATOMIC_RELAXED) != page) {
		if (!readable_page(&known, path))
			return NULL;
		__atomic_store_n(slot, page, __ATOMIC_RELAXED);
	}
	return (const char *)((page + 1) * REACH_PAGE);
}

bool readable_path(const char *path)
{
	for (const char *s = path, *end; (end = readable_path_page(s)); s = end) {
		word w = word_first(s);
		while (!word_has_zero(w) && (s = word_next(s)) != end)
			w = *(const word *)s;
		if (s != end)
			return true;
	}
	return false;
}

/* Does a string of fewer than so many bytes begin here? */
static bool reach_within(uintptr_t *known, const char *s, size_t most)
{
	for (const char *p = s; readable_page(known, p); p++) {
		size_t n = REACH_PAGE - (uintptr_t)p % REACH_PAGE;
		for (; *p && --n; p++)
			continue;
		if (!*p || (size_t)(p - s) >= most)
			return (size_t)(p - s) < most;
	}
	return false;
}

bool readable_text(uintptr_t *known, const char *s)
{
	return reach_within(known, s, SIZE_MAX);
}

bool readable_name(const char *s)
{
	uintptr_t known = UINTPTR_MAX;
	return reach_within(&known, s, PATH_MAX);
}

bool readable_string(const char *s)
{
	uintptr_t known = UINTPTR_MAX;
	return readable_text(&known, s);
}

/* The array, and as many of its strings. */
static bool reach_array(char *const *array, size_t strings)
{
	uintptr_t known = UINTPTR_MAX, known_text = UINTPTR_MAX;

	for (size_t i = 0; array; i++) {
		if (!readable_page(&known, array + i))
			return false;
		const char *s = array[i];
		if (!s)
			break;
		if (i < strings && !readable_text(&known_text, s))
			return false;
	}
	return true;
}

bool readable_call(const char *file, char *const *argv, char *const *envp)
{
	return readable_name(file) && reach_array(argv, 1) && reach_array(envp, SIZE_MAX);
}

bool readable_strings(char *const *array)
{
	return reach_array(array, SIZE_MAX);
}

/* pointers: other than environ itself, only the caller's own array has more */
#define OWN ((size_t)64 * 1024 / sizeof(char *))

/* How many variables are to be copied. */
static size_t count_of(char *const *envp)
{
	uintptr_t known = UINTPTR_MAX;
	size_t n = 0, most = envp == state_environ() ? SIZE_MAX : OWN;

	for (; envp && n <= most && readable_page(&known, envp + n); n++)
		if (!envp[n])
			return sys_fits(n * sizeof *envp) ? n : 0;
	return 0;
}

bool readable_hold(struct room *room, char *const **envp)
{
	uintptr_t known = UINTPTR_MAX;
	char *const *from = *envp;
	size_t count = count_of(from), n = 0;
	char **memory = count ? room_take(room, (count + 1) * sizeof *memory) : NULL;

	if (!memory)
		return !count;
	/* Asked for again, page by page: what was there when it was counted may be gone. */
	for (; n < count && readable_page(&known, from + n); n++) {
		memory[n] = *(char *const volatile *)(from + n);
		if (!memory[n])
			break;
	}
	memory[n] = NULL;
	*envp = memory;
	return true;
}

const char *readable_variable(const char *name)
{
	uintptr_t known = UINTPTR_MAX, known_text = UINTPTR_MAX;

	for (char *const *envp = state_environ(); envp && readable_page(&known, envp); envp++) {
		char *const entry[] = {*envp, NULL};
		if (!*entry || !readable_text(&known_text, *entry))
			break;
		const char *value = envp_get(entry, name);
		if (value)
			return value;
	}
	return NULL;
}
