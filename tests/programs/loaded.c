// SPDX-License-Identifier: MIT
// Prints which libraries were preloaded into it, in the order of the loader, and executes its arguments.
#include <link.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* All objects except the program, the vDSO, libc and the loader. */
static int print(struct dl_phdr_info *info, size_t size, void *unused)
{
	const char *slash = strrchr(info->dlpi_name, '/'), *base = slash ? slash + 1 : info->dlpi_name;

	(void)size;
	(void)unused;
	if (*base && strncmp(base, "linux-", 6) != 0 && strncmp(base, "libc.", 5) != 0 &&
		strncmp(base, "ld-", 3) != 0)
		printf(" %s", base);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	printf("loaded:");
	dl_iterate_phdr(print, NULL);
	putchar('\n');
	fflush(stdout);
	execv(argv[1], argv + 1);
	perror(argv[1]);
	return 127;
}
