// SPDX-License-Identifier: MIT
// Runs a shell script from a test, with new variables.
#include "tests/e2e/script.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "common/tool/text.h"

#define VARIABLES_MAX 32

static _Noreturn void child(const char *dir, const char *const *variables, const char *text, int out)
{
	char *envp[VARIABLES_MAX + 4];
	size_t n = 0;
	while (variables && *variables && n < VARIABLES_MAX)
		envp[n++] = (char *)*variables++;
	envp[n++] = text_format("HOME=%s", dir);
	envp[n++] = text_format("TMPDIR=%s", dir);
	envp[n++] = (char *)"PATH=/usr/local/bin:/usr/bin:/bin";
	envp[n] = NULL;

	int nothing = open("/dev/null", O_RDONLY);
	setpgid(0, 0);
	dup2(nothing, 0);
	dup2(out, 1);
	dup2(out, 2);
	/* The script does not get Criterion's descriptors. */
	for (int fd = 3; fd < 256; fd++)
		close(fd);
	signal(SIGPIPE, SIG_DFL);
	if (!chdir(dir))
		execle("/bin/sh", "sh", "-uc", text, (char *)NULL, envp);
	_exit(126);
}

static int milliseconds_until(time_t end)
{
	time_t now = time(NULL);
	return now < end ? (int)(end - now) * 1000 : 0;
}

struct script_result script_run(const char *dir, const char *const *variables, const char *preamble,
	const char *text)
{
	struct script_result r = {.status = -1};
	char *whole = text_format("%s\n%s", preamble, text), rest[512];
	time_t end = time(NULL) + SCRIPT_SECONDS;
	int out[2], status;
	size_t len = 0;

	if (pipe2(out, O_CLOEXEC))
		abort();
	fflush(NULL);
	pid_t pid = fork();
	if (pid < 0)
		abort();
	if (!pid)
		child(dir, variables, whole, out[1]);
	close(out[1]);
	free(whole);

	/* The output ends when the script and all its children have ended. */
	for (struct pollfd p = {.fd = out[0], .events = POLLIN}; poll(&p, 1, milliseconds_until(end)) > 0;) {
		size_t room = sizeof(r.out) - 1 - len;
		ssize_t n = room ? read(out[0], r.out + len, room) : read(out[0], rest, sizeof(rest));
		if (n <= 0) {
			r.status = 0;
			break;
		}
		len += room ? (size_t)n : 0;
	}
	close(out[0]);
	kill(-pid, SIGKILL);
	if (waitpid(pid, &status, 0) != pid)
		abort();
	if (!r.status)
		r.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	return r;
}
