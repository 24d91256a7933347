// SPDX-License-Identifier: MIT
// env-builder/cli/options_parse.c: the command line; tests/e2e/venvbuild.c has what is refused.
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/count.h"
#include "env-builder/cli/options_parse.h"
#include "env-builder/cli/options_validate.h"

static struct options parse(const char *const *words)
{
	struct options o;
	char *why = NULL;
	cr_assert_eq(options_parse((char **)words, &o, &why), 0, "%s", why);
	cr_assert_null(options_validate(&o));
	return o;
}

#define PARSE(...) parse((const char *const[]){__VA_ARGS__, NULL})
#define SEEDS(options) ((options).create.install.seeds.list)

Test(options, has_defaults)
{
	struct options o = PARSE("e");
	cr_expect(!o.pythons.count && !o.create.prompt && !o.create.copies && !o.create.clear &&
		!o.output.verbose && o.create.means == FILE_AUTO && !o.create.variables.count);
	cr_expect_str_eq(SEEDS(o)[0], "pip");
	cr_expect_null(SEEDS(o)[1]);
	cr_expect_str_eq(o.envs.list[0], "e");
	options_clear(&o);
}

Test(options, takes_values_in_every_form)
{
	static const char *const forms[][4] = {{"-p3.11", "e"}, {"-p", "3.11", "e"}, {"-vp", "3.11", "e"},
		{"--python=3.11", "e"}, {"--python", "3.11", "e"}, {"e", "-p", "3.11"}};
	for (size_t i = 0; i < COUNT(forms); i++) {
		const char *words[5] = {NULL};
		memcpy(words, forms[i], sizeof(forms[i]));
		struct options o = parse(words);
		cr_expect_str_eq(o.pythons.list[0], "3.11");
		cr_expect_null(o.pythons.list[1]);
		cr_expect_str_eq(o.envs.list[0], "e");
		cr_expect_null(o.envs.list[1]);
	}
}

Test(options, lets_the_last_one_win)
{
	cr_expect(!PARSE("--copies", "--symlinks", "e").create.copies);
	cr_expect(PARSE("--symlinks", "--copies", "e").create.copies);
	cr_expect(!PARSE("-v", "-q", "e").output.verbose);
	cr_expect_str_eq(PARSE("-p", "3.9", "-p3.11", "e").pythons.list[1], "3.11",
		"but the first interpreter that is found");
	cr_expect_eq(PARSE("--seed=pip", "--without-pip", "e").create.install.seeds.count, 0u);
	struct options o = PARSE("--without-pip", "--seed", "pip,setuptools,pip", "e");
	cr_expect_str_eq(SEEDS(o)[1], "setuptools");
	cr_expect_null(SEEDS(o)[2]);
}

Test(options, adds_and_drops_what_is_seeded)
{
	static const struct {
		const char *words[4], *seeds;
	} rows[] = {
		{{"--seed=pip==24.2,wheel"}, "pip==24.2 wheel"},
		{{"--pip", "24.0"}, "pip==24.0"},
		{{"--pip=bundle"}, "pip"},
		{{"--setuptools=65.5.0"}, "pip setuptools==65.5.0"},
		{{"--seed=pip,setuptools,wheel", "--no-setuptools"}, "pip wheel"},
		{{"--no-pip"}, ""},
		{{"--no-seed"}, ""},
		{{"--no-wheel", "--no-setuptools"}, "pip"},
		{{"--without-pip", "--wheel=embed"}, "wheel"},
		{{"--seed=wheel,pip", "--pip=1.0"}, "wheel pip==1.0"},
		{{"--pip=1", "--pip=2"}, "pip==2"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *words[6] = {"e", rows[i].words[0], rows[i].words[1], rows[i].words[2]};
		struct options o = parse(words);
		char seeds[100] = "";
		for (size_t k = 0; k < o.create.install.seeds.count; k++)
			sprintf(seeds + strlen(seeds), "%s%s", k ? " " : "", SEEDS(o)[k]);
		cr_expect_str_eq(seeds, rows[i].seeds, "%s: %s", rows[i].words[0], seeds);
		options_clear(&o);
	}
}

Test(options, knows_the_options_of_other_tools)
{
	struct options o = PARSE("--always-copy", "--no-vcs-ignore", "--app-data", "d", "--symlink-app-data",
		"--download", "--system", "--index=u", "--default-index", "v", "--reset-app-data",
		"--extra-search-dir=w", "--no-download", "--no-periodic-update", "--no-project", "--no-clear",
		"e");
	cr_expect(o.create.copies && o.create.no_ignore_file && o.create.means == FILE_SYMLINK &&
		o.create.install.upgrade_seeds && o.clear_cache && !o.create.clear);
	cr_expect_str_eq(o.cache_dir, "d");
	cr_expect_str_eq(o.pythons.list[0], "system");
	cr_expect_str_eq(o.create.install.indexes.list[0], "u");
	cr_expect_str_eq(o.create.install.index, "v");
	cr_expect_str_eq(o.create.install.wheel_dirs.list[0], "w");
	static const char *const refused[] = {"--force", "--creator=venv", "--seeder=pip",
		"--activators=bash", "--discovery=x", "--try-first-with=x", "--upgrade-embed-wheels",
		"--read-only-app-data", "--exclude-newer=2024", "--with-traceback"};
	for (size_t i = 0; i < COUNT(refused); i++) {
		char *why = NULL;
		const char *words[] = {refused[i], "e", NULL};
		cr_expect_eq(options_parse((char **)words, &o, &why), -1, "%s", refused[i]);
		cr_expect(why && strstr(why, "venvbuild does not support --"), "%s: %s", refused[i], why);
	}
}

Test(options, ends_options_with_two_dashes)
{
	struct options o = PARSE("--", "-p", "--clear");
	cr_expect_str_eq(o.envs.list[0], "-p");
	cr_expect_str_eq(o.envs.list[1], "--clear");
	cr_expect(!o.create.clear);
}

Test(options, collects_variables)
{
	struct options o = PARSE("--env", "A=1", "--env=B=x=y", "e");
	cr_expect_str_eq(o.create.variables.list[0], "A=1");
	cr_expect_str_eq(o.create.variables.list[1], "B=x=y");
	cr_expect_null(o.create.variables.list[2]);
}

Test(options, collects_what_to_install)
{
	struct options o = PARSE("-r", "a", "e", "--requirement=b", "--install", "x>1", "-e.",
		"--find-links=l", "--no-index", "--require-hashes");
	const struct install_request *install = &o.create.install;
	cr_assert_eq(install->sources.count, 2u);
	cr_expect_str_eq(install->sources.list[0].file, "a");
	cr_expect_str_eq(install->sources.list[1].file, "b");
	cr_expect_str_eq(install->packages.list[0], "x>1");
	cr_expect_str_eq(install->editables.list[0], ".");
	cr_expect_str_eq(install->links.list[0], "l");
	cr_expect(install->no_index && install->require_hashes && !install->uv && !install->upgrade_seeds);
	cr_expect(PARSE("--installer=pip", "--install=x", "--installer=uv", "e").create.install.uv);
}

Test(options, queries_need_no_environment)
{
	cr_expect(PARSE("--help").help && PARSE("--version").version &&
		PARSE("--list-pythons", "--json").list_pythons);
}

Test(options, names_every_option_in_its_help)
{
	static const char *const names[] = {"-p, --python=", "--seed=", "--without-pip",
		"-r, --requirement=", "--install=", "-e, --editable=", "--find-links=", "--no-index",
		"--require-hashes", "--installer=", "--lock=", "--upgrade", "--repair", "--upgrade-deps",
		"--system-site-packages", "--prompt=", "--copies", "--symlinks", "--relocatable",
		"--standalone", "--clear", "--allow-existing", "--without-scm-ignore-files",
		"--env=", "--link-mode=", "--cache-dir=", "--no-cache", "--clear-cache",
		"--extra-search-dir=", "--index-url=", "--extra-index-url=", "--list-pythons", "--dry-run",
		"--json", "-v, --verbose", "-q, --quiet", "--version", "-h, --help"};
	struct text help = {0};
	options_help(&help);
	for (size_t i = 0; i < COUNT(names); i++)
		cr_expect(strstr(help.data, names[i]), "%s", names[i]);
}
