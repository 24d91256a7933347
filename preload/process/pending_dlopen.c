// SPDX-License-Identifier: MIT
// The threads that are loading a library.
#include "preload/process/pending_dlopen.h"

#include <stddef.h>

#include "preload/base/sys.h"

/* That many threads are known, by the kernel's number, as a child may have no thread pointer. Others count as
 * threads that have called a hook again. */
enum { THREADS = 4 };
static int loading[THREADS];

/* The number of further looks: few if no thread is known to load, many if one is, as other threads may look
 * all the time; but not without end, as a thread may never call a hook again. */
enum { GRACE = 16, PATIENCE = 1 << 16 };
static int left;

void pending_dlopen_begin(void)
{
	int self = sys_thread();

	for (size_t i = 0; i < THREADS; i++) {
		int nobody = 0;
		if (__atomic_compare_exchange_n(&loading[i], &nobody, self, false, __ATOMIC_RELAXED,
			    __ATOMIC_RELAXED) ||
			nobody == self)
			break;
	}
	__atomic_store_n(&left, PATIENCE, __ATOMIC_RELEASE);
}

bool pending_dlopen_go_on(void)
{
	int self = sys_thread();
	bool others = false;

	for (size_t i = 0; i < THREADS; i++) {
		int thread = __atomic_load_n(&loading[i], __ATOMIC_RELAXED);
		if (thread && thread == self)
			__atomic_store_n(&loading[i], 0, __ATOMIC_RELAXED);
		else
			others |= thread != 0;
	}
	int looks = __atomic_load_n(&left, __ATOMIC_ACQUIRE);
	if (!others && looks > GRACE)
		__atomic_compare_exchange_n(&left, &looks, GRACE, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
	return __atomic_fetch_sub(&left, 1, __ATOMIC_RELAXED) > 0;
}
