// SPDX-License-Identifier: MIT
// Prints what a program sees of how it was started: the path it was executed by, its arguments, its
// environment without what is venvrun's. A byte that is no letter of ASCII is printed as \xHH, the middle of
// what is long as its length.
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

/* The other libraries in LD_PRELOAD, each as a line. */
static void print_preload(char *list)
{
	char *rest;

	for (char *path = strtok_r(list, ": ", &rest); path; path = strtok_r(NULL, ": ", &rest))
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
