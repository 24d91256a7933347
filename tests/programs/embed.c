// SPDX-License-Identifier: MIT
// Embeds Python without its headers: embed HOW LIBRARY CODE runs CODE in the libpython that LIBRARY is or
// needs. HOW is "linked" if the program itself is linked to it. Built with -shared it is a library that loads
// $LIBPYTHON.
#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *name, *code;
static void *library;
static volatile bool over;

static void *load(void *unused)
{
	library = dlopen(name, RTLD_NOW | RTLD_GLOBAL);
	if (!library)
		fprintf(stderr, "embed: %s\n", dlerror());
	return unused;
}

#ifdef PLUGIN
static __attribute__((constructor)) void start(void)
{
	name = getenv("LIBPYTHON");
	load(NULL);
}
#else

static void *find(const char *function)
{
	void *found = dlsym(library, function);
	if (!found) {
		fprintf(stderr, "embed: cannot find %s\n", function);
		_exit(1);
	}
	return found;
}

static void *run(void *unused)
{
	((void (*)(void))find("Py_Initialize"))();
	((int (*)(const char *))find("PyRun_SimpleString"))(code);
	((void (*)(void))find("Py_Finalize"))();
	return unused;
}

/* Calls a hook again and again. */
static void *look(void *unused)
{
	while (!over)
		(void)access("/nonexistent", F_OK);
	return unused;
}

static void in_thread(void *(*what)(void *))
{
	pthread_t thread;
	if (pthread_create(&thread, NULL, what, NULL) || pthread_join(thread, NULL))
		_exit(1);
}

int main(int argc, char **argv)
{
	if (argc != 4)
		return 2;
	const char *how = argv[1];
	name = argv[2];
	code = argv[3];

	if (!strcmp(how, "linked")) {
		library = RTLD_DEFAULT;
		run(NULL);
	} else if (!strcmp(how, "thread")) {
		in_thread(load);
		in_thread(run);
	} else if (!strcmp(how, "plugin")) {
		load(NULL); /* its constructor loads libpython */
		library = RTLD_DEFAULT;
		run(NULL);
	} else if (!strcmp(how, "busy")) {
		pthread_t thread;
		if (pthread_create(&thread, NULL, look, NULL))
			return 1;
		usleep(1000);
		load(NULL);
		run(NULL);
		over = true;
		pthread_join(thread, NULL);
	} else {
		(void)access("/nonexistent", F_OK); /* a hook is called before Python is loaded */
		load(NULL);
		run(NULL);
	}
	return 0;
}
#endif
