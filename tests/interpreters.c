// SPDX-License-Identifier: MIT
// Every Python interpreter on this machine.
#include "tests/interpreters.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/core/count.h"
#include "common/core/interp.h"
#include "common/core/path.h"
#include "tests/fixture.h"

#define PRINT_VERSION \
	"import sys, platform; print('%s|%d|%d|%s' % (platform.python_implementation(), " \
	"sys.version_info[0], sys.version_info[1], sys.version.split()[0]))"

/* The same file under two names, python3.11 and a link to it, is one interpreter. */
static bool is_known(const struct installed_python *list, size_t count, const char *path)
{
	struct stat a, b;

	if (stat(path, &a))
		return true;
	for (size_t i = 0; i < count; i++)
		if (!stat(list[i].path, &b) && a.st_dev == b.st_dev && a.st_ino == b.st_ino)
			return true;
	return false;
}

static bool read_version(const char *path, struct installed_python *ret)
{
	struct spawned s = RUN(path, "-E", "-S", "-c", PRINT_VERSION);
	char name[32], version[64];

	if (s.error || s.status || strlen(path) >= sizeof ret->path ||
		sscanf(s.out, "%31[^|]|%d|%d|%63s", name, &ret->major, &ret->minor, version) != 4)
		return false;
	strcpy(ret->path, path);
	ret->pypy = !strcmp(name, "PyPy");
	snprintf(ret->label, sizeof ret->label, "%.15s %.15s at %.120s", name, version, path);
	return true;
}

size_t interpreters(struct installed_python *list, size_t max)
{
	const char *pyenv = getenv("PYENV_ROOT"), *home = getenv("HOME");
	char *versions = pyenv ? format("%s/versions", pyenv)
			       : format("%s/.pyenv/versions", home ? home : "/nonexistent");
	const char *patterns[] = {
		"/usr/bin/python[23].*",
		"/usr/local/bin/python[23].*",
		format("%s/*/bin/python[23].*", versions),
		"/usr/bin/pypy[23].*",
		"/usr/bin/pypy3",
		format("%s/*/bin/pypy[23].*", versions),
	};
	size_t count = 0;

	for (size_t p = 0; p < COUNT(patterns); p++) {
		glob_t found;
		if (glob(patterns[p], 0, NULL, &found))
			continue;
		for (size_t i = 0; i < found.gl_pathc && count < max; i++) {
			struct interp name;
			if (interp_parse(path_base(found.gl_pathv[i]), &name) &&
				!is_known(list, count, found.gl_pathv[i]))
				count += read_version(found.gl_pathv[i], &list[count]);
		}
		globfree(&found);
	}
	if (!count) {
		fprintf(stderr, "interpreters: cannot find a Python interpreter on this machine\n");
		abort();
	}
	return count;
}

struct criterion_test_params interpreters_each(void)
{
	static struct installed_python list[INTERPRETERS_MAX];

	return cr_make_param_array(struct installed_python, list, interpreters(list, INTERPRETERS_MAX));
}
