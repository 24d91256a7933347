// SPDX-License-Identifier: MIT
// Runs a program and makes one of its system calls fail, so that a test can do that with each of them:
//
//	inject KILL|ERROR WHICH FILE ARG...
//
// WHICH is N, the Nth call from the first sigaction(2) for SIGINT on, which is where the own work of
// venvbuild begins; or =NR, every call of that number. KILL is the word "kill": the process gets SIGKILL
// instead of the call. ERROR is the errno of the call, which is then not made; but close(2) closes even if it
// fails. Calls that cannot fail are not counted. Children of the program are not changed. The exit status is
// that of the program, or 128 + its signal, or 99 if it ended before the Nth call. A line of output names the
// call.
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/core/count.h"

#define NEVER 99
#define UNABLE 98

/* brk(2) reports a failure by returning the old end of the heap. */
static bool cannot_fail(long number)
{
	static const long calls[] = {SYS_brk, SYS_exit_group, SYS_geteuid, SYS_getpid, SYS_umask};
	for (size_t i = 0; i < COUNT(calls); i++)
		if (number == calls[i])
			return true;
	return false;
}

static _Noreturn void unable(const char *what)
{
	perror(what);
	exit(UNABLE);
}

/* Runs the stopped program to its next stop. Exits if the program ends. */
static int next_stop(pid_t pid, int signal_number, int at_end)
{
	int status;
	if (ptrace(PTRACE_SYSCALL, pid, NULL, (long)signal_number) < 0 || waitpid(pid, &status, 0) < 0)
		unable("inject: ptrace");
	if (WIFEXITED(status) || WIFSIGNALED(status))
		exit(at_end >= 0 ? at_end : WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
	return WSTOPSIG(status);
}

static void poke(pid_t pid, bool entry, long value)
{
#ifdef __x86_64__
	size_t where = entry ? offsetof(struct user_regs_struct, orig_rax)
			     : offsetof(struct user_regs_struct, rax);
	if (ptrace(PTRACE_POKEUSER, pid, where, value) < 0)
		unable("inject: registers");
#else
	(void)pid, (void)entry, (void)value;
	errno = ENOSYS;
	unable("inject: a failing call on this machine");
#endif
}

static int finish(pid_t pid)
{
	int status;
	if (ptrace(PTRACE_DETACH, pid, NULL, NULL) < 0 && errno != ESRCH)
		unable("inject: detach");
	if (waitpid(pid, &status, 0) < 0)
		unable("inject: wait");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void start(char **argv)
{
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
		unable("inject: ptrace");
	raise(SIGSTOP);
	execvp(argv[0], argv);
	unable(argv[0]);
}

int main(int argc, char **argv)
{
	if (argc < 4)
		return UNABLE;
	bool every = argv[2][0] == '=', begun = every;
	long error = strtol(argv[1], NULL, 10), which = strtol(argv[2] + every, NULL, 10), count = 0;
	pid_t pid = fork();
	if (!pid)
		start(argv + 3);
	if (pid < 0 || waitpid(pid, NULL, 0) < 0 ||
		ptrace(PTRACE_SETOPTIONS, pid, NULL,
			PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL) < 0)
		unable("inject: start");
	for (int pass = 0;;) {
		int stop = next_stop(pid, pass, every ? -1 : NEVER);
		struct __ptrace_syscall_info info;
		pass = stop & 0x80 || stop == SIGTRAP ? 0 : stop;
		if (!(stop & 0x80) || ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info) < 0 ||
			info.op != PTRACE_SYSCALL_INFO_ENTRY)
			continue;
		long number = (long)info.entry.nr;
		begun |= number == SYS_rt_sigaction && info.entry.args[0] == SIGINT;
		if (error && cannot_fail(number))
			continue;
		count += begun && !every;
		if (every ? number != which : count != which)
			continue;
		if (!every) {
			printf("call %ld is system call %ld\n", which, number);
			fflush(stdout);
		}
		if (!strcmp(argv[1], "kill")) {
			kill(pid, SIGKILL);
			return finish(pid);
		}
		if (number != SYS_close)
			poke(pid, true, -1);
		next_stop(pid, 0, -1);
		poke(pid, false, -error);
		if (!every)
			return finish(pid);
	}
}
