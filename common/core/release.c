// SPDX-License-Identifier: MIT
// The environment of a program that is released.
#include "common/core/release.h"

#include <string.h>

#include "common/core/before.h"
#include "common/core/env_bin.h"
#include "common/core/envp.h"
#include "common/core/escape.h"
#include "common/core/names.h"
#include "common/core/preload_list.h"
#include "common/core/str.h"

/* --- the three variables that every run changes --- */

static bool is_inside(const struct policy *policy, char *const *envp)
{
	const char *value = envp_get(envp, "VIRTUAL_ENV");

	return value && str_equal(value, policy->env);
}

const char *release_outer(const struct policy *policy, char *const *envp)
{
	const char *before = envp_get(envp, BEFORE_VARIABLE);
	struct before_change change;

	/* PATH has no field where the outer environment was not in it. */
	if (!is_inside(policy, envp) || !before_find(before, "PATH", strlen("PATH"), &change) ||
		!before_find(before, "VIRTUAL_ENV", strlen("VIRTUAL_ENV"), &change))
		return NULL;
	return change.was && *change.was == '/' ? change.was : NULL;
}

/* Writes PATH without the directory of the environment's programs. If there is an outer environment, its
 * directory replaces the first of them. Returns whether that changes anything. */
static bool write_path(struct writer *w, const struct policy *policy, const char *path, const char *outer)
{
	bool changes = false, any = false;

	for (;; path++) {
		size_t n = str_until(path, ':');
		bool covered = env_bin_is(policy, path, n);
		if ((!covered || outer) && any)
			writer_put(w, ':');
		any |= !covered || outer;
		if (!covered) {
			writer_bytes(w, path, n);
		} else if (outer) {
			writer_unescaped(w, outer);
			writer_text(w, "/bin");
			outer = NULL;
		}
		changes |= covered;
		path += n;
		if (!*path)
			return changes;
	}
}

/* --- one entry --- */

static enum release_fate fate_of_list(bool changes, bool is_empty)
{
	return !changes ? RELEASE_KEEPS : is_empty ? RELEASE_DROPS : RELEASE_CHANGES;
}

enum release_fate release_by_policy(struct writer *w, char *const *envp, const struct policy *policy,
	const char *entry)
{
	const char *value;

	if (!policy)
		return RELEASE_KEEPS;
	if ((value = envp_value(entry, "VIRTUAL_ENV")))
		return str_equal(value, policy->env) ? RELEASE_DROPS : RELEASE_KEEPS;
	if (envp_value(entry, "VIRTUAL_ENV_PROMPT"))
		return is_inside(policy, envp) ? RELEASE_DROPS : RELEASE_KEEPS;
	if (!(value = envp_value(entry, "PATH")))
		return RELEASE_KEEPS;
	writer_text(w, "PATH=");
	size_t start = w->used;
	bool changes = write_path(w, policy, value, release_outer(policy, envp));
	/* An empty PATH would be the working directory. */
	return fate_of_list(changes, w->used == start);
}

static enum release_fate preload_fate(struct writer *w, const struct envp_wish *wish, const char *value)
{
	writer_text(w, PRELOAD_VARIABLE "=");
	size_t start = w->used;
	bool changes = preload_list_remove(w, wish, value);
	return fate_of_list(changes, w->used == start);
}

/* What becomes of an entry. Writes the new one where it changes. */
static enum release_fate write_entry(struct writer *w, char *const *envp, const struct envp_wish *wish,
	const char *entry)
{
	size_t name = str_until(entry, '=');
	const char *value = entry + name + 1;
	struct before_change change;

	if (!entry[name])
		return RELEASE_KEEPS;
	if (envp_value(entry, POLICY_VARIABLE) || envp_value(entry, BEFORE_VARIABLE) ||
		envp_value(entry, NAME_VARIABLE))
		return RELEASE_DROPS;
	if (envp_value(entry, OFF_VARIABLE))
		return envp_is_off(envp) ? RELEASE_KEEPS : RELEASE_DROPS;
	if (envp_value(entry, PRELOAD_VARIABLE))
		return preload_fate(w, wish, value);
	if (!before_find(envp_get(envp, BEFORE_VARIABLE), entry, name, &change) || !change.set ||
		!escape_equal(change.set, value, strlen(value)))
		return release_by_policy(w, envp, wish->left, entry);
	if (!change.was)
		return RELEASE_DROPS;
	writer_bytes(w, entry, name + 1);
	writer_unescaped(w, change.was);
	return RELEASE_CHANGES;
}

/* The same, measured: *ret_size is the bytes of the new entry with its NUL. */
static enum release_fate measure_entry(char *const *envp, const struct envp_wish *wish, const char *entry,
	size_t *ret_size)
{
	struct writer w = {.size = 0};
	enum release_fate fate = write_entry(&w, envp, wish, entry);

	*ret_size = w.used + 1;
	return fate;
}

/* The next variable that the runner has unset, and that is still unset. */
static bool next_unset(const char **at, char *const *envp, struct before_change *ret)
{
	while (before_next(at, ret)) {
		bool unset = !ret->set && ret->was;
		for (char *const *p = envp; unset && p && *p; p++) {
			size_t n = str_until(*p, '=');
			unset = !(*p)[n] || !escape_equal(ret->name, *p, n);
		}
		if (unset)
			return true;
	}
	return false;
}

static void write_unset(struct writer *w, const struct before_change *change)
{
	writer_unescaped(w, change->name);
	writer_put(w, '=');
	writer_unescaped(w, change->was);
	writer_put(w, '\0');
}

bool release_measure(char *const *envp, const struct envp_wish *wish, struct envp_plan *ret)
{
	struct envp_plan plan = {.envp = envp, .wish = *wish, .adds_entry = !envp_is_off(envp)};
	const char *at = envp_get(envp, BEFORE_VARIABLE);
	struct writer w = {.size = 0};
	struct before_change change;
	bool changes = plan.adds_entry;
	size_t size;

	for (char *const *p = envp; p && *p; p++) {
		enum release_fate fate = measure_entry(envp, wish, *p, &size);
		changes |= fate != RELEASE_KEEPS;
		plan.count += fate != RELEASE_DROPS;
		plan.text += fate == RELEASE_CHANGES ? size : 0;
	}
	for (; next_unset(&at, envp, &change); plan.count++)
		write_unset(&w, &change);
	plan.text += w.used;
	plan.count += plan.adds_entry;
	if (changes)
		*ret = plan;
	return changes;
}

void release_fill(const struct envp_plan *plan, char **out, char *text)
{
	struct writer w = {.out = text, .size = plan->text};
	char **end = out + plan->count - plan->adds_entry;
	const char *at = envp_get(plan->envp, BEFORE_VARIABLE);
	struct before_change change;
	size_t size;

	for (char *const *p = plan->envp; p && *p && out < end; p++) {
		enum release_fate fate = measure_entry(plan->envp, &plan->wish, *p, &size);
		if (fate == RELEASE_KEEPS)
			*out++ = *p;
		if (fate != RELEASE_CHANGES || w.used + size > plan->text)
			continue;
		*out++ = text + w.used;
		write_entry(&w, plan->envp, &plan->wish, *p);
		writer_put(&w, '\0');
	}
	while (out < end && w.used < plan->text && next_unset(&at, plan->envp, &change)) {
		*out++ = text + w.used;
		write_unset(&w, &change);
	}
	if (plan->text)
		text[plan->text - 1] = '\0';
	if (plan->adds_entry)
		*out++ = (char *)OFF_VARIABLE "=" OFF_VALUE;
	*out = NULL;
}
