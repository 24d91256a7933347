// SPDX-License-Identifier: MIT
// Asks about a path so many times, as a Python of the environment's version: calls COUNT PATH.
#include <stdlib.h>
#include <unistd.h>

/* What the library tells a program by that has Python in it; the Makefile exports it, as Python's own
 * programs do. */
const unsigned long Py_Version = 0x030b02f0;

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	long there = 0;
	for (long i = atol(argv[1]); i > 0; i--)
		there += !access(argv[2], F_OK);
	return there < 0;
}
