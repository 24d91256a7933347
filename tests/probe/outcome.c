// SPDX-License-Identifier: MIT
// The outcome of a call.
#include "tests/probe/outcome.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <ftw.h>
#include <glob.h>
#include <limits.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utime.h>

#include "common/core/count.h"
#include "tests/libc.h"
#include "tests/probe/log.h"
#include "tests/probe/scene.h"

enum { SET = 86400 }; /* the time that scene.c logs as "set" */

/* The memory of OUT arguments. */
static union {
	char bytes[8192];
	struct stat stat;
	struct statx statx;
	glob_t matches;
	struct dirent **names;
	struct dirent *entry;
	struct {
		struct file_handle handle;
		char room[MAX_HANDLE_SZ];
	} handle;
} out;
static int mount_id;
static union {
	struct dirent entry;
	char wide[sizeof(struct dirent) + 16]; /* for a 64-bit entry, where struct dirent is smaller */
} entry_room;

void *outcome_in(enum shape shape)
{
	static struct utimbuf utimbuf = {SET, SET};
	static struct timeval timevals[] = {{SET, 0}, {SET, 0}};
	static struct timespec timespecs[] = {{SET, 0}, {SET, 0}};
	static char value[] = "row";
	static dev_t device;

	switch (shape) {
	case SHAPE_UTIMBUF:
		return &utimbuf;
	case SHAPE_TIMEVALS:
		return timevals;
	case SHAPE_TIMESPECS:
		return timespecs;
	case SHAPE_VALUE:
		return value;
	case SHAPE_DEVICE:
		return &device;
	default:
		return NULL;
	}
}

/* For ftw(3), and for nftw(3), which passes one more argument. */
static int walk(const char *path, const struct stat *st, int type)
{
	char line[PATH_MAX + 512];

	(void)st;
	snprintf(line, sizeof line, "%d %s", type, path);
	log_later(line);
	return 0;
}

void *outcome_out(struct outcome *outcome)
{
	unsigned which = outcome->outs++;

	switch (outcome->recipe->shape) {
	case SHAPE_NAMES:
		return which == 0 ? &out.names : NULL;
	case SHAPE_MATCHES:
		return which == 1 ? &out.matches : NULL;
	case SHAPE_WALK:
		return (void *)walk;
	case SHAPE_HANDLE:
		out.handle.handle.handle_bytes = MAX_HANDLE_SZ;
		return which == 0 ? (void *)&out : (void *)&mount_id;
	case SHAPE_ENTRIES_R:
		return which == 0 ? (void *)&entry_room : (void *)&out.entry;
	case SHAPE_ALLOCATED:
	case SHAPE_TREES:
		return NULL;
	default:
		return &out;
	}
}

void *outcome_actions(struct outcome *outcome)
{
	posix_spawn_file_actions_init(&outcome->actions);
	return &outcome->actions;
}

/* Starts cat(1) with the file actions, and logs what it reads. */
static void log_action(struct outcome *outcome)
{
	static char name[] = "cat", *const argv[] = {name, NULL}, *const envp[] = {NULL};
	char text[256];
	int ends[2], status;
	pid_t pid;

	if (outcome->result.sint || pipe(ends))
		return;
	posix_spawn_file_actions_adddup2(&outcome->actions, ends[1], 1);
	posix_spawn_file_actions_addclose(&outcome->actions, 2);
	int error = posix_spawn(&pid, "/bin/cat", &outcome->actions, NULL, argv, envp);
	close(ends[1]);
	ssize_t n = read(ends[0], text, sizeof text);
	if (!error)
		waitpid(pid, &status, 0);
	log_add(" spawn %s \"%.*s\" status %x", error ? error_name(error) : "0", n > 0 ? (int)n : 0, text,
		error ? 0 : (unsigned)status);
}

/* Logs the file that the new watch is on. */
static void log_watch(const struct outcome *outcome)
{
	char name[64], line[512], *at = NULL;

	snprintf(name, sizeof name, "/proc/self/fdinfo/%d", outcome->fd);
	FILE *f = LIBC(fopen)(name, "re");
	while (f && !at && fgets(line, sizeof line, f))
		at = strstr(line, " ino:") ? strstr(line, "ino:")
					   : NULL; /* not the line of the descriptor itself */
	if (f)
		fclose(f);
	struct stat st;
	if (at && !LIBC(stat)(scene_root, &st)) {
		st.st_ino = strtoul(at + 4, NULL, 16);
		log_add(" watches %s", scene_name(&st));
	}
}

static void log_template(struct outcome *outcome)
{
	const char *given = outcome->given, *is = outcome->test->path,
		   *random = given ? strstr(given, "XXXXXX") : NULL;

	if (!given || !outcome->test->is_text)
		return;
	if (!strcmp(given, is)) {
		log_add(" unchanged");
	} else if (!*is) {
		log_add(" emptied");
	} else if (random && !strncmp(given, is, (size_t)(random - given)) &&
		!strcmp(random + 6, is + (random - given) + 6)) {
		snprintf(outcome->made, sizeof outcome->made, "%.6s", is + (random - given));
		log_add(" completed");
	} else {
		log_path(is);
	}
	if (outcome->row->ret == IS_INT && outcome->result.sint >= 0)
		log_fd(outcome->result.sint);
	if (outcome->row->ret == IS_TEXT)
		log_add(" %s",
			outcome->result.pointer == is     ? "the argument"
				: outcome->result.pointer ? "another"
							  : "NULL");
}

static void log_stat(mode_t mode, off_t size, dev_t dev, ino_t ino)
{
	struct stat st = {.st_dev = dev, .st_ino = ino};
	log_add(" %s %o size %ld", scene_name(&st), mode, S_ISDIR(mode) ? 0 : (long)size);
}

static void log_object(const struct outcome *outcome)
{
	struct link_map *map;

	if (!outcome->result.pointer) {
		const char *error = dlerror();
		log_add(" %s", error ? error : "no error");
	} else if (!dlinfo(outcome->result.pointer, RTLD_DI_LINKMAP, &map)) {
		log_path(map->l_name);
	}
}

static void log_trees(FTS *fts)
{
	char line[1024];

	for (FTSENT *entry; (entry = fts_read(fts));) {
		snprintf(line, sizeof line, "%d %d %.200s %s", entry->fts_info, entry->fts_level,
			entry->fts_name, entry->fts_errno ? error_name(entry->fts_errno) : "");
		log_later(line);
		if (entry->fts_level == 0)
			log_path(entry->fts_path);
	}
	fts_close(fts);
}

/* ftok(3) makes the key from the last bytes of device and inode. */
static void log_key(int key)
{
	struct stat st;
	char name[PATH_MAX + 64];
	static const char *const names[] = {"", "/file", "/both", "/dir", "/dir/inner", "/lib.so"};

	for (size_t i = 0; key != -1 && i < COUNT(names); i++) {
		snprintf(name, sizeof name, "%s/env/lib/python3.11/site-packages%s", scene_root, names[i]);
		if (!LIBC(stat)(name, &st) && (int)(st.st_ino & 0xffff) == (key & 0xffff)) {
			log_add(" the key of %s %x", name, (unsigned)key >> 24);
			return;
		}
	}
	log_add(" key %s", key == -1 ? "none" : "of another file");
}

/* Logs the part that depends on the shape. */
static void log_shape(struct outcome *outcome)
{
	void *pointer = outcome->result.pointer;
	long n = outcome->result.slong;
	int number = outcome->result.sint;

	switch (outcome->recipe->shape) {
	case SHAPE_FD:
		if (number >= 0)
			log_fd(number);
		break;
	case SHAPE_FILE:
		if (pointer)
			log_fd(fileno(pointer));
		break;
	case SHAPE_DIR:
		for (struct dirent *entry; pointer && (entry = LIBC(readdir)(pointer));)
			log_later(entry->d_name);
		break;
	case SHAPE_NAMES:
		for (int i = 0; i < number; i++)
			log_later(out.names[i]->d_name);
		break;
	case SHAPE_STAT:
		if (!number)
			log_stat(out.stat.st_mode, out.stat.st_size, out.stat.st_dev, out.stat.st_ino);
		break;
	case SHAPE_STATX:
		if (!number)
			log_stat(out.statx.stx_mode, (off_t)out.statx.stx_size,
				makedev(out.statx.stx_dev_major, out.statx.stx_dev_minor), out.statx.stx_ino);
		break;
	case SHAPE_BYTES:
		if (n >= 0)
			log_add(" \"%.*s\"", (int)n, out.bytes);
		break;
	case SHAPE_WRITTEN:
		log_path(pointer ? out.bytes : NULL);
		break;
	case SHAPE_ALLOCATED:
		log_path(pointer);
		break;
	case SHAPE_CWD:
		log_file(".");
		log_path(getcwd(out.bytes, sizeof out.bytes));
		break;
	case SHAPE_ROOT:
		log_file("/");
		break;
	case SHAPE_WATCH:
	case SHAPE_MARK:
		if (number >= 0)
			log_watch(outcome);
		break;
	case SHAPE_HANDLE:
		if (!number)
			log_add(" handle of %u bytes", out.handle.handle.handle_bytes);
		break;
	case SHAPE_KEY:
		log_key(number);
		break;
	case SHAPE_NAME:
		if (pointer)
			log_add(" \"%.*s\"", (int)strlen(pointer) - 6, (char *)pointer);
		break;
	case SHAPE_MATCHES:
		for (size_t i = 0; !number && i < out.matches.gl_pathc; i++)
			log_path(out.matches.gl_pathv[i]);
		break;
	case SHAPE_ACTION:
		log_action(outcome);
		break;
	case SHAPE_TREES:
		if (pointer)
			log_trees(pointer);
		break;
	case SHAPE_OBJECT:
		log_object(outcome);
		break;
	case SHAPE_MADE:
		log_template(outcome);
		break;
	default:
		break;
	}
}

/* Logs an entry that was read. Returns false if there was none. */
static bool log_entry(const struct outcome *outcome)
{
	const struct dirent *entry = outcome->recipe->shape == SHAPE_ENTRIES ? outcome->result.pointer
									     : out.entry;

	if (!outcome->stream || !entry || (outcome->recipe->shape == SHAPE_ENTRIES_R && outcome->result.sint))
		return false;
	log_later(entry->d_name);
	return true;
}

bool outcome_log(struct outcome *outcome)
{
	enum shape shape = outcome->recipe->shape;
	enum kind ret = outcome->row->ret;

	if ((shape == SHAPE_ENTRIES || shape == SHAPE_ENTRIES_R) && log_entry(outcome))
		return true;
	if (ret == IS_INT || ret == IS_LONG || ret == IS_SSIZE) {
		if (shape != SHAPE_FD && shape != SHAPE_KEY &&
			(shape != SHAPE_MADE || outcome->result.sint < 0))
			log_add(" %ld", ret == IS_INT ? outcome->result.sint : outcome->result.slong);
		else
			log_add(" %s", outcome->result.sint < 0 ? "-1" : "a number");
	} else {
		log_add(" %s", outcome->result.pointer ? "something" : "NULL");
	}
	log_add(" %s", outcome->error ? error_name(outcome->error) : "0");
	log_shape(outcome);
	log_sorted();
	return false;
}
