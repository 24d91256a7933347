// SPDX-License-Identifier: MIT
// How many arguments fit into one exec? Starts FILE with extra arguments in a child that shares the memory.
//
//	many COUNT BYTES FORM FILE	COUNT arguments of BYTES in all; prints "status 0" or "E2BIG"
//	many limit WHICH FORM FILE	prints the largest size that fits: of "one" string, or of "all"
//					strings, which have one byte each
#include "tests/programs/forms.h"

static struct task task;

static void check(int ok, const char *what)
{
	if (ok)
		return;
	perror(what);
	exit(2);
}

/* Fills argv: the file, then count strings of bytes in all, including their NULs. */
static void fill(size_t count, size_t bytes)
{
	static char *text;
	size_t each = count ? bytes / count : 0, used = 0;

	free(text);
	free(task.argv);
	text = malloc(bytes + 1);
	task.argv = calloc(count + 2, sizeof *task.argv);
	check(text && task.argv, "malloc");
	memset(text, 'x', bytes);
	task.argv[0] = (char *)task.file;
	for (size_t i = 0; i < count; i++) {
		size_t size = i + 1 < count ? each : bytes - used;
		task.argv[i + 1] = text + used;
		used += size;
		text[used - 1] = '\0';
	}
}

/* Starts the task. Returns its errno, or 0. */
static int start(void)
{
	int status = 0;

	if (!strncmp(task.form, "posix_spawn", strlen("posix_spawn"))) {
		task_run(&task);
		return task.error;
	}
	task.error = 0;
	/* Its effect on the parent is tested. NOLINTNEXTLINE(clang-analyzer-security.insecureAPI.vfork) */
	pid_t pid = vfork();
	if (!pid) {
		task_run(&task); /* NOLINT(clang-analyzer-unix.Vfork): executes */
		_exit(127);
	}
	check(pid > 0 && waitpid(pid, &status, 0) == pid, "vfork");
	task.status = status;
	return task.error;
}

static void limit(int one)
{
	size_t fits = 1, not = one ? 1 << 20 : 1 << 22;

	while (not -fits > 1) {
		size_t middle = fits + (not -fits) / 2;
		fill(one ? 1 : middle / 2, middle);
		if (start())
			not = middle;
		else
			fits = middle;
	}
	printf("%zu\n", fits);
}

int main(int argc, char **argv)
{
	static char *none[] = {NULL};

	if (argc != 5)
		return 2;
	environ = none;
	task = (struct task){.form = argv[3], .file = argv[4], .envp = none};
	if (!strcmp(argv[1], "limit")) {
		limit(!strcmp(argv[2], "one"));
		return 0;
	}
	fill(strtoul(argv[1], NULL, 10), strtoul(argv[2], NULL, 10));
	start();
	task_print(&task);
	return 0;
}
