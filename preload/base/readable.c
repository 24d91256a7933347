// SPDX-License-Identifier: MIT
// Can the memory that the caller points to be read?
#include "preload/base/readable.h"

#include <errno.h>
#include <limits.h>
#include <time.h>

#include "common/core/count.h"
#include "common/core/word.h"
#include "preload/base/sys.h"

/* FUTEX_WAIT_PRIVATE of <linux/futex.h>, which not every libc brings. */
enum { WAIT_PRIVATE = 128 };

/* futex(2) reads the word. It returns at once: the word has another value, and if not, the time is over.
 * Every libc needs the call, so that seccomp filters allow it, and it takes a tenth of a path lookup. */
bool readable_page(uintptr_t *known, const void *at)
{
	const struct timespec now = {0, 0};
	const long never = 0x7f80ff01;
	uintptr_t page = (uintptr_t)at / READABLE_PAGE, futex = (uintptr_t)at & ~(uintptr_t)3;

	if (page == *known)
		return true;
	if (sys_call(SYS_futex, (long)futex, WAIT_PRIVATE, never, (long)&now, 0, 0) == -EFAULT)
		return false;
	*known = page;
	return true;
}

bool readable_bytes(const void *at, size_t n)
{
	uintptr_t known = UINTPTR_MAX;
	return readable_page(&known, at) && readable_page(&known, (const char *)at + n - 1);
}

const char *readable_path_page(const char *path)
{
	static uintptr_t pages[8];
	uintptr_t page = (uintptr_t)path / READABLE_PAGE, *slot = &pages[page % COUNT(pages)];
	uintptr_t known = UINTPTR_MAX;

	if (!page)
		return NULL;
	if (__atomic_load_n(slot, __ATOMIC_RELAXED) != page) {
		if (!readable_page(&known, path))
			return NULL;
		__atomic_store_n(slot, page, __ATOMIC_RELAXED);
	}
	return (const char *)((page + 1) * READABLE_PAGE);
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

/* Does a string of fewer than `most` bytes begin at s? */
static bool is_string(uintptr_t *known, const char *s, size_t most)
{
	for (const char *p = s; readable_page(known, p); p++) {
		size_t n = READABLE_PAGE - (uintptr_t)p % READABLE_PAGE;
		for (; *p && --n; p++)
			continue;
		if (!*p || (size_t)(p - s) >= most)
			return (size_t)(p - s) < most;
	}
	return false;
}

bool readable_next_string(uintptr_t *known, const char *s)
{
	return is_string(known, s, SIZE_MAX);
}

bool readable_name(const char *s)
{
	uintptr_t known = UINTPTR_MAX;
	return is_string(&known, s, PATH_MAX);
}

bool readable_string(const char *s)
{
	uintptr_t known = UINTPTR_MAX;
	return is_string(&known, s, SIZE_MAX);
}

/* An array, and its first strings. */
static bool is_array(char *const *array, size_t strings)
{
	uintptr_t known = UINTPTR_MAX, known_text = UINTPTR_MAX;

	for (size_t i = 0; array; i++) {
		if (!readable_page(&known, array + i))
			return false;
		const char *s = array[i];
		if (!s)
			break;
		if (i < strings && !readable_next_string(&known_text, s))
			return false;
	}
	return true;
}

bool readable_array(char *const *array)
{
	return is_array(array, SIZE_MAX);
}

bool readable_exec(const char *file, char *const *argv, char *const *envp)
{
	return readable_name(file) && is_array(argv, 1) && is_array(envp, SIZE_MAX);
}
