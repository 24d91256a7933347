// SPDX-License-Identifier: MIT
// The environment of a program about to be executed.
#include "common/core/envp.h"

#include <string.h>

#include "common/core/contract.h"

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

static bool is_off_value(const char *value)
{
	return strlen(value) == sizeof OFF_VALUE - 1 && !memcmp(value, OFF_VALUE, sizeof OFF_VALUE - 1);
}

bool envp_is_off(char *const *envp)
{
	const char *value = envp_get(envp, OFF_VARIABLE);
	return value && is_off_value(value);
}

static size_t component(const char *list)
{
	size_t n = 0;
	while (list[n] && list[n] != ':' && list[n] != ' ')
		n++;
	return n;
}

/* Is path a component of the list? With name, a component of any directory that ends in "/name" counts too. */
static bool has_component(const char *list, const char *path, const char *name)
{
	size_t path_len = strlen(path), name_len = name ? strlen(name) : 0;

	for (;; list++) {
		size_t n = component(list);
		if (n == path_len && !memcmp(list, path, n))
			return true;
		if (name && n > name_len && list[n - name_len - 1] == '/' &&
			!memcmp(list + n - name_len, name, name_len))
			return true;
		list += n;
		if (!*list)
			return false;
	}
}

/* Any policy of our version, its contents not looked at: a nested venvrun's. */
static bool is_policy(const char *value)
{
	return value[0] == '1' && value[1] == ';';
}

/* An entry that must not reach the program. */
static bool is_dropped(const char *entry, bool for_python)
{
	const char *policy = value_of(entry, POLICY_VARIABLE);

	if (policy)
		return !is_policy(policy);
	return for_python && (value_of(entry, "PYTHONHOME") || value_of(entry, "__PYVENV_LAUNCHER__"));
}

bool envp_measure(
	char *const *envp, const char *lib, const char *policy, bool for_python, struct envp_plan *ret)
{
	struct envp_plan plan = {.envp = envp, .lib = lib, .policy = policy, .for_python = for_python};
	const char *ours = value_of(policy, POLICY_VARIABLE), *theirs = NULL, *preload = NULL;
	bool drops = false;

	for (char *const *p = envp; p && *p; p++) {
		const char *value = value_of(*p, OFF_VARIABLE);
		if (value && is_off_value(value))
			return false;
		if (is_dropped(*p, for_python)) {
			drops = true;
			continue;
		}
		plan.count++;
		if ((value = value_of(*p, PRELOAD_VARIABLE))) {
			plan.preload = *p;
			preload = value;
		} else if ((value = value_of(*p, POLICY_VARIABLE))) {
			theirs = value;
		}
	}
	/* A nested venvrun may use a library of its own: under its policy, any of our name will do. */
	bool nested = theirs && ours && (strlen(theirs) != strlen(ours) || memcmp(theirs, ours, strlen(ours)) != 0);
	if (preload && has_component(preload, lib, nested ? LIBRARY_NAME : NULL)) {
		plan.preload = NULL;
	} else {
		plan.add_preload = !preload;
		plan.text = sizeof PRELOAD_VARIABLE "=" + strlen(lib);
		if (preload && *preload)
			plan.text += 1 + strlen(preload);
	}
	plan.add_policy = !theirs;
	plan.count += plan.add_preload + plan.add_policy;
	if (!plan.text && !plan.add_policy && !drops)
		return false;
	*ret = plan;
	return true;
}

static char *append(char *to, const char *text)
{
	size_t n = strlen(text);
	memcpy(to, text, n);
	return to + n;
}

void envp_fill(const struct envp_plan *plan, char **out, char *text)
{
	char *preload = text;

	if (plan->text) {
		text = append(append(text, PRELOAD_VARIABLE "="), plan->lib);
		const char *others = plan->preload ? plan->preload + strlen(PRELOAD_VARIABLE "=") : "";
		if (*others) {
			*text++ = ':';
			text = append(text, others);
		}
		*text = '\0';
	}
	for (char *const *p = plan->envp; p && *p; p++)
		if (!is_dropped(*p, plan->for_python))
			*out++ = *p == plan->preload ? preload : *p;
	if (plan->add_preload)
		*out++ = preload;
	if (plan->add_policy)
		*out++ = (char *)plan->policy;
	*out = NULL;
}
