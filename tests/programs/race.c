// SPDX-License-Identifier: MIT
// Starts FILE COUNT times by each of three calls while other threads add, replace and remove variables of
// environ:
//
//	race COUNT FILE
//
// Prints "survived". The calls may fail, as without the library: the kernel reads arrays that are being
// changed.
#include <pthread.h>
#include <stdatomic.h>

#include "tests/programs/forms.h"

static atomic_bool over;

static void *change(void *which)
{
	static char put[] = "RACE_PUT=x";
	char name[32];

	for (unsigned i = 0; !over; i++) {
		snprintf(name, sizeof name, "RACE_%s_%u", (const char *)which, i % 3000);
		setenv(name, "a value", 1);
		if (i % 7 == 0)
			unsetenv(name);
		if (i % 100 == 0)
			putenv(put);
		if (i % 3000 == 2999)
			clearenv();
	}
	return NULL;
}

int main(int argc, char **argv)
{
	static const char *const names[] = {"one", "two"};
	pthread_t threads[2];

	if (argc != 3)
		return 2;
	for (size_t i = 0; i < 2; i++)
		if (pthread_create(&threads[i], NULL, change, (void *)names[i]))
			return 2;
	for (int i = atoi(argv[1]); i > 0; i--) {
		struct task spawn = {.form = "posix_spawn",
			.file = argv[2],
			.argv = argv + 2,
			.envp = environ};
		struct task shell = {.form = "system", .file = argv[2], .argv = argv, .envp = argv};
		task_run(&spawn);
		task_run(&shell);
		FILE *f = popen(argv[2], "r");
		if (f)
			pclose(f);
	}
	over = 1;
	for (size_t i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	fprintf(stderr, "survived\n");
	return 0;
}
