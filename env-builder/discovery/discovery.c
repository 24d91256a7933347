// SPDX-License-Identifier: MIT
// Finds base interpreters by what the user asks for: version, path, environment or name.
#include "env-builder/discovery/discovery.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/core/search.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "common/tool/trust.h"
#include "env-builder/discovery/install_hint.h"
#include "common/env/base_python.h"
#include "env-builder/discovery/version_managers.h"
#include "env-builder/discovery/version_file.h"
#include "env-builder/discovery/probe.h"
#include "env-builder/discovery/path_scan.h"
#include "env-builder/discovery/python_request.h"

static bool supported(const struct interpreter *p)
{
	const int *n = p->number;
	return (n[0] == 2 && n[1] == 7 && !strcmp(p->implementation, "CPython")) || (n[0] == 3 && n[1] >= 3);
}

static int machine(const char *path)
{
	Elf64_Half head[10]; /* e_machine is at the same place in an Elf32_Ehdr */
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	return fd >= 0 && read(fd, head, sizeof(head)) == sizeof(head)
		? head[offsetof(Elf64_Ehdr, e_machine) / sizeof(*head)]
		: 0;
}

static bool is_asked_for(const struct python_request *spec, const struct interpreter *p)
{
	const char *impl = spec->impl == REQUEST_CPYTHON ? "CPython"
		: spec->impl == REQUEST_PYPY             ? "PyPy"
							 : p->implementation;
	return !spec->foreign && !strcmp(p->implementation, impl) &&
		python_request_agrees(spec, p->number, 3) && spec->threads == !!*p->threads &&
		spec->debug == p->debug && (!spec->bits || (spec->bits == 64) == p->wide) &&
		(!spec->machine || spec->machine == machine(p->path));
}

struct find {
	const struct python_request *spec;
	const struct cache *cache;
	struct interpreter *ret;
	bool found;
	char *why; /* of the last that could not be asked */
};

static bool find_visit(void *ctx, const char *path)
{
	struct find *f = ctx;
	char *why = NULL;
	struct interpreter p;
	if (probe_interpreter(path, f->cache, &p, &why) < 0) {
		free(f->why);
		f->why = why;
		return false;
	}
	f->found = supported(&p) && is_asked_for(f->spec, &p);
	if (f->found)
		*f->ret = p;
	else
		interpreter_clear(&p);
	return f->found;
}

static int find_version(const struct python_request *spec, const char *text, const struct cache *cache,
	struct interpreter *ret, char **ret_why)
{
	static const enum request_impl order[] = {REQUEST_CPYTHON, REQUEST_PYPY};
	struct python_request one = *spec;
	struct find f = {.spec = &one, .cache = cache, .ret = ret};
	for (size_t i = 0; i < sizeof(order) / sizeof(*order) && !f.found; i++) {
		one.impl = order[i];
		if (spec->impl == REQUEST_ANY || spec->impl == order[i])
			path_scan(&one, find_visit, &f);
	}
	_cleanup_free_ char *last = f.why, *hint = NULL;
	if (f.found)
		return 0;
	hint = install_hint(text);
	*ret_why = text_format(
		"no Python interpreter found for %s%s%s; looked on PATH, among what pyenv, "
		"uv, asdf and mise have "
		"installed, in /usr/local/bin and /usr/bin; to see what there is: venvbuild "
		"--list-pythons; %s",
		text ? text : "python3", last ? ": " : "", last ? last : "", hint);
	return -1;
}

static int find_path(const char *spec, const struct cache *cache, struct interpreter *ret, char **ret_why)
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
	/* Of an environment's interpreter it is the base's that counts;
	 * but one that is not there is nobody's. */
	if (path && !fs_exists(path)) {
		*ret_why = text_format("no Python interpreter at %s: %s", quoted, strerror(errno));
		return -1;
	}
	_cleanup_free_ char *base = path ? base_python_interpreter(path, ret_why) : NULL;
	if (!base) {
		if (!path)
			*ret_why = text_format("no Python interpreter at %s: %s", quoted, strerror(errno));
		return -1;
	}
	struct interpreter p;
	if (probe_interpreter(base, cache, &p, ret_why) < 0) {
		_cleanup_free_ char *why = strcmp(base, path) != 0 ? *ret_why : NULL;
		if (why)
			*ret_why = text_format("%s leads to its base interpreter: %s", quoted, why);
		return -1;
	}
	if (!supported(&p)) {
		_cleanup_free_ char *label = interpreter_label(&p);
		*ret_why = text_format("%s is %s; environments can be made for Python 2.7, and 3.3 or newer",
			quoted, label);
		interpreter_clear(&p);
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

int discovery_find(const char *text, const struct cache *cache, struct interpreter *ret, char **ret_why)
{
	struct python_request spec;
	if (!text) {
		/* Any python3, a free-threaded one only by name. */
		python_request_parse(">=3", &spec);
		return find_version(&spec, NULL, cache, ret, ret_why);
	}
	if (strchr(text, '/'))
		return find_path(text, cache, ret, ret_why);
	if (fs_is_dir(text) && !python_request_parse(text, &spec)) {
		_cleanup_free_ char *refused = trust_refused(text), *quoted = text_quoted(text);
		if (refused)
			*ret_why = text_format("%s; to use it all the same: -p ./%s", refused, quoted);
		return refused ? -1 : find_path(text, cache, ret, ret_why);
	}
	if (python_request_parse(text, &spec))
		return find_version(&spec, text, cache, ret, ret_why);
	char *found = version_managers_pyenv(text);
	_cleanup_free_ char *path = found || !*text ? found : find_command(text);
	if (path)
		return find_path(path, cache, ret, ret_why);
	_cleanup_free_ char *quoted = text_quoted(text);
	*ret_why = text_format(
		"%s is neither a version (3.11, >=3.9, pypy3.9), nor a path, nor a version of "
		"pyenv's, nor a program on PATH",
		quoted);
	return -1;
}

/* A file that was found must not have anything run that is not installed here as a Python. */
static int find_pinned(const char *text, const struct cache *cache, struct interpreter *ret, char **ret_why)
{
	struct python_request spec;
	if (python_request_parse(text, &spec))
		return find_version(&spec, text, cache, ret, ret_why);
	_cleanup_free_ char *path = version_managers_pyenv(text), *quoted = text_quoted(text);
	if (path)
		return find_path(path, cache, ret, ret_why);
	*ret_why = text_format(
		"%s is neither a version (3.11, >=3.9, pypy3.9) nor one of pyenv's, and a "
		"file that was found can name "
		"nothing else",
		quoted);
	return -1;
}

int discovery_choose(const char *const *specs, const struct cache *cache, struct interpreter *ret,
	char **ret_why)
{
	_cleanup_(version_file_clear) struct version_file pin = {0};
	int r = specs ? 0 : version_file_read(&pin, ret_why);
	if (r < 0)
		return -1;
	if (!specs && !r)
		return discovery_find(NULL, cache, ret, ret_why);
	_cleanup_text_ struct text reasons = {0};
	for (const char *const *spec = specs ? specs : (const char *const *)pin.specs; *spec; spec++) {
		_cleanup_free_ char *why = NULL;
		if (!(pin.found ? find_pinned : discovery_find)(*spec, cache, ret, &why))
			return 0;
		text_add_format(&reasons, "%s%s", reasons.len ? "; " : "", why);
	}
	_cleanup_free_ char *quoted = pin.source ? text_quoted(pin.source) : NULL;
	*ret_why = quoted ? text_format("%s asks for it: %s; to use another: -p", quoted, reasons.data)
			  : text_take(&reasons);
	return -1;
}

struct list {
	const struct cache *cache;
	struct interpreter *list;
	size_t count;
};

static bool list_visit(void *ctx, const char *path)
{
	struct list *l = ctx;
	_cleanup_free_ char *why = NULL;
	struct interpreter p;
	if (probe_interpreter(path, l->cache, &p, &why) < 0)
		return false;
	bool known = !supported(&p);
	for (size_t k = 0; k < l->count; k++)
		known |= !strcmp(l->list[k].path, p.path);
	if (known) {
		interpreter_clear(&p);
		return false;
	}
	l->list = need(reallocarray(l->list, l->count + 1, sizeof(*l->list)));
	l->list[l->count++] = p;
	return false;
}

size_t discovery_list(const struct cache *cache, struct interpreter **ret)
{
	struct list l = {.cache = cache};
	path_scan(NULL, list_visit, &l);
	*ret = l.list;
	return l.count;
}
