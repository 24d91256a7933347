// SPDX-License-Identifier: MIT
// Starts a program, with an empty environment, under the given conditions.
//
//	hardship [CONDITION...] -- FORM FILE [ARG...]
//
//	stack=BYTES	on a stack of that size, in a child that shares the memory: clone(2) with CLONE_VFORK
//	measure=BYTES	the same; prints how much of the stack was used
//	thread		in another thread than the main one
//	forked		in a child that a thread has forked
//	handler		in a handler of SIGALRM that interrupts malloc(3)
//	full		with every descriptor in use (they are closed on exec)
//	nofile=N core=N as=N limit-stack=N	with that resource limit
//	deny=CALL kill=CALL	with a seccomp filter that fails that call with EPERM, or kills the process
//	keep-environ	as the first condition: with the unchanged environment
//	ignore-children	with SIGCHLD ignored
//	arguments=N variables=N	with N more arguments or variables
//	name=BYTES	with a name of that length without a slash; slash=BYTES: with "./" in front
//	search=BYTES	with that many bytes of missing directories in front of PATH
//	bad=WHICH	with a pointer into unreadable memory; WHICH is path, argv, envp, word (the first
//			entry of argv) or entry (an entry of envp)
//	null=WHICH	with a null pointer
//	open=WHICH	with a string or an array that continues into unreadable memory
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "common/core/count.h"
#include "tests/programs/forms.h"
#include "tests/programs/odd_arguments.h"

static struct task task;
static size_t stack_size;
static bool measures;

static void run(void)
{
	task_run(&task);
	task_print(&task);
}

static int on_small_stack(void *unused)
{
	(void)unused;
	task_run(&task);
	do_exit(127);
	return 0;
}

static void run_on_small_stack(void)
{
	const size_t page = 4096;
	const unsigned char paint = 0xa5;
	size_t unused = 0;
	int status = 0;
	unsigned char *stack = mmap(NULL, page + stack_size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	check(stack != MAP_FAILED && !mprotect(stack, page, PROT_NONE), "mmap");
	stack += page;
	memset(stack, paint, stack_size);
	pid_t pid = clone(on_small_stack, stack + stack_size, CLONE_VM | CLONE_VFORK | SIGCHLD, NULL);
	check(pid > 0 && waitpid(pid, &status, 0) == pid, "clone");
	while (unused < stack_size && stack[unused] == paint)
		unused++;
	if (measures)
		printf("used %zu\n", stack_size - unused);
	if (task.error || task.status)
		task_print(&task);
	printf("child: status %x\n", (unsigned)status);
}

static void *in_thread(void *unused)
{
	run();
	return unused;
}

static void *in_forked(void *unused)
{
	int status = 0;
	pid_t pid = fork();

	if (!pid) {
		run();
		_exit(0);
	}
	check(pid > 0 && waitpid(pid, &status, 0) == pid, "fork");
	printf("child: status %x\n", (unsigned)status);
	return unused;
}

static void run_thread(void *(*body)(void *))
{
	pthread_t thread;

	check(!pthread_create(&thread, NULL, body, NULL), "pthread_create");
	pthread_join(thread, NULL);
}

static volatile sig_atomic_t handled;

static void on_alarm(int signal)
{
	(void)signal;
	task_run(&task);
	handled = 1;
}

static void run_handler(void)
{
	signal(SIGALRM, on_alarm);
	ualarm(2000, 0);
	for (size_t i = 0; !handled; i++) {
		void *volatile p = malloc(i % 3000 + 1);
		free(p);
	}
	task_print(&task);
}

static void limit(int resource, const char *value)
{
	struct rlimit now;

	check(!getrlimit(resource, &now), "getrlimit");
	now.rlim_cur = strtoul(value, NULL, 10);
	check(!setrlimit(resource, &now), "setrlimit");
}

static void fill_descriptors(void)
{
	int fd;

	limit(RLIMIT_NOFILE, "64");
	do {
		fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	} while (fd >= 0);
	check(errno == EMFILE, "open");
}

static void filter(const char *call, unsigned verdict)
{
	static const struct {
		const char *name;
		unsigned number;
	} calls[] = {{"statx", SYS_statx}, {"faccessat", SYS_faccessat}, {"faccessat2", SYS_faccessat2},
		{"openat", SYS_openat}, {"read", SYS_read}, {"lseek", SYS_lseek}, {"close", SYS_close},
		{"readlinkat", SYS_readlinkat}, {"newfstatat", SYS_newfstatat}, {"futex", SYS_futex}};
	unsigned number = 0;

	for (size_t i = 0; i < COUNT(calls); i++)
		if (!strcmp(calls[i].name, call))
			number = calls[i].number;
	errno = EINVAL;
	check(number || !strcmp(call, "read"), call); /* read is number 0 on x86-64 */
	struct sock_filter program[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, verdict),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog filter = {.len = COUNT(program), .filter = program};
	check(!prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) && !prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter),
		"prctl");
}

/* Replaces the pointer that which names. For an entry, argv or envp becomes an array of this program. */
static void spoil(const char *which, void *pointer)
{
	static char *argv[] = {(char *)"first", (char *)"second", NULL};
	static char *envp[] = {(char *)"A=1", (char *)"B=2", NULL};

	if (!strcmp(which, "path")) {
		task.file = pointer;
	} else if (!strcmp(which, "argv")) {
		task.argv = pointer;
	} else if (!strcmp(which, "envp")) {
		environ = task.envp = pointer;
	} else if (!strcmp(which, "word")) {
		argv[0] = pointer;
		task.argv = argv;
	} else if (!strcmp(which, "entry")) {
		envp[1] = pointer;
		environ = task.envp = envp;
	} else {
		errno = EINVAL;
		check(false, which);
	}
}

static bool begins(const char **word, const char *name)
{
	size_t n = strlen(name);

	if (strncmp(*word, name, n) != 0)
		return false;
	*word += n;
	return true;
}

static void (*runner)(void) = run;

static void run_in_thread(void)
{
	run_thread(in_thread);
}
static void run_forked(void)
{
	run_thread(in_forked);
}

static void impose(const char *word)
{
	if ((measures |= begins(&word, "measure=")) || begins(&word, "stack=")) {
		stack_size = strtoul(word, NULL, 10);
		runner = run_on_small_stack;
	} else if (!strcmp(word, "thread")) {
		runner = run_in_thread;
	} else if (!strcmp(word, "forked")) {
		runner = run_forked;
	} else if (!strcmp(word, "handler")) {
		runner = run_handler;
	} else if (!strcmp(word, "full")) {
		fill_descriptors();
	} else if (!strcmp(word, "ignore-children")) {
		signal(SIGCHLD, SIG_IGN);
	} else if (begins(&word, "nofile=")) {
		limit(RLIMIT_NOFILE, word);
	} else if (begins(&word, "as=")) {
		limit(RLIMIT_AS, word);
	} else if (begins(&word, "limit-stack=")) {
		limit(RLIMIT_STACK, word);
	} else if (begins(&word, "deny=")) {
		filter(word, SECCOMP_RET_ERRNO | EPERM);
	} else if (begins(&word, "kill=")) {
		filter(word, SECCOMP_RET_KILL_PROCESS);
	} else if (begins(&word, "arguments=")) {
		task.argv = longer(task.argv, strtoul(word, NULL, 10), "argument");
	} else if (begins(&word, "variables=")) {
		environ = task.envp = longer(task.envp, strtoul(word, NULL, 10), "VARIABLE=value");
	} else if (begins(&word, "name=")) {
		task.file = long_text("", strtoul(word, NULL, 10), "a", "");
	} else if (begins(&word, "slash=")) {
		task.file = long_text("./", strtoul(word, NULL, 10), "a", "");
	} else if (begins(&word, "search=")) {
		char *list = long_text("", strtoul(word, NULL, 10) / 9 * 9, "/nowhere:", "/usr/bin:/bin");
		check(!setenv("PATH", list, 1), "setenv");
		free(list);
		task.envp = environ;
	} else if (begins(&word, "bad=")) {
		spoil(word, at_edge(0));
	} else if (begins(&word, "null=")) {
		spoil(word, NULL);
	} else if (begins(&word, "open=")) {
		spoil(word,
			!strcmp(word, "argv") || !strcmp(word, "envp") ? open_array() : open_string(word));
	} else {
		fprintf(stderr, "hardship: unknown condition %s\n", word);
		exit(2);
	}
}

int main(int argc, char **argv)
{
	static char *none[] = {NULL};
	int i = 1, last = 1;

	setvbuf(stdout, NULL, _IONBF, 0);
	while (last < argc && strcmp(argv[last], "--") != 0)
		last++;
	if (argc - last < 3)
		return 2;
	task = (struct task){.form = argv[last + 1], .file = argv[last + 2], .argv = argv + last + 2};
	if (i < last && !strcmp(argv[i], "keep-environ"))
		i++;
	else
		environ = none;
	task.envp = environ;
	for (; i < last; i++)
		impose(argv[i]);
	runner();
	return 0;
}
