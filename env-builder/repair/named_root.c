// SPDX-License-Identifier: MIT
// The environment that a file names.
#include "env-builder/repair/named_root.h"

#include <string.h>

#include "common/core/interp.h"
#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/text.h"
#include "env-builder/layout/launcher.h"

char *named_root_interpreter(const char *python, const int number[2])
{
	struct interp name;
	size_t n = path_dir_len(python);
	if (*python != '/' || !interp_parse(python + n, &name) || n < strlen("/x/bin/") ||
		memcmp(python + n - 5, "/bin/", 5) != 0)
		return NULL;
	if ((name.major && name.major != number[0]) || (name.minor >= 0 && name.minor != number[1]))
		return NULL;
	return text_copy_n(python, n - 5);
}

void named_root_activate(const char *text, struct strings *ret)
{
	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += strspn(line, " \t\n");
		line += text_starts(line, "export ") ? strlen("export ") : 0;
		if (!text_starts(line, "VIRTUAL_ENV="))
			continue;
		line += strlen("VIRTUAL_ENV=");
		const char *value = line;
		_cleanup_free_ char *root = launcher_word(&value);
		if (root && path_clean(root, root) > 1)
			strings_add_take(ret, take(&root));
	}
}
