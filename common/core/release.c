// SPDX-License-Identifier: MIT
// The environment of a program that is released.
#include "common/core/release.h"

#include <string.h>

#include "common/core/behind.h"
#include "common/core/names.h"
#include "common/core/escape.h"
#include "common/core/path.h"
#include "common/core/str.h"
#include "common/core/writer.h"

#define OFF_ENTRY OFF_VARIABLE "=" OFF_VALUE

/* A field of VENVRUN_BEFORE: escaped texts that end at '=', ':', ';' or a NUL. */
struct change {
	const char *name;
	const char *set, *was; /* NULL: unset */
};

/* One that is under way: to be counted, or written as well where out is not NULL. */
struct sink {
	char *out;
	size_t used;
};

static void put(struct sink *s, const char *text, size_t n)
{
	if (s->out)
		memcpy(s->out + s->used, text, n);
	s->used += n;
}

/* Is the escaped text that of n bytes? */
static bool says(const char *escaped, const char *text, size_t n)
{
	int size;
	char c;

	for (; (c = escape_next(escaped, &size)); escaped += size, text++, n--)
		if (!n || c != *text)
			return false;
	return !n;
}

static void put_decoded(struct sink *s, const char *escaped)
{
	int size;

	for (char c; (c = escape_next(escaped, &size)); escaped += size)
		put(s, &c, 1);
}

static const char *skip(const char *escaped)
{
	int size;

	while (escape_next(escaped, &size))
		escaped += size;
	return escaped;
}

/* The next field; false at the end, or at what is none. */
static bool next_change(const char **at, struct change *ret)
{
	const char *p = *at;

	if (!p || !*p)
		return false;
	*ret = (struct change){.name = p};
	p = skip(p);
	if (p == *at)
		return false;
	if (*p == '=') {
		ret->set = p + 1;
		p = skip(ret->set);
	}
	if (*p == ':') {
		ret->was = p + 1;
		p = skip(ret->was);
	}
	if (*p && *p != ';')
		return false;
	*at = *p ? p + 1 : p;
	return true;
}

static size_t name_length(const char *entry)
{
	return str_until(entry, '=');
}

static bool is_named(const char *entry, const char *name)
{
	size_t n = name_length(entry);
	return entry[n] && n == strlen(name) && !memcmp(entry, name, n);
}

static bool find_change(const char *before, const char *name, size_t n, struct change *ret)
{
	while (next_change(&before, ret))
		if (says(ret->name, name, n))
			return true;
	return false;
}

/* --- the three variables that every run changes --- */

static bool is_inside(const struct policy *policy, char *const *envp)
{
	const char *value = envp_get(envp, "VIRTUAL_ENV");
	return value && str_equal(value, policy->env);
}

const char *release_outer(const struct policy *policy, char *const *envp)
{
	const char *before = envp_get(envp, BEFORE_VARIABLE);
	struct change change;

	/* Nothing is told of PATH where the outer environment was not in it. */
	bool told = is_inside(policy, envp) && find_change(before, "PATH", strlen("PATH"), &change) &&
		find_change(before, "VIRTUAL_ENV", strlen("VIRTUAL_ENV"), &change);
	return told && change.was && *change.was == '/' ? change.was : NULL;
}

/* PATH without the directory of the environment's programs, in whose first place comes that of the outer
 * environment, if there is one. Returns whether that changes anything. */
static bool put_path(struct sink *s, const struct policy *policy, const char *path, const char *outer)
{
	bool changes = false, any = false;

	for (;; path++) {
		size_t n = str_until(path, ':');
		bool covered = behind_is_directory(policy, path, n);
		if ((!covered || outer) && any)
			put(s, ":", 1);
		any |= !covered || outer;
		if (!covered) {
			put(s, path, n);
		} else if (outer) {
			put_decoded(s, outer);
			put(s, "/bin", 4);
			outer = NULL;
		}
		changes |= covered;
		path += n;
		if (!*path)
			return changes;
	}
}

/* --- one entry --- */

enum fate { STAYS, GOES, CHANGES };

/* LD_PRELOAD without what is ours. */
static enum fate put_preload(struct sink *s, const struct envp_wish *wish, const char *entry)
{
	const char *list = entry + sizeof PRELOAD_VARIABLE, *separator = ":";
	bool changes = false;
	size_t start;

	put(s, entry, sizeof PRELOAD_VARIABLE);
	start = s->used;
	for (;; list++) {
		size_t n = 0;
		while (list[n] && list[n] != ':' && list[n] != ' ')
			n++;
		bool ours = envp_is_our_library(wish, list, n);
		changes |= ours;
		if (n && !ours) {
			if (s->used > start)
				put(s, separator, 1);
			put(s, list, n);
		}
		list += n;
		if (!*list)
			break;
		if (n)
			separator = list;
	}
	return !changes ? STAYS : s->used > start ? CHANGES : GOES;
}

/* What follows from the policy alone: of the variables that activation sets. */
static enum fate look_by_policy(struct sink *s, char *const *envp, const struct policy *left,
	const char *entry)
{
	size_t name = name_length(entry);
	const char *value = entry + name + 1;

	if (!left || !entry[name])
		return STAYS;
	if (is_named(entry, "VIRTUAL_ENV"))
		return str_equal(value, left->env) ? GOES : STAYS;
	if (is_named(entry, "VIRTUAL_ENV_PROMPT"))
		return is_inside(left, envp) ? GOES : STAYS;
	if (!is_named(entry, "PATH"))
		return STAYS;
	put(s, entry, name + 1);
	size_t start = s->used;
	bool changes = put_path(s, left, value, release_outer(left, envp));
	/* An empty PATH would be the working directory. */
	return !changes ? STAYS : s->used > start ? CHANGES : GOES;
}

/* What becomes of an entry; where it changes, the new one is put. */
static enum fate look(struct sink *s, char *const *envp, const struct envp_wish *wish, const char *entry)
{
	const char *before = envp_get(envp, BEFORE_VARIABLE);
	size_t name = name_length(entry);
	struct change change;

	if (!entry[name])
		return STAYS;
	if (is_named(entry, POLICY_VARIABLE) || is_named(entry, BEFORE_VARIABLE) ||
		is_named(entry, NAME_VARIABLE))
		return GOES;
	if (is_named(entry, OFF_VARIABLE))
		return envp_is_off(envp) ? STAYS : GOES;
	if (is_named(entry, PRELOAD_VARIABLE))
		return put_preload(s, wish, entry);
	const char *value = entry + name + 1;
	if (find_change(before, entry, name, &change) && change.set &&
		says(change.set, value, strlen(value))) {
		if (!change.was)
			return GOES;
		put(s, entry, name + 1);
		put_decoded(s, change.was);
		return CHANGES;
	}
	return look_by_policy(s, envp, wish->left, entry);
}

static enum fate look_at(char *const *envp, const struct envp_wish *wish, const char *entry, size_t *ret_size)
{
	struct sink s = {.out = NULL};
	enum fate fate = look(&s, envp, wish, entry);

	*ret_size = s.used + 1;
	return fate;
}

/* The next variable that the runner has unset, and that is still unset. */
static bool next_missing(const char **at, char *const *envp, struct change *ret)
{
	while (next_change(at, ret)) {
		bool missing = !ret->set && ret->was;
		for (char *const *p = envp; missing && p && *p; p++)
			missing = !(*p)[name_length(*p)] || !says(ret->name, *p, name_length(*p));
		if (missing)
			return true;
	}
	return false;
}

bool release_measure(char *const *envp, const struct envp_wish *wish, struct envp_plan *ret)
{
	struct envp_plan plan = {.envp = envp, .wish = *wish, .add_policy = !envp_is_off(envp)};
	const char *at = envp_get(envp, BEFORE_VARIABLE);
	bool changes = plan.add_policy;
	struct change missing;
	size_t size;

	for (char *const *p = envp; p && *p; p++) {
		enum fate fate = look_at(envp, wish, *p, &size);
		changes |= fate != STAYS;
		plan.count += fate != GOES;
		plan.text += fate == CHANGES ? size : 0;
	}
	while (next_missing(&at, envp, &missing)) {
		struct sink s = {.out = NULL};
		put_decoded(&s, missing.name);
		put_decoded(&s, missing.was);
		plan.count++;
		plan.text += s.used + 2;
	}
	plan.count += plan.add_policy;
	if (changes)
		*ret = plan;
	return changes;
}

void release_fill(const struct envp_plan *plan, char **out, char *text)
{
	struct sink s = {.out = text};
	char **end = out + plan->count - plan->add_policy;
	const char *at = envp_get(plan->envp, BEFORE_VARIABLE);
	struct change missing;
	size_t size;

	for (char *const *p = plan->envp; p && *p && out < end; p++) {
		enum fate fate = look_at(plan->envp, &plan->wish, *p, &size);
		if (fate == STAYS)
			*out++ = *p;
		if (fate != CHANGES || s.used + size > plan->text)
			continue;
		*out++ = s.out + s.used;
		look(&s, plan->envp, &plan->wish, *p);
		put(&s, "", 1);
	}
	while (out < end && next_missing(&at, plan->envp, &missing)) {
		*out++ = s.out + s.used;
		put_decoded(&s, missing.name);
		put(&s, "=", 1);
		put_decoded(&s, missing.was);
		put(&s, "", 1);
	}
	if (plan->add_policy)
		*out++ = (char *)OFF_ENTRY;
	*out = NULL;
}

/* --- what the runner writes --- */

/* The entry of the same name, NULL if there is none. */
static const char *entry_of(char *const *envp, const char *entry)
{
	size_t n = name_length(entry);

	for (; envp && *envp; envp++)
		if (name_length(*envp) == n && (*envp)[n] && !memcmp(*envp, entry, n))
			return *envp;
	return NULL;
}

static bool is_ours(const char *entry)
{
	return is_named(entry, POLICY_VARIABLE) || is_named(entry, BEFORE_VARIABLE) ||
		is_named(entry, NAME_VARIABLE) || is_named(entry, OFF_VARIABLE) ||
		is_named(entry, PRELOAD_VARIABLE);
}

/* Does an entry become what it was, of which nothing is told? What an outer venvrun has told does not count:
 * it is replaced. */
static bool is_told_by_itself(const struct policy *policy, char *const *after, const char *entry,
	const char *was)
{
	struct sink s = {.out = NULL};
	enum fate fate = look_by_policy(&s, after, policy, entry);

	if (fate == GOES)
		return !was;
	if (fate == STAYS)
		return was && str_equal(was, entry);
	/* PATH, which lost directories: was it as it is without them? */
	struct sink other = {.out = NULL};
	return was && s.used == strlen(was) && look_by_policy(&other, after, policy, was) == STAYS &&
		str_equal(was + sizeof "PATH", entry + strlen(entry) - (strlen(was) - sizeof "PATH"));
}

static void format_change(struct writer *w, const char *entry, bool set, const char *was)
{
	size_t name = name_length(entry);

	if (w->used)
		writer_put(w, ';');
	writer_escaped(w, entry, name);
	if (set) {
		writer_put(w, '=');
		writer_escaped(w, entry + name + 1, strlen(entry + name + 1));
	}
	if (was) {
		writer_put(w, ':');
		writer_escaped(w, was + name + 1, strlen(was + name + 1));
	}
}

size_t release_format(char *out, size_t size, const struct policy *policy, char *const *before,
	char *const *after)
{
	struct writer w = {.out = out, .size = size};

	for (char *const *p = after; *p; p++) {
		const char *was = entry_of(before, *p);
		if ((*p)[name_length(*p)] && !is_ours(*p) && entry_of(after, *p) == *p &&
			!is_told_by_itself(policy, after, *p, was))
			format_change(&w, *p, true, was);
	}
	for (char *const *p = before; *p; p++)
		if ((*p)[name_length(*p)] && !is_ours(*p) && entry_of(before, *p) == *p &&
			!entry_of(after, *p))
			format_change(&w, *p, false, *p);
	writer_put(&w, '\0');
	return w.used;
}
