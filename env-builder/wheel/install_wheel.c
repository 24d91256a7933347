// SPDX-License-Identifier: MIT
// Puts pip and its like into an environment, each from its wheel.
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
#include "env-builder/wheel/archive.h"

/* pip's scripts are pip, pip3 and pip3.11 for the interpreter at hand, whatever the wheel was built with. */
static bool is_pip_alias(const char *name)
{
	return text_starts(name, "pip") && !name[3 + strspn(name + 3, "0123456789.")] && name[3];
}

/* Seeding one wheel. */
struct seeding {
	struct seeder *seeder;
	const struct unpacked *unpacked;
	int env;
	const char *site;
	struct wheel rows; /* of RECORD: what was made outside of site */
	char *at;          /* what could not be made */
};

/* path, below the environment, as RECORD has it: relative to site. */
static void add_row(struct seeding *s, const char *path, const char *rest)
{
	_cleanup_text_ struct text row = {0};
	const char *site = s->site;
	for (size_t n; (n = strcspn(site, "/")) && !strncmp(path, site, n) && path[n] == '/'; path += n + 1)
		site += n + (site[n] == '/');
	for (; *site; site += site[0] == '/') {
		text_add(&row, "../");
		site += strcspn(site, "/");
	}
	text_add(&row, path);
	wheel_add_row(&s->rows, row.data, rest);
}

static int write_program(struct seeding *s, const char *name, const char *data, size_t len)
{
	_cleanup_free_ char *path = text_format("bin/%s", name);
	int r = file_write(s->env, path, data, len, 0777);
	if (r < 0) {
		s->at = take(&path);
		return r;
	}
	char hash[SHA256_RECORD];
	sha256_record(data, len, hash);
	_cleanup_free_ char *rest = text_format(",sha256=%s,%zu", hash, len);
	add_row(s, path, rest);
	return 0;
}

static char *interpreter(const struct seeder *seeder)
{
	return seeder->env ? text_format("%s/bin/python", seeder->env) : text_copy("python");
}

static int write_entry(struct seeding *s, const struct wheel_script *script, const char *name)
{
	_cleanup_free_ char *python = interpreter(s->seeder),
			    *text = launcher_text(python, script->module, script->attr);
	return write_program(s, name, text, strlen(text));
}

static int write_entries(struct seeding *s)
{
	const int *number = s->seeder->python->number;
	for (size_t i = 0; i < s->unpacked->script_count; i++) {
		const struct wheel_script *script = &s->unpacked->scripts[i];
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

/* A script as it is, but for a first line that begins with "#!python", which is to name the environment's
 * interpreter. Old wheels bring a script for each of their entry points, too, which has been written. */
static int write_script(struct seeding *s, const struct wheel_row *part, const char *name)
{
	for (size_t i = 0; i < s->unpacked->script_count; i++)
		if (!strcmp(s->unpacked->scripts[i].name, name))
			return 0;
	_cleanup_free_ char *data = NULL;
	size_t len;
	int r = fs_read_at(s->unpacked->fd, part->path, SIZE_MAX, &data, &len);
	if (r < 0) {
		s->at = text_copy(part->path);
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

/* Opens the directory that path is in, and makes it where it is missing. No link is followed, as one may lead
 * to the base. */
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

static int link_part(struct seeding *s, const struct wheel_row *part, char *path)
{
	const struct unpacked *unpacked = s->unpacked;
	enum file_means *means = &s->seeder->means;
	_cleanup_free_ char *own = path,
			    *from = *means == FILE_SYMLINK ? text_format("%s/%s", unpacked->tree, part->path)
							   : NULL;
	_cleanup_close_ int dir = open_above(s->env, path);
	int r = dir < 0 ? dir : file_link(unpacked->fd, part->path, from, dir, path_base(path), means);
	if (r < 0)
		s->at = take(&own);
	else
		add_row(s, path, part->rest);
	return r;
}

/* include/site is where pip has the headers of an environment, below the name as the wheel's file has it. */
static char *header_path(const struct seeding *s, const char *path)
{
	const int *number = s->seeder->python->number;
	const char *info = s->unpacked->info;
	_cleanup_free_ char *name = text_copy_n(info, strcspn(info, "-"));
	for (char *c = name; *c; c++)
		*c = *c == '_' ? '-' : *c;
	return text_format("include/site/python%d.%d/%s/%s", number[0], number[1], name, path);
}

/* What belongs elsewhere than in site-packages. */
static int place_parts(struct seeding *s)
{
	int r = 0;
	for (size_t i = 0; !r && i < s->unpacked->part_count; i++) {
		const struct wheel_row *part = &s->unpacked->parts[i];
		enum wheel_scheme scheme;
		const char *path;
		if (wheel_place(s->unpacked->info, part->path, &scheme, &path))
			return -EINVAL; /* it was refused before */
		if (signals_pending())
			return -EINTR;
		if (scheme == WHEEL_SCRIPTS)
			r = write_script(s, part, path);
		else
			r = link_part(s, part,
				scheme == WHEEL_HEADERS ? header_path(s, path) : text_copy(path));
	}
	return r;
}

/* RECORD: what lies elsewhere, whose "../" sorts before most names, then the tree, then itself. It is no
 * link: pip edits it. */
static int write_record(struct seeding *s)
{
	_cleanup_text_ struct text record = {0};
	wheel_sort_rows(&s->rows);
	for (size_t i = 0; i < s->rows.count; i++) {
		wheel_add_csv(&record, s->rows.rows[i].path);
		text_add_format(&record, "%s\n", s->rows.rows[i].rest);
	}
	text_add(&record, s->unpacked->record);
	text_add_format(&record, "%s/RECORD,,\n", s->unpacked->info);
	_cleanup_free_ char *path = text_format("%s/%s/RECORD", s->site, s->unpacked->info);
	int r = file_write(s->env, path, record.data, record.len, 0666);
	if (r < 0)
		s->at = take(&path);
	return r;
}

/* Why it could not be made. */
static const char *reason(const struct seeding *s, int r)
{
	if (s->at && r == -EEXIST)
		return "the environment has something there, or the wheel has two files for it";
	if (s->at && (r == -ENOTDIR || r == -ELOOP))
		return "a file or a link of the environment stands where a directory is needed";
	return strerror(-r);
}

int install_wheel(struct seeder *seeder, const char *path, int env, const char *site, char **ret_why)
{
	_cleanup_(unpacked_clear) struct unpacked unpacked = {.fd = -1};
	if (unpacked_get(path, seeder->python, seeder->cache, &unpacked, ret_why) < 0)
		return -1;
	if (seeder->means == FILE_SYMLINK)
		unpacked_keep(&unpacked);
	struct seeding s = {.seeder = seeder, .unpacked = &unpacked, .env = env, .site = site};
	const char *at = site;
	_cleanup_close_ int fd = openat(env, site, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int r = fd < 0 ? -errno : unpacked_link(&unpacked, fd, &seeder->means, &at);
	if (!r)
		r = write_entries(&s);
	if (!r)
		r = place_parts(&s);
	if (!r)
		r = write_record(&s);
	if (r < 0) {
		_cleanup_free_ char *quoted = text_quoted(path), *place = text_quoted(s.at ? s.at : at);
		bool refused = r == -EOPNOTSUPP || r == -EXDEV || r == -EPERM || r == -EINVAL;
		*ret_why = text_format("cannot install %s: %s: %s%s", quoted, place, reason(&s, r),
			refused ? "; this file system cannot have it so, other ways are --link-mode=copy or "
				  "none"
				: "");
	}
	free(s.at);
	wheel_clear(&s.rows);
	return r < 0 ? -1 : 0;
}
