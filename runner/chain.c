// SPDX-License-Identifier: MIT
// What the kernel goes through to run a file.
#include "runner/chain.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/image.h"
#include "common/core/path.h"
#include "common/core/search.h"
#include "common/core/shebang.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/text.h"
#include "runner/launch.h"

#define SCRIPTS_MAX 5 /* behind one another, as the kernel has it */
#define STEPS_MAX 16  /* a script may ask env for itself, for ever */
#define WORDS_MAX 8
#define LOADER_MAX 256

void chain_end_clear(struct chain_end *end)
{
	free(end->name);
	free(end->owner);
	*end = (struct chain_end){CHAIN_WHOLE, NULL, NULL, 0};
}

static struct chain_end broken(enum chain_part part, const char *name, const char *owner, int error)
{
	return (struct chain_end){part, text_copy(name), text_copy(owner), error};
}

/* The program at path, which is no script. */
static struct chain_end end_at(const char *path)
{
	char loader[LOADER_MAX];
	int error = image_loader(&launch_io, path, loader, sizeof(loader)) ? -launch_io.executable(loader)
									   : 0;

	if (error)
		return broken(CHAIN_LOADER, loader, path, error);
	return (struct chain_end){CHAIN_WHOLE, NULL, NULL, 0};
}

char *chain_find(const char *name, const char *path, int *ret_error)
{
	*ret_error = ENOENT;
	if (path_dir_len(name) || !*name) {
		*ret_error = *name ? -launch_io.executable(name) : ENOENT;
		return *ret_error ? NULL : text_copy(name);
	}
	_cleanup_free_ char *candidate = need(malloc(search_room(path, name)));
	while (search_next(&path, name, candidate)) {
		int r = launch_io.executable(candidate);
		if (!r)
			return take(&candidate);
		if (r == -EACCES)
			*ret_error = EACCES;
	}
	return NULL;
}

/* What env(1) is asked for by the argument of a first line, which is changed; NULL where only env can
 * tell. */
static const char *asked(char *arg)
{
	const char *words[WORDS_MAX];

	if (!arg)
		return NULL;
	if (*arg != '-' && !strchr(arg, '='))
		return arg;
	return shebang_env(arg, words, WORDS_MAX) ? words[0] : NULL;
}

struct chain_end chain_follow(const char *file, const char *path, const struct chain_steps *steps)
{
	_cleanup_free_ char *at = text_copy(file), *owner = text_copy(file);
	enum chain_part part = CHAIN_FILE;

	for (int depth = 0, count = 0; depth <= SCRIPTS_MAX; depth++, count++) {
		char head[SHEBANG_MAX];
		struct shebang line;
		const char *command;
		int error = -launch_io.executable(at);
		if (error)
			return broken(part, at, owner, error);
		long n = count < STEPS_MAX ? launch_io.read(at, 0, head, sizeof(head)) : 0;
		if (n <= 0 || !shebang_parse(head, (size_t)n, &line))
			return end_at(at);
		_cleanup_free_ char *text = text_format("%s%s%s", line.interp, line.arg ? " " : "",
			line.arg ? line.arg : "");
		if (steps)
			steps->script(steps->ctx, at, text);
		free(owner);
		owner = take(&at);
		part = CHAIN_INTERPRETER;
		at = text_copy(line.interp);
		if (strcmp(path_base(at), "env") != 0 || launch_io.executable(at) ||
			!(command = asked(line.arg)))
			continue;
		char *found = chain_find(command, path, &error);
		if (steps)
			steps->command(steps->ctx, command, found);
		if (!found)
			return broken(CHAIN_COMMAND, command, owner, error);
		/* env is a process of its own: what it executes is a new chain. */
		free(at);
		at = found;
		part = CHAIN_COMMAND;
		depth = -1;
	}
	return broken(CHAIN_INTERPRETER, at, owner, ELOOP);
}
