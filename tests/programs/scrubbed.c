// SPDX-License-Identifier: MIT
// Executes its arguments with an empty environment, by a function of libc: only a library in this process can
// add variables.
//
//	scrubbed PROGRAM ARG...		by its path
//	scrubbed -f PROGRAM ARG...	by a descriptor
//	scrubbed -d PROGRAM ARG...	by a descriptor of the root and a path relative to it
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	static char *const empty[] = {NULL};
	const char *how = argc > 2 && argv[1][0] == '-' ? *++argv : "";

	if (argc < 2)
		return 2;
	argv++;
	if (!strcmp(how, "-f"))
		fexecve(open(argv[0], O_RDONLY), argv, empty);
	else if (!strcmp(how, "-d"))
		syscall(SYS_execveat, open("/", O_RDONLY | O_DIRECTORY), argv[0] + 1, argv, empty, 0);
	else
		execve(argv[0], argv, empty);
	perror(argv[0]);
	return 127;
}
