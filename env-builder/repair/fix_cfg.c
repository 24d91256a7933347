// SPDX-License-Identifier: MIT
// Plans the repair of the file that names the base.
#include "env-builder/repair/fix_cfg.h"

#include <string.h>

#include "common/core/path.h"
#include "common/env/pyvenv_cfg.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"

bool fix_cfg_is_home(const char *home, const struct interpreter *p)
{
	_cleanup_free_ char *versioned = text_format("%s/%s", home, path_base(p->path));
	_cleanup_free_ char *major = text_format("%s/python%d", home, p->number[0]),
			    *plain = text_format("%s/python", home);
	return fs_same(versioned, p->path) || fs_same(major, p->path) || fs_same(plain, p->path);
}

static bool is_version(const char *value, const struct interpreter *p)
{
	_cleanup_free_ char *number = text_format("%d.%d.%d", p->number[0], p->number[1], p->number[2]);
	size_t n = strlen(number);
	return !strncmp(value, number, n) && !(value[n] >= '0' && value[n] <= '9');
}

/* The new value of a key of pyvenv.cfg; NULL where the present one is right. */
static const char *cfg_value(const char *key, const char *value, const struct interpreter *p)
{
	if (!strcmp(key, "home"))
		return fix_cfg_is_home(value, p) ? NULL : p->home;
	if (!strcmp(key, "executable") || !strcmp(key, "base-executable"))
		return fs_same(value, p->path) ? NULL : p->path;
	if (!strcmp(key, "base-prefix"))
		return fs_same(value, p->prefix) ? NULL : p->prefix;
	if (!strcmp(key, "base-exec-prefix"))
		return fs_same(value, p->exec_prefix) ? NULL : p->exec_prefix;
	if (!strcmp(key, "version"))
		return is_version(value, p) ? NULL : p->version;
	if (!strcmp(key, "version_info")) /* uv writes "3.11.2", others "3.11.2.final.0" */
		return is_version(value, p)                            ? NULL
			: strpbrk(value, "abcdefghijklmnopqrstuvwxyz") ? p->version_info
								       : p->version;
	return NULL;
}

static void fix_cfg(const struct inventory *s, const struct interpreter *python, struct plan *plan)
{
	struct text out = {0};
	/* Where the environment moves together with its base, a home would be wrong after the next move, and
	 * the interpreter needs none. */
	bool homeless = !s->home && !(s->relocatable && path_under(python->home, s->root)),
	     changed = homeless;
	for (const char *line = s->cfg; *line;) {
		size_t n = strcspn(line, "\n"), whole = n + (line[n] == '\n');
		_cleanup_free_ char *copy = text_copy_n(line, n);
		_cleanup_(pyvenv_cfg_clear) struct pyvenv_cfg cfg = {0};
		const char *value = NULL;
		if (!pyvenv_cfg_parse(text_copy_n(line, n), n, &cfg))
			value = cfg_value(cfg.lines->key, cfg.lines->value, python);
		if (value) {
			size_t head = strcspn(copy, "=") + 1;
			head += strspn(copy + head, " \t");
			text_add_n(&out, copy, head);
			text_add(&out, value);
			text_add(&out, text_ends(copy, "\r") ? "\r\n" : "\n");
			changed = true;
		} else {
			text_add_n(&out, line, whole);
		}
		line += whole;
	}
	if (homeless)
		text_add_format(&out, "%shome = %s\n", out.len && out.data[out.len - 1] != '\n' ? "\n" : "",
			python->home);
	if (changed)
		plan_write_n(plan, "pyvenv.cfg", out.data, out.len);
	else
		text_clear(&out);
}

void fix_cfg_plan(const struct inventory *s, const struct interpreter *python, struct plan *plan)
{
	if (s->prefix_file && !fs_same(s->prefix, python->prefix))
		plan_write(plan, s->prefix_file, text_copy(python->prefix));
	if (s->cfg)
		fix_cfg(s, python, plan);
}
