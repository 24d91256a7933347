// SPDX-License-Identifier: MIT
// An environment that an option took as its own argument, because the argument was left out.
#include "runner/misplaced_env.h"

#include "common/core/count.h"
#include "common/tool/cleanup.h"
#include "common/tool/text.h"
#include "common/env/env.h"

char *misplaced_env(const struct options *options)
{
	const struct {
		const char *const *list;
		const char *name, *what, *metavar;
	} rows[] = {
		{options->keep, "--keep", "pattern", "GLOB"},
		{options->keep_only, "--keep-only", "pattern", "GLOB"},
		{options->files, "--env-file", "file", "FILE"},
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		for (const char *const *value = rows[i].list; value && *value; value++) {
			if (!env_might_be(*value))
				continue;
			_cleanup_free_ char *quoted = text_quoted(*value);
			return text_format(
				"%s has used the environment %s as its %s; usage: venvrun %s=%s %s -- CMD",
				rows[i].name, quoted, rows[i].what, rows[i].name, rows[i].metavar, quoted);
		}
	return NULL;
}

void misplaced_env_chdir(const struct options *options, char **why)
{
	if (!options->chdir || !env_might_be(options->chdir))
		return;
	_cleanup_free_ char *first = *why, *quoted = text_quoted(options->chdir);
	*why = text_format(
		"%s%s --chdir has used the environment %s as its directory; usage: "
		"venvrun --chdir=DIR %s -- CMD",
		first, text_ends(first, "?") ? "" : ";", quoted, quoted);
}
