// SPDX-License-Identifier: MIT
// One random call of a row of preload/hooks.def.
#include "tests/fuzz-paths/call.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <ffi.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fanotify.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/fuzz-paths/note.h"
#include "tests/fuzz-paths/outcome.h"
#include "tests/fuzz-paths/paths.h"
#include "tests/fuzz-paths/tree.h"

/* Which families of the table are called. */
#define ROW(is_listing, ret, name, ...) {#name, is_listing, IS_##ret, {KINDS(IS_, __VA_ARGS__)}},
#define FAMILY_path(...) ROW(false, __VA_ARGS__)
#define FAMILY_template(...) ROW(false, __VA_ARGS__)
#define FAMILY_tree(...) ROW(false, __VA_ARGS__)
#define FAMILY_load(...) ROW(false, __VA_ARGS__)
#define FAMILY_listing(...) ROW(true, __VA_ARGS__)
#define FAMILY_exec(...)
#define FAMILY_list(...)
#define FAMILY_pidfd(...)
#define FAMILY_actions(...)
#define FAMILY_command(...)
static const struct row rows[] = {
#define HOOK(family, ...) FAMILY_##family(__VA_ARGS__)
#include "preload/hooks.def"
#undef HOOK
};
#define ROWS (sizeof rows / sizeof *rows)

/* The rows that there are. */
static struct callable {
	const struct row *row;
	const struct about *about;
	void (*function)(void);
	ffi_cif cif;
	ffi_type *types[ARGUMENTS];
	unsigned count;
} callables[ROWS];
static size_t callable_count;

static ffi_type *ffi_type_of(enum kind kind)
{
	switch (kind) {
#define FFI(name) (&ffi_type_##name)
#define JOIN(name) FFI(name)
#define X(name)         \
	case IS_##name: \
		return JOIN(FFI_##name);
		KIND_NAMES(X)
#undef X
	case NO_KIND:
		break;
	}
	return NULL;
}

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
	for (size_t i = 0; i < ROWS; i++) {
		struct callable *callable = &callables[callable_count];
		*(void **)&callable->function = dlsym(has, rows[i].name) ? dlsym(RTLD_DEFAULT, rows[i].name) : NULL;
		if (!callable->function)
			continue;
		callable->row = &rows[i];
		callable->about = about_row(rows[i].name);
		while (rows[i].kinds[callable->count]) {
			callable->types[callable->count] = ffi_type_of(rows[i].kinds[callable->count]);
			callable->count++;
		}
		if (ffi_prep_cif(&callable->cif, FFI_DEFAULT_ABI, callable->count, ffi_type_of(rows[i].ret), callable->types))
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

	for (size_t i = 0; i < sizeof calls->descriptors / sizeof *calls->descriptors; i++) {
		calls->descriptors[i] = -1;
		if (i < sizeof first / sizeof *first) {
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
	/* Those too that a call left open as it crashed. */
	closefrom(3);
}

static int flags_for(const struct call *call, const struct about *about)
{
	static const int at[] = {AT_SYMLINK_NOFOLLOW, AT_REMOVEDIR, AT_SYMLINK_FOLLOW, AT_NO_AUTOMOUNT, AT_EMPTY_PATH, 1, -1};
	static const size_t many[] = {0, 0, 1, 1, 2, 3};
	const int *bits = about && about->flags ? about->flags : at;
	int flags = about ? about->always : 0;
	size_t count = 0, n = strlen(call->row->name);

	while (bits[count] >= 0)
		count++;
	for (size_t i = DICE_OF(many); i; i--)
		flags |= bits[dice_below(count)];
	/* __open_2(): fortify aborts where a mode is wanted and not given. */
	return n > 2 && !strcmp(call->row->name + n - 2, "_2") ? flags & ~(O_CREAT | O_TMPFILE) : flags;
}

static const char *string_for(const char *name)
{
	static const char *const modes[] = {"r", "w", "a", "r+", "w+", "a+", "wx", "re", "?"};
	static const char *const attributes[] = {"user.x", "user.x", "user.x", "user.y", "trusted.x", "nothing", ""};
	static const char *const others[] = {"", "pfx", "longer-prefix", "no-such-type"};

	if (strstr(name, "open"))
		return DICE_OF(modes);
	return strstr(name, "xattr") ? DICE_OF(attributes) : DICE_OF(others);
}

static int descriptor(const struct calls *calls)
{
	return dice_percent(4) ? 999 : DICE_OF(calls->descriptors);
}

/* The caller's arguments. */
static void choose(const struct calls *calls, struct call *call, const struct about *about)
{
	static const int ints[] = {0, 1, 1, 1, 2, 3, 4, 7, -1, 9, 40};
	static const unsigned uints[] = {0, 1, 2, 4, 9, 0x10, 0x7ff, 0xfff, 0x1000000, 0x2000000};
	static const unsigned modes[] = {0755, 0755, 0755, 0755, 0644, 0644, 0777, 0777, 0700, 0700, 0600, 0755, 0, 0111, 04755, S_IFREG | 0644,
		S_IFIFO | 0600, S_IFSOCK | 0600, S_IFDIR | 0755, S_IFCHR | 0600};
	static const long sizes[] = {0, 1, 3, 16, 40, 100, 200, 4096, 4096, OUT_SIZE};
	static const int64_t wides[] = {0, 1, 2, 7, 0x20, 4096, -1, (int64_t)1 << 40};
	/* Times, or a device; or as many bytes as an attribute is given. */
	static const struct numbers {
		long first[4];
		char rest[OUT_SIZE];
	} numbers[] = {{.first = {1000, 5, 2000, 7}}, {.first = {1, 0, 2, -1}}, {.first = {0, 1000000000, 0, 0}},
		{.first = {0, 0x3fffffff, 5, 0x3ffffffe}}};
	static char outs[ARGUMENTS][OUT_SIZE];
	static char *paths[4], template[PATH_ROOM];
	const char *name = call->row->name;
	size_t functions = 0, length = strlen(name);

	for (size_t i = 0; i < ARGUMENTS && call->row->kinds[i]; i++) {
		union value *value = &call->values[i];
		switch (call->row->kinds[i]) {
		case IS_PATH:
		case IS_ATPATH:
			call->is_bad[i] = dice_percent(2);
			if (call->is_bad[i])
				value->pointer = dice_percent(50) ? paths_unending(i) : (void *)dice_below(2);
			else
				value->pointer = paths_random(
					i, call->row->kinds[i] == IS_PATH ? AT_FDCWD : call->values[i - 1].sint);
			break;
		case IS_LIBRARY:
			value->pointer = dice_percent(90) ? paths_random(i, AT_FDCWD) :
				paths_put(i, dice_percent(50) ? "libm.so.6" : "libnothing.so");
			break;
		case IS_TEMPLATE:
			value->pointer = call->template = paths_random_template(i);
			call->chosen = strcpy(template, call->template);
			break;
		case IS_PATHS:
			value->pointer = paths;
			memset(paths, 0, sizeof paths);
			for (size_t n = 1 + dice_below(3), p = 0; p < n; p++) /* fts(3) of glibc crashes without any */
				paths[p] = paths_random(ARGUMENTS + p, AT_FDCWD);
			break;
		case IS_DIRFD:
			value->sint = dice_percent(40) ? AT_FDCWD : descriptor(calls);
			break;
		case IS_FD:
			value->sint = dice_percent(10) ? descriptor(calls) : dice_percent(50) ? calls->watch : calls->notify;
			break;
		case IS_STR:
			value->pointer = strstr(name, "symlink") ? paths_random_link(i) : paths_put(i, string_for(name));
			break;
		case IS_IN:
			value->pointer = dice_percent(2) ? (void *)1 : dice_percent(20) ? NULL : (void *)&DICE_OF(numbers);
			break;
		case IS_OUT:
			value->pointer = about && functions < 3 ? about->functions[functions] : NULL;
			functions++;
			if (value->pointer)
				break;
			/* One that lists keeps a lock where it crashes. */
			if (!call->row->is_listing && dice_percent(2)) {
				value->pointer = (void *)dice_below(2);
				break;
			}
			value->pointer = call->outs[i] = memset(outs[i], 0, 512);
			break;
		case IS_STREAM:
			value->pointer = call->row->is_listing ? (void *)calls->directory : calls->file;
			break;
		case IS_FLAGS:
			value->sint = flags_for(call, about);
			break;
		case IS_INT:
			value->sint = DICE_OF(ints);
			break;
		case IS_UINT:
			value->uint = DICE_OF(uints);
			break;
		case IS_LONG:
			value->slong = dice_percent(80) ? 0 : 7;
			break;
		case IS_MODE:
			value->uint = DICE_OF(modes);
			break;
		case IS_ID:
			value->uint = dice_percent(40) ? getuid() : dice_percent(70) ? (unsigned)-1 : 0;
			break;
		case IS_SIZE:
			/* A fortified function's last argument is the size of the memory. */
			value->slong = length > 4 && !strcmp(name + length - 4, "_chk") && !call->row->kinds[i + 1] ?
				OUT_SIZE : DICE_OF(sizes);
			break;
		case IS_OFF:
			value->wide = DICE_OF(wides);
			break;
		case IS_WIDE:
			value->wide = DICE_OF(wides);
			break;
		case IS_CHANGES:
			value->pointer = call->outs[i] = memset(outs[i], 0, OUT_SIZE);
			posix_spawn_file_actions_init(value->pointer);
			break;
		default:
			value->wide = 0;
		}
	}
}

static void note_arguments(const struct call *call)
{
	note_text("call", call->row->name);
	for (size_t i = 0; i < ARGUMENTS && call->row->kinds[i]; i++) {
		const union value *value = &call->values[i];
		switch (call->row->kinds[i]) {
		case IS_PATH:
		case IS_ATPATH:
		case IS_LIBRARY:
		case IS_TEMPLATE:
		case IS_STR:
			note_text("with", call->is_bad[i] ? "(bad)" : value->pointer);
			break;
		case IS_PATHS:
			for (char **path = value->pointer; *path; path++)
				note_text("with", *path);
			break;
		case IS_IN:
			note_number("with", (uintptr_t)value->pointer > 1 ? *(long *)value->pointer : (long)value->pointer);
			break;
		case IS_OUT:
		case IS_STREAM:
		case IS_CHANGES:
			note_number("memory", (uintptr_t)value->pointer > 1);
			break;
		case IS_WIDE:
		case IS_OFF:
			note_number("with", value->wide);
			break;
		case IS_SIZE:
			note_number("with", value->slong);
			break;
		default:
			note_number("with", value->sint);
		}
	}
}

/* What the library would do to the arguments. */
static void rewrite_arguments(const struct calls *calls, struct call *call)
{
	static char rooms[ARGUMENTS][PATH_ROOM];
	static char many[4][PATH_ROOM];

	for (size_t i = 0; i < ARGUMENTS && call->row->kinds[i]; i++) {
		union value *value = &call->values[i];
		enum kind kind = call->row->kinds[i];
		if (kind == IS_PATHS) {
			char **paths = value->pointer;
			for (size_t p = 0; paths[p]; p++)
				paths[p] = (char *)rewrite(&calls->rules, AT_FDCWD, paths[p], many[p]);
		}
		if ((kind != IS_PATH && kind != IS_ATPATH && kind != IS_LIBRARY && kind != IS_TEMPLATE) ||
			call->is_bad[i])
			continue;
		const char *path = value->pointer;
		/* A library's name without a slash is searched for. */
		if (kind != IS_LIBRARY || strchr(path, '/'))
			value->pointer = (char *)rewrite(&calls->rules,
				kind == IS_ATPATH ? call->values[i - 1].sint : AT_FDCWD, path, rooms[i]);
	}
}

void calls_make(struct calls *calls)
{
	struct callable *callable = &callables[dice_below(callable_count)];
	struct call call = {.row = callable->row};
	void *pointers[ARGUMENTS];
	/* libffi writes small integers as a whole ffi_arg. */
	union {
		ffi_arg wide;
		union value value;
	} result = {.wide = 0};

	if (call.row->is_listing && !calls->directory)
		calls->directory = opendir(".");
	if (call.row->is_listing && !calls->directory) {
		note_text("call", "none: there is no directory to list");
		return;
	}
	choose(calls, &call, callable->about);
	note_arguments(&call);
	if (calls->rewrites)
		rewrite_arguments(calls, &call);
	for (unsigned i = 0; i < callable->count; i++)
		pointers[i] = &call.values[i];

	if (note_aloud)
		fflush(stdout);
	/* freopen(3) closes it where it fails, and glibc's aborts where it is asked to open nothing again. */
	if (fileno(calls->file) < 0)
		calls->file = freopen("/dev/null", "r", calls->file);
	if (!sigsetjmp(before_call, 0)) {
		do {
			errno = 0;
			ffi_call(&callable->cif, callable->function, &result, pointers);
			call.error = errno;
			call.result = result.value;
		} while (calls->rewrites && call.row->is_listing && outcome_is_hidden(calls, &call));
		outcome_note(calls, &call, callable->about);
	} else {
		note_text("crashed", "");
	}
}
