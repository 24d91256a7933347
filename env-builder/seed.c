// SPDX-License-Identifier: MIT
// Puts pip and its like into an environment, from wheels that the base brings along.
#include "env-builder/seed.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
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

/* Seeding one wheel. */
struct seeding {
	struct seeder *seeder;
	const struct unpacked *unpacked;
	int env;
	const char *site;
	struct wheel rows; /* of RECORD: what was made outside of site */
	char *at;	   /* what could not be made */
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
	char hash[HASH_RECORD];
	hash_record(data, len, hash);
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
	_cleanup_free_ char *python = interpreter(s->seeder), *text = script_text(python, script->module, script->attr);
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

/* A script as it is, but for a first line that begins with "#!python", which is to name the environment's interpreter. Old
 * wheels bring a script for each of their entry points, too, which has been written. */
static int write_script(struct seeding *s, const struct wheel_row *part, const char *name)
{
	for (size_t i = 0; i < s->unpacked->script_count; i++)
		if (!strcmp(s->unpacked->scripts[i].name, name))
			return 0;
	_cleanup_free_ char *from = text_format("%s/%s", s->unpacked->tree, part->path), *data = NULL;
	size_t len;
	int r = fs_read(from, SIZE_MAX, &data, &len);
	if (r < 0) {
		s->at = take(&from);
		return r;
	}
	if (!text_starts(data, "#!python"))
		return write_program(s, name, data, len);
	_cleanup_free_ char *python = interpreter(s->seeder);
	_cleanup_text_ struct text script = {0};
	const char *end = memchr(data, '\n', len), *program = end ? end + 1 : data + len;
	script_add_head(&script, python, "", program);
	text_add_n(&script, program, (size_t)(data + len - program));
	return write_program(s, name, script.data, script.len);
}

/* Opens the directory that path is in, and makes it where it is missing. No link is followed, as one may lead to the base. */
static int open_above(int env, const char *path)
{
	int at = openat(env, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	for (const char *slash; at >= 0 && (slash = strchr(path, '/')); path = slash + 1) {
		_cleanup_free_ char *name = text_copy_n(path, (size_t)(slash - path));
		_cleanup_close_ int above = at;
		at = mkdirat(above, name, 0777) < 0 && errno != EEXIST
			? -1
			: openat(above, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	}
	return at < 0 ? -errno : at;
}

static int link_part(struct seeding *s, const struct wheel_row *part, char *path)
{
	const struct unpacked *unpacked = s->unpacked;
	enum file_means *means = &s->seeder->means;
	_cleanup_free_ char *own = path, *from = *means == FILE_SYMLINK ? text_format("%s/%s", unpacked->tree, part->path) : NULL;
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
		if (interrupt_pending())
			return -EINTR;
		if (scheme == WHEEL_SCRIPTS)
			r = write_script(s, part, path);
		else
			r = link_part(s, part, scheme == WHEEL_HEADERS ? header_path(s, path) : text_copy(path));
	}
	return r;
}

/* RECORD: what lies elsewhere, whose "../" sorts before most names, then the tree, then itself. It is no link: pip edits it. */
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

int seed_wheel(struct seeder *seeder, const char *path, int env, const char *site, char **ret_why)
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
			refused ? "; this file system cannot have it so, other ways are --link-mode=copy or none" : "");
	}
	free(s.at);
	wheel_clear(&s.rows);
	return r < 0 ? -1 : 0;
}
