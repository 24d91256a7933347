// SPDX-License-Identifier: MIT
// Executes its arguments with an empty environment, through libc: only a library in this process can carry anything on.
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	static char *const empty[] = {NULL};

	if (argc < 2)
		return 2;
	execve(argv[1], argv + 1, empty);
	perror(argv[1]);
	return 127;
}
