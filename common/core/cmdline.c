// SPDX-License-Identifier: MIT
// Which script an interpreter's command line runs.
#include "common/core/cmdline.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static bool equal(const char *a, const char *b)
{
	size_t n = strlen(a);
	return strlen(b) == n && !memcmp(a, b, n);
}

/* A word of one-letter options: does one of those in ends say what runs, and no script follows? And is the
 * last one of those in takes, whose value is the next word? The rest of the word is the value,
 * where there is a rest. */
static bool ends_options(const char *letters, const char *ends, const char *takes, bool *ret_takes_next)
{
	for (; *letters; letters++) {
		for (const char *p = ends; *p; p++)
			if (*letters == *p)
				return true;
		for (const char *p = takes; *p; p++)
			if (*letters == *p) {
				*ret_takes_next = !letters[1];
				return false;
			}
	}
	return false;
}

const char *cmdline_python(char *const *argv)
{
	if (!argv || !argv[0])
		return NULL;
	for (argv++; *argv && (*argv)[0] == '-' && (*argv)[1]; argv++) {
		const char *word = *argv;
		bool takes_next = false;
		if (equal(word, "--"))
			return argv[1];
		if (word[1] == '-')
			takes_next = equal(word, "--check-hash-based-pycs") || equal(word, "--jit");
		else if (ends_options(word + 1, "cm", "WXQ", &takes_next))
			return NULL;
		if (takes_next && !*++argv)
			return NULL;
	}
	return *argv && (*argv)[0] != '-' ? *argv : NULL;
}

const char *cmdline_shell(char *const *argv)
{
	if (!argv || !argv[0])
		return NULL;
	for (argv++; *argv && ((*argv)[0] == '-' || (*argv)[0] == '+'); argv++) {
		const char *word = *argv;
		bool takes_next = false;
		if (equal(word, "-") || equal(word, "--"))
			return argv[1];
		if (word[1] == '-')
			takes_next = equal(word, "--rcfile") || equal(word, "--init-file");
		else if (ends_options(word + 1, "cs", "oO", &takes_next))
			return NULL;
		if (takes_next && !*++argv)
			return NULL;
	}
	return *argv;
}
