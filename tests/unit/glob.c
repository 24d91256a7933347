// SPDX-License-Identifier: MIT
// common/core/glob.c, compared with fnmatch(3).
#include <criterion/criterion.h>
#include <fnmatch.h>
#include <stdlib.h>

#include "common/core/count.h"
#include "common/core/glob.h"

Test(glob, matches_like_fnmatch)
{
	static const char *const patterns[] = {"", "*", "?", "a", "a*", "*a", "*a*", "a?b", "a*b*c", "**",
		"[abc]", "[a-c]x", "[!a-c]", "[]]", "[!]]", "[]a]", "[a-]", "\\*", "\\?x", "\\[a",
		"/usr/bin/*", "*.py", "*/meson", "[", "[a", "a[", "x\\"};
	static const char *const texts[] = {"", "a", "b", "ab", "axb", "abc", "aXbYc", "aabbcc", "]", "-",
		"*", "?x", "[a", "/usr/bin/x", "/usr/bin/", "/usr/bin/a/b", "x.py", ".py", "/usr/bin/meson",
		"bx", "dx", "[", "a[", "\\", "\xff"};

	for (size_t p = 0; p < COUNT(patterns); p++)
		for (size_t t = 0; t < COUNT(texts); t++) {
			/* A backslash at the end is undefined for fnmatch(3); here it matches itself. */
			bool want = patterns[p][0] == 'x'
				? texts[t][0] == 'x' && texts[t][1] == '\\' && !texts[t][2]
				: !fnmatch(patterns[p], texts[t], 0);
			cr_expect(glob_match(patterns[p], texts[t]) == want, "'%s' and '%s'", patterns[p],
				texts[t]);
		}
}

Test(glob, takes_no_time_for_many_stars, .timeout = 5)
{
	char *text = calloc(1, 4001);

	for (size_t i = 0; i < 4000; i++)
		text[i] = 'a';
	cr_expect(!glob_match("*a*a*a*a*a*a*a*a*a*a*b", text));
	cr_expect(glob_match("*a*a*a*a*a*a*a*a*a*a*a", text));
	free(text);
}

Test(glob, a_pattern_without_slash_is_for_the_last_component)
{
	static const struct {
		const char *pattern, *path;
		bool matches;
	} rows[] = {
		{"meson", "/usr/bin/meson", true},
		{"meson", "meson", true},
		{"meson", "/usr/bin/meson2", false},
		{"mes*", "/mes/bin", false},
		{"/usr/bin/*", "/usr/bin/meson", true},
		{"/usr/*", "/usr/bin/meson", true},
		{"bin/meson", "/usr/bin/meson", false},
		{"*/meson", "/usr/bin/meson", true},
	};
	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect(glob_match_path(rows[i].pattern, rows[i].path) == rows[i].matches, "%s and %s",
			rows[i].pattern, rows[i].path);
}
