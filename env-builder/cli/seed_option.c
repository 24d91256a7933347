// SPDX-License-Identifier: MIT
// Which of pip, setuptools and wheel are asked for, as words of the command line.
#include "env-builder/cli/seed_option.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/text.h"

void seed_option_clear(char ***seeds)
{
	for (char **s = *seeds; s && *s; s++)
		free(*s);
	free(*seeds);
	*seeds = NULL;
}

static size_t find(char *const *list, const char *seed)
{
	size_t i = 0, n = strcspn(seed, "=");
	while (list[i] && (strcspn(list[i], "=") != n || memcmp(list[i], seed, n) != 0))
		i++;
	return i;
}

static bool seed_ok(const char *seed)
{
	static const char *const known[] = {"pip", "setuptools", "wheel"};
	size_t n = strcspn(seed, "=");
	const char *version = seed[n] ? seed + n + 1 : NULL;
	if (version &&
		(*version++ != '=' || !*version ||
			version[strspn(version, "0123456789abcdefghijklmnopqrstuvwxyz.+!")]))
		return false;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strlen(known[i]) == n && !memcmp(known[i], seed, n))
			return true;
	return false;
}

char *seed_option_set(char ***seeds, const char *list)
{
	char how = *list == '+' || *list == '-' ? *list++ : '=';
	if (how == '=')
		seed_option_clear(seeds);
	else if (!*seeds)
		seed_option_set(seeds, "pip");
	size_t count = 0, room = strlen(list) + 2;
	while (*seeds && (*seeds)[count])
		count++;
	*seeds = need(reallocarray(*seeds, count + room, sizeof(**seeds)));
	memset(*seeds + count, 0, room * sizeof(**seeds));
	if (!*list)
		return text_copy("--seed needs a name; for no packages use --without-pip");
	for (const char *p = list; *p;) {
		size_t n = strcspn(p, ",");
		_cleanup_free_ char *seed = text_copy_n(p, n);
		if (!seed_ok(seed)) {
			_cleanup_free_ char *quoted = text_quoted(seed);
			return text_format(
				"--seed takes pip, setuptools and wheel, with or without ==VERSION, not %s",
				quoted);
		}
		if (text_ends(seed, "==bundle") || text_ends(seed, "==embed"))
			seed[strcspn(seed, "=")] = '\0';
		size_t i = find(*seeds, seed);
		free((*seeds)[i]);
		(*seeds)[i] = how == '-' ? NULL : take(&seed);
		for (; how == '-' && (*seeds)[i + 1]; i++) {
			(*seeds)[i] = (*seeds)[i + 1];
			(*seeds)[i + 1] = NULL;
		}
		p += n + (p[n] == ',');
	}
	return NULL;
}
