// SPDX-License-Identifier: MIT
// The base interpreter that a repaired environment gets.
#include "env-builder/repair/repair_base.h"

#include <string.h>

#include "common/core/count.h"
#include "common/env/pyvenv_cfg.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/discovery/discovery.h"
#include "env-builder/discovery/python_request.h"

/* Can this interpreter import the packages of the environment? */
static bool suits(const struct inventory *s, const struct interpreter *p)
{
	struct python_request spec;
	return python_request_parse(s->spec, &spec) && python_request_agrees(&spec, p->number, 3) &&
		spec.threads == !!*p->threads && (spec.impl == REQUEST_PYPY) == interpreter_is_pypy(p);
}

/* Finds the base interpreter of path, if it suits. */
static bool try_path(const struct inventory *s, const struct cache *cache, const char *path,
	struct interpreter *ret)
{
	_cleanup_free_ char *why = NULL;
	if (!fs_is_executable(path) || discovery_find(path, cache, ret, &why) < 0)
		return false;
	if (suits(s, ret))
		return true;
	interpreter_clear(ret);
	return false;
}

int repair_base_find(const struct inventory *s, const struct cache *cache, struct interpreter *ret,
	char **ret_why)
{
	for (size_t i = 0; s->cfg && i < s->interpreters.count; i++) {
		_cleanup_free_ char *path = text_format("%s/%s", s->root, s->interpreters.list[i]);
		if (try_path(s, cache, path, ret))
			return 0;
	}
	static const char *const names[] = {"python", "pypy"};
	for (size_t i = 0; s->home && i < COUNT(names); i++) {
		_cleanup_free_ char *path = text_format("%s/%s%d.%d", s->home, names[i], s->number[0],
			s->number[1]);
		if (try_path(s, cache, path, ret))
			return 0;
	}
	_cleanup_free_ char *why = NULL;
	if (!discovery_find(s->spec, cache, ret, &why))
		return 0;
	_cleanup_free_ char *root = text_quoted(s->root);
	*ret_why = text_format(
		"its base interpreter does not exist, and no other one that can import its packages was "
		"found: %s; install one or name it by --python PATH; to make it with another version: "
		"venvbuild --clear -r FILE %s",
		why, root);
	return -1;
}

static int check_conda(const struct inventory *s, const struct interpreter *python, char **ret_why)
{
	_cleanup_free_ char *own = text_format("%s/bin/python", s->root), *root = text_quoted(s->root);
	if (!python && fs_is_executable(own))
		return 0;
	*ret_why = python
		? text_copy(
			  "it is a conda environment, whose interpreter --python cannot change; omit "
			  "--python")
		: text_format(
			  "it is a conda environment without its interpreter; to install it: "
			  "conda install -p %s python",
			  root);
	return -1;
}

int repair_base_check(const struct inventory *s, const struct interpreter *p, char **ret_why)
{
	if (s->conda)
		return check_conda(s, p, ret_why);
	if (!suits(s, p)) {
		_cleanup_free_ char *label = interpreter_label(p), *root = text_quoted(s->root);
		*ret_why = text_format(
			"its packages are for %s; %s cannot import them; to make it again, with the packages "
			"that \"pip freeze\" lists in FILE: venvbuild --clear -p %d.%d%s -r FILE %s",
			s->spec, label, p->number[0], p->number[1], p->threads, root);
		return -1;
	}
	if (text_is_utf8(p->path, strlen(p->path)) && pyvenv_cfg_is_line(p->path))
		return 0;
	*ret_why = text_copy(
		"pyvenv.cfg cannot contain the path of its base interpreter: it is not UTF-8 or "
		"contains a line break");
	return -1;
}
