// SPDX-License-Identifier: MIT
// Prints how it was started: the path that it was executed by, its arguments, and its environment without the
// variables of venvrun. A byte that is not printable ASCII is printed as \xHH; of a long text, the middle is
// replaced by its length.
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

#define LONG 300
#define ENDS 100

static void print(const char *label, const char *text)
{
	size_t n = strlen(text);

	printf("%s=", label);
	for (size_t i = 0; i < n; i++) {
		if (n > LONG && i == ENDS) {
			printf("[%zu bytes]", n - 2 * (size_t)ENDS);
			i = n - ENDS;
		}
		if (text[i] < ' ' || text[i] > '~')
			printf("\\x%02x", (unsigned char)text[i]);
		else
			putchar(text[i]);
	}
	putchar('\n');
}

/* Prints the other libraries of LD_PRELOAD, one on a line. */
static void print_preload(char *list)
{
	char *state;

	for (char *path = strtok_r(list, ": ", &state); path; path = strtok_r(NULL, ": ", &state))
		if (!strstr(path, "/libvenvrun.so"))
			print("preload", path);
}

int main(int argc, char **argv)
{
	char number[32];

	snprintf(number, sizeof number, "%d", argc);
	print("execfn", (const char *)getauxval(AT_EXECFN));
	print("argc", number);
	for (int i = 0; i < argc; i++)
		print("arg", argv[i]);
	for (char **entry = environ; *entry; entry++) {
		if (!strncmp(*entry, "LD_PRELOAD=", 11))
			print_preload(*entry + 11);
		else if (strncmp(*entry, "VENVRUN_POLICY=", 15) != 0)
			print("env", *entry);
	}
	return argc;
}
