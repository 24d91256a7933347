// SPDX-License-Identifier: MIT
// Finds base interpreters on this machine.
#include "env-builder/discovery/discovery.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/core/search.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "common/tool/trust.h"
#include "common/env/base_python.h"
#include "env-builder/discovery/install_hint.h"
#include "env-builder/discovery/path_scan.h"
#include "env-builder/discovery/probe.h"
#include "env-builder/discovery/python_request.h"
#include "env-builder/discovery/version_file.h"
#include "env-builder/discovery/version_managers.h"

static bool supported(const struct interpreter *p)
{
	const int *n = p->number;
	return (n[0] == 2 && n[1] == 7 && !strcmp(p->implementation, "CPython")) || (n[0] == 3 && n[1] >= 3);
}

/* EM_... of the program, or 0. */
static int machine(const char *path)
{
	Elf64_Half head[10]; /* e_machine has the same offset in an Elf32_Ehdr */
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	return fd >= 0 && read(fd, head, sizeof(head)) == sizeof(head)
		? head[offsetof(Elf64_Ehdr, e_machine) / sizeof(*head)]
		: 0;
}

static bool fits(const struct python_request *request, const struct interpreter *p)
{
	const char *impl = request->impl == REQUEST_CPYTHON ? "CPython"
		: request->impl == REQUEST_PYPY             ? "PyPy"
							    : p->implementation;
	return !request->foreign && !strcmp(p->implementation, impl) &&
		python_request_agrees(request, p->number, 3) && request->threads == !!*p->threads &&
		request->debug == p->debug && (!request->bits || (request->bits == 64) == p->wide) &&
		(!request->machine || request->machine == machine(p->path));
}

struct search {
	const struct python_request *request;
	const struct cache *cache;
	struct interpreter *ret;
	bool found;
	char *why; /* why the last candidate could not be used; NULL */
};

static bool visit_candidate(void *ctx, const char *path)
{
	struct search *search = ctx;
	char *why = NULL;
	struct interpreter p;
	if (probe_interpreter(path, search->cache, &p, &why) < 0) {
		free(search->why);
		search->why = why;
		return false;
	}
	search->found = supported(&p) && fits(search->request, &p);
	if (search->found)
		*search->ret = p;
	else
		interpreter_clear(&p);
	return search->found;
}

/* Finds the best interpreter for a version. text is the request as written, or NULL. */
static int find_version(const struct python_request *request, const char *text, const struct cache *cache,
	struct interpreter *ret, char **ret_why)
{
	struct search search = {request, cache, ret, false, NULL};
	static const enum request_impl order[] = {REQUEST_CPYTHON, REQUEST_PYPY};
	/* Any PyPy comes after every CPython, also those without a minor version in their name. */
	for (size_t i = 0; i < COUNT(order) && !search.found && !request->foreign; i++) {
		struct python_request one = *request;
		one.impl = order[i];
		if (request->impl == REQUEST_ANY || request->impl == order[i])
			path_scan(&one, visit_candidate, &search);
	}
	_cleanup_free_ char *last = search.why;
	if (search.found)
		return 0;
	_cleanup_free_ char *hint = install_hint(text);
	*ret_why = text_format(
		"no Python interpreter found for %s%s%s; searched PATH, the versions of pyenv, uv, asdf and "
		"mise, "
		"/usr/local/bin and /usr/bin; to list them: venvbuild --list-pythons; %s",
		text ? text : "python3", last ? ": " : "", last ? last : "", hint);
	return -1;
}

/* The interpreter in a prefix, allocated; or NULL. */
static char *python_in(const char *prefix)
{
	static const char *const names[] = {"bin/python3", "bin/python", "bin/pypy3", "bin/python2"};
	for (size_t i = 0; i < COUNT(names); i++) {
		_cleanup_free_ char *path = text_format("%s/%s", prefix, names[i]);
		if (fs_exists(path))
			return take(&path);
	}
	return NULL;
}

/* Finds the base of the interpreter at a path, or in a prefix. */
static int find_path(const char *given, const struct cache *cache, struct interpreter *ret, char **ret_why)
{
	_cleanup_free_ char *path = fs_absolute(given), *quoted = text_quoted(given);
	if (path && fs_is_dir(path)) {
		_cleanup_free_ char *prefix = take(&path);
		path = python_in(prefix);
		if (!path) {
			*ret_why = text_format("no Python interpreter in %s: it has no bin/python3", quoted);
			return -1;
		}
	}
	if (!path || !fs_exists(path)) {
		*ret_why = text_format("no Python interpreter at %s: %s", quoted, strerror(errno));
		return -1;
	}
	_cleanup_free_ char *base = base_python_interpreter(path, ret_why);
	if (!base)
		return -1;
	struct interpreter p;
	if (probe_interpreter(base, cache, &p, ret_why) < 0) {
		_cleanup_free_ char *why = strcmp(base, path) != 0 ? *ret_why : NULL;
		if (why)
			*ret_why = text_format("cannot use the base interpreter of %s: %s", quoted, why);
		return -1;
	}
	if (!supported(&p)) {
		_cleanup_free_ char *label = interpreter_label(&p);
		*ret_why = text_format("%s is %s; environments need Python 2.7, or 3.3 or newer", quoted,
			label);
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
	struct python_request request;
	if (!text) {
		/* Without a free-threaded build: that must be requested. */
		python_request_parse(">=3", &request);
		return find_version(&request, NULL, cache, ret, ret_why);
	}
	if (strchr(text, '/'))
		return find_path(text, cache, ret, ret_why);
	if (fs_is_dir(text) && !python_request_parse(text, &request)) {
		_cleanup_free_ char *refused = trust_refused(text), *quoted = text_quoted(text);
		if (refused)
			*ret_why = text_format("%s; to use it nevertheless: --python ./%s", refused, quoted);
		return refused ? -1 : find_path(text, cache, ret, ret_why);
	}
	if (python_request_parse(text, &request))
		return find_version(&request, text, cache, ret, ret_why);
	char *found = version_managers_pyenv(text);
	_cleanup_free_ char *path = found || !*text ? found : find_command(text);
	if (path)
		return find_path(path, cache, ret, ret_why);
	_cleanup_free_ char *quoted = text_quoted(text);
	*ret_why = text_format(
		"%s is neither a version (3.11, >=3.9, pypy3.9), nor a path, nor a version of pyenv, "
		"nor a program on PATH",
		quoted);
	return -1;
}

/* Finds the interpreter for a request from a file. The file was found, not named, so it must not choose any
 * program: only one that is installed as a Python. */
static int find_from_file(const char *text, const struct cache *cache, struct interpreter *ret,
	char **ret_why)
{
	struct python_request request;
	if (python_request_parse(text, &request))
		return find_version(&request, text, cache, ret, ret_why);
	_cleanup_free_ char *path = version_managers_pyenv(text), *quoted = text_quoted(text);
	if (path)
		return find_path(path, cache, ret, ret_why);
	*ret_why = text_format(
		"%s is neither a version (3.11, >=3.9, pypy3.9) nor a version of pyenv; a file that "
		"was found cannot request anything else",
		quoted);
	return -1;
}

int discovery_choose(const char *const *requests, const struct cache *cache, struct interpreter *ret,
	char **ret_why)
{
	_cleanup_(version_file_clear) struct version_file file = {0};
	int r = requests ? 0 : version_file_read(&file, ret_why);
	if (r < 0)
		return -1;
	if (!requests && !r)
		return discovery_find(NULL, cache, ret, ret_why);
	if (!requests)
		requests = (const char *const *)file.requests.list;
	_cleanup_text_ struct text reasons = {0};
	for (; *requests; requests++) {
		_cleanup_free_ char *why = NULL;
		if (!(file.found ? find_from_file : discovery_find)(*requests, cache, ret, &why))
			return 0;
		text_add_format(&reasons, "%s%s", reasons.len ? "; " : "", why);
	}
	_cleanup_free_ char *quoted = file.source ? text_quoted(file.source) : NULL;
	*ret_why = quoted ? text_format("%s requests it: %s; to use another: --python", quoted, reasons.data)
			  : text_take(&reasons);
	return -1;
}

struct list {
	const struct cache *cache;
	struct interpreter *list;
	size_t count;
};

static bool visit_all(void *ctx, const char *path)
{
	struct list *l = ctx;
	_cleanup_free_ char *why = NULL;
	struct interpreter p;
	if (probe_interpreter(path, l->cache, &p, &why) < 0)
		return false;
	bool skip = !supported(&p);
	for (size_t k = 0; k < l->count; k++)
		skip |= !strcmp(l->list[k].path, p.path);
	if (skip) {
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
	path_scan(NULL, visit_all, &l);
	*ret = l.list;
	return l.count;
}
