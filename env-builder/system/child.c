// SPDX-License-Identifier: MIT
// The child of fork(2) that executes a program, and what its parent learns of it.
#include "env-builder/system/child.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "common/tool/text.h"
#include "env-builder/system/signals.h"

void child_bind(pid_t parent)
{
#ifdef PR_SET_PDEATHSIG
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() == parent)
		return;
	_exit(127); /* the parent ended before the call */
#else
	(void)parent;
#endif
}

_Noreturn void child_exec(char *const argv[], char *const env[], int in, int out, int err, int report)
{
	if (in >= 0 && dup2(in, 0) >= 0 && dup2(out, 1) >= 0 && dup2(err, 2) >= 0)
		execve(argv[0], argv, env);
	int e = errno;
	if (write(report, &e, sizeof(e)) < 0)
		_exit(126);
	_exit(127);
}

int child_exec_errno(int report)
{
	int e = 0;
	return read(report, &e, sizeof(e)) == sizeof(e) ? e : 0;
}

char *child_failure(int status, int exec_errno)
{
	if (exec_errno)
		return text_copy(strerror(exec_errno));
	if (signals_pending())
		return text_copy("stopped by a signal");
	if (WIFSIGNALED(status))
		return text_format("it was killed by signal %d", WTERMSIG(status));
	return WEXITSTATUS(status) ? text_format("it exited with status %d", WEXITSTATUS(status)) : NULL;
}
