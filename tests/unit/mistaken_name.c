// SPDX-License-Identifier: MIT
// env-builder/cli/mistaken_name.c: names of environments that look like something else.
#include <criterion/criterion.h>
#include <string.h>

#include "common/core/count.h"
#include "common/tool/cleanup.h"
#include "env-builder/cli/mistaken_name.h"

Test(mistaken_name, a_name_that_looks_like_something_else_is_reported)
{
	static const struct {
		const char *name, *end; /* the end of the sentence; NULL: there is none */
	} rows[] = {
		{"install",
			"a command, but is used as the name of an environment; "
			"did you mean: venvbuild ENV --install NAME"},
		{"create", "venvbuild ENV"},
		{"activate", ". ENV/bin/activate"},
		{"help", "venvbuild --help"},
		{"./install", NULL},
		{"srv/create", NULL},
		{"installs", NULL},
		{"env", NULL},
		{"venv", NULL},
		{".venv", NULL},
		{"3.11",
			"a version of Python, but is used as the name of an environment; "
			"did you mean: venvbuild -p 3.11 ENV"},
		{"3", "-p 3 ENV"},
		{"3.11.2", "-p 3.11.2 ENV"},
		{">=3.9", "-p '>=3.9' ENV"},
		{"python3.11", "-p python3.11 ENV"},
		{"pypy@3.10", "-p pypy@3.10 ENV"},
		{"pypy3.9", "-p pypy3.9 ENV"},
		{"py311", NULL},
		{"2024", NULL},
		{"3.11-project", NULL},
		{"python", NULL},
		{"envs/3.11", NULL},
		{"311", NULL},
		{"requirements.txt",
			"a file, but is used as the name of an environment; "
			"did you mean: venvbuild ENV -r requirements.txt"},
		{"req/dev.txt", "venvbuild ENV -r req/dev.txt"},
		{"pyproject.toml", "venvbuild ENV -r pyproject.toml"},
		{"a b.txt", "venvbuild ENV -r 'a b.txt'"},
		{"x-1.0-py3-none-any.whl", "venvbuild ENV --install x-1.0-py3-none-any.whl"},
		{"run.py", "venvrun ENV -- python run.py"},
		{".txt", NULL},
		{"d.txt/env", NULL},
		{"six==1.16",
			"a requirement, but is used as the name of an environment; "
			"did you mean: venvbuild ENV --install six==1.16"},
		{"requests[socks]", "--install 'requests[socks]'"},
		{"six", NULL},
		{"", NULL},
		{"/", NULL},
		{"%s", NULL},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		_cleanup_free_ char *hint = mistaken_for(rows[i].name);
		if (!rows[i].end || !hint) {
			cr_expect(!hint && !rows[i].end, "%s: %s", rows[i].name, hint ? hint : "no hint");
			continue;
		}
		size_t n = strlen(hint), m = strlen(rows[i].end);
		cr_expect(n > m && !strcmp(hint + n - m, rows[i].end), "%s: %s", rows[i].name, hint);
	}
}
