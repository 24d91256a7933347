// SPDX-License-Identifier: MIT
// Is what was asked for in the environment, once the installer says so?
#include "env-builder/install/verify.h"

#include <stdlib.h>

#include "env-builder/install/lock_install.h"
#include "env-builder/install/pyproject.h"
#include "templates.h"

int verify_installed(const struct installer *tb, const char *const *lines, char **ret_why)
{
	static const char *const templates[] = {template_installed_py, template_asked_py, template_verify_py,
		NULL};
	const struct options *o = tb->options;
	struct words words = {0}, files = {0}, asked = {0};
	words_add(&words, tb->uv ? "uv" : "pip");
	words_add(&words, o->system_site ? "1" : "");
	for (const char **file = o->requirements; file && *file; file++)
		if (!pyproject_is(*file) && !locked_is_pylock(*file))
			words_add(&files, *file);
	for (const char **package = o->packages; package && *package; package++)
		words_add(&asked, *package);
	for (; lines && *lines; lines++)
		words_add(&asked, *lines);
	words_add_list(&words, files.list);
	words_add_list(&words, asked.list);
	words_add_list(&words, o->editables);
	int r = installer_program(tb, templates, &words, "install in it", ret_why);
	free(words.list);
	free(files.list);
	free(asked.list);
	return r;
}
