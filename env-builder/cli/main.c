// SPDX-License-Identifier: MIT
// venvbuild: makes Python virtual environments.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/names.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/json.h"
#include "common/tool/streams.h"
#include "common/tool/trust.h"
#include "env-builder/commands/create.h"
#include "env-builder/cache/prune.h"
#include "env-builder/install/install.h"
#include "env-builder/system/signals.h"
#include "env-builder/install/lock_write.h"
#include "env-builder/cli/mistaken_name.h"
#include "env-builder/commands/repair.h"
#include "env-builder/transaction/stage.h"
#include "env-builder/commands/summary.h"
#include "env-builder/discovery/discovery.h"

#define USAGE 2

/* Nothing may be lost on the way to a full disk or a closed pipe without the exit status saying so. */
static void print(const char *text)
{
	_cleanup_text_ struct text shown = {0};
	text_add_printable(&shown, text, "\n\t");
	if (fputs(shown.data ? shown.data : "", stdout) == EOF || fflush(stdout) == EOF)
		die("cannot write to standard output");
}

/* One object after the other, as an array; or lines. */
static void print_out(const struct options *o, const struct text *out)
{
	_cleanup_free_ char *all = text_format(o->json ? "[%s]\n" : "%s", out->data ? out->data : "");
	print(all);
}

static void list_pythons(const struct options *o, const struct cache *cache)
{
	struct interpreter *list;
	size_t count = discovery_list(cache, &list);
	_cleanup_text_ struct text out = {0};
	for (size_t i = 0; i < count; i++) {
		if (o->json) {
			text_add(&out, i ? ",\n {" : "[{");
			json_add_member(&out, "implementation", list[i].implementation);
			json_add_member(&out, "version", list[i].version);
			json_add_member(&out, "python", list[i].path);
			json_add_bool(&out, "free_threaded", *list[i].threads);
			text_add(&out, "}");
		} else {
			_cleanup_free_ char *label = interpreter_label(&list[i]),
					    *path = text_quoted(list[i].path);
			text_add_format(&out, "%-18s %s\n", label, path);
		}
		interpreter_clear(&list[i]);
	}
	free(list);
	if (o->json)
		text_add(&out, count ? "]\n" : "[]\n");
	print(out.data ? out.data : "");
}

/* The command line as a shell would take it, for pyvenv.cfg. */
static char *command_line(char **argv)
{
	struct text line = {0};
	for (char **arg = argv; *arg; arg++) {
		text_add(&line, arg == argv ? "" : " ");
		text_add_shell(&line, *arg);
	}
	return text_take(&line);
}

/* Reading what another user's environment says of its base would run what that user wants; that it is made
 * already is no answer to who wants one. What --clear replaces is not read. */
static int check_owner(const struct options *o, const char *path, char **ret_why)
{
	if (o->trust || o->clear || stage_look(path) != TARGET_ENVIRONMENT)
		return 0;
	_cleanup_free_ char *refused = trust_refused(path);
	if (!refused)
		return 0;
	*ret_why = text_format(
		"refusing the environment that is there: %s; "
		"to take it all the same: --trust; to replace it: --clear",
		refused);
	return -1;
}

static int lock_one(const struct options *o, const struct cache *cache)
{
	_cleanup_text_ struct text out = {0};
	char *why = NULL;
	if (check_owner(o, o->envs[0], &why) < 0 || lock_environment(o, cache, o->envs[0], &out, &why) < 0) {
		signals_finish();
		die("%s", why);
	}
	print_out(o, &out);
	return 0;
}

/* A name that looks like another thing than a directory is made all the same. */
static void hint(const char *path)
{
	_cleanup_free_ char *mistaken = mistaken_for(path);
	if (mistaken)
		warn("%s", mistaken);
}

static int build_all(const struct options *o, const struct cache *cache, char **argv)
{
	struct interpreter python = {0};
	char *why = NULL;
	bool each = (o->upgrade || o->repair) && !o->python; /* of its own version */
	if (!each && discovery_choose(o->python, cache, &python, &why) < 0) {
		signals_finish();
		die("%s", why);
	}
	_cleanup_free_ char *command = command_line(argv);
	_cleanup_text_ struct text out = {0};
	int status = 0;
	for (size_t i = 0; o->envs[i] && !signals_pending(); i++) {
		const struct interpreter *base = each ? NULL : &python;
		if (!o->quiet)
			hint(o->envs[i]);
		if (!check_owner(o, o->envs[i], &why) &&
			!(o->repair ? repair_environment(o, base, cache, o->envs[i], &out, &why)
				    : create_environment(o, base, cache, o->envs[i], command, &out, &why)))
			continue;
		warn("%s", why);
		free(take(&why));
		status = 1;
	}
	interpreter_clear(&python);
	print_out(o, &out);
	return status;
}

static int clear_cache(const struct options *o, const struct cache *cache)
{
	_cleanup_free_ char *why = NULL;
	int r = prune_all(cache, &why);
	if (why && (r < 0 || !o->quiet))
		warn("%s", why);
	return r < 0;
}

int main(int argc, char **argv)
{
	(void)argc;
	streams_open();
	die_setup("venvbuild", 1);
	summary_start();
	struct options options;
	char *why = NULL;
	if (options_parse(argv + 1, &options, &why) < 0)
		die_with(USAGE, "%s", why);
	if (options.help || options.version) {
		_cleanup_text_ struct text out = {0};
		if (options.help)
			options_help(&out);
		print(options.help ? out.data : "venvbuild " VENVRUN_VERSION "\n");
		options_clear(&options);
		return 0;
	}
	if (options.lock && lock_check(options.lock, &why) < 0)
		die("%s", why);
	signals_setup();
	_cleanup_(cache_clear) struct cache cache = {.dir = NULL};
	if (!options.no_cache)
		cache = cache_find(options.cache_dir);
	int status = options.clear_cache ? clear_cache(&options, &cache) : 0;
	if (options.list_pythons)
		list_pythons(&options, &cache);
	else if (!status && options.envs[0] && options.lock && !install_wanted(&options))
		status = lock_one(&options, &cache);
	else if (!status && options.envs[0])
		status = build_all(&options, &cache, argv);
	options_clear(&options);
	signals_finish();
	return status;
}
