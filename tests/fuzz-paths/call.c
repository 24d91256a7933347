// SPDX-License-Identifier: MIT
// One random call of a row of preload/hooks.def.
#include "tests/fuzz-paths/call.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fanotify.h>
#include <sys/inotify.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/core/count.h"
#include "tests/fuzz-paths/arguments.h"
#include "tests/fuzz-paths/note.h"
#include "tests/fuzz-paths/outcome.h"
#include "tests/fuzz-paths/tree.h"
#include "tests/libc.h"

static const struct row rows[] = {
#define HOOK KIND_ROW
#include "preload/hooks.def"
#undef HOOK
};

/* The rows that this libc has. */
static struct callable {
	const struct row *row;
	const struct row_info *info;
	void (*function)(void);
	ffi_cif cif;
	ffi_type *types[ARGUMENTS];
	unsigned count;
} callables[COUNT(rows)];
static size_t callable_count;

static sigjmp_buf before_call;

static void crash(int signal)
{
	siglongjmp(before_call, signal);
}

void calls_start(const char *libc)
{
	struct sigaction action = {.sa_handler = crash, .sa_flags = SA_NODEFER};
	void *has = dlopen(libc, RTLD_NOW);

	*(void **)&raw = has ? dlsym(has, "syscall") : NULL;
	if (!raw)
		abort();
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct callable *callable = &callables[callable_count];
		if (rows[i].role != TAKES_PATH)
			continue;
		*(void **)&callable->function = dlsym(has, rows[i].name) ? dlsym(RTLD_DEFAULT, rows[i].name)
									 : NULL;
		if (!callable->function)
			continue;
		callable->row = &rows[i];
		callable->info = row_info_find(rows[i].name);
		while (rows[i].kinds[callable->count]) {
			callable->types[callable->count] = kind_type(rows[i].kinds[callable->count]);
			callable->count++;
		}
		if (ffi_prep_cif(&callable->cif, FFI_DEFAULT_ABI, callable->count, kind_type(rows[i].ret),
			    callable->types))
			abort();
		callable_count++;
	}
	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGBUS, &action, NULL);
}

void calls_open(struct calls *calls, const char *root)
{
	static const char *const first[] = {"", "/a", "/a/x-packages", "/b/site-packages", "/b", "/f"};
	char path[PATH_ROOM];

	for (size_t i = 0; i < COUNT(calls->descriptors); i++) {
		calls->descriptors[i] = -1;
		if (i < COUNT(first)) {
			snprintf(path, sizeof path, "%s%s", root, first[i]);
			calls->descriptors[i] = (int)raw(SYS_openat, AT_FDCWD, path, O_RDONLY);
		}
	}
	calls->watch = inotify_init1(IN_NONBLOCK);
	calls->notify = fanotify_init(FAN_CLASS_NOTIF | FAN_REPORT_FID | FAN_NONBLOCK, O_RDONLY);
	calls->file = fopen("/dev/null", "r");
	calls->directory = NULL;
}

void calls_close(struct calls *calls)
{
	if (calls->directory)
		closedir(calls->directory);
	fclose(calls->file);
	/* Including those that a crashed call left open. */
	close_above(3);
}

void calls_make(struct calls *calls)
{
	struct callable *callable = &callables[dice_below(callable_count)];
	struct call call = {.row = callable->row, .is_listing = !strcmp(callable->row->family, "listing")};
	void *pointers[ARGUMENTS];
	/* libffi writes small integers as a whole ffi_arg. */
	union {
		ffi_arg wide;
		union value value;
	} result = {.wide = 0};

	if (call.is_listing && !calls->directory)
		calls->directory = opendir(".");
	if (call.is_listing && !calls->directory) {
		note_text("call", "none: there is no directory to list");
		return;
	}
	arguments_choose(calls, &call, callable->info);
	if (calls->rewrites)
		arguments_rewrite(calls, &call);
	for (unsigned i = 0; i < callable->count; i++)
		pointers[i] = &call.values[i];

	if (note_aloud)
		fflush(stdout);
	/* freopen(3) closes it on failure, and that of glibc aborts for a closed one. */
	if (fileno(calls->file) < 0)
		calls->file = freopen("/dev/null", "r", calls->file);
	if (!sigsetjmp(before_call, 0)) {
		do {
			errno = 0;
			ffi_call(&callable->cif, callable->function, &result, pointers);
			call.error = errno;
			call.result = result.value;
		} while (calls->rewrites && call.is_listing && outcome_is_hidden(calls, &call));
		outcome_note(calls, &call, callable->info);
	} else {
		note_text("crashed", "");
	}
}
