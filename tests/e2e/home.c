// SPDX-License-Identifier: MIT
// A new directory for the environments of a test, and installers that use only what is in it.
#include "tests/e2e/home.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/core/count.h"
#include "tests/fixture.h"

char *home;

char *in(const char *name)
{
	return format("%s/%s", home, name);
}

void home_setup(void)
{
	home = fixture_dir();
	setenv("XDG_CACHE_HOME", in("cache"), 1);
	umask(022);
}

void home_index(void)
{
	static const char *const theirs[] = {"PIP_FIND_LINKS", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL",
		"UV_FIND_LINKS", "UV_INDEX_URL"};
	for (size_t i = 0; i < COUNT(theirs); i++)
		unsetenv(theirs[i]);
	setenv("PIP_CONFIG_FILE", "/dev/null", 1);
	setenv("TMPDIR", in("tmp"), 1);
	mkdir(in("tmp"), 0700);
	mkdir(in("wheels"), 0700);
}

int home_entries(const char *path)
{
	DIR *d = opendir(path);
	int count = 0;
	for (const struct dirent *entry; d && (entry = readdir(d));)
		count += entry->d_name[0] != '.' ? strcmp(entry->d_name, "cache") != 0
						 : strlen(entry->d_name) > 2;
	if (d)
		closedir(d);
	return count;
}

void expect_tidy(void)
{
	struct spawned s = RUN("sh", "-c", "ls -A \"$1\" \"$1/tmp\" | grep venvbuild", "sh", home);
	cr_expect(!s.len, "left behind: %s", s.out);
}
