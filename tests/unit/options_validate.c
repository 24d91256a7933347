// SPDX-License-Identifier: MIT
// env-builder/cli/options_validate.c: which options go together.
#include <criterion/criterion.h>
#include <string.h>

#include "common/core/count.h"
#include "env-builder/cli/options_parse.h"
#include "env-builder/cli/options_validate.h"

/* The sentence about a command line, which is split at blanks; "" where nothing is wrong. */
static const char *validate(const char *line)
{
	static char words[200];
	char *argv[20] = {NULL}, *save = NULL, *why = NULL;
	size_t count = 0;
	cr_assert_lt(strlen(line), sizeof(words));
	strcpy(words, line);
	for (char *word = strtok_r(words, " ", &save); word; word = strtok_r(NULL, " ", &save))
		argv[count++] = strcmp(word, "''") ? word : (char *)"";
	struct options o;
	cr_assert_eq(options_parse(argv, &o, &why), 0, "%s: %s", line, why);
	const char *wrong = options_validate(&o);
	options_clear(&o);
	return wrong ? wrong : "";
}

Test(options_validate, refuses_with_the_names_of_the_options)
{
	static const char *const rows[][2] = {
		{"", "no environment; usage"},
		{"-v", "no environment; usage"},
		{"e ''", "name of an environment is empty"},
		{"--clear-cache --no-cache", "--clear-cache and --no-cache"},
		{"--clear --allow-existing e", "--clear and --allow-existing"},
		{"--clear --upgrade e", "--clear and --upgrade"},
		{"--no-cache --link-mode=symlink e", "--no-cache excludes --link-mode=symlink"},
		{"--no-cache --cache-dir d e", "--no-cache excludes"},
		{"--standalone --copies e", "--standalone excludes"},
		{"--standalone --system-site-packages e", "--standalone excludes"},
		{"--standalone --link-mode=symlink e", "--standalone excludes"},
		{"--repair --clear e", "--repair excludes"},
		{"--repair --upgrade e", "--repair excludes"},
		{"--repair --symlinks e", "--repair excludes"},
		{"--repair --seed pip e", "--repair excludes"},
		{"--repair --env A=1 e", "--repair excludes"},
		{"--repair -r f e", "--repair excludes"},
		{"--repair --lock f e", "--repair excludes"},
		{"--lock f -r g a b", "exactly one environment"},
		{"--lock - --json -r g e", "--lock - and --json"},
		{"--lock f --clear e", "--lock without -r"},
		{"--lock f -p 3 e", "--lock without -r"},
		{"--lock f --upgrade-deps e", "--lock without -r"},
		{"--no-index e", "something to install"},
		{"--find-links d e", "something to install"},
		{"--index-url u e", "something to install"},
		{"--extra-index-url u e", "something to install"},
		{"--require-hashes e", "something to install"},
		{"--installer=uv e", "something to install"},
		{"--upgrade-deps --without-pip e", "--upgrade-deps needs a package"},
		{"--upgrade-deps --no-pip e", "--upgrade-deps needs a package"},
	};
	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect(strstr(validate(rows[i][0]), rows[i][1]), "%s: %s", rows[i][0],
			validate(rows[i][0]));
}

Test(options_validate, accepts_all_others)
{
	static const char *const rows[] = {"e", "a b", "--help", "--version --clear --allow-existing",
		"--list-pythons --json", "--clear-cache", "--clear-cache --clear e", "--no-cache e",
		"--standalone --relocatable --symlinks e", "--repair -p 3 --json --dry-run e",
		"--upgrade --env A=1 --system-site-packages e", "--upgrade --allow-existing e", "--lock f e",
		"--lock - e", "--lock f --json e", "--lock f --no-index --installer=uv e",
		"--lock f -r g --clear -p 3 e", "--lock f --install x --upgrade e",
		"--upgrade-deps --no-index e", "--upgrade-deps --seed wheel e",
		"--install x --installer=uv e"};
	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect_str_eq(validate(rows[i]), "", "%s: %s", rows[i], validate(rows[i]));
}
