// SPDX-License-Identifier: MIT
// What somebody may have meant who named no environment but a command, a script or a project.
#include "runner/meant.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/path.h"
#include "common/core/search.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "runner/chain.h"
#include "runner/discover.h"

/* The command line that runs name, with first words of its own. */
static char *suggestion(const char *env, const char *const *first, char *const *command)
{
	_cleanup_text_ struct text line = {0};

	text_add(&line, "did you mean 'venvrun ");
	if (env) {
		text_add_quoted(&line, env);
		text_add(&line, " ");
	}
	text_add(&line, "--");
	for (; *first; first++) {
		text_add(&line, " ");
		text_add_quoted(&line, *first);
	}
	for (; command && *command; command++) {
		text_add(&line, " ");
		text_add_quoted(&line, *command);
	}
	text_add(&line, "'?");
	return text_take(&line);
}

/* ".venv" of ".venv/bin/python"; NULL where that is no environment. */
static char *environment_of(const char *program)
{
	_cleanup_free_ char *bin = text_copy_n(program, path_dir_len(program));
	size_t n = strlen(bin);

	while (n > 1 && bin[n - 1] == '/')
		bin[--n] = '\0';
	if (strcmp(path_base(bin), "bin") != 0)
		return NULL;
	n = path_dir_len(bin);
	_cleanup_free_ char *root = n > 1 ? text_copy_n(bin, n - 1) : text_copy(n ? "/" : ".");
	return discover_might_be(root) && strcmp(root, "/") != 0 && strcmp(root, "/usr") != 0 ? take(&root) : NULL;
}

static char *project(const char *name)
{
	static const char *const names[] = {".venv", "venv"};
	const char *end = strcmp(name, ".") != 0 ? name : "";
	size_t n = strlen(end);

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		_cleanup_free_ char *env = text_format("%s%s%s", end, n && end[n - 1] != '/' ? "/" : "", names[i]);
		_cleanup_free_ char *quoted = text_quoted(env);
		if (discover_might_be(env))
			return text_format("did you mean 'venvrun %s'?", quoted);
	}
	return NULL;
}

/* Is it a command, in PATH or in the environment? */
static bool is_command(const char *name, const char *env)
{
	const char *path = getenv("PATH");
	int error;
	_cleanup_free_ char *found = chain_find(name, path ? path : SEARCH_DEFAULT, &error);
	_cleanup_free_ char *own = env ? text_format("%s/bin/%s", env, name) : NULL;

	return found || (own && fs_is_executable(own));
}

char *meant(const char *name, char *const *command, const char *env)
{
	const char *const itself[] = {name, NULL}, *const python[] = {"python", name, NULL};

	if (fs_is_dir(name))
		return project(name);
	if (!path_dir_len(name) && !fs_is_file(name)) {
		if (!is_command(name, env))
			return NULL;
		return suggestion(env ? NULL : "ENV", itself, command);
	}
	if (!fs_is_file(name))
		return NULL;
	_cleanup_free_ char *own = environment_of(name);
	const char *where = own ? own : env ? NULL : "ENV";
	if (fs_is_executable(name) && path_dir_len(name))
		return suggestion(where, itself, command);
	_cleanup_free_ char *here = text_format("./%s", name);
	const char *const there[] = {here, NULL};
	if (fs_is_executable(name))
		return suggestion(where, there, command);
	return text_ends(name, ".py") ? suggestion(where, python, command) : NULL;
}
