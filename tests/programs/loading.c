// SPDX-License-Identifier: MIT
// Loads and unloads libraries in two threads, as programs with plug-ins do, and meanwhile
//
//	loading fork COUNT		forks COUNT children, each of which uses a path for the first time
//	loading look COUNT		uses a path COUNT times, in two threads
//
// Prints how many children hung, or how many calls failed.
#include <dlfcn.h>
#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/core/count.h"

static const char *const libraries[] = {"libz.so.1", "libm.so.6", "libbz2.so.1.0", "liblzma.so.5",
	"libffi.so.8"};

static void *load(void *seed)
{
	for (size_t i = seed ? 1 : 0;; i++) {
		void *one = dlopen(libraries[i % COUNT(libraries)], RTLD_NOW),
		     *other = dlopen(libraries[i * 3 % COUNT(libraries)], RTLD_NOW);
		if (one)
			dlclose(one);
		if (other)
			dlclose(other);
		malloc_trim(0);
	}
	return NULL;
}

static size_t count;

/* Returns how many children hung; stops at the first one. */
static int fork_children(void)
{
	const unsigned patience = 20;
	int hung = 0;

	for (size_t i = 0; i < count && !hung; i++) {
		int status = 0;
		pid_t pid = fork();
		if (!pid) {
			alarm(patience);
			_exit(chdir("/") ? 1 : 0);
		}
		if (pid < 0 || waitpid(pid, &status, 0) != pid)
			exit(2);
		hung += status != 0;
	}
	return hung;
}

static void *look(void *unused)
{
	struct stat st;
	size_t failed = 0;

	(void)unused;
	for (size_t i = 0; i < count; i++)
		failed += stat("/", &st) != 0;
	return (void *)failed;
}

int main(int argc, char **argv)
{
	pthread_t loaders[2], other;
	void *failed = NULL;

	if (argc != 3)
		return 2;
	count = strtoul(argv[2], NULL, 10);
	for (size_t i = 0; i < 2; i++)
		if (pthread_create(&loaders[i], NULL, load, i ? argv : NULL))
			return 2;
	if (!strcmp(argv[1], "fork")) {
		printf("%d hung\n", fork_children());
	} else if (!pthread_create(&other, NULL, look, NULL)) {
		size_t here = (size_t)look(NULL);
		pthread_join(other, &failed);
		printf("%zu failed\n", here + (size_t)failed);
	}
	fflush(stdout);
	_exit(0);
}
