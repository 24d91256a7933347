// SPDX-License-Identifier: MIT
// venvbuild: makes Python virtual environments.
#include <stdio.h>
#include <stdlib.h>

#include "common/core/names.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/streams.h"
#include "env-builder/cache/prune.h"
#include "env-builder/cli/mistaken_name.h"
#include "env-builder/cli/options_parse.h"
#include "env-builder/cli/options_validate.h"
#include "env-builder/commands/create.h"
#include "env-builder/commands/existing_environment.h"
#include "env-builder/commands/list.h"
#include "env-builder/commands/lock_existing.h"
#include "env-builder/commands/repair.h"
#include "env-builder/commands/summary.h"
#include "env-builder/commands/upgrade.h"
#include "env-builder/discovery/discovery.h"
#include "env-builder/install/lock_file.h"
#include "env-builder/system/signals.h"

#define USAGE 2

/* A full disk or a closed pipe must show in the exit status. */
static void print(const char *text)
{
	_cleanup_text_ struct text shown = {0};
	text_add_printable(&shown, text, "\n\t");
	if (fputs(shown.data ? shown.data : "", stdout) == EOF || fflush(stdout) == EOF)
		die("cannot write to standard output");
}

/* Ends the program, by the signal if one has come. */
_Noreturn static void fail(const char *why)
{
	signals_finish();
	die("%s", why);
}

/* The command line as a shell reads it, for pyvenv.cfg. */
static char *command_line(char **argv)
{
	struct text line = {0};
	for (char **arg = argv; *arg; arg++) {
		text_add(&line, arg == argv ? "" : " ");
		text_add_shell(&line, *arg);
	}
	return text_take(&line);
}

/* What --clear replaces is not read, so its owner does not matter. */
static int check_owner(const struct options *o, const char *path, char **ret_why)
{
	char *why = o->trust || o->create.clear ? NULL : existing_untrusted(path);
	if (why)
		*ret_why = why;
	return why ? -1 : 0;
}

static int run_lock(struct options *o, const struct cache *cache)
{
	const char *path = o->envs.list[0];
	char *why = NULL;
	if (check_owner(o, path, &why) < 0 ||
		lock_environment(&o->create.install, cache, path, &o->output, &why) < 0)
		fail(why);
	return 0;
}

static int run_on_one(struct options *o, const struct create_request *request, const char *path,
	char **ret_why)
{
	_cleanup_free_ char *mistaken = o->output.quiet ? NULL : mistaken_for(path);
	if (mistaken)
		warn("%s", mistaken);
	if (check_owner(o, path, ret_why) < 0)
		return -1;
	if (o->repair)
		return repair_environment(request->base, request->cache, path, &o->output, ret_why);
	if (o->upgrade)
		return upgrade_environment(request, o->seeds_given, path, &o->output, ret_why);
	return create_environment(request, path, &o->output, ret_why);
}

/* Creates, upgrades or repairs each ENV. Returns the exit status. */
static int run_on_all(struct options *o, const struct cache *cache, char **argv)
{
	_cleanup_(interpreter_clear) struct interpreter python = {0};
	_cleanup_free_ char *command = command_line(argv);
	struct create_request request = o->create; /* its lists belong to the options */
	char *why = NULL;
	int status = 0;
	request.cache = cache;
	request.command = command;
	if ((!o->upgrade && !o->repair) || o->pythons.count) { /* else each ENV has a base of its own */
		const char *const *specs = o->pythons.count ? strings_const(&o->pythons) : NULL;
		if (discovery_choose(specs, cache, &python, &why) < 0)
			fail(why);
		request.base = &python;
	}
	for (size_t i = 0; i < o->envs.count && !signals_pending(); i++)
		if (run_on_one(o, &request, o->envs.list[i], &why) < 0) {
			warn("%s", why);
			free(take(&why));
			status = 1;
		}
	return status;
}

static int clear_cache(const struct options *o, const struct cache *cache)
{
	_cleanup_free_ char *why = NULL;
	int r = prune_all(cache, &why);
	if (why && (r < 0 || !o->output.quiet))
		warn("%s", why);
	return r < 0;
}

/* Runs the command that the options name. Returns the exit status. */
static int run(struct options *o, char **argv)
{
	_cleanup_(cache_clear) struct cache cache = {.dir = NULL};
	if (!o->no_cache)
		cache = cache_find(o->cache_dir);
	int status = o->clear_cache ? clear_cache(o, &cache) : 0;
	if (o->list_pythons)
		list_pythons(&cache, &o->output);
	else if (status || !o->envs.count)
		return status;
	else if (o->create.install.lock && !install_wanted(&o->create.install))
		status = run_lock(o, &cache);
	else
		status = run_on_all(o, &cache, argv);
	_cleanup_free_ char *text = output_text(&o->output);
	print(text);
	return status;
}

int main(int argc, char **argv)
{
	(void)argc;
	streams_open();
	die_setup("venvbuild", 1);
	summary_start();
	_cleanup_(options_clear) struct options options = {0};
	char *why = NULL;
	if (options_parse(argv + 1, &options, &why) < 0)
		die_with(USAGE, "%s", why);
	const char *wrong = options_validate(&options);
	if (wrong)
		die_with(USAGE, "%s", wrong);
	if (options.help || options.version) {
		_cleanup_text_ struct text out = {0};
		if (options.help)
			options_help(&out);
		print(options.help ? out.data : "venvbuild " VENVRUN_VERSION "\n");
		return 0;
	}
	if (options.create.install.lock && lock_file_check(options.create.install.lock, &why) < 0)
		die("%s", why);
	signals_setup();
	int status = run(&options, argv);
	signals_finish();
	return status;
}
