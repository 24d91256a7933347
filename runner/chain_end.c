// SPDX-License-Identifier: MIT
// The file because of which a command cannot be executed.
#include "runner/chain_end.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/chain.h"
#include "common/core/image.h"
#include "common/core/path.h"
#include "common/core/search.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/text.h"
#include "runner/libc_io.h"

#define STEPS_MAX 16 /* a script may ask env for itself, without end */
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

/* Where the chain ends at a program, which is not a script. */
static struct chain_end end_at(const char *path)
{
	char loader[LOADER_MAX];
	int error = image_loader(&libc_io, path, loader, sizeof(loader)) ? -libc_io.executable(loader) : 0;

	if (error)
		return broken(CHAIN_LOADER, loader, path, error);
	return (struct chain_end){CHAIN_WHOLE, NULL, NULL, 0};
}

char *chain_find(const char *name, const char *path, int *ret_error)
{
	*ret_error = ENOENT;
	if (path_dir_len(name) || !*name) {
		*ret_error = *name ? -libc_io.executable(name) : ENOENT;
		return *ret_error ? NULL : text_copy(name);
	}
	_cleanup_free_ char *candidate = need(malloc(search_room(path, name)));
	while (search_next(&path, name, candidate)) {
		int r = libc_io.executable(candidate);
		if (!r)
			return take(&candidate);
		if (r == -EACCES)
			*ret_error = EACCES;
	}
	return NULL;
}

/* The program that env(1) executes for the argument of a first line, which is changed; NULL where only env
 * can determine it. */
static const char *env_program(char *arg)
{
	const char *words[WORDS_MAX];

	if (!arg)
		return NULL;
	if (*arg != '-' && !strchr(arg, '='))
		return arg;
	return shebang_env(arg, words, WORDS_MAX) ? words[0] : NULL;
}

/* The first line of a script, as shown; allocated. */
static char *line_text(const struct shebang *line)
{
	return text_format("%s%s%s", line->interp, line->arg ? " " : "", line->arg ? line->arg : "");
}

struct chain_end chain_follow(const char *file, const char *path, const struct chain_steps *steps)
{
	_cleanup_free_ char *at = text_copy(file), *owner = text_copy(file);
	enum chain_part part = CHAIN_FILE;
	struct chain chain = {.path = at};

	for (int count = 0;; count++) {
		char head[SHEBANG_MAX];
		struct shebang line;
		const char *command;
		size_t n;
		int error = -libc_io.executable(at);
		if (error)
			return broken(part, at, owner, error);
		enum chain_step step = count < STEPS_MAX ? chain_next(&chain, &libc_io, head, &n, &line)
							 : CHAIN_UNREADABLE;
		if (step == CHAIN_UNREADABLE || step == CHAIN_PROGRAM)
			return end_at(at);
		_cleanup_free_ char *text = line_text(&line);
		if (steps)
			steps->script(steps->ctx, at, text);
		if (step == CHAIN_TOO_LONG)
			return broken(CHAIN_INTERPRETER, at, owner, ELOOP);
		free(owner);
		owner = take(&at);
		part = CHAIN_INTERPRETER;
		chain.path = at = text_copy(line.interp);
		if (step != CHAIN_ENV || libc_io.executable(at) || !(command = env_program(line.arg)))
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
		chain = (struct chain){.path = at};
	}
}
