// SPDX-License-Identifier: MIT
// N calls of execve on a path that is not there: what a PATH search costs for each directory that has no such
// program.

#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	for (long n = argc > 1 ? strtol(argv[1], NULL, 10) : 0; n > 0; n--)
		execve("/usr/local/bin/no-such-program", argv, environ);
	return 0;
}
