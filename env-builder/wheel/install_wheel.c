// SPDX-License-Identifier: MIT
// Installs a seed (pip, setuptools, wheel) from its wheel, without pip.
#include "env-builder/wheel/install_wheel.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/system/file_at.h"
#include "env-builder/system/sha256.h"
#include "env-builder/system/signals.h"
#include "env-builder/layout/launcher.h"
#include "env-builder/wheel/cached_wheel.h"
#include "env-builder/wheel/wheel_layout.h"

/* Is name pip3, pip3.11 or the like? These are made for the environment's own version, whatever the wheel
 * lists. */
static bool is_pip_alias(const char *name)
{
	return text_starts(name, "pip") && !name[3 + strspn(name + 3, "0123456789.")] && name[3];
}

/* The installation of one wheel. */
struct seeding {
	struct seeder *seeder;
	const struct cached_wheel *wheel;
	int env;
	const char *site;
	struct record rows; /* of RECORD, for the files outside of site */
	char *failed;       /* the file that could not be made */
};

/* The path in RECORD of a file of the environment: relative to site. Allocated. */
static char *relative_to_site(const char *site, const char *path)
{
	struct text out = {0};
	for (size_t n; (n = strcspn(site, "/")) && !strncmp(path, site, n) && path[n] == '/'; path += n + 1)
		site += n + (site[n] == '/');
	text_add_up(&out, site);
	text_add(&out, *site ? "../" : "");
	text_add(&out, path);
	return text_take(&out);
}

static int write_program(struct seeding *s, const char *name, const char *data, size_t len)
{
	_cleanup_free_ char *path = text_format("bin/%s", name), *row = relative_to_site(s->site, path);
	int r = file_write(s->env, path, data, len, 0777);
	if (r < 0)
		s->failed = take(&path);
	else
		record_add_file(&s->rows, row, data, len);
	return r;
}

static char *interpreter(const struct seeder *seeder)
{
	return seeder->env ? text_format("%s/bin/python", seeder->env) : text_copy("python");
}

static int write_entry(struct seeding *s, const struct entry_point *script, const char *name)
{
	_cleanup_free_ char *python = interpreter(s->seeder),
			    *text = launcher_text(python, script->module, script->attr);
	return write_program(s, name, text, strlen(text));
}

static int write_entries(struct seeding *s)
{
	const int *number = s->seeder->python->number;
	for (size_t i = 0; i < s->wheel->scripts.count; i++) {
		const struct entry_point *script = &s->wheel->scripts.list[i];
		if (is_pip_alias(script->name))
			continue;
		int r = write_entry(s, script, script->name);
		if (!r && !strcmp(script->name, "pip")) {
			_cleanup_free_ char *major = text_format("pip%d", number[0]);
			_cleanup_free_ char *minor = text_format("pip%d.%d", number[0], number[1]);
			r = write_entry(s, script, major);
			if (!r)
				r = write_entry(s, script, minor);
		}
		if (r < 0)
			return r;
	}
	return 0;
}

/* A shebang "#!python" is replaced by one for the environment's interpreter (PEP 427). Old wheels also have a
 * script for each entry point; those were written by write_entries(). */
static int write_script(struct seeding *s, const struct record_row *part, const char *name)
{
	for (size_t i = 0; i < s->wheel->scripts.count; i++)
		if (!strcmp(s->wheel->scripts.list[i].name, name))
			return 0;
	_cleanup_free_ char *data = NULL;
	size_t len;
	int r = fs_read_at(s->wheel->tree.fd, part->path, SIZE_MAX, &data, &len);
	if (r < 0) {
		s->failed = text_copy(part->path);
		return r;
	}
	if (!text_starts(data, "#!python"))
		return write_program(s, name, data, len);
	_cleanup_free_ char *python = interpreter(s->seeder);
	_cleanup_text_ struct text script = {0};
	const char *end = memchr(data, '\n', len), *program = end ? end + 1 : data + len;
	launcher_add_head(&script, python, "", program);
	text_add_n(&script, program, (size_t)(data + len - program));
	return write_program(s, name, script.data, script.len);
}

/* Makes and opens the directory that path is in. No symbolic link is followed: it may lead to the base
 * interpreter. */
static int open_above(int env, const char *path)
{
	int at = file_open_dir(env, ".");
	for (const char *slash; at >= 0 && (slash = strchr(path, '/')); path = slash + 1) {
		_cleanup_free_ char *name = text_copy_n(path, (size_t)(slash - path));
		_cleanup_close_ int above = at;
		int r = file_make_dir(above, name);
		if (r < 0)
			return r;
		at = file_open_dir(above, name);
	}
	return at < 0 ? -errno : at;
}

static int link_part(struct seeding *s, const struct record_row *part, const char *path)
{
	const struct cache_tree *tree = &s->wheel->tree;
	enum file_means *means = &s->seeder->means;
	_cleanup_free_ char *from = *means == FILE_SYMLINK ? text_format("%s/%s", tree->path, part->path)
							   : NULL;
	_cleanup_free_ char *row = relative_to_site(s->site, path);
	_cleanup_close_ int dir = open_above(s->env, path);
	int r = dir < 0 ? dir : file_link(tree->fd, part->path, from, dir, path_base(path), means);
	if (r < 0)
		s->failed = text_copy(path);
	else
		record_add(&s->rows, row, part->fields);
	return r;
}

/* pip installs the headers of an environment there, too. Allocated. */
static char *header_path(const struct seeding *s, const char *path)
{
	const int *number = s->seeder->python->number;
	const char *info = s->wheel->info;
	_cleanup_free_ char *name = text_copy_n(info, strcspn(info, "-"));
	for (char *c = name; *c; c++)
		*c = *c == '_' ? '-' : *c;
	return text_format("include/site/python%d.%d/%s/%s", number[0], number[1], name, path);
}

/* The files that do not belong in site-packages. */
static int install_parts(struct seeding *s)
{
	int r = 0;
	for (size_t i = 0; !r && i < s->wheel->parts.count; i++) {
		const struct record_row *part = &s->wheel->parts.rows[i];
		enum wheel_scheme scheme;
		const char *path;
		if (wheel_place(s->wheel->info, part->path, &scheme, &path))
			return -EINVAL; /* wheel_extract() has refused it */
		if (signals_pending())
			return -EINTR;
		_cleanup_free_ char *header = scheme == WHEEL_HEADERS ? header_path(s, path) : NULL;
		r = scheme == WHEEL_SCRIPTS ? write_script(s, part, path)
					    : link_part(s, part, header ? header : path);
	}
	return r;
}

/* Writes RECORD: the rows outside of site-packages, whose "../" sorts first, those of site-packages, and its
 * own. It is never a link to the cache, because pip edits it in place. */
static int write_record(struct seeding *s)
{
	_cleanup_text_ struct text record = {0};
	record_sort(&s->rows);
	for (size_t i = 0; i < s->rows.count; i++)
		record_add_line(&s->rows.rows[i], &record);
	text_add_format(&record, "%s%s/RECORD,,\n", s->wheel->site_rows, s->wheel->info);
	_cleanup_free_ char *path = text_format("%s/%s/RECORD", s->site, s->wheel->info);
	int r = file_write(s->env, path, record.data, record.len, 0666);
	if (r < 0)
		s->failed = take(&path);
	return r;
}

static int install_files(struct seeding *s)
{
	const char *failed = NULL;
	_cleanup_close_ int dir = openat(s->env, s->site, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int r = dir < 0 ? -errno
			: cache_tree_link(&s->wheel->tree, dir, s->wheel->data, &s->seeder->means, &failed);
	if (r < 0)
		s->failed = text_copy(failed ? failed : s->site);
	if (!r)
		r = write_entries(s);
	if (!r)
		r = install_parts(s);
	return r ? r : write_record(s);
}

static const char *reason(int r)
{
	if (r == -EEXIST)
		return "the environment already has it, or the wheel has two files for it";
	if (r == -ENOTDIR || r == -ELOOP)
		return "a file or a symbolic link is where a directory is needed";
	return strerror(-r);
}

int install_wheel(struct seeder *seeder, const char *path, int env, const char *site, char **ret_why)
{
	_cleanup_(cached_wheel_clear) struct cached_wheel wheel = {.tree.fd = -1};
	if (cached_wheel_get(path, seeder->python, seeder->cache, &wheel, ret_why) < 0)
		return -1;
	if (seeder->means == FILE_SYMLINK)
		cache_tree_keep(&wheel.tree);
	struct seeding s = {.seeder = seeder, .wheel = &wheel, .env = env, .site = site};
	int r = install_files(&s);
	if (r < 0) {
		_cleanup_free_ char *quoted = text_quoted(path),
				    *file = text_quoted(s.failed ? s.failed : site);
		bool refused = r == -EOPNOTSUPP || r == -EXDEV || r == -EPERM || r == -EINVAL;
		*ret_why = text_format("cannot install %s: cannot make %s: %s%s", quoted, file, reason(r),
			refused ? "; if the file system cannot do this, use --link-mode=copy" : "");
	}
	free(s.failed);
	record_clear(&s.rows);
	return r < 0 ? -1 : 0;
}
