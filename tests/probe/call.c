// SPDX-License-Identifier: MIT
// Calls a row of hooks.def by its name: the arguments.
#include "tests/probe/call.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fanotify.h>
#include <sys/inotify.h>
#include <sys/mount.h>
#include <unistd.h>

#include "tests/probe/outcome.h"
#include "tests/probe/log.h"
#include "tests/probe/scene.h"

enum { ARGUMENTS = 8 };

static bool is_path(enum kind kind)
{
	return kind == IS_PATH || kind == IS_ATPATH || kind == IS_TEMPLATE || kind == IS_LIBRARY;
}

size_t call_paths(const struct row *row)
{
	size_t n = 0;

	for (const enum kind *kind = row->kinds; *kind; kind++)
		n += is_path(*kind) || *kind == IS_PATHS ? 1 : 0;
	return n;
}

size_t call_turns(const struct row *row)
{
	return row->kinds[0] == IS_PATHS ? 3 : call_paths(row) == 2 ? 4 : 1;
}

/* The path that is not tested in this turn: outside of the directory, or in it. */
static char *other_path(const struct row *row, enum range range, size_t which, size_t turn)
{
	static char text[PATH_MAX + 8];
	bool mounts = !strcmp(row->name, "mount");
	const char *name = mounts ? "dir" : which ? "new" : turn < 2 ? "old" : "file";

	if (turn < 2)
		snprintf(text, sizeof text, "%s/out/%s", scene_root, name);
	else
		snprintf(text, sizeof text, "%s/%s", test_path_directory(range), name);
	return text;
}

/* An array of paths, by turn: the path, it and another one, another one and it. A bad pointer can also be the
 * array itself. */
static char **path_array(enum range range, const struct test_path *test, size_t turn)
{
	static char *paths[3], other[PATH_MAX + 8];

	snprintf(other, sizeof other, "%s/dir", test_path_directory(range));
	paths[0] = turn == 2 ? other : test->path;
	paths[1] = turn == 0 ? NULL : turn == 1 ? other : test->path;
	return turn == 2 && !test->is_text ? (char **)test->path : paths;
}

/* mount(2) must have an effect in this process only. */
static void leave_mounts(void)
{
	if (unshare(CLONE_NEWNS) || LIBC(mount)(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		log_add(" (mount is not allowed)");
}

static int watcher(enum shape shape)
{
	return shape == SHAPE_WATCH ? inotify_init1(IN_CLOEXEC)
				    : fanotify_init(FAN_CLASS_NOTIF | FAN_REPORT_FID | FAN_CLOEXEC, O_RDONLY);
}

/* The stream argument of freopen(3) or readdir(3). */
static void *stream_for(const struct recipe *recipe, const struct test_path *test)
{
	if (recipe->shape == SHAPE_FILE)
		return LIBC(fopen)("/dev/null", "r+");
	DIR *dir = opendir(test->path);
	log_add(" %s", dir ? "stream" : "no stream");
	return dir;
}

/* The text of a link, with the directory for "%s". */
static char *target(const char *format, enum range range)
{
	static char text[PATH_MAX];
	const char *mark = strstr(format, "%s");

	if (!mark)
		return (char *)format;
	snprintf(text, sizeof text, "%.*s%s%s", (int)(mark - format), format, test_path_directory(range),
		mark + 2);
	return text;
}

static union value value_of(enum kind kind, const struct recipe *recipe, const struct test_path *test,
	struct outcome *outcome)
{
	switch (kind) {
	case IS_FLAGS:
		return (union value){.sint = recipe->flags};
	case IS_INT:
		return (union value){.sint = recipe->number};
	case IS_LONG:
		return (union value){.slong = recipe->number};
	case IS_UINT:
		return (union value){.uint = recipe->mask};
	case IS_ULONG:
	case IS_SIZE:
		return (union value){.ulong = recipe->mask};
	case IS_MODE:
		return (union value){.uint = recipe->mode};
	case IS_ID:
		return (union value){.uint = 1234};
	case IS_WIDE:
		return (union value){.sint64 = recipe->wide};
	case IS_OFF:
		return (union value){.slong = recipe->wide};
	case IS_TARGET:
		return (union value){.pointer = target(recipe->text, outcome->range)};
	case IS_STR:
		return (union value){.pointer = (void *)recipe->text};
	case IS_IN:
		return (union value){.pointer = outcome_in(recipe->shape)};
	case IS_OUT:
		return (union value){.pointer = outcome_out(outcome)};
	case IS_CHANGES:
		return (union value){.pointer = outcome_actions(outcome)};
	case IS_FD:
		return (union value){.sint = outcome->fd = watcher(recipe->shape)};
	case IS_STREAM:
		return (union value){.pointer = outcome->stream = stream_for(recipe, test)};
	default:
		scene_fail("pass", "an argument of an unknown kind");
	}
}

void call_row(const struct row *row, const struct recipe *recipe, enum range range,
	const struct test_path *test, size_t turn, char made[8])
{
	union value values[ARGUMENTS] = {{NULL}};
	void *pointers[ARGUMENTS];
	ffi_type *types[ARGUMENTS];
	unsigned count = 0;
	size_t path = 0;
	struct outcome outcome = {.row = row, .recipe = recipe, .test = test, .range = range};
	ffi_cif cif;

	if (LIBC(chdir)(test->cwd ? test->cwd : "/"))
		scene_fail("change to", test->cwd);
	if (recipe->shape == SHAPE_MOUNT)
		leave_mounts();
	for (const enum kind *kind = row->kinds; *kind; kind++, count++) {
		bool tested = path == (turn & 1);
		types[count] = kind_type(*kind);
		pointers[count] = &values[count];
		if (*kind == IS_DIRFD)
			values[count].sint = tested ? test->dirfd : AT_FDCWD;
		else if (*kind == IS_PATHS)
			values[count].pointer = path_array(range, test, turn);
		else if (!is_path(*kind))
			values[count] = value_of(*kind, recipe, test, &outcome);
		else
			values[count].pointer = tested ? test->path : other_path(row, range, path, turn);
		path += is_path(*kind);
	}
	if (row->kinds[0] == IS_TEMPLATE)
		outcome.given = test->is_text ? strdup(test->path) : NULL;
	if (ffi_prep_cif(&cif, FFI_DEFAULT_ABI, count, kind_type(row->ret), types) != FFI_OK)
		scene_fail("call", row->name);

	outcome.function = dlsym(RTLD_DEFAULT, row->name);
	do {
		/* libffi writes small integers as a whole ffi_arg. */
		outcome.result = (union result){.wide = 0};
		errno = 0;
		ffi_call(&cif, FFI_FN(outcome.function), &outcome.result, pointers);
		outcome.error = errno;
	} while (outcome_log(&outcome));
	snprintf(made, 8, "%s", outcome.made);
}
