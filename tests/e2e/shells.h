// SPDX-License-Identifier: MIT
// The shells that activate scripts are tried in, and names that no quoting may trip over.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "tests/spawn.h"

enum dialect { DIALECT_SH, DIALECT_CSH, DIALECT_FISH };

struct shell {
	const char *name;
	enum dialect dialect;
	bool utf8; /* it reads nothing else */
	/* what starts it without its start-up files, up to what asks for a command: "-c" */
	const char *words[4];
	/* the same for a shell that shows its prompt; none for one that wants a terminal for that */
	const char *talks[4];
	const char *suffix; /* of its script: ".fish" */
};

extern const struct shell shells[];
extern const size_t shell_count;

/* Names of directories, and texts for a prompt; where one is executed, it makes the file PWN in the current
 * directory. */
extern const char *const hostile_names[];
extern const size_t hostile_count;

/* Can it read such a text? */
bool shell_holds(const struct shell *shell, const char *text);

/* Is it on this machine? If not, says aloud that what is not tested. */
bool shell_have(const struct shell *shell, const char *what);

/* Runs script with words[], or, where talks is true, line by line behind prompts. In set as for
 * fixture_run(). */
struct spawned shell_run(const struct shell *shell, bool talks, const char *script, const char *const *set);
