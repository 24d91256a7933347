// SPDX-License-Identifier: MIT
// Starts a program from a test and collects its output.
#include "tests/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/core/count.h"

static _Noreturn void child(const char *file, const char *const *argv, const char *const *envp, bool search,
	int out, int error)
{
	/* nohup and background jobs of a shell ignore these signals, and a child would inherit that. */
	static const int ignored[] = {SIGHUP, SIGINT, SIGQUIT};

	for (size_t i = 0; i < COUNT(ignored); i++)
		signal(ignored[i], SIG_DFL);
	dup2(out, STDOUT_FILENO);
	dup2(out, STDERR_FILENO);
	if (search) {
		environ = (char **)envp;
		execvp(file, (char *const *)argv);
	} else {
		execve(file, (char *const *)argv, (char *const *)envp);
	}
	int e = errno;
	_exit(write(error, &e, sizeof e) == sizeof e ? 127 : 126);
}

struct spawned spawn(const char *file, const char *const *argv, const char *const *envp, bool search)
{
	struct spawned s = {.error = 0};
	int out[2], error[2];
	if (pipe2(out, O_CLOEXEC) || pipe2(error, O_CLOEXEC))
		abort();
	pid_t pid = fork();
	if (pid < 0)
		abort();
	if (!pid)
		child(file, argv, envp, search, out[1], error[1]);
	close(out[1]);
	close(error[1]);
	if (read(error[0], &s.error, sizeof s.error) != sizeof s.error)
		s.error = 0;
	ssize_t n;
	char dropped[512];
	while (s.len < sizeof s.out - 1 && (n = read(out[0], s.out + s.len, sizeof s.out - 1 - s.len)) > 0)
		s.len += (size_t)n;
	while (read(out[0], dropped, sizeof dropped) > 0)
		continue;
	close(out[0]);
	close(error[0]);
	if (waitpid(pid, &s.status, 0) != pid)
		abort();
	return s;
}

int spawned_code(struct spawned spawned)
{
	return !spawned.error && WIFEXITED(spawned.status) ? WEXITSTATUS(spawned.status) : -1;
}
