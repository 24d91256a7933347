// SPDX-License-Identifier: MIT
// Calls access(2) COUNT times on a path, as a Python of the version of the environment: calls COUNT PATH.
#include <stdlib.h>
#include <unistd.h>

/* The library recognises a Python by this symbol. The Makefile exports it, as Python does. */
const unsigned long Py_Version = 0x030b02f0;

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	long found = 0;
	for (long i = atol(argv[1]); i > 0; i--)
		found += !access(argv[2], F_OK);
	return found < 0;
}
