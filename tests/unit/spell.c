// SPDX-License-Identifier: MIT
// common/tool/spell.c, and its use in common/tool/args.c.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/count.h"
#include "common/tool/cleanup.h"
#include "common/tool/spell.h"
#include "env-builder/cli/options_parse.h"

Test(spell, counts_misspelled_letters)
{
	static const struct {
		const char *a, *b;
		size_t distance;
	} rows[] = {{"", "", 0}, {"abc", "abc", 0}, {"abc", "", 3}, {"", "abc", 3}, {"project", "porject", 1},
		{"web", "wbe", 1}, {"quite", "quiet", 1}, {"verson", "version", 1},
		{"versionn", "version", 1}, {"vershun", "version", 2}, {"clear", "repair", 4}};
	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect_eq(spell_distance(rows[i].a, rows[i].b), rows[i].distance, "%s %s", rows[i].a,
			rows[i].b);
}

Test(spell, the_message_of_an_unknown_option_suggests_one)
{
	static const struct {
		const char *word, *says;
	} rows[] = {{"--verson", "unknown option --verson; did you mean --version? --help lists all"},
		{"--pyhton=3", "unknown option --pyhton; did you mean --python? --help lists all"},
		{"--requirements=x",
			"unknown option --requirements; did you mean --requirement? --help "
			"lists all"},
		{"--system-site",
			"unknown option --system-site; did you mean --system-site-packages? "
			"--help lists all"},
		{"--up", "unknown option --up; --help lists all"},
		{"--x",
			"unknown option --x; "
			"--help lists all"},
		{"--nothing-of-the-kind", "unknown option --nothing-of-the-kind; --help lists all"},
		{"-clear", "unknown option -clear; did you mean --clear? --help lists all"},
		{"-Z", "unknown option -Z; --help lists all"}};
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *words[] = {(char *)rows[i].word, (char *)"e", NULL};
		struct options o;
		_cleanup_free_ char *why = NULL;
		cr_assert_lt(options_parse(words, &o, &why), 0, "%s", rows[i].word);
		cr_expect_str_eq(why, rows[i].says);
	}
}

Test(spell, a_word_that_is_too_long_is_not_compared)
{
	char word[200] = "--";
	memset(word + 2, 'a', sizeof(word) - 3);
	char *words[] = {word, NULL};
	struct options o;
	_cleanup_free_ char *why = NULL;
	cr_assert_lt(options_parse(words, &o, &why), 0);
	cr_expect_null(strstr(why, "mean"));
}
