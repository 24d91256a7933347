// SPDX-License-Identifier: MIT
// The arguments of a random call: values of each kind of preload/hooks/kinds.h.
#include "tests/fuzz-paths/arguments.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/fuzz-paths/note.h"
#include "tests/fuzz-paths/paths.h"

static int flags_for(const struct call *call, const struct row_info *info)
{
	static const int at[] = {AT_SYMLINK_NOFOLLOW, AT_REMOVEDIR, AT_SYMLINK_FOLLOW, AT_NO_AUTOMOUNT,
		AT_EMPTY_PATH, 1, -1};
	static const size_t many[] = {0, 0, 1, 1, 2, 3};
	const int *bits = info && info->flags ? info->flags : at;
	int flags = info ? info->always : 0;
	size_t count = 0, n = strlen(call->row->name);

	while (bits[count] >= 0)
		count++;
	for (size_t i = DICE_OF(many); i; i--)
		flags |= bits[dice_below(count)];
	/* __open_2() of fortify aborts if a mode is needed. */
	return n > 2 && !strcmp(call->row->name + n - 2, "_2") ? flags & ~(O_CREAT | O_TMPFILE) : flags;
}

static const char *string_for(const char *name)
{
	static const char *const modes[] = {"r", "w", "a", "r+", "w+", "a+", "wx", "re", "?"};
	static const char *const attributes[] = {"user.x", "user.x", "user.x", "user.y", "trusted.x",
		"nothing", ""};
	static const char *const others[] = {"", "pfx", "longer-prefix", "no-such-type"};

	if (strstr(name, "open"))
		return DICE_OF(modes);
	return strstr(name, "xattr") ? DICE_OF(attributes) : DICE_OF(others);
}

static int descriptor(const struct calls *calls)
{
	return dice_percent(4) ? 999 : DICE_OF(calls->descriptors);
}

/* Chooses the arguments. */
static void choose(const struct calls *calls, struct call *call, const struct row_info *info)
{
	static const int ints[] = {0, 1, 1, 1, 2, 3, 4, 7, -1, 9, 40};
	static const unsigned uints[] = {0, 1, 2, 4, 9, 0x10, 0x7ff, 0xfff, 0x1000000, 0x2000000};
	static const unsigned modes[] = {0755, 0755, 0755, 0755, 0644, 0644, 0777, 0777, 0700, 0700, 0600,
		0755, 0, 0111, 04755, S_IFREG | 0644, S_IFIFO | 0600, S_IFSOCK | 0600, S_IFDIR | 0755,
		S_IFCHR | 0600};
	static const long sizes[] = {0, 1, 3, 16, 40, 100, 200, 4096, 4096, OUT_SIZE};
	static const int64_t wides[] = {0, 1, 2, 7, 0x20, 4096, -1, (int64_t)1 << 40};
	/* Times, a device, or the value of an attribute. */
	static const struct numbers {
		long first[4];
		char zeros[OUT_SIZE];
	} numbers[] = {{.first = {1000, 5, 2000, 7}}, {.first = {1, 0, 2, -1}},
		{.first = {0, 1000000000, 0, 0}}, {.first = {0, 0x3fffffff, 5, 0x3ffffffe}}};
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
				value->pointer = paths_random(i,
					call->row->kinds[i] == IS_PATH ? AT_FDCWD : call->values[i - 1].sint);
			break;
		case IS_LIBRARY:
			value->pointer = dice_percent(90)
				? paths_random(i, AT_FDCWD)
				: paths_put(i, dice_percent(50) ? "libm.so.6" : "libnothing.so");
			break;
		case IS_TEMPLATE:
			value->pointer = call->template = paths_random_template(i);
			call->chosen = strcpy(template, call->template);
			break;
		case IS_PATHS:
			value->pointer = paths;
			memset(paths, 0, sizeof paths);
			/* fts(3) of glibc crashes if there is none */
			for (size_t n = 1 + dice_below(3), p = 0; p < n; p++)
				paths[p] = paths_random(ARGUMENTS + p, AT_FDCWD);
			break;
		case IS_DIRFD:
			value->sint = dice_percent(40) ? AT_FDCWD : descriptor(calls);
			break;
		case IS_FD:
			value->sint = dice_percent(10) ? descriptor(calls)
				: dice_percent(50)     ? calls->watch
						       : calls->notify;
			break;
		case IS_STR:
			value->pointer = paths_put(i, string_for(name));
			break;
		case IS_TARGET:
			value->pointer = paths_random_link(i);
			break;
		case IS_IN:
			value->pointer = dice_percent(2) ? (void *)1
				: dice_percent(20)       ? NULL
							 : (void *)&DICE_OF(numbers);
			break;
		case IS_OUT:
			value->pointer = info && functions < 3 ? info->functions[functions] : NULL;
			functions++;
			if (value->pointer)
				break;
			/* readdir(3) keeps a lock if it crashes. */
			if (!call->is_listing && dice_percent(2)) {
				value->pointer = (void *)dice_below(2);
				break;
			}
			value->pointer = call->outs[i] = memset(outs[i], 0, 512);
			break;
		case IS_STREAM:
			value->pointer = call->is_listing ? (void *)calls->directory : calls->file;
			break;
		case IS_FLAGS:
			value->sint = flags_for(call, info);
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
			/* The last argument of a fortified function is the size of the memory. */
			value->slong = length > 4 && !strcmp(name + length - 4, "_chk") &&
					!call->row->kinds[i + 1]
				? OUT_SIZE
				: DICE_OF(sizes);
			break;
		case IS_OFF:
			value->sint64 = DICE_OF(wides);
			break;
		case IS_WIDE:
			value->sint64 = DICE_OF(wides);
			break;
		case IS_CHANGES:
			value->pointer = call->outs[i] = memset(outs[i], 0, OUT_SIZE);
			posix_spawn_file_actions_init(value->pointer);
			break;
		default:
			value->sint64 = 0;
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
		case IS_TARGET:
		case IS_STR:
			note_text("with", call->is_bad[i] ? "(bad)" : value->pointer);
			break;
		case IS_PATHS:
			for (char **path = value->pointer; *path; path++)
				note_text("with", *path);
			break;
		case IS_IN:
			note_number("with",
				(uintptr_t)value->pointer > 1 ? *(long *)value->pointer
							      : (long)value->pointer);
			break;
		case IS_OUT:
		case IS_STREAM:
		case IS_CHANGES:
			note_number("memory", (uintptr_t)value->pointer > 1);
			break;
		case IS_WIDE:
		case IS_OFF:
			note_number("with", value->sint64);
			break;
		case IS_SIZE:
			note_number("with", value->slong);
			break;
		default:
			note_number("with", value->sint);
		}
	}
}

void arguments_choose(const struct calls *calls, struct call *call, const struct row_info *info)
{
	choose(calls, call, info);
	note_arguments(call);
}

void arguments_rewrite(const struct calls *calls, struct call *call)
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
		if (kind == IS_TARGET && *(char *)value->pointer == '/') {
			const char *target = rewrite(&calls->rules, AT_FDCWD, value->pointer, rooms[i]);
			if (!strstr(target, "hidden-by-venvrun"))
				value->pointer = (char *)target;
		}
		if ((kind != IS_PATH && kind != IS_ATPATH && kind != IS_LIBRARY && kind != IS_TEMPLATE) ||
			call->is_bad[i])
			continue;
		const char *path = value->pointer;
		/* dlopen(3) searches for a name without a slash. */
		if (kind != IS_LIBRARY || strchr(path, '/'))
			value->pointer = (char *)rewrite(&calls->rules,
				kind == IS_ATPATH ? call->values[i - 1].sint : AT_FDCWD, path, rooms[i]);
	}
}
