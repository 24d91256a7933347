// SPDX-License-Identifier: MIT
// A static program that executes its arguments with a raw system call, which no hook sees.
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	syscall(SYS_execve, argv[1], argv + 1, environ);
	perror(argv[1]);
	return 127;
}
