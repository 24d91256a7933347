// SPDX-License-Identifier: MIT
// Runs a program to its end and takes what it says.
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
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "common/core/names.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/text.h"
#include "env-builder/system/signals.h"

#define OUTPUT_MAX (1 << 20)
#define READS_MAX 1024 /* more than fits into two pipes */
#define TICK_MS 20     /* so late is an end seen that does not close the pipes */

extern char **environ;

/* Does one of words, each "NAME=VALUE" or "NAME", speak of the variable in entry? */
static bool is_listed(const char *entry, const char *const *words)
{
	for (; words && *words; words++) {
		size_t n = strcspn(*words, "=");
		if (!strncmp(entry, *words, n) && entry[n] == '=')
			return true;
	}
	return false;
}

char **process_environ(const char *const *set)
{
	static const char off[] = OFF_VARIABLE "=" OFF_VALUE;
	static const char *const ours[] = {off, "PYTHONHOME", "__PYVENV_LAUNCHER__", "PYTHONEXECUTABLE",
		NULL};
	size_t count = 2, n = 0;
	for (char **entry = environ; *entry; entry++)
		count++;
	for (const char *const *word = set; word && *word; word++)
		count++;
	char **env = need(calloc(count, sizeof(*env)));
	for (char **entry = environ; *entry; entry++)
		if (!is_listed(*entry, ours) && !is_listed(*entry, set))
			env[n++] = *entry;
	for (const char *const *word = set; word && *word; word++)
		if (strchr(*word, '='))
			env[n++] = (char *)*word;
	env[n] = (char *)off;
	return env;
}

void process_bind(pid_t parent)
{
#ifdef PR_SET_PDEATHSIG
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() == parent)
		return;
	_exit(127); /* it was killed before we asked for that */
#else
	(void)parent;
#endif
}

static _Noreturn void run_child(char *const argv[], int cwd, int out, int err, int report, char **env,
	pid_t parent)
{
	setpgid(0, 0); /* so that it can be ended with what it started */
	process_bind(parent);
	int null = open("/dev/null", O_RDONLY);
	bool there = cwd == AT_FDCWD || (cwd == PROCESS_ROOT ? !chdir("/") : !fchdir(cwd));
	if (there && null >= 0 && dup2(null, 0) >= 0 && dup2(out, 1) >= 0 && dup2(err, 2) >= 0)
		execve(argv[0], argv, env);
	int e = errno;
	if (write(report, &e, sizeof(e)) < 0)
		_exit(126);
	_exit(127);
}

static long now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* What it says, while it runs. */
struct listening {
	pid_t pid;
	struct pollfd ends[2]; /* of its standard output and error */
	struct text texts[2];
	bool cut; /* it said more on its output */
	int status;
};

/* Takes what is there, and waits for it at most so long. Returns whether there was something,
 * or a negative errno. */
static int listen_once(struct listening *l, int wait_ms)
{
	int r = poll(l->ends, 2, wait_ms);
	if (r < 0)
		return errno == EINTR && !signals_pending() ? 1 : -errno;
	for (int i = 0; i < 2; i++) {
		char buf[4096];
		if (l->ends[i].fd < 0 || !l->ends[i].revents)
			continue;
		ssize_t n = read(l->ends[i].fd, buf, sizeof(buf));
		if (n < 0 && errno != EINTR)
			return -errno;
		if (!n)
			l->ends[i].fd = -1;
		else if (n > 0 && l->texts[i].len < OUTPUT_MAX)
			text_add_n(&l->texts[i], buf, (size_t)n);
		else if (n > 0 && !i)
			l->cut = true;
	}
	return r > 0;
}

/* Until it has ended: what it leaves running may hold its ends of the pipes, and must not hold us; nor may it
 * close them and go on. Returns 0, -ETIMEDOUT when time is up, or another negative errno,
 * as when a signal asks to stop. */
static int follow(struct listening *l, long deadline)
{
	for (;;) {
		bool closed = l->ends[0].fd < 0 && l->ends[1].fd < 0;
		pid_t ended = waitpid(l->pid, &l->status, WNOHANG);
		int r = 1;
		/* All that it said is there by now; what it left running may go on. */
		for (int i = 0; ended == l->pid && r > 0 && i < READS_MAX; i++)
			r = listen_once(l, 0);
		if (ended == l->pid)
			return r < 0 ? r : 0;
		if (signals_pending() || now_ms() >= deadline)
			return signals_pending() ? -EINTR : -ETIMEDOUT;
		r = listen_once(l, closed ? 1 : TICK_MS);
		if (r < 0)
			return r;
	}
}

/* The last line that says something. */
static char *last_line(struct text *t)
{
	while (t->len && strchr("\r\n\t ", t->data[t->len - 1]))
		t->data[--t->len] = '\0';
	const char *newline = t->len ? strrchr(t->data, '\n') : NULL;
	return text_copy(newline ? newline + 1 : t->len ? t->data : "");
}

static char *failure(int status, int exec_errno, int stopped, int seconds, struct text *err)
{
	if (exec_errno)
		return text_copy(strerror(exec_errno));
	if (signals_pending())
		return text_copy("stopped by a signal");
	if (stopped == -ETIMEDOUT)
		return text_format("it did not end within %d seconds", seconds);
	if (stopped)
		return text_format("cannot hear what it says: %s", strerror(-stopped));
	if (WIFSIGNALED(status))
		return text_format("it was killed by signal %d", WTERMSIG(status));
	_cleanup_free_ char *line = last_line(err);
	return text_format("it exited with status %d%s%s", WEXITSTATUS(status), *line ? ": " : "", line);
}

/* Kills what is still there, and waits for it. */
static void end(struct listening *l)
{
	kill(-l->pid, SIGKILL);
	kill(l->pid, SIGKILL);
	while (waitpid(l->pid, &l->status, 0) < 0 && errno == EINTR)
		;
}

int process_run(char *const argv[], int cwd, int seconds, struct process_result *ret)
{
	int out[2] = {-1, -1}, err[2] = {-1, -1}, report[2] = {-1, -1};
	*ret = (struct process_result){.exit_status = -1};
	_cleanup_free_ char **env = process_environ(NULL);
	pid_t pid = -1, own = getpid();
	if (pipe2(out, O_CLOEXEC) < 0 || pipe2(err, O_CLOEXEC) < 0 || pipe2(report, O_CLOEXEC) < 0 ||
		(pid = fork()) < 0) {
		ret->why = text_format("cannot start it: %s", strerror(errno));
		const int ends[] = {out[0], out[1], err[0], err[1], report[0], report[1]};
		for (size_t i = 0; i < sizeof(ends) / sizeof(*ends) && ends[i] >= 0; i++)
			close(ends[i]);
		return -1;
	}
	if (!pid)
		run_child(argv, cwd, out[1], err[1], report[1], env, own);
	close(out[1]);
	close(err[1]);
	close(report[1]);
	struct listening l = {.pid = pid, .ends = {{out[0], POLLIN, 0}, {err[0], POLLIN, 0}}};
	int stopped = follow(&l, now_ms() + seconds * 1000L), exec_errno = 0;
	if (stopped)
		end(&l);
	if (read(report[0], &exec_errno, sizeof(exec_errno)) != sizeof(exec_errno))
		exec_errno = 0;
	close(out[0]);
	close(err[0]);
	close(report[0]);
	if (!stopped && !exec_errno && WIFEXITED(l.status))
		ret->exit_status = WEXITSTATUS(l.status);
	bool good = !stopped && !exec_errno && WIFEXITED(l.status) && !WEXITSTATUS(l.status);
	if (!good)
		ret->why = failure(l.status, exec_errno, stopped, seconds, &l.texts[1]);
	ret->len = l.texts[0].len;
	ret->cut = l.cut;
	ret->out = text_take(&l.texts[0]);
	text_clear(&l.texts[1]);
	return good ? 0 : -1;
}

void process_result_clear(struct process_result *result)
{
	free(result->out);
	free(result->why);
	*result = (struct process_result){0};
}
