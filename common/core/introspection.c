// SPDX-License-Identifier: MIT
// The makers of environments, when they ask an interpreter what it is.
#include "common/core/introspection.h"

#include <stddef.h>
#include <string.h>

/* The last components of the script's path. */
static const char scripts[][40] = {
	"/virtualenv/discovery/py_info.py",	/* virtualenv 20.0 to 20.36 */
	"/python_discovery/_py_info.py",	/* python-discovery 1.0 and later, which virtualenv and tox use */
	"/_py_info_collect.py",			/* its next name; in a directory of its own where the package is zipped */
};

/* What stands behind -c: of uv, after the directory in which its module is. */
static const char command[] = "from python.get_interpreter_info import main; main()";

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);
	return n >= m && !memcmp(s + n - m, end, m);
}

static bool is_script(const char *path)
{
	for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
		if (ends_with(path, scripts[i]))
			return true;
	return false;
}

bool introspection_is(char *const *argv)
{
	if (!argv || !argv[0])
		return false;
	for (argv++; *argv; argv++) {
		const char *word = *argv;
		if (word[0] != '-')
			return is_script(word);
		if (!word[1] || word[2])
			continue; /* "-", "-IB", "--check-hash-based-pycs" */
		if (word[1] == 'c')
			return argv[1] && ends_with(argv[1], command);
		if (word[1] == 'm')
			return false;
		if ((word[1] == 'W' || word[1] == 'X') && argv[1])
			argv++;
	}
	return false;
}
