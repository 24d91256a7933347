// SPDX-License-Identifier: MIT
// The value of --seed: the packages pip, setuptools and wheel.
#include "env-builder/cli/seed_option.h"

#include <stdbool.h>
#include <string.h>

#include "common/core/count.h"
#include "common/tool/cleanup.h"
#include "common/tool/text.h"

static bool seed_ok(const char *seed)
{
	static const char *const known[] = {"pip", "setuptools", "wheel"};
	size_t n = strcspn(seed, "=");
	const char *version = seed[n] ? seed + n + 1 : NULL;
	if (version &&
		(*version++ != '=' || !*version ||
			version[strspn(version, "0123456789abcdefghijklmnopqrstuvwxyz.+!")]))
		return false;
	for (size_t i = 0; i < COUNT(known); i++)
		if (strlen(known[i]) == n && !memcmp(known[i], seed, n))
			return true;
	return false;
}

/* Adds the seed in place of another version of it; without add, removes it. */
static void change(struct strings *seeds, const char *seed, bool add)
{
	struct strings changed = {0};
	size_t n = strcspn(seed, "=");
	for (size_t i = 0; i < seeds->count; i++) {
		const char *old = seeds->list[i];
		bool same = strcspn(old, "=") == n && !memcmp(old, seed, n);
		if (!same || add)
			strings_add(&changed, same ? seed : old);
		add = add && !same;
	}
	if (add)
		strings_add(&changed, seed);
	strings_clear(seeds);
	*seeds = changed;
}

char *seed_option_set(struct strings *seeds, const char *list)
{
	char how = *list == '+' || *list == '-' ? *list++ : '=';
	if (how == '=')
		strings_clear(seeds);
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
		change(seeds, seed, how != '-');
		p += n + (p[n] == ',');
	}
	return NULL;
}
