// SPDX-License-Identifier: MIT
// A base interpreter that a test may change.
#include "tests/e2e/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fixture.h"
#include "tests/skip.h"

/* A copied interpreter finds the standard library, and with it its prefix, by its own path. */
#define MAKE \
	"set -e; mkdir -p %s/bin %s/lib/%s/site-packages; cp \"$(readlink -f %s)\" %s; " \
	"lib=$(%s -c 'import os; print(os.path.dirname(os.__file__))'); for f in \"$lib\"/*; do " \
	"test ${f##*/} = site-packages || ln -s \"$f\" %s/lib/%s/; done"
#define ASK "import site; print(site.getsitepackages()[0])"

bool base_make(struct base *ret, const char *dir, const struct installed_python *from, const char *suite)
{
	char *name = format("python%d.%d", from->major, from->minor), *prefix = format("%s/base", dir);
	*ret = (struct base){
		.prefix = prefix,
		.python = format("%s/bin/%s", prefix, name),
		.site = format("%s/lib/%s/site-packages", prefix, name),
	};

	if (from->pypy || !strstr(RUN(from->path, "-c", ASK).out, "/site-packages")) {
		skip(format("%s: %s has its site directories elsewhere", suite, from->label));
		return false;
	}
	struct spawned made = RUN("sh", "-c",
		format(MAKE, prefix, prefix, name, from->path, ret->python, from->path, prefix, name));
	struct spawned asked = RUN("env", "PYTHONDONTWRITEBYTECODE=1", ret->python, "-c", ASK);
	if (made.status || strcmp(asked.out, format("%s\n", ret->site)) != 0) {
		fprintf(stderr, "base: %s: %s%s", from->label, made.out, asked.out);
		abort();
	}
	fixture_write(format("%s/only_base.py", ret->site), 0644, "WHERE = __file__\n");
	return true;
}

char *base_sum(const char *tree)
{
	struct spawned s = RUN("sh", "-c",
		format("cd %s && { find . -printf '%%p %%y %%m %%U %%G %%s %%T@ %%l\\n' | sort; "
		       "find . -type f -print0 | sort -z | xargs -0 -r sha256sum; } | sha256sum",
			tree));
	if (s.status || s.len < 64) {
		fprintf(stderr, "base: cannot sum up %s: %s", tree, s.out);
		abort();
	}
	return format("%.64s", s.out);
}
