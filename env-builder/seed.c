// SPDX-License-Identifier: MIT
// Puts pip and its like into an environment, from wheels that the base brings along.
#include "env-builder/seed.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/file.h"
#include "env-builder/hash.h"
#include "env-builder/unpacked.h"
#include "env-builder/interrupt.h"
#include "env-builder/script.h"

/* What stands behind "NAME-" in file, or behind "NAME-VERSION" where seed is NAME==VERSION; NULL where file is another's. */
static const char *behind(const char *file, const char *seed)
{
	size_t n = strcspn(seed, "=");
	const char *version = seed[n] ? seed + n + 2 : "", *rest = file + n + 1;
	if (strncasecmp(file, seed, n) != 0 || file[n] != '-' || !text_starts(rest, version))
		return NULL;
	return rest + strlen(version);
}

/* "pip-24.2-py3-none-any.whl" for pip and Python 3? Only wheels for every platform are looked for. */
static bool suits(const char *file, const char *seed, int major)
{
	const char *rest = text_ends(file, "-none-any.whl") ? behind(file, seed) : NULL;
	if (rest && !strchr(seed, '='))
		rest = isdigit((unsigned char)*rest) ? strchr(rest, '-') : NULL;
	return rest && *rest == '-' && strstr(rest, major == 2 ? "py2" : "py3");
}

/* NULL where there is none, or where the directory cannot be read: then with *ret_error. */
static char *newest_in(const char *dir, const char *seed, int major, int *ret_error)
{
	_cleanup_closedir_ DIR *d = opendir(dir);
	_cleanup_free_ char *best = NULL;
	int r = d || errno == ENOENT || errno == ENOTDIR ? 0 : -errno;
	for (const struct dirent *entry; d && (entry = file_next(d, &r));) {
		if (!suits(entry->d_name, seed, major) || (best && strverscmp(entry->d_name, best) <= 0))
			continue;
		free(best);
		best = text_copy(entry->d_name);
	}
	size_t n = strlen(dir);
	*ret_error = r;
	return best && !r ? text_format("%s%s%s", dir, n && dir[n - 1] == '/' ? "" : "/", best) : NULL;
}

/* The newest in the directories that were given; a directory that cannot be read is no answer. */
static char *given(const char *const *dirs, const char *seed, int major, char **ret_why)
{
	_cleanup_free_ char *best = NULL;
	for (; dirs && *dirs; dirs++) {
		int r = fs_is_dir(*dirs) ? 0 : -ENOTDIR;
		char *wheel = r ? NULL : newest_in(*dirs, seed, major, &r);
		if (r < 0) {
			_cleanup_free_ char *quoted = text_quoted(*dirs);
			*ret_why = text_format("cannot look for wheels in %s: %s", quoted, strerror(-r));
			free(wheel);
			return NULL;
		}
		if (wheel && (!best || strverscmp(path_base(wheel), path_base(best)) > 0)) {
			free(best);
			best = wheel;
		} else {
			free(wheel);
		}
	}
	return best ? fs_absolute(best) : NULL;
}

char *seed_find(const struct python *p, const char *seed, const char *const *extra, char **ret_why)
{
	*ret_why = NULL;
	char *best = given(extra, seed, p->number[0], ret_why);
	if (best || *ret_why)
		return best;
	_cleanup_free_ char *bundled = text_format("%s/ensurepip/_bundled", p->stdlib);
	/* A distribution's directory holds wheels for the distribution's own interpreters. */
	const char *dirs[] = {bundled, *p->wheels ? p->wheels : NULL, !strcmp(p->prefix, "/usr") ? "/usr/share/python-wheels" : NULL};
	for (size_t i = 0; i < sizeof(dirs) / sizeof(*dirs); i++) {
		int r = 0;
		char *wheel = dirs[i] ? newest_in(dirs[i], seed, p->number[0], &r) : NULL;
		if (r < 0)
			*ret_why = text_format("cannot read %s, where wheels of %s may be: %s", dirs[i], seed, strerror(-r));
		if (wheel || r < 0)
			return wheel;
	}
	_cleanup_free_ char *label = python_label(p), *home = text_quoted(p->home);
	if (strchr(seed, '=') || extra) {
		*ret_why = text_format("there is no wheel of %s for %s in %s, nor does %s bring one along; nothing is downloaded: name a "
				       "directory that has it by --extra-search-dir, or install it by --install",
			seed, label, extra ? "the directories that were named" : "any directory that was named", home);
		return NULL;
	}
	const char *package = python_is_old(p) ? "" : !strcmp(p->implementation, "PyPy") ? "pypy3-venv" : "python3-venv";
	*ret_why = text_format("%s in %s brings no wheel of %s along%s%s%s; to do without: %s", label, home, seed,
		*package ? " (on Debian and Ubuntu: apt install " : "", package, *package ? ")" : "",
		!strcmp(seed, "pip") ? "--without-pip" : "--seed pip");
	return NULL;
}

bool seed_present(const char *site, const char *seed)
{
	_cleanup_closedir_ DIR *dir = opendir(site);
	int r = dir ? 0 : -errno;
	for (const struct dirent *entry; dir && (entry = file_next(dir, &r));) {
		const char *rest = behind(entry->d_name, seed), *info = rest ? strrchr(rest, '.') : NULL;
		if (info && (!strcmp(info, ".dist-info") || !strcmp(info, ".egg-info")) && (rest == info || *rest == '-' || !strchr(seed, '=')))
			return true;
	}
	errno = -r;
	fs_must_tell(site);
	return false;
}

/* pip's scripts are pip, pip3 and pip3.11 for the interpreter at hand, whatever the wheel was built with. */
static bool is_pip_alias(const char *name)
{
	return text_starts(name, "pip") && !name[3 + strspn(name + 3, "0123456789.")] && name[3];
}

static int write_script(const struct seeder *seeder, const struct wheel_script *script, const char *name, int env,
	const char *up, struct wheel *rows)
{
	_cleanup_free_ char *python = seeder->env ? text_format("%s/bin/python", seeder->env) : text_copy("python");
	_cleanup_free_ char *text = script_text(python, script->module, script->attr), *path = text_format("bin/%s", name);
	int r = file_write(env, path, text, strlen(text), 0777);
	if (r < 0)
		return r;
	char hash[HASH_RECORD];
	hash_record(text, strlen(text), hash);
	_cleanup_free_ char *row = text_format("%s%s", up, path), *rest = text_format(",sha256=%s,%zu", hash, strlen(text));
	wheel_add_row(rows, row, rest);
	return 0;
}

static int write_scripts(const struct seeder *seeder, const struct unpacked *unpacked, int env, const char *up,
	struct wheel *rows)
{
	const int *number = seeder->python->number;
	for (size_t i = 0; i < unpacked->script_count; i++) {
		const struct wheel_script *script = &unpacked->scripts[i];
		if (is_pip_alias(script->name))
			continue;
		int r = write_script(seeder, script, script->name, env, up, rows);
		if (!r && !strcmp(script->name, "pip")) {
			_cleanup_free_ char *major = text_format("pip%d", number[0]);
			_cleanup_free_ char *minor = text_format("pip%d.%d", number[0], number[1]);
			r = write_script(seeder, script, major, env, up, rows);
			if (!r)
				r = write_script(seeder, script, minor, env, up, rows);
		}
		if (r < 0)
			return r;
	}
	return 0;
}

/* RECORD: the scripts, whose "../" sorts before every name, then the tree, then itself. It is no link: pip edits it. */
static int write_record(const struct unpacked *unpacked, int site, struct wheel *scripts)
{
	_cleanup_text_ struct text record = {0};
	wheel_sort_rows(scripts);
	for (size_t i = 0; i < scripts->count; i++)
		text_add_format(&record, "%s%s\n", scripts->rows[i].path, scripts->rows[i].rest);
	text_add(&record, unpacked->record);
	text_add_format(&record, "%s/RECORD,,\n", unpacked->info);
	_cleanup_free_ char *path = text_format("%s/RECORD", unpacked->info);
	return file_write(site, path, record.data, record.len, 0666);
}

int seed_wheel(struct seeder *seeder, const char *path, int env, const char *site, char **ret_why)
{
	_cleanup_(unpacked_clear) struct unpacked unpacked = {.fd = -1};
	if (unpacked_get(path, seeder->python, seeder->cache, &unpacked, ret_why) < 0)
		return -1;
	if (seeder->means == FILE_SYMLINK)
		unpacked_keep(&unpacked);
	_cleanup_(wheel_clear) struct wheel rows = {0};
	_cleanup_text_ struct text up = {0};
	const char *p = site;
	do
		text_add(&up, "../");
	while ((p = strchr(p + 1, '/')));
	const char *at = site;
	_cleanup_close_ int fd = openat(env, site, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int r = fd < 0 ? -errno : unpacked_link(&unpacked, fd, &seeder->means, &at);
	if (!r)
		r = write_scripts(seeder, &unpacked, env, up.data, &rows);
	if (!r)
		r = write_record(&unpacked, fd, &rows);
	if (r < 0) {
		_cleanup_free_ char *quoted = text_quoted(path);
		bool refused = r == -EOPNOTSUPP || r == -EXDEV || r == -EPERM || r == -EINVAL;
		*ret_why = text_format("cannot install %s: %s: %s%s", quoted, at, strerror(-r),
			refused ? "; this file system cannot have it so, other ways are --link-mode=copy or none" : "");
		return -1;
	}
	return 0;
}
