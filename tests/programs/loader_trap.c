// SPDX-License-Identifier: MIT
// Defines the functions of the loader that others might call; each ends the process. Built as a library to
// preload, or with -rdynamic as a program that executes its arguments.
#include <stdlib.h>
#include <unistd.h>

void *dlsym(void *handle, const char *name);
void *dlvsym(void *handle, const char *name, const char *version);
int dladdr(const void *address, void *info);
int dl_iterate_phdr(void *visit, void *ctx);

void *dlsym(void *handle, const char *name)
{
	(void)handle, (void)name;
	abort();
}

void *dlvsym(void *handle, const char *name, const char *version)
{
	(void)handle, (void)name, (void)version;
	abort();
}

int dladdr(const void *address, void *info)
{
	(void)address, (void)info;
	abort();
}

int dl_iterate_phdr(void *visit, void *ctx)
{
	(void)visit, (void)ctx;
	abort();
}

int main(int argc, char **argv)
{
	if (argc < 2 || chdir("/"))
		return 2;
	execvp(argv[1], argv + 1);
	return 127;
}
