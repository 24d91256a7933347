// SPDX-License-Identifier: MIT
// Is uv configured to install elsewhere than in the environment?
#include "env-builder/install/uv_settings.h"

#include <fcntl.h>
#include <stdbool.h>
#include <string.h>

#include "common/core/count.h"
#include "common/tool/cleanup.h"
#include "common/tool/text.h"
#include "env-builder/system/process.h"

#define SECONDS 60

/* In the output, "    target: Some(" is a setting with a value, "target: None," one without. */
static bool is_set(const char *settings, const char *name)
{
	_cleanup_free_ char *line = text_format(" %s: Some(", name);
	return strstr(settings, line) != NULL;
}

int uv_check(const char *uv, const char *interpreter, char **ret_why)
{
	static const char *const elsewhere[][2] = {{"target", "target"}, {"prefix", "prefix"},
		{"python_version", "python-version"}, {"python_platform", "python-platform"}};
	const char *const argv[] = {uv, "pip", "install", "--show-settings", "--python", interpreter, "pip",
		NULL};
	struct process_result result;
	const char *wrong = NULL;
	if (!process_run((char *const *)argv, AT_FDCWD, SECONDS, &result))
		for (size_t i = 0; !wrong && i < COUNT(elsewhere); i++)
			wrong = is_set(result.out, elsewhere[i][0]) ? elsewhere[i][1] : NULL;
	process_result_clear(&result);
	if (!wrong)
		return 0;
	*ret_why = text_format(
		"uv is configured to install elsewhere: uv.toml or pyproject.toml (here or above, the user's "
		"or the system's) sets %s; to ignore these files: UV_NO_CONFIG=1",
		wrong);
	return -1;
}
