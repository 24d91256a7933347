// SPDX-License-Identifier: MIT
// What an interpreter's command line runs.
#include "common/core/cmdline.h"

#include <stddef.h>

#include "common/core/str.h"

/* Reads a word of one-letter options. Returns the first letter that is one of ends, after which no script
 * follows; NULL where there is none. *ret_takes_next: the last letter is one of takes, and its value is the
 * next word. */
static const char *find_end(const char *letters, const char *ends, const char *takes, bool *ret_takes_next)
{
	*ret_takes_next = false;
	for (; *letters; letters++) {
		if (ends[str_until(ends, *letters)])
			return letters;
		if (takes[str_until(takes, *letters)]) {
			*ret_takes_next = !letters[1];
			return NULL;
		}
	}
	return NULL;
}

bool cmdline_parse_python(char *const *argv, struct python_command *ret)
{
	*ret = (struct python_command){.script = NULL};
	if (!argv || !argv[0])
		return false;
	for (argv++; *argv && (*argv)[0] == '-' && (*argv)[1]; argv++) {
		const char *word = *argv, *end = NULL;
		bool takes_next = false;
		if (str_equal(word, "--")) {
			ret->script = argv[1];
			ret->is_dashes = !argv[1];
			return true;
		}
		if (word[1] == '-')
			takes_next = str_equal(word, "--check-hash-based-pycs") || str_equal(word, "--jit");
		else
			end = find_end(word + 1, "cm", "WXQ", &takes_next);
		if (end) {
			const char **value = *end == 'c' ? &ret->code : &ret->module;
			*value = end[1] ? end + 1 : argv[1];
			ret->is_joined = end > word + 1;
			return *value;
		}
		if (takes_next && !*++argv)
			return false;
	}
	ret->script = *argv && (*argv)[0] != '-' ? *argv : NULL;
	return ret->script;
}

const char *cmdline_python(char *const *argv)
{
	struct python_command command;

	return cmdline_parse_python(argv, &command) ? command.script : NULL;
}

const char *cmdline_shell(char *const *argv)
{
	if (!argv || !argv[0])
		return NULL;
	for (argv++; *argv && ((*argv)[0] == '-' || (*argv)[0] == '+'); argv++) {
		const char *word = *argv;
		bool takes_next = false;
		if (str_equal(word, "-") || str_equal(word, "--"))
			return argv[1];
		if (word[1] == '-')
			takes_next = str_equal(word, "--rcfile") || str_equal(word, "--init-file");
		else if (find_end(word + 1, "cs", "oO", &takes_next))
			return NULL;
		if (takes_next && !*++argv)
			return NULL;
	}
	return *argv;
}
