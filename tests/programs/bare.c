// SPDX-License-Identifier: MIT
// Loads a library by a name that only its own RUNPATH, or its own directory, leads to: bare NAME... Built
// with -shared and -DANSWER=N it is such a library; with -DNEXT it is one that loads another in its turn.
#include <dlfcn.h>
#include <stdio.h>

int answer(void);

#ifdef ANSWER
int answer(void)
{
	return ANSWER;
}
#else

static int ask(const char *name)
{
	void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
	int (*function)(void) = library ? (int (*)(void))dlsym(library, "answer") : NULL;
	return function ? function() : -1;
}

#ifdef NEXT
int answer(void)
{
	return ask(NEXT);
}
#else

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		printf("%d\n", ask(argv[i]));
	return 0;
}
#endif
#endif
