// SPDX-License-Identifier: MIT
// Finds base interpreters: by version, path, environment or name.
#include "env-builder/python.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/path.h"
#include "common/core/search.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/cfg.h"
#include "env-builder/query.h"
#include "env-builder/spec.h"

#define NEWEST_MINOR 24

struct dir {
	char *path;
	int fd;
};

struct dirs {
	struct dir *list;
	size_t count, room;
};

/* Told of each file that may be an interpreter as asked for; returns true to end the search. */
typedef bool visit_function(void *ctx, const char *path);

void python_clear(struct python *p)
{
	free(p->path);
	free(p->home);
	free(p->implementation);
	free(p->version);
	free(p->version_info);
	free(p->threads);
	free(p->prefix);
	free(p->exec_prefix);
	free(p->stdlib);
	free(p->wheels);
	free(p->tag);
	*p = (struct python){0};
}

bool python_is_old(const struct python *p)
{
	return p->number[0] < 3;
}

char *python_label(const struct python *p)
{
	return text_format("%s %s%s", p->implementation, p->version, p->threads);
}

/* The home of the environment that directory bin belongs to, allocated; NULL where bin is no environment's. */
static char *home_of(const char *bin)
{
	for (int i = 0; i < 2; i++) {
		_cleanup_free_ char *path = i ? text_format("%s/pyvenv.cfg", bin) : text_format("%s/../pyvenv.cfg", bin);
		char *text;
		size_t len;
		if (fs_read(path, CFG_MAX, &text, &len) < 0)
			continue;
		_cleanup_(cfg_clear) struct cfg cfg = {0};
		if (cfg_parse(text, len, &cfg))
			return text_copy("");
		const char *home = cfg_get(&cfg, "home");
		return text_copy(home ? home : "");
	}
	return NULL;
}

static void add_dir(struct dirs *dirs, const char *dir)
{
	/* A nested environment's home may be an environment's again, from a tool that took it so. */
	_cleanup_free_ char *at = text_copy(dir);
	for (int depth = 0; depth < 8; depth++) {
		char *home = home_of(at);
		if (!home)
			break;
		free(at);
		at = home;
	}
	size_t n = strlen(at);
	while (n > 1 && at[n - 1] == '/')
		at[--n] = '\0';
	struct stat st, usr;
	if (*at != '/' || stat(at, &st) < 0)
		return;
	/* Where /bin is a link to /usr/bin, the prefix is /usr. */
	if (!strcmp(at, "/bin") && !stat("/usr/bin", &usr) && st.st_ino == usr.st_ino && st.st_dev == usr.st_dev) {
		free(at);
		at = text_copy("/usr/bin");
	}
	for (size_t i = 0; i < dirs->count; i++)
		if (!strcmp(dirs->list[i].path, at))
			return;
	int fd = open(at, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	if (dirs->count == dirs->room) {
		dirs->room = dirs->room * 2 + 16;
		dirs->list = need(reallocarray(dirs->list, dirs->room, sizeof(*dirs->list)));
	}
	dirs->list[dirs->count++] = (struct dir){take(&at), fd};
}

static void add_pyenv(struct dirs *dirs)
{
	const char *root = getenv("PYENV_ROOT"), *home = getenv("HOME");
	_cleanup_free_ char *versions = root && *root ? text_format("%s/versions", root)
		: home && *home				? text_format("%s/.pyenv/versions", home)
							: text_copy("/nonexistent");
	struct dirent **entries;
	int count = scandir(versions, &entries, NULL, versionsort);
	for (int i = count - 1; i >= 0; i--) { /* 3.11.9 before 3.11.7 */
		if (entries[i]->d_name[0] != '.') {
			_cleanup_free_ char *bin = text_format("%s/%s/bin", versions, entries[i]->d_name);
			add_dir(dirs, bin);
		}
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
}

static void find_dirs(struct dirs *dirs)
{
	const char *path = getenv("PATH");
	for (const char *p = path ? path : SEARCH_DEFAULT; *p;) {
		size_t n = strcspn(p, ":");
		_cleanup_free_ char *dir = text_copy_n(p, n);
		if (*dir == '/') /* what is found by a relative entry depends on where we stand */
			add_dir(dirs, dir);
		p += n + (p[n] == ':');
	}
	add_pyenv(dirs);
	add_dir(dirs, "/usr/local/bin");
	add_dir(dirs, "/usr/bin");
}

static void clear_dirs(struct dirs *dirs)
{
	for (size_t i = 0; i < dirs->count; i++) {
		free(dirs->list[i].path);
		close(dirs->list[i].fd);
	}
	free(dirs->list);
}

/* A program, not a script: a shim, or a wrapper that sets up something, is nothing to link to. */
static bool is_binary(int dir, const char *name)
{
	_cleanup_close_ int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char head[2];
	return fd >= 0 && read(fd, head, 2) == 2 && memcmp(head, "#!", 2) != 0;
}

static bool is_candidate(const struct dir *dir, const char *name)
{
	/* Nearly every name is a miss, and a stat is the cheapest way to see one: AT_EACCESS costs ten times as much. */
	struct stat st;
	return !fstatat(dir->fd, name, &st, 0) && S_ISREG(st.st_mode) && !faccessat(dir->fd, name, X_OK, AT_EACCESS) &&
		is_binary(dir->fd, name);
}

static bool visit_name(const struct dirs *dirs, const char *name, visit_function *visit, void *ctx)
{
	for (size_t i = 0; i < dirs->count; i++) {
		if (!is_candidate(&dirs->list[i], name))
			continue;
		_cleanup_free_ char *path = text_format("%s/%s", dirs->list[i].path, name);
		if (visit(ctx, path))
			return true;
	}
	return false;
}

static bool visit_version(const struct dirs *dirs, const struct spec *spec, bool pypy, int major, int minor,
	visit_function *visit, void *ctx)
{
	for (int threads = 0; threads < 2; threads++) {
		if (spec && (spec->threads != threads || !spec_agrees(spec, (int[3]){major, minor, 0}, 2)))
			continue;
		if (threads && (pypy || major < 3 || minor < 13))
			continue;
		char name[32];
		snprintf(name, sizeof(name), "%s%d.%d%s", pypy ? "pypy" : "python", major, minor, threads ? "t" : "");
		if (visit_name(dirs, name, visit, ctx))
			return true;
	}
	return false;
}

/* Names are tried, not listed: /usr/bin has thousands of entries. Those without a minor version come last, for
 * directories that have nothing else. */
static void search(const struct spec *spec, visit_function *visit, void *ctx)
{
	static const char *const plain[2][2] = {{"python3", "python2"}, {"pypy3", "pypy"}};
	struct dirs dirs = {0};
	find_dirs(&dirs);
	bool done = false;
	for (int round = 0; round < 4 && !done; round++) {
		bool pypy = round & 1;
		if (spec && spec->impl != SPEC_ANY && (spec->impl == SPEC_PYPY) != pypy)
			continue;
		for (int minor = NEWEST_MINOR; round < 2 && minor >= 3 && !done; minor--)
			done = visit_version(&dirs, spec, pypy, 3, minor, visit, ctx);
		if (round < 2 && !done)
			done = visit_version(&dirs, spec, pypy, 2, 7, visit, ctx);
		for (int major = 3; round >= 2 && major >= 2 && !done; major--)
			if (!spec || spec_agrees(spec, (int[3]){major, 0, 0}, 1))
				done = visit_name(&dirs, plain[pypy][3 - major], visit, ctx);
	}
	clear_dirs(&dirs);
}

static bool supported(const struct python *p)
{
	const int *n = p->number;
	return (n[0] == 2 && n[1] == 7 && !strcmp(p->implementation, "CPython")) || (n[0] == 3 && n[1] >= 3);
}

struct find {
	const struct spec *spec;
	const struct cache *cache;
	struct python *ret;
	bool found;
	char *why; /* of the last that could not be asked */
};

static bool find_visit(void *ctx, const char *path)
{
	struct find *f = ctx;
	char *why = NULL;
	struct python p;
	if (query_python(path, f->cache, &p, &why) < 0) {
		free(f->why);
		f->why = why;
		return false;
	}
	f->found = supported(&p) && spec_agrees(f->spec, p.number, 3) && f->spec->threads == !!*p.threads;
	if (f->found)
		*f->ret = p;
	else
		python_clear(&p);
	return f->found;
}

static int find_version(const struct spec *spec, const char *text, const struct cache *cache, struct python *ret, char **ret_why)
{
	struct find f = {.spec = spec, .cache = cache, .ret = ret};
	search(spec, find_visit, &f);
	_cleanup_free_ char *last = f.why;
	if (f.found)
		return 0;
	*ret_why = text_format("no Python interpreter found for %s%s%s; looked on PATH, in pyenv's versions, /usr/local/bin and "
			       "/usr/bin; to see what there is: venvbuild --list-pythons",
		text ? text : "python3", last ? ": " : "", last ? last : "");
	return -1;
}

/* The interpreter behind path: while it lies in an environment, what its link or the environment's home points to. */
static char *leave_environments(const char *path, char **ret_why)
{
	_cleanup_free_ char *at = text_copy(path);
	for (int depth = 0; depth < 40; depth++) {
		_cleanup_free_ char *dir = text_copy_n(at, path_dir_len(at));
		_cleanup_free_ char *home = home_of(dir);
		if (!home)
			return take(&at);
		_cleanup_free_ char *to = fs_readlink(at);
		char *next = !to ? text_format("%s/%s", home, path_base(at))
			: *to == '/' ? text_copy(to)
				     : text_format("%s%s", dir, to);
		path_clean(next, next);
		free(at);
		at = next;
	}
	_cleanup_free_ char *quoted = text_quoted(path);
	*ret_why = text_format("cannot find the base interpreter of %s: its links go round in a circle", quoted);
	return NULL;
}

static int find_path(const char *spec, const struct cache *cache, struct python *ret, char **ret_why)
{
	_cleanup_free_ char *path = fs_absolute(spec), *quoted = text_quoted(spec);
	if (path && fs_is_dir(path)) {
		static const char *const names[] = {"bin/python3", "bin/python", "bin/pypy3", "bin/python2"};
		_cleanup_free_ char *dir = take(&path);
		for (size_t i = 0; !path && i < sizeof(names) / sizeof(*names); i++) {
			path = text_format("%s/%s", dir, names[i]);
			if (!fs_exists(path))
				free(take(&path));
		}
		if (!path) {
			*ret_why = text_format("no Python interpreter in %s: it has no bin/python3", quoted);
			return -1;
		}
	}
	_cleanup_free_ char *base = path ? leave_environments(path, ret_why) : NULL;
	if (!base) {
		if (!path)
			*ret_why = text_format("no Python interpreter at %s: %s", quoted, strerror(errno));
		return -1;
	}
	struct python p;
	if (query_python(base, cache, &p, ret_why) < 0)
		return -1;
	if (!supported(&p)) {
		_cleanup_free_ char *label = python_label(&p);
		*ret_why = text_format("%s is %s; environments can be made for Python 2.7, and 3.3 or newer", quoted, label);
		python_clear(&p);
		return -1;
	}
	*ret = p;
	return 0;
}

/* The first program of that name on PATH, allocated, or NULL. */
static char *find_command(const char *name)
{
	const char *at = getenv("PATH"), *file;
	if (!at)
		at = SEARCH_DEFAULT;
	_cleanup_free_ char *buf = need(malloc(search_room(at, name)));
	while ((file = search_next(&at, name, buf)))
		if (fs_is_executable(file))
			return text_copy(file);
	return NULL;
}

int python_find(const char *text, const struct cache *cache, struct python *ret, char **ret_why)
{
	struct spec spec;
	if (!text) {
		/* Any python3, a free-threaded one only by name. */
		spec_parse(">=3", &spec);
		return find_version(&spec, NULL, cache, ret, ret_why);
	}
	if (strchr(text, '/') || (fs_is_dir(text) && !spec_parse(text, &spec)))
		return find_path(text, cache, ret, ret_why);
	if (spec_parse(text, &spec))
		return find_version(&spec, text, cache, ret, ret_why);
	_cleanup_free_ char *command = *text ? find_command(text) : NULL;
	if (command)
		return find_path(command, cache, ret, ret_why);
	_cleanup_free_ char *quoted = text_quoted(text);
	*ret_why = text_format("%s is neither a version (3.11, >=3.9, pypy3.9), nor a path, nor a program on PATH", quoted);
	return -1;
}

struct list {
	const struct cache *cache;
	struct python *list;
	size_t count;
};

static bool list_visit(void *ctx, const char *path)
{
	struct list *l = ctx;
	_cleanup_free_ char *why = NULL;
	struct python p;
	if (query_python(path, l->cache, &p, &why) < 0)
		return false;
	bool known = !supported(&p);
	for (size_t k = 0; k < l->count; k++)
		known |= !strcmp(l->list[k].path, p.path);
	if (known) {
		python_clear(&p);
		return false;
	}
	l->list = need(reallocarray(l->list, l->count + 1, sizeof(*l->list)));
	l->list[l->count++] = p;
	return false;
}

size_t python_list(const struct cache *cache, struct python **ret)
{
	struct list l = {.cache = cache};
	search(NULL, list_visit, &l);
	*ret = l.list;
	return l.count;
}
