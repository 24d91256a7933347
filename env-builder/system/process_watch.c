// SPDX-License-Identifier: MIT
// Runs a program that takes long, such as pip: shows its progress, and stops it with its children at a
// signal.
#include "env-builder/system/process_watch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/text.h"
#include "env-builder/system/child.h"
#include "env-builder/system/signals.h"

#define TICK_MS 100 /* the longest delay until a signal is noticed that comes just before poll(2) */
#define GRACE_MS 5000
#define KEPT ((size_t)256 * 1024) /* the end of the output that is kept */

struct watch {
	pid_t pid;
	bool progress, shown;
	bool quiet; /* shows nothing */
	struct text output;
	struct text line; /* the last line, which may be incomplete */
};

static _Noreturn void run_child(char *const argv[], char *const env[], bool input, int out, int report,
	pid_t parent)
{
	setpgid(0, 0);
	child_bind(parent);
	/* A shell ignores SIGINT for a command with "&", and so would its children. */
	signal(SIGINT, SIG_DFL);
	signal(SIGTTOU, SIG_IGN); /* it may write to the terminal from the background */
	signal(SIGTTIN, SIG_IGN); /* a read from the terminal fails instead of stopping it */
	child_exec(argv, env, input ? STDIN_FILENO : open("/dev/null", O_RDONLY), out, out, report);
}

static void clear_line(struct watch *w)
{
	if (w->shown && write(STDERR_FILENO, "\r\033[K", 4) < 0)
		w->progress = false;
	w->shown = false;
}

/* Shows the line, cut to the width of the terminal. */
static void show_line(struct watch *w)
{
	struct winsize size;
	unsigned width = !ioctl(STDERR_FILENO, TIOCGWINSZ, &size) && size.ws_col ? size.ws_col : 80, used = 0;
	_cleanup_text_ struct text out = {0};
	_cleanup_text_ struct text shown = {0};
	text_add(&out, "\r\033[K");
	text_add_printable(&shown, w->line.data, "");
	for (size_t i = strspn(shown.data, " "); i < shown.len; i++) {
		/* only the first byte of a UTF-8 character takes a column */
		used += ((unsigned char)shown.data[i] & 0xc0) != 0x80;
		if (used >= width)
			break;
		text_add_n(&out, shown.data + i, 1);
	}
	w->shown = write(STDERR_FILENO, out.data, out.len) > 0;
}

/* Is it a warning of pip or uv that something else is installed than the user asked for? */
static bool is_warning(const char *line)
{
	static const char *const words[] = {"yanked", "does not provide the extra",
		"does not have an extra named"};
	for (size_t i = 0; i < COUNT(words); i++)
		if (strstr(line, words[i]))
			return true;
	return false;
}

static void print_warning(struct watch *w)
{
	clear_line(w);
	for (char *c = w->line.data; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = ' ';
	warn("%s", w->line.data);
}

static void take_output(struct watch *w, const char *bytes, size_t n)
{
	text_add_n(&w->output, bytes, n);
	if (w->output.len > 2 * KEPT) {
		memmove(w->output.data, w->output.data + w->output.len - KEPT, KEPT + 1);
		w->output.len = KEPT;
	}
	for (size_t i = 0; !w->quiet && i < n; i++) {
		if (bytes[i] != '\n') {
			text_add_n(&w->line, bytes + i, 1);
			continue;
		}
		if (w->line.len && is_warning(w->line.data))
			print_warning(w);
		else if (w->line.len && w->progress)
			show_line(w);
		w->line.len = 0;
	}
}

static void end_group(const struct watch *w, int *ret_status)
{
	static const int signals[] = {SIGINT, SIGTERM};
	for (size_t i = 0; i < COUNT(signals); i++) {
		kill(-w->pid, signals[i]);
		for (int waited = 0; waited < GRACE_MS; waited += TICK_MS) {
			if (waitpid(w->pid, ret_status, WNOHANG) == w->pid) {
				kill(-w->pid, SIGKILL);
				return;
			}
			poll(NULL, 0, TICK_MS);
		}
	}
	kill(-w->pid, SIGKILL);
	while (waitpid(w->pid, ret_status, 0) < 0 && errno == EINTR)
		;
}

/* Reads until the program has ended; a background process that it leaves may hold the pipe longer. Returns
 * its status. */
static int follow(struct watch *w, int fd)
{
	int status = 0;
	bool ended = false;
	while (!signals_pending()) {
		struct pollfd p = {fd, POLLIN, 0};
		if (!ended)
			ended = waitpid(w->pid, &status, WNOHANG) == w->pid;
		int ready = poll(&p, fd >= 0, ended ? 0 : TICK_MS);
		char buf[4096];
		ssize_t n = ready > 0 ? read(fd, buf, sizeof(buf)) : -1;
		if (n > 0)
			take_output(w, buf, (size_t)n);
		else if (ended)
			return status;
		else if (!n)
			fd = -1; /* it closed its output */
	}
	if (!ended)
		end_group(w, &status);
	return status;
}

int process_watch(char *const argv[], char *const env[], bool input, enum watch_show show, char **ret_output,
	char **ret_why)
{
	int out[2] = {-1, -1}, report[2] = {-1, -1};
	if (pipe2(out, O_CLOEXEC) < 0 || pipe2(report, O_CLOEXEC) < 0)
		die("cannot make a pipe: %s", strerror(errno));
	const char *term = getenv("TERM");
	struct watch w = {.quiet = show == WATCH_NOTHING,
		.progress = show == WATCH_PROGRESS && isatty(STDERR_FILENO) && term &&
			strcmp(term, "dumb") != 0};
	pid_t own = getpid();
	w.pid = fork();
	if (w.pid < 0)
		die("cannot start a process: %s", strerror(errno));
	if (!w.pid)
		run_child(argv, env, input, show == WATCH_ALL ? STDERR_FILENO : out[1], report[1], own);
	setpgid(w.pid, w.pid); /* done twice, so that the group exists before end_group() needs it */
	close(out[1]);
	close(report[1]);
	int status = follow(&w, out[0]);
	clear_line(&w);
	char *why = child_failure(status, child_exec_errno(report[0]));
	close(out[0]);
	close(report[0]);
	text_clear(&w.line);
	if (!why) {
		text_clear(&w.output);
		return 0;
	}
	*ret_output = text_take(&w.output);
	*ret_why = why;
	return -1;
}
