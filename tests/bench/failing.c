// SPDX-License-Identifier: MIT
// Calls execve N times on a missing path: the cost of each directory of a PATH search that does not have the
// program.

#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	for (long n = argc > 1 ? strtol(argv[1], NULL, 10) : 0; n > 0; n--)
		execve("/usr/local/bin/no-such-program", argv, environ);
	return 0;
}
