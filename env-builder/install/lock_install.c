// SPDX-License-Identifier: MIT
// -r FILE where FILE is a lock.
#include "env-builder/install/lock_install.h"

#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/install/installer_args.h"
#include "env-builder/install/run_installer.h"
#include "templates.h"

/* read_lock.py writes a list for each: wheels, source archives, files without a hash. */
#define GROUPS 3

static const char *const parts[] = {template_installed_py, template_toml_py, template_read_lock_py, NULL};

static int install_group(const struct installer *installer, const char *list, const char *what,
	char **ret_why)
{
	if (!fs_exists(list))
		return 0;
	_cleanup_strings_ struct strings args = {0};
	strings_add(&args, "--no-deps");
	if (installer->target
			->system_site) /* a package of the base interpreter does not count as installed */
		strings_add(&args, "--force-reinstall");
	installer_args_add_indexes(&args, installer->request);
	strings_add(&args, "-r");
	strings_add(&args, list);
	return run_install(installer, &args, what, ret_why);
}

/* number: the locks are counted from 0; the files that read_lock.py writes are named after it. */
static int install_lock(const struct installer *installer, const char *file, size_t number, char **ret_why)
{
	_cleanup_free_ char *quoted = text_quoted(file),
			    *what = text_format("install the packages of the lock %s", quoted);
	_cleanup_strings_ struct strings args = {0};
	strings_add(&args, file);
	strings_add_take(&args, text_format("%zu", number));
	strings_add(&args, installer->request->require_hashes ? "1" : "");
	int r = run_program(installer, parts, &args, what, ret_why);
	for (int group = 1; !r && group <= GROUPS; group++) {
		_cleanup_free_ char *list = text_format("%s/%zu.%d", installer->dir, number, group);
		r = install_group(installer, list, what, ret_why);
	}
	return r;
}

int lock_install(const struct installer *installer, char **ret_why)
{
	const struct requirement_sources *sources = &installer->request->sources;
	size_t number = 0;
	for (size_t i = 0; i < sources->count; i++)
		if (requirement_is_lock(&sources->list[i]) &&
			install_lock(installer, sources->list[i].file, number++, ret_why) < 0)
			return -1;
	return 0;
}

int lock_install_check(const struct installer *installer, char **ret_why)
{
	const struct install_request *request = installer->request;
	size_t locks = 0;
	for (size_t i = 0; i < request->sources.count; i++)
		locks += requirement_is_lock(&request->sources.list[i]);
	if (!locks)
		return 0;
	bool only = locks == request->sources.count && !request->packages.count && !request->editables.count;
	_cleanup_strings_ struct strings args = {0};
	strings_add(&args, "check");
	strings_add(&args, only ? "1" : "");
	strings_add_take(&args, text_format("%zu", locks));
	return run_program(installer, parts, &args, "install exactly the locked packages", ret_why);
}
