// SPDX-License-Identifier: MIT
// The dependencies in the [project] table of a pyproject.toml.
#include "env-builder/install/pyproject.h"

#include <fcntl.h>
#include <string.h>

#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/text.h"
#include "env-builder/system/process.h"
#include "templates.h"

#define SECONDS 60

/* The program writes "!" and why it failed; or the requirements, one a line, after "# " and a line of warning
 * if there is one. */
int pyproject_read(const char *file, const struct installer *installer, struct strings *list, char **ret_why)
{
	_cleanup_free_ char *program = text_format("%s%s", template_toml_py,
				    template_project_dependencies_py),
			    *quoted = text_quoted(file);
	char *argv[] = {installer->interpreter, (char *)interpreter_isolation(installer->target->python),
		(char *)"-B", (char *)"-c", program, (char *)file,
		installer->pip ? installer->pip : (char *)"", NULL};
	struct process_result result;
	int r = process_run(argv, AT_FDCWD, SECONDS, &result);
	const char *wrong = r                      ? (*result.out == '!' ? result.out + 1 : result.why)
		: result.cut                       ? "their list is longer than 1 MiB"
		: strlen(result.out) != result.len ? "their list contains a NUL byte"
						   : NULL;
	if (wrong)
		*ret_why = text_format("cannot install the dependencies in %s: %s", quoted, wrong);
	char *save = NULL;
	for (char *line = wrong ? NULL : strtok_r(result.out, "\n", &save); line;
		line = strtok_r(NULL, "\n", &save))
		if (*line != '#')
			strings_add(list, line);
		else if (installer->request->show != WATCH_NOTHING)
			warn("%s: %s", quoted, line + 2);
	process_result_clear(&result);
	return wrong ? -1 : 0;
}
