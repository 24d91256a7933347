// SPDX-License-Identifier: MIT
// What of a plan is there already, and what is the user's.
#include "env-builder/commands/existing_environment.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "common/tool/trust.h"
#include "env-builder/transaction/stage.h"
#include "common/env/pyvenv_cfg.h"
#include "common/env/env.h"
#include "env-builder/discovery/env_fault.h"

#define SCRIPT_MAX ((size_t)1 << 20)

static char *read_existing(const char *path, const char *name)
{
	_cleanup_free_ char *file = text_format("%s/%s", path, name);
	char *text = NULL;
	return fs_read(file, SCRIPT_MAX, &text, NULL) < 0 ? NULL : text;
}

/* Reads a text that is allocated, or NULL. */
static bool parse(char *text, struct pyvenv_cfg *ret)
{
	return text && !pyvenv_cfg_parse(text, strlen(text), ret);
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
	return step && parse(text_copy(step->text), ret);
}

/* Of two values of a key, each NULL where there is none: are they the same? */
static bool same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* The first key that has not the same value in both: allocated; NULL: there is none,
 * or the texts are not read. */
static char *different_key(const struct pyvenv_cfg *one, const struct pyvenv_cfg *other)
{
	for (size_t i = 0; i < one->count; i++) {
		const char *key = one->lines[i].key;
		if (strcmp(key, "command") && strcmp(key, "venvrun") &&
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
	if (!parse(read_existing(path, "pyvenv.cfg"), &is) || !parse_planned(plan, &should))
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
			(!(there = read_existing(path, s->path)) || strcmp(there, s->text)))
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

/* Do all lines of ours stand in theirs, in this order? */
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

/* Was the environment made by this version of venvbuild, here, and with this prompt? Then a script is ours,
 * or was edited. */
static bool is_own(const char *path, const struct plan *plan)
{
	_cleanup_(pyvenv_cfg_clear) struct pyvenv_cfg is = {0}, should = {0};
	_cleanup_free_ char *activate = read_existing(path, "bin/activate");
	static const char *const keys[] = {"venvrun", "prompt", "relocatable"};
	if (!activate || !strstr(activate, path) || !parse(read_existing(path, "pyvenv.cfg"), &is) ||
		!parse_planned(plan, &should))
		return false;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (!same(pyvenv_cfg_get(&is, keys[i]), pyvenv_cfg_get(&should, keys[i])))
			return false;
	return true;
}

/* Is it one whose text depends on nothing but the version of venvbuild, the prompt and the place? */
static bool is_script(const char *name)
{
	return (text_starts(name, "bin/activate") || text_starts(name, "bin/Activate") ||
		       text_starts(name, "bin/deactivate")) &&
		strcmp(name, "bin/activate_this.py") != 0;
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
		warn("%s/%s was changed and is replaced: only added lines are kept", path, s->path);
	return kept;
}

void existing_keep(const char *path, struct plan *plan)
{
	bool own = is_own(path, plan);
	size_t n = 0;
	for (size_t i = 0; i < plan->count; i++) {
		struct step *s = &plan->steps[i];
		if (is_kept(path, s, own)) {
			free(s->path);
			free(s->source);
			free(s->text);
		} else {
			plan->steps[n++] = *s;
		}
	}
	plan->count = n;
}
