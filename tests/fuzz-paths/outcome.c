// SPDX-License-Identifier: MIT
// The outcome of a call.
#include "tests/fuzz-paths/outcome.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/core/path.h"
#include "tests/fuzz-paths/note.h"
#include "tests/fuzz-paths/tree.h"

bool outcome_is_hidden(const struct calls *calls, const struct call *call)
{
	const struct dirent *entry = call->result.pointer;

	if (call->row->ret == IS_INT)
		entry = call->result.sint ? NULL : *(struct dirent **)call->values[2].pointer;
	return entry && rewrite_hides(&calls->rules, dirfd(calls->directory), entry->d_name);
}

static void note_file(int fd)
{
	struct stat st;
	char text[32];
	ssize_t n;

	note_number("descriptor", fd);
	if (fstat(fd, &st))
		return;
	note_number("mode", st.st_mode);
	note_number("flags", fcntl(fd, F_GETFL));
	note_number("close on exec", fcntl(fd, F_GETFD));
	if (S_ISREG(st.st_mode) && (n = pread(fd, text, sizeof text, 0)) >= 0)
		note_bytes("first bytes", text, (size_t)n);
}

/* Is it a descriptor that was not open before? */
static bool is_new(const struct calls *calls, int fd)
{
	if (fd < 3 || fd == calls->watch || fd == calls->notify || fd == fileno(calls->file) ||
		(calls->directory && fd == dirfd(calls->directory)))
		return false;
	for (size_t i = 0; i < COUNT(calls->descriptors); i++)
		if (fd == calls->descriptors[i])
			return false;
	return fcntl(fd, F_GETFD) >= 0;
}

static void note_number_returned(struct calls *calls, int64_t result, bool varies)
{
	note_number("returns", varies ? result != -1 : result);
	if (!is_new(calls, (int)result))
		return;
	note_file((int)result);
	int *slot = &DICE_OF(calls->descriptors);
	close(*slot);
	*slot = (int)result;
}

static void note_stream(struct calls *calls, const struct call *call, const struct row_info *info)
{
	void *stream = call->result.pointer;

	note_number("returns a stream", stream != NULL);
	if (!stream || (info && info->note))
		return;
	if (!strcmp(call->row->name, "opendir")) {
		if (calls->directory)
			closedir(calls->directory);
		calls->directory = stream;
		note_file(dirfd(stream));
	} else {
		note_file(fileno(stream));
		if (stream != calls->file)
			fclose(stream);
	}
}

static void note_text_returned(const struct call *call)
{
	char *text = call->result.pointer;

	for (size_t i = 0; i < ARGUMENTS && call->row->kinds[i]; i++) {
		if (!text || text != call->values[i].pointer)
			continue;
		note_number("returns argument", (int64_t)i);
		if (call->outs[i])
			note_text("text", text);
		return;
	}
	/* A name of tempnam(3) ends with six random letters. */
	if (text && !strcmp(call->row->name, "tempnam"))
		note_bytes("returns", text, strlen(text) > 6 ? strlen(text) - 6 : 0);
	else
		note_text("returns", text);
	free(text);
}

/* Removes the file at the translated path of path. */
static void undo(const struct calls *calls, int dirfd, const char *path)
{
	char room[PATH_ROOM];
	const char *translated = rewrite(&calls->rules, dirfd, path, room);

	if (raw(SYS_unlinkat, dirfd, translated, 0))
		raw(SYS_unlinkat, dirfd, translated, AT_REMOVEDIR);
	note_number("removed", errno);
}

static void note_template(const struct calls *calls, const struct call *call)
{
	char *template = call->template, seen[PATH_ROOM];
	const char *made = call->values[0].pointer;
	bool ok = call->row->ret == IS_TEXT ? call->result.pointer != NULL : call->result.sint >= 0;

	/* The player rewrote the path: the new name is copied to the template of the caller. A template that
	 * ends in a redirected directory has none. */
	if (made != template && !*made)
		*template = '\0';
	else if (made != template && strchr(path_base(template), 'X'))
		memcpy(template + strlen(template) - strlen(path_base(template)), path_base(made),
			strlen(path_base(template)));
	strcpy(seen, template);
	/* Each X may be any letter now. */
	for (size_t i = path_dir_len(seen); strcmp(template, call->chosen) != 0 && seen[i] && call->chosen[i];
		i++)
		if (call->chosen[i] == 'X')
			seen[i] = '?';
	note_text("made", seen);
	errno = 0;
	if (ok && strcmp(call->row->name, "mktemp") != 0)
		undo(calls, AT_FDCWD, template);
}

static void undo_node(const struct calls *calls, const struct call *call)
{
	for (size_t i = 0; i < ARGUMENTS; i++) {
		errno = 0;
		if (call->row->kinds[i] == IS_PATH)
			undo(calls, AT_FDCWD, call->values[i].pointer);
		if (call->row->kinds[i] == IS_ATPATH)
			undo(calls, call->values[i - 1].sint, call->values[i].pointer);
	}
}

void outcome_note(struct calls *calls, const struct call *call, const struct row_info *info)
{
	note_number("errno", call->error);
	switch (call->row->ret) {
	case IS_INT:
		note_number_returned(calls, call->result.sint, info && info->varies);
		break;
	case IS_LONG:
	case IS_SSIZE:
		note_number_returned(calls, call->result.slong, info && info->varies);
		break;
	case IS_TEXT:
		note_text_returned(call);
		break;
	case IS_STREAM:
		note_stream(calls, call, info);
		break;
	default:
		note_number("returns a pointer", call->result.pointer != NULL);
	}
	if (call->template)
		note_template(calls, call);
	if (info && info->note)
		info->note(call);
	if (!call->result.sint && (strstr(call->row->name, "mknod") || strstr(call->row->name, "mkfifo")))
		undo_node(calls, call);
	if (!strcmp(call->row->name, "chdir")) {
		char cwd[PATH_ROOM];
		note_text("current directory", rewrite_start(AT_FDCWD, cwd) ? cwd : NULL);
	}
}
