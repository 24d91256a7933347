// SPDX-License-Identifier: MIT
// Tests of runner/command_line.c, patterns.c and policy.c; tests/e2e/venvrun.c, refusals.c,
// along.c and answers.c test the program.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/core/count.h"
#include "common/core/names.h"
#include "runner/command_line.h"
#include "runner/patterns.h"
#include "runner/policy_builder.h"
#include "runner/environ_list.h"
#include "tests/fixture.h"

static struct options parse(const char *const *words)
{
	struct options o;
	char *why = NULL;
	cr_assert_eq(command_line_parse((char **)words, &o, &why), 0, "%s", why);
	return o;
}

static char root[] = "/e", python[] = "/e/bin/python", site[] = "/e/x y/site-packages";

#define PARSE(...) parse((const char *const[]){"venvrun", __VA_ARGS__, NULL})

Test(runner, has_defaults)
{
	struct options o = PARSE("e", "true");
	cr_expect(!o.isolated && !o.trace && !o.strict && o.match == MATCH_MAJOR);
	cr_expect(o.command && !strcmp(o.command[0], "true"));
}

Test(runner, takes_an_argument_that_may_be_left_out)
{
	struct options o = PARSE("--trace", "e", "--trace=x");
	cr_expect_str_eq(o.trace, "");
	cr_expect_str_eq(o.env, "e");
	cr_expect_str_eq(o.command[0], "--trace=x");
	o = PARSE("--trace=f", "--isolated", "e");
	cr_expect_str_eq(o.trace, "f");
	cr_expect_str_eq(o.env, "e");
	cr_expect(o.isolated);
}

Test(runner, refuses_an_argument_that_is_empty_or_not_taken)
{
	static const char *const rows[] = {"--trace=", "--isolated=yes", "--isolated=", "--tracer"};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct options o;
		char *why = NULL;
		cr_expect_eq(command_line_parse((char **)(const char *[]){"venvrun", rows[i], "e", NULL}, &o,
				     &why),
			-1, "%s", rows[i]);
		cr_expect(why && *why, "%s", rows[i]);
	}
}

Test(runner, names_every_option_in_its_help)
{
	static const char *const names[] = {"--match=RULE", "--keep=GLOB", "--keep-only=GLOB",
		"--system=keep|env", "--strict", "--isolated", "--env=NAME=VALUE", "--env-file=FILE",
		"-C, --chdir=DIR", "--trace[=FILE]", "--explain", "--info", "--json", "-v, --verbose",
		"-q, --quiet", "--version", "-h, --help"};
	struct text help = {0};
	command_line_help(&help);
	for (size_t i = 0; i < COUNT(names); i++)
		cr_expect(strstr(help.data, names[i]), "%s", names[i]);
}

/* count directories "/DIGITS/NAME-packages", as long as paths are */
static void fill(struct site_list *list, size_t count, const char *name)
{
	for (list->count = 0; list->count < count; list->count++)
		list->path[list->count] = format("/%zu/%s-packages", list->count, name);
}

static struct site_dirs many(void)
{
	struct site_dirs sites;
	fill(&sites.base, POLICY_BASES + 3, "base");
	fill(&sites.user, 2, "user");
	return sites;
}

Test(runner, redirects_what_the_policy_holds)
{
	struct site_dirs sites = many();
	struct env env = {.site = site};
	struct policy policy = {.bases = 0};
	policy_build_sites(&policy, &env, &sites, false);
	cr_expect_str_eq(policy.site, env.site);
	cr_assert(policy.bases == POLICY_BASES && !policy.hides);
	cr_expect_str_eq(policy.base[0], "/0/base-packages");
	cr_expect_str_eq(policy.base[POLICY_BASES - 1], format("/%d/base-packages", POLICY_BASES - 1));
}

Test(runner, hides_what_has_no_counterpart)
{
	struct site_dirs sites = many();
	struct env env = {.site = site};
	struct policy policy = {.bases = 0};
	policy_build_sites(&policy, &env, &sites, true);
	cr_assert(policy.bases == POLICY_BASES && policy.hides == 5, "%zu", policy.hides);
	cr_expect_str_eq(policy.hide[0], "/0/user-packages");
	cr_expect_str_eq(policy.hide[2], format("/%d/base-packages", POLICY_BASES));

	env.site = NULL;
	policy = (struct policy){.bases = 0};
	policy_build_sites(&policy, &env, &sites, true);
	cr_assert(!policy.site && !policy.bases && policy.hides == POLICY_HIDES);
	cr_expect_str_eq(policy.hide[2], "/0/base-packages");
}

Test(runner, leaves_the_systems_to_an_environment_that_wants_them)
{
	struct site_dirs sites = many();
	struct env env = {.site = site, .system_site = true};
	struct policy policy = {.bases = 0};
	policy_build_sites(&policy, &env, &sites, false);
	cr_expect(!policy.site && !policy.bases && !policy.hides);
	policy_build_sites(&policy, &env, &sites, true);
	cr_assert(!policy.site && !policy.bases && policy.hides == 2);
	cr_expect_str_eq(policy.hide[1], "/1/user-packages");
}

Test(runner, writes_a_policy_that_the_library_reads)
{
	struct site_dirs sites = many();
	struct env env = {.root = root, .python = python, .site = site, .major = 3, .minor = 11};
	struct options options = PARSE("--isolated", "--strict", "--keep=*x", "e");
	const struct policy_parts parts = {&env, &sites, "/l.so", NULL, "/tmp/a b", &options, options.keep,
		options.keep_only};
	struct policy policy, read;
	char *entry, *why = NULL;
	cr_assert_eq(policy_build(&parts, &policy, &entry, &why), 0, "%s", why);
	cr_assert(!strncmp(entry, POLICY_VARIABLE "=", sizeof(POLICY_VARIABLE)));
	cr_assert(policy_parse(entry + sizeof(POLICY_VARIABLE), &read));
	cr_expect_str_eq(read.site, env.site);
	cr_expect_str_eq(read.trace, "/tmp/a b");
	cr_expect(read.bases == POLICY_BASES && read.hides == 5 && read.keeps == 1 && read.strict);
	cr_expect_str_eq(read.hide[4], format("/%d/base-packages", POLICY_BASES + 2));
}

Test(runner, looks_up_the_directories_of_patterns)
{
	const char *dir = fixture_dir(),
		   *const rows[][3] = {
			   {"p.py", "p.py"},
			   {"*/p.py", "*/p.py"},
			   {"[a]/p.py", format("%s/[a]/p.py", dir)},
			   {"/usr/../p.py", "/usr/../p.py", "/p.py"},
			   {"/gone/p.py", "/gone/p.py"},
			   {"gone/p.py", "gone/p.py"},
			   {"./p.py", format("%s/p.py", dir)},
			   {"d/../e/t*", format("%s/d/t*", dir)},
			   {"a*b/x?", format("%s/a*b/x?", dir)},
			   {"a\\ b/x", format("%s/a\\ b/x", dir)},
			   {"*b/x", "*b/x"},
			   {format("%s/e/t*", dir), format("%s/e/t*", dir), format("%s/d/t*", dir)},
		   };
	cr_assert(!chdir(dir) && !mkdir("d", 0755) && !symlink("d", "e"));
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct strings resolved = patterns_resolve((const char *const[]){rows[i][0], NULL});
		char **list = resolved.list;
		cr_expect(list[0] && !strcmp(list[0], rows[i][1]), "%s: %s", rows[i][0], list[0]);
		cr_expect(rows[i][2] ? list[1] && !strcmp(list[1], rows[i][2]) : !list[1], "%s: %s",
			rows[i][0], list[1]);
		strings_clear(&resolved);
	}
}

Test(runner, refuses_a_policy_that_is_too_long)
{
	struct site_dirs sites = {.base.count = 0};
	char *path = malloc(POLICY_MAX + 1);
	memset(path, 'x', POLICY_MAX);
	path[0] = '/';
	path[POLICY_MAX] = '\0';
	struct env env = {.root = root, .python = python, .site = path, .major = 3, .minor = 11};
	struct options options = PARSE("e");
	const struct policy_parts parts = {&env, &sites, "/l.so", NULL, NULL, &options, options.keep,
		options.keep_only};
	struct policy policy;
	char *entry, *why = NULL;
	cr_expect_eq(policy_build(&parts, &policy, &entry, &why), -1);
	cr_expect(why && strstr(why, "the library reads at most 32768"), "%s", why);
	free(path);
}

/* A search one by one took minutes for 100,000 variables. */
Test(runner, holds_very_many_variables, .timeout = 60)
{
	enum { MANY = 100000 };
	struct environ_list v;
	environ_list_start(&v, (char *[]){(char *)"A=1", (char *)"B=2", (char *)"A=3", (char *)"odd", NULL});
	cr_expect_str_eq(environ_list_get(&v, "A"), "1");
	for (int i = 0; i < 2 * MANY; i++)
		environ_list_set(&v, format("V%d", i % MANY), format("%d", i));
	cr_expect_eq(v.count, MANY + 4);
	cr_expect_str_eq(environ_list_get(&v, "V7"), "100007");
	environ_list_set(&v, "A", "4");
	cr_expect_eq(v.count, MANY + 3, "both of that name went");
	cr_expect_str_eq(environ_list_get(&v, "A"), "4");
	cr_expect_str_eq(environ_list_get(&v, "B"), "2");
	environ_list_unset(&v, "V7");
	cr_expect_null(environ_list_get(&v, "V7"));
	cr_expect_str_eq(environ_list_get(&v, "V8"), "100008");
	cr_expect(v.count == MANY + 2 && !v.list[v.count]);
	environ_list_clear(&v);
}
