// SPDX-License-Identifier: MIT
// What pip or uv is told to install: the words behind "install".
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/tool/text.h"
#include "env-builder/cli/options.h"

/* Starts as {0}. The strings are others', the array is free(3)'d by its user. */
struct words {
	const char **list; /* NULL-terminated; NULL: empty */
	size_t count;
};

void words_add(struct words *words, const char *word);
/* Adds those of list, which is NULL-terminated or NULL, and "--" behind them:
 * how our programs take several lists. */
void words_add_list(struct words *words, const char *const *list);

/* What -r, --install and -e ask for. lines: what the pyproject.toml files among them need, NULL-terminated;
 * NULL where the installer is to read them itself. Locks are left out unless asked for. Adds nothing where
 * there is nothing to install: a project may need nothing. */
void installer_args_add_request(struct words *words, const struct options *options, const char *const *lines,
	bool locks);

/* Where packages are looked for. */
void installer_args_add_places(struct words *words, const struct options *options);

/* What --upgrade-deps asks for. */
void installer_args_add_upgrade(struct words *words, const struct options *options);

/* "pip install ..." as a shell would take it, allocated. */
char *installer_args_command(const struct words *words, const struct options *options)
	__attribute__((returns_nonnull));
