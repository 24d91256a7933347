// SPDX-License-Identifier: MIT
// Loads libraries by a name without a path and prints their answers: bare NAME... Only its RUNPATH or its
// directory leads to them. Built with -shared and -DANSWER=N it is such a library, with -DNEXT a library that
// loads another one.
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
