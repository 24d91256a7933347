// SPDX-License-Identifier: MIT
// The base and user site directories of an environment's version of Python.
#include "common/env/site_dirs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/interp.h"
#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "common/env/base_python.h"

#define PREFIX_MAX 4096 /* bytes of orig-prefix.txt, which contains one path */

/* A path that was looked up. Each is looked up once: venvrun runs before every command. */
struct entry {
	char *path;
	char *real; /* symbolic links resolved, as far as the path exists; "" is the root */
	bool exists;
};

struct search {
	const struct env *env;
	const char *real_root, *real_site; /* env's root and site-packages, resolved; real_site may be NULL */
	char *name; /* of the directory in lib: "python3.11", "python3.13t", "pypy3.9" */
	bool top;   /* PREFIX/site-packages: PyPy before 7.3.8 */
	struct entry *entries;
	size_t count, room;
};

/* Looks up a clean path; "" is the root. The strings belong to the search. */
static struct entry look(struct search *s, const char *path)
{
	for (size_t i = 0; i < s->count; i++)
		if (!strcmp(s->entries[i].path, path))
			return s->entries[i];

	struct entry new = {.path = text_copy(path), .exists = true};
	if (*path) {
		_cleanup_free_ char *dir = text_copy_n(path, path_dir_len(path) - 1);
		struct entry parent = look(s, dir);
		_cleanup_free_ char *link = parent.exists ? fs_readlink(path) : NULL;
		/* readlink(2): EINVAL is for an existing file that is not a link */
		new.exists = parent.exists && (link || errno == EINVAL);
		new.real = link ? realpath(path, NULL) : text_format("%s/%s", parent.real, path_base(path));
		if (!new.real) {
			new.exists = false;
			new.real = text_copy(path);
		}
	}
	/* NULL for the root itself; realpath(3) returns "/" for a link to it */
	if (!new.real || !new.real[1]) {
		free(new.real);
		new.real = text_copy("");
	}
	if (s->count == s->room) {
		s->room = s->room * 2 + 32;
		s->entries = need(realloc(s->entries, s->room * sizeof(*s->entries)));
	}
	s->entries[s->count++] = new;
	return new;
}

static void search_clear(const struct search *s)
{
	for (size_t i = 0; i < s->count; i++) {
		free(s->entries[i].path);
		free(s->entries[i].real);
	}
	free(s->entries);
	free(s->name);
}

/* NAME is that of env's lib/NAME/site-packages; where there is none, the interpreter's name shows whether it
 * is PyPy. */
static void search_start(struct search *s, const struct env *env)
{
	const char *site = env->site ? env->site : "/";
	_cleanup_free_ char *dir = text_copy_n(site, path_dir_len(site) - 1);
	struct interp version;

	*s = (struct search){.env = env};
	s->real_root = look(s, env->root).real;
	s->real_site = env->site ? look(s, env->site).real : NULL;
	s->top = !strcmp(dir, env->root);
	if (!s->top && interp_parse(path_base(dir), &version)) {
		s->name = text_copy(path_base(dir));
		return;
	}
	bool pypy = s->top || (env->python && text_starts(path_base(look(s, env->python).real), "pypy"));
	s->name = text_format("%s%d.%d", pypy ? "pypy" : "python", env->major, env->minor);
}

static bool list_has(const struct site_list *list, const char *path)
{
	for (size_t i = 0; i < list->count; i++)
		if (!strcmp(list->path[i], path))
			return true;
	return false;
}

/* Adds one spelling unless it is in the list, or the policy cannot contain it. Takes ownership of path. */
static void add_spelling(struct site_list *list, char *path)
{
	if (list->count < SITE_DIRS_MAX && text_ends(path, "-packages") && !list_has(list, path))
		list->path[list->count++] = path;
	else
		free(path);
}

/* Adds a directory as written and as resolved, unless it belongs to env. Takes ownership of path. */
static void add(struct site_list *list, struct search *s, char *path)
{
	path_clean(path, path);
	const char *real = look(s, path).real;
	if (path_under(path, s->env->root) || path_under(real, s->real_root) ||
		(s->real_site && !strcmp(real, s->real_site))) {
		free(path);
		return;
	}
	add_spelling(list, path);
	add_spelling(list, text_copy(real));
}

/* Takes ownership of path. */
static bool exists(struct search *s, char *path)
{
	bool ret = look(s, path).exists;
	free(path);
	return ret;
}

/* Fedora, openSUSE: compiled modules of the standard library and compiled packages are in lib64. Elsewhere
 * lib64 is a link to lib. */
static bool has_lib64(struct search *s, const char *prefix)
{
	_cleanup_free_ char *lib = text_format("%s/lib/%s", prefix, s->name);
	_cleanup_free_ char *lib64 = text_format("%s/lib64/%s", prefix, s->name);
	return look(s, lib64).exists && strcmp(look(s, lib64).real, look(s, lib).real) != 0;
}

static void add_prefix(struct site_list *list, struct search *s, const char *prefix, bool lib64)
{
	add(list, s, text_format("%s/lib/%s/site-packages", prefix, s->name));
	if (lib64)
		add(list, s, text_format("%s/lib64/%s/site-packages", prefix, s->name));
}

/* Does an interpreter find its standard library below prefix? A link in ~/.local/bin does not make ~/.local a
 * prefix, nor the user site directory a base site directory. */
static bool is_prefix(struct search *s, const char *prefix)
{
	return exists(s, text_format("%s/lib/%s/os.py", prefix, s->name)) ||
		exists(s, text_format("%s/lib64/%s/os.py", prefix, s->name)) ||
		exists(s, text_format("%s/lib-python", prefix));
}

/* Adds the site directories of the prefix whose interpreters are in directory bin. */
static void add_bin(struct site_list *list, struct search *s, const char *bin)
{
	if (*bin != '/' || strcmp(path_base(bin), "bin") != 0)
		return;
	_cleanup_free_ char *prefix = text_copy_n(bin, path_dir_len(bin) - 1);
	if (!is_prefix(s, prefix))
		return;
	add_prefix(list, s, prefix, has_lib64(s, prefix));
	if (s->top)
		add(list, s, text_format("%s/site-packages", prefix));
}

/* Adds those of env's base interpreter: by pyvenv.cfg, by the interpreter's links, by the file of virtualenv
 * before 20. */
static void add_base(struct site_list *list, struct search *s)
{
	const char *python = s->env->python ? look(s, s->env->python).real : "";
	_cleanup_free_ char *home = s->env->home ? base_python_dir(s->env->home) : NULL;
	_cleanup_free_ char *bin = text_copy_n(python, *python ? path_dir_len(python) - 1 : 0);
	_cleanup_free_ char *file = text_format("%s/lib/%s/orig-prefix.txt", s->env->root, s->name),
			    *prefix = NULL;

	if (home)
		add_bin(list, s, home);
	if (s->env->origin)
		add_bin(list, s, s->env->origin);
	if (*bin)
		add_bin(list, s, bin);
	if (home || fs_read(file, PREFIX_MAX, &prefix, NULL))
		return;
	prefix[strcspn(prefix, "\n")] = '\0';
	_cleanup_free_ char *old = text_format("%s/bin", prefix);
	add_bin(list, s, old);
}

/* Adds the system's, whatever base env has: a Python that is embedded in gdb or vim uses them. */
static void add_system(struct site_list *list, struct search *s, const char *system)
{
	_cleanup_free_ char *usr = text_format("%s/usr", system), *local = text_format("%s/local", usr);
	bool lib64 = has_lib64(s, usr);

	if (s->env->major == 3)
		add(list, s, text_format("%s/lib/python3/dist-packages", usr));
	add(list, s, text_format("%s/lib/%s/dist-packages", local, s->name));
	add(list, s, text_format("%s/lib/%s/dist-packages", usr, s->name));
	add_prefix(list, s, usr, lib64);
	add_prefix(list, s, local, lib64);
}

/* Adds /lib/python3/dist-packages and the like that exist, where /lib is /usr/lib, as on many systems. */
static void add_merged(struct site_list *list, struct search *s, const char *system)
{
	_cleanup_free_ char *usr = text_format("%s/usr", system), *lib = text_format("%s/lib", system);
	_cleanup_free_ char *usr_lib = text_format("%s/lib", usr);

	if (strcmp(look(s, lib).real, look(s, usr_lib).real) != 0)
		return;
	for (size_t i = 0, count = list->count; i < count; i++)
		if (path_under(list->path[i], usr_lib) && look(s, list->path[i]).exists)
			add_spelling(list, text_format("%s%s", system, list->path[i] + strlen(usr)));
}

/* Moves those that exist to the front and keeps the order otherwise. */
static void sort(struct site_list *list, struct search *s)
{
	struct site_list sorted = {.count = 0};
	bool exist[SITE_DIRS_MAX];

	for (size_t i = 0; i < list->count; i++)
		exist[i] = look(s, list->path[i]).exists;
	for (int wanted = 1; wanted >= 0; wanted--)
		for (size_t i = 0; i < list->count; i++)
			if (exist[i] == wanted)
				sorted.path[sorted.count++] = list->path[i];
	*list = sorted;
}

static void add_user(struct site_dirs *dirs, struct search *s, const char *user_base)
{
	struct site_list user = {.count = 0};

	add(&user, s, text_format("%s/lib/%s/site-packages", user_base, s->name));
	add(&user, s,
		text_format("%s/lib/python%d.%d/site-packages", user_base, s->env->major, s->env->minor));
	for (size_t i = 0; i < user.count; i++)
		if (list_has(&dirs->base, user.path[i]))
			free(user.path[i]);
		else
			add_spelling(&dirs->user, user.path[i]);
}

struct site_dirs site_dirs_find(const struct env *env, const char *system, const char *home,
	const char *user_base)
{
	struct site_dirs ret = {.base.count = 0};
	_cleanup_(search_clear) struct search s;

	search_start(&s, env);
	/* Every directory is below a root of "/". */
	if (!*s.real_root)
		return ret;
	add_base(&ret.base, &s);
	add_system(&ret.base, &s, system);
	add_merged(&ret.base, &s, system);
	sort(&ret.base, &s);

	_cleanup_free_ char *local = home && *home == '/' ? text_format("%s/.local", home) : NULL;
	if (user_base && *user_base == '/')
		add_user(&ret, &s, user_base);
	if (local)
		add_user(&ret, &s, local);
	return ret;
}

static void list_clear(const struct site_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->path[i]);
}

void site_dirs_clear(struct site_dirs *dirs)
{
	list_clear(&dirs->base);
	list_clear(&dirs->user);
	*dirs = (struct site_dirs){.base.count = 0};
}
