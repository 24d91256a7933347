// SPDX-License-Identifier: MIT
// An existing environment, compared with the plan of a new one.
#include "env-builder/commands/existing_environment.h"

#include <stdbool.h>
#include <string.h>

#include "common/core/count.h"
#include "common/env/env.h"
#include "common/env/pyvenv_cfg.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "common/tool/trust.h"
#include "env-builder/discovery/env_fault.h"
#include "env-builder/transaction/stage.h"

#define SCRIPT_MAX ((size_t)1 << 20)

static char *read_existing(const char *path, const char *name)
{
	_cleanup_free_ char *file = text_format("%s/%s", path, name);
	char *text = NULL;
	return fs_read(file, SCRIPT_MAX, &text, NULL) < 0 ? NULL : text;
}

static bool read_cfg(const char *path, struct pyvenv_cfg *ret)
{
	_cleanup_free_ char *file = text_format("%s/pyvenv.cfg", path);
	const char *wrong;
	return !pyvenv_cfg_read(file, ret, &wrong);
}

static const struct step *find(const struct plan *plan, const char *path)
{
	for (const struct step *s = plan->steps; s < plan->steps + plan->count; s++)
		if (s->kind == STEP_WRITE && !strcmp(s->path, path))
			return s;
	return NULL;
}

static bool parse_planned(const struct plan *plan, struct pyvenv_cfg *ret)
{
	const struct step *step = find(plan, "pyvenv.cfg");
	return step && !pyvenv_cfg_parse(text_copy(step->text), step->len, ret);
}

/* Compares two values, each NULL if the key does not occur. */
static bool same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* The first key of one whose value in other differs, allocated; or NULL. */
static char *different_key(const struct pyvenv_cfg *one, const struct pyvenv_cfg *other)
{
	for (size_t i = 0; i < one->count; i++) {
		const char *key = one->lines[i].key;
		if (strcmp(key, "command") != 0 && strcmp(key, "venvrun") != 0 &&
			!same(pyvenv_cfg_get(one, key), pyvenv_cfg_get(other, key)))
			return text_copy(key);
	}
	return NULL;
}

char *existing_differs(const char *path, const struct plan *plan)
{
	struct env env;
	_cleanup_free_ char *why = NULL;
	if (env_open(path, &env, &why) < 0)
		return take(&why);
	env_clear(&env);
	_cleanup_(pyvenv_cfg_clear) struct pyvenv_cfg is = {0}, should = {0};
	if (!read_cfg(path, &is) || !parse_planned(plan, &should))
		return text_copy("its pyvenv.cfg cannot be read");
	_cleanup_free_ char *lacks = different_key(&should, &is), *has = different_key(&is, &should);
	const char *key = lacks ? lacks : has;
	if (key) {
		const char *old = pyvenv_cfg_get(&is, key), *new = pyvenv_cfg_get(&should, key);
		return text_format("its pyvenv.cfg has %s = %s, not %s", key, old ? old : "(nothing)",
			new ? new : "(nothing)");
	}
	for (const struct step *s = plan->steps; s < plan->steps + plan->count; s++) {
		_cleanup_free_ char *there = NULL;
		if (s->kind == STEP_WRITE && text_starts(s->path, "etc/") &&
			(!(there = read_existing(path, s->path)) || strcmp(there, s->text) != 0))
			return text_format("its %s has other contents", s->path);
	}
	return NULL;
}

char *existing_untrusted(const char *path)
{
	_cleanup_free_ char *refused = stage_look(path) == TARGET_ENVIRONMENT ? trust_refused(path) : NULL;
	return refused ? text_format(
				 "refusing the existing environment: %s; use --trust to use it or --clear to "
				 "replace it",
				 refused)
		       : NULL;
}

/* Does theirs contain all lines of ours, in the same order? */
static bool has_lines(const char *theirs, const char *ours)
{
	while (*ours) {
		size_t n = strcspn(ours, "\n");
		size_t m = strcspn(theirs, "\n");
		if (!*theirs)
			return false;
		if (n == m && !memcmp(ours, theirs, n))
			ours += n + (ours[n] == '\n');
		theirs += m + (theirs[m] == '\n');
	}
	return true;
}

/* Was the environment made by this version of venvbuild, at this path, with this prompt? Then a script that
 * differs from the plan was edited. */
static bool is_own(const char *path, const struct plan *plan)
{
	_cleanup_(pyvenv_cfg_clear) struct pyvenv_cfg is = {0}, should = {0};
	_cleanup_free_ char *activate = read_existing(path, "bin/activate");
	static const char *const keys[] = {"venvrun", "prompt", "relocatable"};
	if (!activate || !strstr(activate, path) || !read_cfg(path, &is) || !parse_planned(plan, &should))
		return false;
	for (size_t i = 0; i < COUNT(keys); i++)
		if (!same(pyvenv_cfg_get(&is, keys[i]), pyvenv_cfg_get(&should, keys[i])))
			return false;
	return true;
}

/* Does its text depend only on the version of venvbuild, the prompt and the path? */
static bool is_script(const char *name)
{
	return (text_starts(name, "bin/activate") || text_starts(name, "bin/Activate") ||
		       text_starts(name, "bin/deactivate")) &&
		strcmp(name, "bin/activate_this.py") != 0;
}

static void warn_replaced(const char *path, const char *name)
{
	_cleanup_free_ char *file = text_format("%s/%s", path, name), *quoted = text_quoted(file);
	warn("%s was changed and is replaced: only added lines are kept", quoted);
}

static bool is_kept(const char *path, const struct step *s, bool own)
{
	if (s->kind != STEP_WRITE)
		return false;
	if (!strcmp(s->path, ".gitignore") || !strcmp(s->path, "CACHEDIR.TAG"))
		return true;
	_cleanup_free_ char *theirs = is_script(s->path) ? read_existing(path, s->path) : NULL;
	bool kept = theirs && has_lines(theirs, s->text);
	if (theirs && !kept && own)
		warn_replaced(path, s->path);
	return kept;
}

void existing_keep(const char *path, struct plan *plan)
{
	bool own = is_own(path, plan);
	for (size_t i = 0; i < plan->count;)
		if (is_kept(path, &plan->steps[i], own))
			plan_remove(plan, i);
		else
			i++;
}
