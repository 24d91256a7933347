// SPDX-License-Identifier: MIT
// What a pyproject.toml says its project needs (its [project] table, PEP 621).
#include "env-builder/requirements.h"

#include <string.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "env-builder/spawn.h"
#include "templates.h"

#define SECONDS 60

bool requirements_are_project(const char *file)
{
	return !strcmp(path_base(file), "pyproject.toml");
}

/* The program writes "!" and why it failed, or the lines. */
int requirements_read(const char *file, const char *python, const char *pip, struct text *out, char **ret_why)
{
	char *argv[] = {(char *)python, (char *)"-E", (char *)"-s", (char *)"-B", (char *)"-c", (char *)template_requirements_py,
		(char *)file, (char *)pip, NULL};
	struct spawn_result result;
	int r = spawn_run(argv, NULL, SECONDS, &result);
	if (!r) {
		text_add(out, result.out);
	} else {
		_cleanup_free_ char *quoted = text_quoted(file);
		*ret_why = text_format("cannot install what %s asks for: %s", quoted, *result.out == '!' ? result.out + 1 : result.why);
	}
	spawn_clear(&result);
	return r;
}
