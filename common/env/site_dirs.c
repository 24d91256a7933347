// SPDX-License-Identifier: MIT
// The site directories that mean an environment's site-packages, by the rules of the interpreters that have
// them.
//
// Sources: CPython's Lib/site.py (getsitepackages, _get_path; lib64 where that is sys.platlibdir), that of
// PyPy, and what Debian and Fedora make of them: dist-packages, and /usr/local beside /usr.
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
#include "common/env/env.h"

#define PREFIX_MAX 4096 /* orig-prefix.txt holds one path */

/* What is known of a path, so that each directory is looked at once: venvrun starts in front of every
 * command. */
struct place {
	char *path;
	char *real; /* without symbolic links, as far as it exists; "" is the root */
	bool there;
};

struct search {
	const struct env *env;
	const char *real_root, *real_site; /* where env's root and site-packages are; real_site may be NULL */
	/* of the directories in lib: "python3.11", "python3.13t", "pypy3.9" */
	char *name;
	bool top; /* PREFIX/site-packages: PyPy before 7.3.8 */
	struct place *places;
	size_t count, room;
};

/* A clean path, "" being the root. The strings are the search's. */
static struct place look(struct search *s, const char *path)
{
	for (size_t i = 0; i < s->count; i++)
		if (!strcmp(s->places[i].path, path))
			return s->places[i];

	struct place new = {.path = text_copy(path), .there = true};
	if (*path) {
		_cleanup_free_ char *dir = text_copy_n(path, path_dir_len(path) - 1);
		struct place above = look(s, dir);
		_cleanup_free_ char *link = above.there ? fs_readlink(path) : NULL;
		/* EINVAL: it is there, and no link */
		new.there = above.there && (link || errno == EINVAL);
		new.real = link ? realpath(path, NULL) : text_format("%s/%s", above.real, path_base(path));
		if (!new.real) {
			new.there = false;
			new.real = text_copy(path);
		}
	}
	/* "/" from realpath(3) */
	if (!new.real || !new.real[1]) {
		free(new.real);
		new.real = text_copy("");
	}
	if (s->count == s->room) {
		s->room = s->room * 2 + 32;
		s->places = need(realloc(s->places, s->room * sizeof(*s->places)));
	}
	s->places[s->count++] = new;
	return new;
}

static void search_clear(const struct search *s)
{
	for (size_t i = 0; i < s->count; i++) {
		free(s->places[i].path);
		free(s->places[i].real);
	}
	free(s->places);
	free(s->name);
}

/* lib/NAME/site-packages tells NAME; where there is none, the interpreter's own name tells PyPy. */
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

static bool is_in(const struct env_site_list *list, const char *path)
{
	for (size_t i = 0; i < list->count; i++)
		if (!strcmp(list->path[i], path))
			return true;
	return false;
}

/* One spelling, where the policy can carry it and it is new. Takes path over. */
static void add_spelling(struct env_site_list *list, char *path)
{
	if (list->count < ENV_SITES && text_ends(path, "-packages") && !is_in(list, path))
		list->path[list->count++] = path;
	else
		free(path);
}

/* A directory under the path that it is known by and the one that it has; but nothing of env's own. Takes
 * path over. */
static void add(struct env_site_list *list, struct search *s, char *path)
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

/* Takes path over. */
static bool is_there(struct search *s, char *path)
{
	bool there = look(s, path).there;
	free(path);
	return there;
}

/* Fedora, openSUSE: the interpreter's platform half is in lib64, and so are packages that were compiled.
 * Elsewhere lib64 is a link to lib. */
static bool is_wide(struct search *s, const char *prefix)
{
	_cleanup_free_ char *lib = text_format("%s/lib/%s", prefix, s->name);
	_cleanup_free_ char *lib64 = text_format("%s/lib64/%s", prefix, s->name);
	return look(s, lib64).there && strcmp(look(s, lib64).real, look(s, lib).real) != 0;
}

static void add_prefix(struct env_site_list *list, struct search *s, const char *prefix, bool wide)
{
	add(list, s, text_format("%s/lib/%s/site-packages", prefix, s->name));
	if (wide)
		add(list, s, text_format("%s/lib64/%s/site-packages", prefix, s->name));
}

/* Is it where an interpreter finds its standard library? A link in ~/.local/bin makes ~/.local no base's
 * prefix, and the user's site directory no base's. */
static bool is_prefix(struct search *s, const char *prefix)
{
	return is_there(s, text_format("%s/lib/%s/os.py", prefix, s->name)) ||
		is_there(s, text_format("%s/lib64/%s/os.py", prefix, s->name)) ||
		is_there(s, text_format("%s/lib-python", prefix));
}

/* The prefix of the interpreters in directory bin. */
static void add_bin(struct env_site_list *list, struct search *s, const char *bin)
{
	if (*bin != '/' || strcmp(path_base(bin), "bin") != 0)
		return;
	_cleanup_free_ char *prefix = text_copy_n(bin, path_dir_len(bin) - 1);
	if (!is_prefix(s, prefix))
		return;
	add_prefix(list, s, prefix, is_wide(s, prefix));
	if (s->top)
		add(list, s, text_format("%s/site-packages", prefix));
}

/* What env was made from: as pyvenv.cfg says it, as the interpreter's links have it, as virtualenv before 20
 * noted it. */
static void add_base(struct env_site_list *list, struct search *s)
{
	/* "" where it is gone. */
	const char *python = s->env->python ? look(s, s->env->python).real : "";
	_cleanup_free_ char *home = s->env->home ? base_python_dir(s->env->home) : NULL;
	_cleanup_free_ char *bin = text_copy_n(python, *python ? path_dir_len(python) - 1 : 0);
	_cleanup_free_ char *note = text_format("%s/lib/%s/orig-prefix.txt", s->env->root, s->name),
			    *prefix = NULL;

	if (home)
		add_bin(list, s, home);
	if (s->env->origin)
		add_bin(list, s, s->env->origin);
	if (*bin)
		add_bin(list, s, bin);
	if (home || fs_read(note, PREFIX_MAX, &prefix, NULL))
		return;
	prefix[strcspn(prefix, "\n")] = '\0';
	_cleanup_free_ char *noted = text_format("%s/bin", prefix);
	add_bin(list, s, noted);
}

/* The system's, which an interpreter of that version has wherever env's came from: gdb's and vim's are the
 * system's. */
static void add_system(struct env_site_list *list, struct search *s, const char *system)
{
	_cleanup_free_ char *usr = text_format("%s/usr", system), *local = text_format("%s/local", usr);
	bool wide = is_wide(s, usr);

	if (s->env->major == 3)
		add(list, s, text_format("%s/lib/python3/dist-packages", usr));
	add(list, s, text_format("%s/lib/%s/dist-packages", local, s->name));
	add(list, s, text_format("%s/lib/%s/dist-packages", usr, s->name));
	add_prefix(list, s, usr, wide);
	add_prefix(list, s, local, wide);
}

/* /lib is /usr/lib on many systems: /lib/python3/dist-packages, where that exists. */
static void add_merged(struct env_site_list *list, struct search *s, const char *system)
{
	_cleanup_free_ char *usr = text_format("%s/usr", system), *lib = text_format("%s/lib", system);
	_cleanup_free_ char *usr_lib = text_format("%s/lib", usr);

	if (strcmp(look(s, lib).real, look(s, usr_lib).real) != 0)
		return;
	for (size_t i = 0, count = list->count; i < count; i++)
		if (path_under(list->path[i], usr_lib) && look(s, list->path[i]).there)
			add_spelling(list, text_format("%s%s", system, list->path[i] + strlen(usr)));
}

/* Those that exist come first, else the order stays. */
static void sort(struct env_site_list *list, struct search *s)
{
	struct env_site_list sorted = {.count = 0};
	bool there[ENV_SITES];

	for (size_t i = 0; i < list->count; i++)
		there[i] = look(s, list->path[i]).there;
	for (int wanted = 1; wanted >= 0; wanted--)
		for (size_t i = 0; i < list->count; i++)
			if (there[i] == wanted)
				sorted.path[sorted.count++] = list->path[i];
	*list = sorted;
}

static void add_user(struct env_sites *sites, struct search *s, const char *user_base)
{
	struct env_site_list user = {.count = 0};

	add(&user, s, text_format("%s/lib/%s/site-packages", user_base, s->name));
	add(&user, s,
		text_format("%s/lib/python%d.%d/site-packages", user_base, s->env->major, s->env->minor));
	for (size_t i = 0; i < user.count; i++)
		if (is_in(&sites->base, user.path[i]))
			free(user.path[i]);
		else
			add_spelling(&sites->user, user.path[i]);
}

struct env_sites env_sites(const struct env *env, const char *system, const char *home, const char *user_base)
{
	struct env_sites ret = {.base.count = 0};
	_cleanup_(search_clear) struct search s;

	search_start(&s, env);
	/* A root of "/" has everything below it. */
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

static void list_clear(const struct env_site_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->path[i]);
}

void env_sites_clear(struct env_sites *sites)
{
	list_clear(&sites->base);
	list_clear(&sites->user);
	*sites = (struct env_sites){.base.count = 0};
}
