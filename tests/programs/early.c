// SPDX-License-Identifier: MIT
// Starts a program in a constructor. It is built as a library behind ours, whose constructor is called later.
// EARLY="FORM FILE" names the program. It gets an empty environment, which this process then has, too. A form
// that executes in this process ends it before main().
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
