// SPDX-License-Identifier: MIT
// The log of a call.
#include "tests/probe/log.h"

#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/core/pathmap.h"
#include "tests/probe/scene.h"

static char *end;
static size_t room;
static char *later[64];
static size_t lines;

void log_begin(char *out, size_t size)
{
	end = out;
	room = size;
	*out = '\0';
}

static void append(const char *s, size_t n)
{
	n = n < room - 1 ? n : room - 1;
	memcpy(end, s, n);
	end += n;
	room -= n;
	*end = '\0';
}

/* Appends text with the replacements of known paths. */
static void append_known(const char *text)
{
	char gone[PATH_MAX];
	snprintf(gone, sizeof gone, "%s/bare/gone/-", scene_root);
	const struct {
		const char *text, *written;
	} known[] = {{gone, "(hidden)"}, {PATHMAP_NOWHERE, "(hidden)"}, {scene_root, "~"}};

	while (*text) {
		size_t n = 1;
		const char *written = text;
		for (size_t i = 0; i < COUNT(known) && written == text; i++) {
			if (!strncmp(text, known[i].text, strlen(known[i].text))) {
				n = strlen(known[i].text);
				written = known[i].written;
			}
		}
		append(written, written == text ? 1 : strlen(written));
		text += n;
	}
}

void log_add(const char *format, ...)
{
	char *text;
	va_list ap;

	va_start(ap, format);
	if (vasprintf(&text, format, ap) < 0)
		scene_fail("log", format);
	va_end(ap);
	append_known(text);
	free(text);
}

void log_path(const char *path)
{
	if (path)
		log_add(" \"%s\"", path);
	else
		log_add(" NULL");
}

static void log_stat(const struct stat *st)
{
	log_add(" %s %o", scene_name(st), st->st_mode);
}

void log_fd(int fd)
{
	struct stat st;
	char text[64];

	if (fstat(fd, &st)) {
		log_add(" no descriptor");
		return;
	}
	log_stat(&st);
	log_add(" flags %o", fcntl(fd, F_GETFL));
	ssize_t n = pread(fd, text, sizeof text, 0);
	if (n >= 0)
		log_add(" \"%.*s\"", (int)(memchr(text, 0x7f, (size_t)n) ? 0 : n), text);
}

void log_file(const char *path)
{
	struct stat st;

	if (LIBC(stat)(path, &st))
		log_add(" nothing");
	else
		log_stat(&st);
}

void log_later(const char *line)
{
	if (lines < COUNT(later))
		later[lines++] = strdup(line);
}

static int compare_lines(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void log_sorted(void)
{
	qsort(later, lines, sizeof *later, compare_lines);
	for (size_t i = 0; i < lines; i++)
		log_add("\n\t. %s", later[i]);
}
