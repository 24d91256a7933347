// SPDX-License-Identifier: MIT
// Executes a program as "ld.so PROGRAM ARG...", with the loader of this program.
#include <errno.h>
#include <link.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int find(struct dl_phdr_info *info, size_t size, void *loader)
{
	(void)size;
	for (int i = 0; i < info->dlpi_phnum; i++)
		if (info->dlpi_phdr[i].p_type == PT_INTERP)
			*(const char **)loader = (const char *)(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr);
	return *(const char **)loader != NULL;
}

int main(int argc, char **argv)
{
	char *loader = NULL;

	dl_iterate_phdr(find, &loader);
	if (argc < 2 || !loader)
		return 2;
	argv[0] = loader;
	execv(loader, argv);
	fprintf(stderr, "%s: %s\n", loader, strerror(errno));
	return 127;
}
