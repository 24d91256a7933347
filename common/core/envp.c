// SPDX-License-Identifier: MIT
// The environment of a program about to be executed.
#include "common/core/envp.h"

#include <string.h>

#include "common/core/called.h"
#include "common/core/names.h"
#include "common/core/policy.h"
#include "common/core/release.h"
#include "common/core/str.h"

#define ASAN_VARIABLE "ASAN_OPTIONS"
#define ASAN_OPTION "verify_asan_link_order=0"

/* The value if entry is "name=value", else NULL. */
static const char *value_of(const char *entry, const char *name)
{
	while (*name && *entry == *name)
		entry++, name++;
	return *name || *entry != '=' ? NULL : entry + 1;
}

const char *envp_get(char *const *envp, const char *name)
{
	for (; envp && *envp; envp++) {
		const char *value = value_of(*envp, name);
		if (value)
			return value;
	}
	return NULL;
}

const char *envp_last(char *const *envp, const char *name)
{
	const char *last = NULL;

	for (; envp && *envp; envp++) {
		const char *value = value_of(*envp, name);
		if (value)
			last = value;
	}
	return last;
}

const char *envp_nested(char *const *envp, const char *ours)
{
	const char *last = NULL;

	for (; envp && *envp; envp++) {
		const char *value = value_of(*envp, POLICY_VARIABLE);
		if (!value)
			continue;
		if (str_equal(*envp, ours))
			last = NULL;
		else if (policy_check(value))
			last = *envp;
	}
	return last;
}

bool envp_is_off(char *const *envp)
{
	const char *value = envp_get(envp, OFF_VARIABLE);
	return value && str_equal(value, OFF_VALUE);
}

/* The length of LD_PRELOAD's first component: ld.so(8) splits at colons and blanks. */
static size_t component(const char *list)
{
	size_t n = 0;
	while (list[n] && list[n] != ':' && list[n] != ' ')
		n++;
	return n;
}

static bool is_component(const char *at, size_t n, const char *path)
{
	return path && n == strlen(path) && !memcmp(at, path, n);
}

/* Does the component end in "/libvenvrun.so"? */
static bool is_of_our_name(const char *at, size_t n)
{
	static const char name[] = "/" LIBRARY_NAME;
	return n >= sizeof name - 1 && !memcmp(at + n - (sizeof name - 1), name, sizeof name - 1);
}

static bool is_stray(const struct envp_wish *wish, const char *at, size_t n)
{
	return is_component(at, n, wish->stray[0]) || is_component(at, n, wish->stray[1]);
}

bool envp_is_our_library(const struct envp_wish *wish, const char *at, size_t n)
{
	return is_component(at, n, wish->lib) || is_stray(wish, at, n) || is_of_our_name(at, n);
}

/* Does a component's file name begin with one of a list of names,
 * each with a NUL behind and one more at the end? */
static bool is_named(const char *at, size_t n, const char *names)
{
	size_t start = n;

	while (start && at[start - 1] != '/')
		start--;
	for (; *names; names += strlen(names) + 1)
		if (strlen(names) <= n - start && !memcmp(at + start, names, strlen(names)))
			return true;
	return false;
}

/* The runtime of a sanitizer, which ends the program where another library is loaded before it
 * (AddressSanitizer says "runtime does not come first"), or was not there when that one started. */
static bool comes_first(const char *at, size_t n)
{
	return is_named(at, n,
		"libasan.so\0libtsan.so\0liblsan.so\0libubsan.so\0libhwasan.so\0libclang_rt.\0");
}

/* A library that calls libc's functions past those behind it (torsocks looks up execve in libc.so.6
 * itself). */
static bool passes_over(const char *at, size_t n)
{
	return is_named(at, n, "libtorsocks.so\0");
}

/* Goes through a list: is the wished library in it, and where it has effect; is there one that must go? */
static void look(const char *list, struct envp_plan *plan, bool *ret_stray)
{
	bool others = false, hidden = false;

	for (;; list++) {
		size_t n = component(list);
		bool is_ours = is_component(list, n, plan->wish.lib), goes = is_stray(&plan->wish, list, n);
		*ret_stray |= goes;
		if (is_ours) {
			plan->moves |= hidden;
			plan->lib = list;
		} else if (n && !goes && !others && comes_first(list, n)) {
			plan->moves |= plan->lib != NULL;
		} else if (n && !goes) {
			others = true;
			hidden |= passes_over(list, n);
		}
		list += n;
		if (!*list)
			return;
	}
}

static size_t put(char *out, const char *text, size_t n)
{
	if (out)
		memcpy(out, text, n);
	return n;
}

/* One more component of a list of so many bytes. */
static size_t append(char *out, size_t used, char separator, const char *at, size_t n)
{
	if (used)
		used += put(out ? out + used : NULL, &separator, 1);
	return used + put(out ? out + used : NULL, at, n);
}

/* The new value of LD_PRELOAD: ours, where it is not to stay in its place, in front of all but those that
 * come first; then the others in their order. Returns its length; out may be NULL. */
static size_t put_preload(char *out, const struct envp_plan *plan)
{
	const char *list = plan->preload ? plan->preload + strlen(PRELOAD_VARIABLE "=") : "";
	const char *lib = plan->lib ? plan->lib : plan->wish.lib;
	size_t used = 0, size = plan->lib ? component(lib) : lib ? strlen(lib) : 0;
	bool puts = size && (!plan->lib || plan->moves);
	char separator = ':'; /* the others' own are kept */

	for (;; list++) {
		size_t n = component(list);
		if (n && !is_stray(&plan->wish, list, n) &&
			!(plan->moves && n == size && !memcmp(list, lib, n))) {
			if (puts && !comes_first(list, n)) {
				used = append(out, used, separator, lib, size);
				separator = ':';
				puts = false;
			}
			used = append(out, used, separator, list, n);
		}
		list += n;
		if (!*list)
			return puts ? append(out, used, ':', lib, size) : used;
		if (n)
			separator = *list;
	}
}

/* Ours, or a nested venvrun's; what is damaged or cut short is neither. */
static bool is_policy(const char *value, const struct envp_wish *wish)
{
	const char *ours = value_of(wish->policy, POLICY_VARIABLE);
	return (ours && str_equal(value, ours)) || policy_check(value);
}

/* An entry that must not reach the program. */
static bool is_dropped(const char *entry, const struct envp_wish *wish)
{
	const char *policy = value_of(entry, POLICY_VARIABLE);

	if (policy)
		return !is_policy(policy, wish);
	if (value_of(entry, NAME_VARIABLE))
		return true;
	return wish->is_python &&
		(value_of(entry, "PYTHONHOME") || value_of(entry, "PYTHONEXECUTABLE") ||
			value_of(entry, "__PYVENV_LAUNCHER__"));
}

static bool mentions(const char *text, const char *what)
{
	size_t n = strlen(what);

	for (size_t rest = strlen(text); rest >= n; text++, rest--)
		if (!memcmp(text, what, n))
			return true;
	return false;
}

bool envp_measure(char *const *envp, const struct envp_wish *wish, struct envp_plan *ret)
{
	if (wish->is_released)
		return release_measure(envp, wish, ret);
	struct envp_plan plan = {.envp = envp, .wish = *wish};
	const char *theirs = NULL, *asan = NULL;
	bool drops = false, stray = false;

	if (envp_is_off(envp))
		return false;
	for (char *const *p = envp; p && *p; p++) {
		const char *value;
		if (is_dropped(*p, wish)) {
			drops = true;
			continue;
		}
		plan.count++;
		if (value_of(*p, PRELOAD_VARIABLE))
			plan.preload = *p;
		else if ((value = value_of(*p, POLICY_VARIABLE)))
			theirs = value;
		else if (!asan && (asan = value_of(*p, ASAN_VARIABLE)))
			plan.asan = *p;
	}

	if (plan.preload)
		look(plan.preload + strlen(PRELOAD_VARIABLE "="), &plan, &stray);
	if (stray || plan.moves || (wish->lib && !plan.lib)) {
		size_t n = put_preload(NULL, &plan);
		plan.preload_size = n ? sizeof PRELOAD_VARIABLE "=" + n : 0;
		plan.count = plan.count + (n > 0) - (plan.preload != NULL);
		drops |= !n;
	} else {
		plan.preload = NULL;
	}

	if (wish->is_asan && !(asan && mentions(asan, "verify_asan_link_order"))) {
		plan.asan_size = sizeof ASAN_VARIABLE "=" ASAN_OPTION + (asan ? strlen(asan) + 1 : 0);
		plan.count += !asan;
	} else {
		plan.asan = NULL;
	}
	plan.add_policy = !theirs;
	plan.count += plan.add_policy;
	while (wish->name && plan.name_size < CALLED_MAX && wish->name[plan.name_size])
		plan.name_size++;
	if (plan.name_size) {
		plan.name_size = (unsigned char)(plan.name_size + sizeof NAME_VARIABLE "=");
		plan.count++;
	}
	plan.text = plan.preload_size + plan.asan_size + plan.name_size;
	if (!plan.text && !plan.add_policy && !drops)
		return false;
	*ret = plan;
	return true;
}

void envp_fill(const struct envp_plan *plan, char **out, char *text)
{
	char *preload = text, *asan = text + plan->preload_size, *name = asan + plan->asan_size;

	if (plan->wish.is_released) {
		release_fill(plan, out, text);
		return;
	}
	if (plan->preload_size) {
		size_t n = put(preload, PRELOAD_VARIABLE "=", strlen(PRELOAD_VARIABLE "="));
		n += put_preload(preload + n, plan);
		preload[n] = '\0';
	}
	if (plan->asan_size) {
		size_t n = plan->asan ? put(asan, plan->asan, strlen(plan->asan))
				      : put(asan, ASAN_VARIABLE "=", strlen(ASAN_VARIABLE "="));
		if (plan->asan)
			n += put(asan + n, ":", 1);
		put(asan + n, ASAN_OPTION, sizeof ASAN_OPTION);
	}
	if (plan->name_size) {
		memcpy(name, NAME_VARIABLE "=", sizeof NAME_VARIABLE);
		memcpy(name + sizeof NAME_VARIABLE, plan->wish.name,
			plan->name_size - sizeof NAME_VARIABLE - 1);
		name[plan->name_size - 1] = '\0';
	}
	bool new_preload = plan->preload_size && !plan->preload, new_asan = plan->asan_size && !plan->asan;
	/* Never more than was measured: another thread may be adding variables at this moment. */
	char **end = out + plan->count - new_preload - new_asan - (plan->name_size > 0) - plan->add_policy;
	for (char *const *p = plan->envp; p && *p && out < end; p++) {
		char *entry = *p;
		if (is_dropped(entry, &plan->wish))
			continue;
		if (entry != plan->preload)
			*out++ = entry == plan->asan ? asan : entry;
		else if (plan->preload_size)
			*out++ = preload;
	}
	if (new_preload)
		*out++ = preload;
	if (new_asan)
		*out++ = asan;
	if (plan->name_size)
		*out++ = name;
	if (plan->add_policy)
		*out++ = (char *)plan->wish.policy;
	*out = NULL;
}
