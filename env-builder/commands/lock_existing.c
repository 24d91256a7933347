// SPDX-License-Identifier: MIT
// --lock FILE without anything to install.
#include "env-builder/commands/lock_existing.h"

#include <errno.h>
#include <string.h>

#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/json.h"
#include "env-builder/discovery/discovery.h"
#include "env-builder/install/installer.h"
#include "env-builder/install/lock_file.h"
#include "env-builder/install/standin.h"
#include "env-builder/transaction/stage.h"

static void report(const struct install_request *request, const char *path, struct output *output)
{
	_cleanup_free_ char *env = text_quoted(path), *file = text_quoted(request->lock);
	if (output->json) {
		output_begin(output);
		json_add_member(&output->text, "env", path);
		json_add_member(&output->text, "lock", request->lock);
		output_end(output);
	} else if (output->dry_run || output->verbose) {
		text_add_format(&output->text, output->dry_run ? "%s\nlock    %s\n" : "locked %s in %s\n",
			env, file);
	}
}

static int lock_existing(const struct install_request *request, const struct cache *cache, const char *path,
	struct output *output, char **ret_why)
{
	if (stage_look(path) != TARGET_ENVIRONMENT) {
		*ret_why = text_copy(
			"no environment exists there; use -r, --install or -e to install in a new one");
		return -1;
	}
	_cleanup_(standin_clear) struct standin standin;
	_cleanup_(interpreter_clear) struct interpreter own = {0};
	if (standin_make(path, cache, &standin, ret_why) < 0 ||
		(!standin.dir && discovery_find(path, cache, &own, ret_why) < 0))
		return -1;
	if (output->dry_run)
		return 0;
	const struct install_target target = {.python = standin.dir ? &standin.python : &own,
		.cache = cache,
		.real = standin.dir ? standin.dir : path,
		.path = path};
	_cleanup_(installer_clear) struct installer installer = {0};
	_cleanup_(lock_file_clear) struct lock_file lock = {0};
	const struct strings none = {0};
	int r = installer_open(request, &target, &installer, ret_why);
	if (!r)
		r = lock_file_make(&installer, &none, &lock, ret_why);
	return r ? r : lock_file_commit(&lock, &output->text, ret_why);
}

int lock_environment(const struct install_request *request, const struct cache *cache, const char *given,
	struct output *output, char **ret_why)
{
	_cleanup_free_ char *path = fs_absolute(given), *why = NULL;
	if (!path) {
		why = text_copy(strerror(errno));
	} else if (!lock_existing(request, cache, path, output, &why)) {
		report(request, path, output);
		return 0;
	}
	_cleanup_free_ char *quoted = text_quoted(path ? path : given);
	*ret_why = text_format("cannot lock %s: %s", quoted, why);
	return -1;
}
