// SPDX-License-Identifier: MIT
// Fifos and devices among the files that a Python is about to read.
#include "env-builder/discovery/special_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "common/core/count.h"
#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"

#define DEPTH_MAX 16 /* of directories */

static bool is_special(int dir, const char *name)
{
	struct stat st;
	if (fstatat(dir, name, &st, 0) < 0 || S_ISREG(st.st_mode) || S_ISDIR(st.st_mode))
		return false;
	return !S_ISCHR(st.st_mode) || st.st_rdev != makedev(1, 3); /* /dev/null */
}

static char *search(const char *path, int depth)
{
	_cleanup_closedir_ DIR *dir = depth < DEPTH_MAX ? opendir(path) : NULL;
	int r = 0;
	for (const struct dirent *entry; dir && (entry = fs_next(dir, &r));) {
		const char *name = entry->d_name;
		struct stat st;
		bool below = entry->d_type == DT_DIR ||
			(entry->d_type == DT_UNKNOWN &&
				!fstatat(dirfd(dir), name, &st, AT_SYMLINK_NOFOLLOW) && S_ISDIR(st.st_mode));
		if (entry->d_type == DT_REG || (below && text_ends(name, "-packages")))
			continue;
		_cleanup_free_ char *full = text_format("%s/%s", path, name);
		char *found = below                    ? search(full, depth + 1)
			: is_special(dirfd(dir), name) ? text_copy(full)
						       : NULL;
		if (found)
			return found;
	}
	return NULL;
}

char *special_files_in(const char *dir)
{
	return search(dir, 0);
}

/* The pyvenv.cfg of a program if it is special, allocated; or NULL. */
static char *special_cfg(const char *program)
{
	static const char *const names[] = {"pyvenv.cfg", "../pyvenv.cfg"};
	for (size_t i = 0; i < COUNT(names); i++) {
		_cleanup_free_ char *cfg = text_format("%.*s%s", (int)path_dir_len(program), program,
			names[i]);
		bool special = is_special(AT_FDCWD, cfg);
		path_clean(cfg, cfg);
		if (special)
			return take(&cfg);
	}
	return NULL;
}

char *special_files_of_interpreter(const char *path)
{
	_cleanup_free_ char *real = realpath(path, NULL), *cfg = special_cfg(path);
	if (!cfg && real)
		cfg = special_cfg(real);
	if (cfg)
		return take(&cfg);
	_cleanup_free_ char *lib = real ? text_format("%.*s../lib", (int)path_dir_len(real), real)
					: text_copy("/nowhere");
	path_clean(lib, lib);
	_cleanup_closedir_ DIR *dir = opendir(lib);
	int r = 0;
	for (const struct dirent *entry; dir && (entry = fs_next(dir, &r));) {
		if (!text_starts(entry->d_name, "python") && !text_starts(entry->d_name, "pypy"))
			continue;
		_cleanup_free_ char *library = text_format("%s/%s", lib, entry->d_name);
		char *found = search(library, 0);
		if (found)
			return found;
	}
	return NULL;
}

char *special_files_message(const char *path)
{
	_cleanup_free_ char *quoted = text_quoted(path);
	return text_format("%s is not a regular file, and reading it might never end", quoted);
}
