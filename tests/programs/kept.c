// SPDX-License-Identifier: MIT
// Prints the state that a successful call must not change, and what a cancelled thread leaves behind: kept
// FILE
#include <pthread.h>
#include <signal.h>

#include "tests/programs/forms.h"

static void check_errno(const char *form, char *file)
{
	struct task task = {.form = form, .file = file, .argv = (char *[]){file, NULL}, .envp = environ};

	errno = EXDEV;
	task_run(&task);
	printf("%s: %s after %x, %d\n", form, error_name(errno), (unsigned)task.status, task.error);
	fflush(stdout);
}

static void *wait_long(void *unused)
{
	struct task task = {.form = "system", .file = "exec /bin/sleep 30", .argv = environ, .envp = environ};
	task_run(&task);
	return unused;
}

/* system(3) is a cancellation point: the shell is killed and reaped. */
static void check_cancel(void)
{
	pthread_t thread;
	void *result;

	if (pthread_create(&thread, NULL, wait_long, NULL))
		exit(2);
	usleep(100000);
	pthread_cancel(thread);
	pthread_join(thread, &result);
	pid_t left = waitpid(-1, NULL, WNOHANG);
	printf("system: %s, %s\n", result == PTHREAD_CANCELED ? "cancelled" : "ended",
		left == -1 && errno == ECHILD ? "no child left" : "a child left");
}

int main(int argc, char **argv)
{
	static char *none[] = {NULL};
	sigset_t blocked;

	if (argc != 2)
		return 2;
	environ = none;
	check_errno("posix_spawn", argv[1]);
	check_errno("posix_spawnp", argv[1]);
	check_errno("system", argv[1]);
	errno = EXDEV;
	FILE *f = popen(argv[1], "r");
	printf("popen: %s\n", error_name(errno));
	while (f && getc(f) != EOF)
		continue;
	if (f)
		pclose(f);
	environ = none;
	check_cancel();
	sigprocmask(SIG_BLOCK, NULL, &blocked);
	printf("blocked: %d\n", sigismember(&blocked, SIGCHLD));
	return 0;
}
