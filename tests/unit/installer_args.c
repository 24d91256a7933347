// SPDX-License-Identifier: MIT
// env-builder/install/installer_args.c: the commands that are shown by --dry-run and run.
#include <criterion/criterion.h>
#include <string.h>

#include "common/core/count.h"
#include "env-builder/install/installer_args.h"

static void expect_args(struct strings *args, const struct install_request *request, const char *command)
{
	char *text = installer_args_command(args, request);
	cr_expect_str_eq(text, command);
	free(text);
	strings_clear(args);
}

static void fill(struct install_request *request)
{
	requirement_sources_add(&request->sources, "nowhere/list");
	requirement_sources_add(&request->sources, "nowhere/pyproject.toml");
	requirement_sources_add(&request->sources, "nowhere/pylock.toml");
	strings_add(&request->editables, "./a b");
	strings_add(&request->packages, "six>=1");
	strings_add(&request->links, "wheels");
	strings_add(&request->indexes, "https://two");
	request->index = "https://one";
	request->require_hashes = true;
}

Test(installer_args, has_the_options_and_then_what_is_installed)
{
	static const struct strings none;
	struct install_request request = {0};
	struct strings args = {0}, lines = {0};
	fill(&request);
#define OPTIONS "--index-url https://one --extra-index-url https://two --find-links wheels --require-hashes "
	installer_args_add_request(&args, &request, NULL, true);
	expect_args(&args, &request,
		"pip install " OPTIONS
		"-r nowhere/list -r nowhere/pyproject.toml -r nowhere/pylock.toml "
		"-e './a b' -- 'six>=1'");
	installer_args_add_request(&args, &request, &none, false);
	expect_args(&args, &request, "pip install " OPTIONS "-r nowhere/list -e './a b' -- 'six>=1'");
	strings_add(&lines, "one ; python_version > '3'");
	request.uv = true;
	installer_args_add_request(&args, &request, &lines, false);
	expect_args(&args, &request,
		"uv pip install " OPTIONS
		"-r nowhere/list -e './a b' -- 'six>=1' "
		"'one ; python_version > '\\''3'\\'''");
	strings_clear(&lines);
	install_request_clear(&request);
}

Test(installer_args, is_empty_where_nothing_is_left_to_install)
{
	static const struct strings none;
	struct install_request request = {.no_index = true};
	struct strings args = {0};
	requirement_sources_add(&request.sources, "pyproject.toml");
	requirement_sources_add(&request.sources, "pylock.toml");
	installer_args_add_request(&args, &request, &none, false);
	cr_expect_eq(args.count, 0u);
	install_request_clear(&request);
}

Test(installer_args, upgrades_the_seeds_first)
{
	struct install_request request = {.no_index = true};
	struct strings commands = {0};
	strings_add(&request.seeds, "pip==24.2");
	strings_add(&request.seeds, "wheel");
	installer_args_commands(&request, &commands);
	cr_expect_eq(commands.count, 0u);
	request.upgrade_seeds = true;
	strings_add(&request.packages, "six");
	installer_args_commands(&request, &commands);
	cr_assert_eq(commands.count, 2u);
	cr_expect_str_eq(commands.list[0], "pip install --no-index --upgrade pip==24.2 wheel");
	cr_expect_str_eq(commands.list[1], "pip install --no-index -- six");
	strings_clear(&commands);
	install_request_clear(&request);
}
