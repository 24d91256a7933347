// SPDX-License-Identifier: MIT
// Starts a program in a constructor: built as a library that comes behind ours, before ours has had its
// constructor called. EARLY="FORM FILE" says what; it gets an empty environment, and so has this process from
// then on. What is executed in place ends the process there, without a main().
#include "tests/programs/forms.h"

__attribute__((constructor)) static void early(void)
{
	static char *none[] = {NULL};
	char form[64], file[4096];
	const char *what = getenv("EARLY");

	if (!what || sscanf(what, "%63s %4095s", form, file) != 2)
		return;
	environ = none;
	struct task task = {.form = form, .file = file, .argv = (char *[]){file, NULL}, .envp = none};
	task_run(&task);
	task_print(&task);
}

int main(void)
{
	puts("main");
	return 0;
}
