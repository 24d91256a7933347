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

#include "common/core/interp.h"
#include "common/core/path.h"
#include "common/core/search.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/cfg.h"
#include "env-builder/query.h"
#include "env-builder/spec.h"

#define NEWEST_MINOR 30

struct candidate {
	char *path;
	int major, minor; /* minor -1: the name does not say */
	bool pypy, threads;
	size_t order;
};

struct candidates {
	struct candidate *list;
	size_t count, room;
};

struct dirs {
	char **list;
	size_t count, room;
};

void python_clear(struct python *p)
{
	free(p->path);
	free(p->home);
	free(p->name);
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
		if (!strcmp(dirs->list[i], at))
			return;
	if (dirs->count == dirs->room) {
		dirs->room = dirs->room * 2 + 16;
		dirs->list = need(reallocarray(dirs->list, dirs->room, sizeof(*dirs->list)));
	}
	dirs->list[dirs->count++] = take(&at);
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
	for (size_t i = 0; i < dirs->count; i++)
		free(dirs->list[i]);
	free(dirs->list);
}

/* A program, not a script: a shim, or a wrapper that sets up something, is nothing to link to. */
static bool is_binary(int dir, const char *name)
{
	_cleanup_close_ int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char head[2];
	return fd >= 0 && read(fd, head, 2) == 2 && memcmp(head, "#!", 2) != 0;
}

static bool add_candidate(struct candidates *all, int fd, const char *dir, const char *name, struct candidate c)
{
	if (faccessat(fd, name, X_OK, AT_EACCESS) < 0 || !is_binary(fd, name))
		return false;
	if (all->count == all->room) {
		all->room = all->room * 2 + 32;
		all->list = need(reallocarray(all->list, all->room, sizeof(*all->list)));
	}
	c.path = text_format("%s/%s", dir, name);
	c.order = all->count;
	all->list[all->count++] = c;
	return true;
}

static bool wanted(const struct spec *spec, const struct candidate *c)
{
	if (!spec)
		return true;
	if (spec->impl != SPEC_ANY && (spec->impl == SPEC_PYPY) != c->pypy)
		return false;
	return spec->threads == c->threads && spec_agrees(spec, (int[3]){c->major, c->minor, 0}, c->minor < 0 ? 1 : 2);
}

/* Names are tried, not listed: /usr/bin has thousands of entries, and a miss costs less than one of them. */
static void search_dir(const char *dir, const struct spec *spec, struct candidates *all)
{
	_cleanup_close_ int fd = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	bool found = false;
	for (int minor = NEWEST_MINOR; minor >= 2; minor--) {
		static const char *const forms[] = {"python", "pypy", "python"};
		for (int form = 0; form < 3; form++) {
			struct candidate c = {.major = 3, .minor = minor, .pypy = form == 1, .threads = form == 2};
			if (minor == 2) { /* stands for 2.7: there is no other version before 3.3 */
				c.major = 2;
				c.minor = 7;
			}
			char name[32];
			if (!wanted(spec, &c) || (c.threads && (c.major < 3 || minor < 13)))
				continue;
			snprintf(name, sizeof(name), "%s%d.%d%s", forms[form], c.major, c.minor, c.threads ? "t" : "");
			found |= add_candidate(all, fd, dir, name, c);
		}
	}
	static const char *const plain[] = {"python3", "pypy3", "python2", "pypy"};
	for (size_t i = 0; !found && i < sizeof(plain) / sizeof(*plain); i++) {
		struct candidate c = {.major = i == 2 || i == 3 ? 2 : 3, .minor = -1, .pypy = i & 1};
		if (wanted(spec, &c))
			add_candidate(all, fd, dir, plain[i], c);
	}
}

static int newest_first(const void *left, const void *right)
{
	const struct candidate *a = left, *b = right;
	if (a->major != b->major)
		return b->major - a->major;
	if (a->pypy != b->pypy)
		return a->pypy - b->pypy;
	if (a->minor != b->minor)
		return b->minor - a->minor;
	if (a->threads != b->threads)
		return a->threads - b->threads;
	return a->order < b->order ? -1 : 1;
}

static void search(const struct spec *spec, struct candidates *all)
{
	struct dirs dirs = {0};
	find_dirs(&dirs);
	for (size_t i = 0; i < dirs.count; i++)
		search_dir(dirs.list[i], spec, all);
	clear_dirs(&dirs);
	if (all->count)
		qsort(all->list, all->count, sizeof(*all->list), newest_first);
}

static void clear_candidates(struct candidates *all)
{
	for (size_t i = 0; i < all->count; i++)
		free(all->list[i].path);
	free(all->list);
}

static bool supported(const struct python *p)
{
	const int *n = p->number;
	return (n[0] == 2 && n[1] == 7 && !strcmp(p->implementation, "CPython")) || (n[0] == 3 && n[1] >= 3);
}

static int find_version(const struct spec *spec, const char *text, const struct cache *cache, struct python *ret, char **ret_why)
{
	struct candidates all = {0};
	search(spec, &all);
	_cleanup_free_ char *last = NULL;
	int r = -1;
	for (size_t i = 0; i < all.count && r < 0; i++) {
		char *why = NULL;
		struct python p;
		if (query_python(all.list[i].path, cache, &p, &why) < 0) {
			free(last);
			last = why;
		} else if (supported(&p) && spec_agrees(spec, p.number, 3) && spec->threads == !!*p.threads) {
			*ret = p;
			r = 0;
		} else {
			python_clear(&p);
		}
	}
	clear_candidates(&all);
	if (r < 0)
		*ret_why = text_format("no Python interpreter found for %s%s%s; looked on PATH, in pyenv's versions, /usr/local/bin and "
				       "/usr/bin; to see what there is: venvbuild --list-pythons",
			text ? text : "python3", last ? ": " : "", last ? last : "");
	return r;
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

size_t python_list(const struct cache *cache, struct python **ret)
{
	struct candidates all = {0};
	search(NULL, &all);
	struct python *list = need(calloc(all.count + 1, sizeof(*list)));
	size_t count = 0;
	for (size_t i = 0; i < all.count; i++) {
		_cleanup_free_ char *why = NULL;
		struct python p;
		if (query_python(all.list[i].path, cache, &p, &why) < 0)
			continue;
		bool known = !supported(&p);
		for (size_t k = 0; k < count; k++)
			known |= !strcmp(list[k].path, p.path);
		if (known)
			python_clear(&p);
		else
			list[count++] = p;
	}
	clear_candidates(&all);
	*ret = list;
	return count;
}
