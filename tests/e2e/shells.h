// SPDX-License-Identifier: MIT
// The shells in which activation scripts are tested, and names that need careful quoting.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "tests/spawn.h"

enum dialect { DIALECT_SH, DIALECT_CSH, DIALECT_FISH };

struct shell {
	const char *name;
	enum dialect dialect;
	bool utf8; /* it reads no other file */
	/* the command without start-up files, up to the option for a script: "-c" */
	const char *words[4];
	/* the same for an interactive shell with a prompt; none where that needs a terminal */
	const char *talks[4];
	const char *suffix; /* of its activation script: ".fish" */
};

extern const struct shell shells[];
extern const size_t shell_count;

/* Names of directories and texts for a prompt. If a shell executes one, the file PWN appears in the
 * working directory. */
extern const char *const hostile_names[];
extern const size_t hostile_count;

/* Can the shell read that text? */
bool shell_holds(const struct shell *shell, const char *text);

/* Is it installed? If not, reports a skip of what. */
bool shell_have(const struct shell *shell, const char *what);

/* Runs script with words[], or, where talks is true, line by line at the prompts. set is as for
 * fixture_run(). */
struct spawned shell_run(const struct shell *shell, bool talks, const char *script, const char *const *set);
