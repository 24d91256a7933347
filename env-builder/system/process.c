// SPDX-License-Identifier: MIT
// Runs a program to its end and reads its output.
#include "env-builder/system/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "common/core/names.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/text.h"
#include "env-builder/system/child.h"
#include "env-builder/system/signals.h"

#define OUTPUT_MAX (1 << 20)
#define READS_MAX 1024 /* reads until two full pipes are empty */
#define TICK_MS 20     /* the delay until an end is noticed while another process holds the pipes */

extern char **environ;

/* Is the variable of entry, "NAME=VALUE", one of words, each "NAME=VALUE" or "NAME"? */
static bool is_listed(const char *entry, const char *const *words)
{
	for (; words && *words; words++) {
		size_t n = strcspn(*words, "=");
		if (!strncmp(entry, *words, n) && entry[n] == '=')
			return true;
	}
	return false;
}

char **process_environ(const char *const *changes)
{
	static const char off[] = OFF_VARIABLE "=" OFF_VALUE;
	static const char *const ours[] = {off, "PYTHONHOME", "__PYVENV_LAUNCHER__", "PYTHONEXECUTABLE",
		NULL};
	size_t count = 2, n = 0;
	for (char **entry = environ; *entry; entry++)
		count++;
	for (const char *const *word = changes; word && *word; word++)
		count++;
	char **env = need(calloc(count, sizeof(*env)));
	for (char **entry = environ; *entry; entry++)
		if (!is_listed(*entry, ours) && !is_listed(*entry, changes))
			env[n++] = *entry;
	for (const char *const *word = changes; word && *word; word++)
		if (strchr(*word, '='))
			env[n++] = (char *)*word;
	env[n] = (char *)off;
	return env;
}

static _Noreturn void run_child(char *const argv[], char *const env[], int cwd, int out, int err, int report,
	pid_t parent)
{
	setpgid(0, 0); /* so that its children can be killed with it */
	child_bind(parent);
	int null = open("/dev/null", O_RDONLY);
	bool there = cwd == AT_FDCWD || (cwd == PROCESS_ROOT ? !chdir("/") : !fchdir(cwd));
	child_exec(argv, env, there ? null : -1, out, err, report);
}

static long now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* A running program. */
struct running {
	pid_t pid;
	struct pollfd ends[2]; /* of its standard output and error */
	struct text texts[2];
	bool cut;
	int status;
};

/* Reads available output, and waits at most wait_ms for it. Returns whether there was some, or a negative
 * errno. */
static int read_some(struct running *p, int wait_ms)
{
	int r = poll(p->ends, 2, wait_ms);
	if (r < 0)
		return errno == EINTR && !signals_pending() ? 1 : -errno;
	for (int i = 0; i < 2; i++) {
		char buf[4096];
		if (p->ends[i].fd < 0 || !p->ends[i].revents)
			continue;
		ssize_t n = read(p->ends[i].fd, buf, sizeof(buf));
		if (n < 0 && errno != EINTR)
			return -errno;
		if (!n)
			p->ends[i].fd = -1;
		else if (n > 0 && p->texts[i].len < OUTPUT_MAX)
			text_add_n(&p->texts[i], buf, (size_t)n);
		else if (n > 0 && !i)
			p->cut = true;
	}
	return r > 0;
}

/* Reads until the program has ended. The end of its output is no sign of that: a background process that it
 * leaves may hold the pipes, and it may close them itself and go on. Returns 0, -ETIMEDOUT after the
 * deadline, or another negative errno; -EINTR at a signal. */
static int follow(struct running *p, long deadline)
{
	for (;;) {
		bool closed = p->ends[0].fd < 0 && p->ends[1].fd < 0;
		pid_t ended = waitpid(p->pid, &p->status, WNOHANG);
		int r = 1;
		/* All its output is in the pipes; a background process may add more without end. */
		for (int i = 0; ended == p->pid && r > 0 && i < READS_MAX; i++)
			r = read_some(p, 0);
		if (ended == p->pid)
			return r < 0 ? r : 0;
		if (signals_pending() || now_ms() >= deadline)
			return signals_pending() ? -EINTR : -ETIMEDOUT;
		r = read_some(p, closed ? 1 : TICK_MS);
		if (r < 0)
			return r;
	}
}

static const char *last_line(struct text *t)
{
	while (t->len && strchr("\r\n\t ", t->data[t->len - 1]))
		t->data[--t->len] = '\0';
	const char *newline = t->len ? strrchr(t->data, '\n') : NULL;
	return newline ? newline + 1 : t->len ? t->data : "";
}

static char *failure(struct running *p, int exec_errno, int stopped, int seconds)
{
	if (stopped == -ETIMEDOUT)
		return text_format("it did not end within %d seconds", seconds);
	if (stopped && !exec_errno && !signals_pending())
		return text_format("cannot read its output: %s", strerror(-stopped));
	_cleanup_free_ char *why = child_failure(p->status, exec_errno);
	bool exited = !exec_errno && !signals_pending() && WIFEXITED(p->status);
	const char *line = exited ? last_line(&p->texts[1]) : "";
	return text_format("%s%s%s", why, *line ? ": " : "", line);
}

static void end(struct running *p)
{
	kill(-p->pid, SIGKILL);
	kill(p->pid, SIGKILL);
	while (waitpid(p->pid, &p->status, 0) < 0 && errno == EINTR)
		;
}

static void close_pipe(int (*ends)[2])
{
	for (int i = 0; i < 2; i++)
		if ((*ends)[i] >= 0)
			close((*ends)[i]);
}

int process_run(char *const argv[], int cwd, int seconds, struct process_result *ret)
{
	_cleanup_(close_pipe) int out[2] = {-1, -1};
	_cleanup_(close_pipe) int err[2] = {-1, -1};
	_cleanup_(close_pipe) int report[2] = {-1, -1};
	*ret = (struct process_result){.exit_status = -1};
	_cleanup_free_ char **env = process_environ(NULL);
	pid_t pid = -1, own = getpid();
	if (pipe2(out, O_CLOEXEC) < 0 || pipe2(err, O_CLOEXEC) < 0 || pipe2(report, O_CLOEXEC) < 0 ||
		(pid = fork()) < 0) {
		ret->why = text_format("cannot start it: %s", strerror(errno));
		return -1;
	}
	if (!pid)
		run_child(argv, env, cwd, out[1], err[1], report[1], own);
	close(take_fd(&out[1]));
	close(take_fd(&err[1]));
	close(take_fd(&report[1]));
	struct running p = {.pid = pid, .ends = {{out[0], POLLIN, 0}, {err[0], POLLIN, 0}}};
	int stopped = follow(&p, now_ms() + seconds * 1000L);
	if (stopped)
		end(&p);
	int exec_errno = child_exec_errno(report[0]);
	if (!stopped && !exec_errno && WIFEXITED(p.status))
		ret->exit_status = WEXITSTATUS(p.status);
	if (ret->exit_status != 0)
		ret->why = failure(&p, exec_errno, stopped, seconds);
	ret->len = p.texts[0].len;
	ret->cut = p.cut;
	ret->out = text_take(&p.texts[0]);
	text_clear(&p.texts[1]);
	return ret->exit_status == 0 ? 0 : -1;
}

void process_result_clear(struct process_result *result)
{
	free(result->out);
	free(result->why);
	*result = (struct process_result){0};
}
