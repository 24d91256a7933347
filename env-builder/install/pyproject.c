// SPDX-License-Identifier: MIT
// What a pyproject.toml says its project needs (its [project] table, PEP 621).
#include "env-builder/install/pyproject.h"

#include <fcntl.h>
#include <string.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "env-builder/system/process.h"
#include "templates.h"

#define SECONDS 60

bool pyproject_is(const char *file)
{
	return !strcmp(path_base(file), "pyproject.toml");
}

/* The program writes "!" and why it failed, or the lines, with "# " and a hint in front of them. */
int pyproject_read(const char *file, const struct installer *tb, struct text *out, char **ret_why)
{
	_cleanup_free_ char *program = text_format("%s%s", template_toml_py, template_requirements_py),
			    *quoted = text_quoted(file);
	char *argv[] = {tb->interpreter, (char *)interpreter_isolation(tb->python), (char *)"-B",
		(char *)"-c", program, (char *)file, tb->pip ? tb->pip : (char *)"", NULL};
	struct process_result result;
	int r = process_run(argv, AT_FDCWD, SECONDS, &result);
	const char *wrong = r                      ? (*result.out == '!' ? result.out + 1 : result.why)
		: result.cut                       ? "it is more than 1 MiB"
		: strlen(result.out) != result.len ? "it has a NUL byte in it"
						   : NULL;
	const char *lines = result.out, *end = *lines == '#' ? strchr(lines, '\n') : NULL;
	if (!wrong && end) {
		if (!tb->options->quiet)
			warn("%s: %.*s", quoted, (int)(end - lines - 2), lines + 2);
		lines = end + 1;
	}
	if (wrong)
		*ret_why = text_format("cannot install what %s asks for: %s", quoted, wrong);
	else
		text_add(out, lines);
	process_result_clear(&result);
	return wrong ? -1 : 0;
}
