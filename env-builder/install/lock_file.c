// SPDX-License-Identifier: MIT
// --lock FILE: writes the installed packages with their hashes.
#include "env-builder/install/lock_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/trust.h"
#include "env-builder/install/installer_args.h"
#include "env-builder/install/run_installer.h"
#include "env-builder/system/file_at.h"
#include "env-builder/system/marked_dir.h"
#include "templates.h"

#define NAME_KEPT 200 /* bytes of FILE's name in that of the temporary file: a name has at most 255 */
#define LOCK_MAX ((size_t)64 << 20)

static int failed(const char *file, char *why, char **ret_why)
{
	_cleanup_free_ char *quoted = text_quoted(file), *reason = why;
	*ret_why = text_format("cannot write the lock %s: %s", quoted, reason);
	return -1;
}

/* The absolute path of FILE without symbolic links, or NULL and *ret_why. Each link must be trusted
 * (trust.h): otherwise another user could choose which file is replaced. */
static char *resolve(const char *file, char **ret_why)
{
	_cleanup_free_ char *path = fs_absolute(file);
	struct stat st;
	for (int hops = 0; path && hops < FS_LINKS_MAX; hops++) {
		if (lstat(path, &st) < 0 || !S_ISLNK(st.st_mode))
			return take(&path);
		if (!trust_user(st.st_uid)) {
			_cleanup_free_ char *link = text_quoted(path), *name = trust_name(st.st_uid);
			failed(file,
				text_format("the symbolic link %s belongs to %s, neither to you nor to root",
					link, name),
				ret_why);
			return NULL;
		}
		char *next = fs_link_target(path);
		if (!next)
			break;
		free(path);
		path = next;
		errno = ELOOP;
	}
	failed(file, text_copy(strerror(errno)), ret_why);
	return NULL;
}

int lock_file_check(const char *file, char **ret_why)
{
	if (!strcmp(file, "-"))
		return 0;
	struct stat st;
	_cleanup_free_ char *path = resolve(file, ret_why), *dir = path ? text_dir(path) : NULL;
	if (!path)
		return -1;
	if (fs_stat(path, &st) && !S_ISREG(st.st_mode))
		return failed(file, text_copy("it is not a regular file; use --lock - for standard output"),
			ret_why);
	if (!access(dir, W_OK | X_OK))
		return 0;
	const char *error = strerror(errno);
	_cleanup_free_ char *quoted = text_quoted(dir);
	return failed(file, text_format("%s: %s", quoted, error), ret_why);
}

static int make_text(const struct installer *installer, const char *path, const struct strings *asked,
	char **ret_text, char **ret_why)
{
	static const char *const parts[] = {template_installed_py, template_toml_py, template_requested_py,
		template_pip_settings_py, template_release_files_py, template_write_lock_py, NULL};
	const struct install_request *request = installer->request;
	_cleanup_strings_ struct strings args = {0}, indexes = {0}, lists = {0};
	installer_args_add_indexes(&indexes, request);
	requirement_sources_lists(&request->sources, &lists);
	strings_add(&args, installer->uv ? installer->uv : "");
	strings_add(&args, path);
	strings_add(&args, request->require_hashes ? "1" : "");
	run_program_add_list(&args, &indexes);
	run_program_add_list(&args, &lists);
	run_program_add_list(&args, asked);
	run_program_add_list(&args, &request->packages);
	if (run_program(installer, parts, &args, "lock the installed packages", ret_why) < 0)
		return -1;
	_cleanup_free_ char *made = text_format("%s/lock", installer->dir);
	int r = fs_read(made, LOCK_MAX, ret_text, NULL);
	if (r < 0)
		*ret_why = text_format("cannot read the new lock: %s", strerror(-r));
	return r < 0 ? -1 : 0;
}

int lock_file_make(const struct installer *installer, const struct strings *asked, struct lock_file *ret,
	char **ret_why)
{
	const char *file = installer->request->lock;
	_cleanup_free_ char *path = resolve(file, ret_why);
	if (!path)
		return -1;
	if (make_text(installer, path, asked, &ret->text, ret_why) < 0 || !strcmp(file, "-"))
		return ret->text ? 0 : -1;
	_cleanup_free_ char *dir = text_dir(path);
	_cleanup_free_ char *prefix = text_format("%s/.%.*s.venvbuild-", dir, NAME_KEPT, path_base(path));
	ret->temporary = mark_name(prefix);
	ret->target = take(&path);
	int r = file_write(AT_FDCWD, ret->temporary, ret->text, strlen(ret->text), 0666);
	return r < 0 ? failed(file, text_copy(strerror(-r)), ret_why) : 0;
}

int lock_file_commit(struct lock_file *lock, struct text *out, char **ret_why)
{
	if (!lock->target)
		text_add(out, lock->text);
	else if (rename(lock->temporary, lock->target) < 0)
		return failed(lock->target, text_copy(strerror(errno)), ret_why);
	free(take(&lock->temporary));
	return 0;
}

void lock_file_clear(struct lock_file *lock)
{
	if (lock->temporary)
		unlink(lock->temporary);
	free(lock->target);
	free(lock->temporary);
	free(lock->text);
	*lock = (struct lock_file){0};
}
