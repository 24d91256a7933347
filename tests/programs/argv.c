// SPDX-License-Identifier: MIT
// Prints the path that it was executed by (AT_EXECFN) and its arguments, each followed by a NUL.
#include <stdio.h>
#include <sys/auxv.h>

int main(int argc, char **argv)
{
	printf("%s%c", (const char *)getauxval(AT_EXECFN), 0);
	for (int i = 0; i < argc; i++)
		printf("%s%c", argv[i], 0);
	return 0;
}
