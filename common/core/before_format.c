// SPDX-License-Identifier: MIT
// Writes VENVRUN_BEFORE.
#include "common/core/before_format.h"

#include <stdbool.h>
#include <string.h>

#include "common/core/envp.h"
#include "common/core/names.h"
#include "common/core/release.h"
#include "common/core/str.h"
#include "common/core/writer.h"

/* The entry of the same name, NULL if there is none. */
static const char *entry_of(char *const *envp, const char *entry)
{
	size_t n = str_until(entry, '=');

	for (; *envp; envp++)
		if (str_until(*envp, '=') == n && (*envp)[n] && !memcmp(*envp, entry, n))
			return *envp;
	return NULL;
}

/* Is the entry the first one of a variable that is not ours? */
static bool counts(char *const *envp, const char *entry)
{
	return entry[str_until(entry, '=')] && entry_of(envp, entry) == entry &&
		!envp_value(entry, POLICY_VARIABLE) && !envp_value(entry, BEFORE_VARIABLE) &&
		!envp_value(entry, NAME_VARIABLE) && !envp_value(entry, OFF_VARIABLE) &&
		!envp_value(entry, PRELOAD_VARIABLE);
}

/* Does a release lead back from the entry to `was` by the policy alone? What VENVRUN_BEFORE of an outer
 * venvrun has on it does not count, as it is replaced. */
static bool follows_from_policy(const struct policy *policy, char *const *after, const char *entry,
	const char *was)
{
	struct writer w = {.size = 0}, other = {.size = 0};
	enum release_fate fate = release_by_policy(&w, after, policy, entry);

	if (fate == RELEASE_DROPS)
		return !was;
	if (fate == RELEASE_KEEPS)
		return was && str_equal(was, entry);
	/* PATH, from which directories are taken: is it equal to `was` without them? */
	return was && w.used == strlen(was) &&
		release_by_policy(&other, after, policy, was) == RELEASE_KEEPS &&
		str_equal(was + sizeof "PATH", entry + strlen(entry) - (strlen(was) - sizeof "PATH"));
}

static void write_change(struct writer *w, const char *entry, bool set, const char *was)
{
	size_t name = str_until(entry, '=');

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

size_t before_format(char *out, size_t size, const struct policy *policy, char *const *before,
	char *const *after)
{
	struct writer w = {.out = out, .size = size};

	for (char *const *p = after; *p; p++) {
		const char *was = entry_of(before, *p);
		if (counts(after, *p) && !follows_from_policy(policy, after, *p, was))
			write_change(&w, *p, true, was);
	}
	for (char *const *p = before; *p; p++)
		if (counts(before, *p) && !entry_of(after, *p))
			write_change(&w, *p, false, *p);
	writer_put(&w, '\0');
	return w.used;
}
