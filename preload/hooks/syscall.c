// SPDX-License-Identifier: MIT
// The paths in the arguments of syscall(2).
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/core/count.h"
#include "preload/base/readable.h"
#include "preload/base/sys.h"
#include "preload/hooks/hook.h"
#include "preload/hooks/syscall.h"
#include "preload/process/redirect.h"

enum { NOWHERE = -1 };

/* The arguments that are paths, and the descriptors to which they are relative. */
static const struct row {
	short number;
	signed char base[2], path[2];
} rows[] = {
#ifdef SYS_open
	{SYS_open, {NOWHERE, NOWHERE}, {0, NOWHERE}},
#endif
	{SYS_openat, {0, NOWHERE}, {1, NOWHERE}},
	{SYS_openat2, {0, NOWHERE}, {1, NOWHERE}},
#ifdef SYS_newfstatat
	{SYS_newfstatat, {0, NOWHERE}, {1, NOWHERE}},
#endif
	{SYS_statx, {0, NOWHERE}, {1, NOWHERE}},
	{SYS_faccessat, {0, NOWHERE}, {1, NOWHERE}},
	{SYS_faccessat2, {0, NOWHERE}, {1, NOWHERE}},
	{SYS_fchmodat2, {0, NOWHERE}, {1, NOWHERE}},
	{SYS_readlinkat, {0, NOWHERE}, {1, NOWHERE}},
	{SYS_mkdirat, {0, NOWHERE}, {1, NOWHERE}},
	{SYS_unlinkat, {0, NOWHERE}, {1, NOWHERE}},
	{SYS_renameat2, {0, 2}, {1, 3}},
	{SYS_name_to_handle_at, {0, NOWHERE}, {1, NOWHERE}},
	{SYS_open_tree, {0, NOWHERE}, {1, NOWHERE}},
};

/* Does the caller have the kernel refuse paths that leave its directory? A translated one would be
 * refused. */
static bool is_confined(long n, const long arguments[6])
{
	/* struct open_how, and RESOLVE_BENEATH and RESOLVE_IN_ROOT of it, of openat2(2). */
	const struct {
		uint64_t flags, mode, resolve;
	} *how = (const void *)arguments[2];
	const uint64_t beneath = 0x08, in_root = 0x10;

	return n == SYS_openat2 && (size_t)arguments[3] >= sizeof *how && readable_bytes(how, sizeof *how) &&
		(how->resolve & (beneath | in_root));
}

static int base_of(const struct row *row, int which, const long arguments[6])
{
	return row->base[which] == NOWHERE ? AT_FDCWD : (int)arguments[row->base[which]];
}

long syscall_pass(long n, const long arguments[6])
{
	static const struct row none = {0, {NOWHERE, NOWHERE}, {NOWHERE, NOWHERE}};
	const struct row *row = &none;
	long a[6];

	for (size_t i = 0; i < COUNT(rows) && redirect_phase; i++)
		if (rows[i].number == n && !is_confined(n, arguments))
			row = &rows[i];
	for (int i = 0; i < 6; i++)
		a[i] = arguments[i];
	const char *one = row->path[0] == NOWHERE ? NULL : (const char *)a[row->path[0]];
	const char *two = row->path[1] == NOWHERE ? NULL : (const char *)a[row->path[1]];
	ROOM(room, REDIRECT_ROOM);
	if (one)
		a[row->path[0]] = (long)redirect_path(&room, base_of(row, 0, arguments), one);
	if (two)
		a[row->path[1]] = (long)redirect_path(&room, base_of(row, 1, arguments), two);
	long ret = NEXT(syscall)(n, a[0], a[1], a[2], a[3], a[4], a[5]);
	room_leave(&room);
	return ret;
}
