// SPDX-License-Identifier: MIT
// The environment of a program that is about to be executed.
#include "common/core/envp_plan.h"

#include <string.h>

#include "common/core/comm.h"
#include "common/core/envp.h"
#include "common/core/names.h"
#include "common/core/policy.h"
#include "common/core/preload_list.h"
#include "common/core/release.h"
#include "common/core/str.h"
#include "common/core/writer.h"

#define ASAN_VARIABLE "ASAN_OPTIONS"
#define ASAN_OPTION "verify_asan_link_order"

/* Is it our policy, or that of a nested venvrun? A damaged one, or one that was cut short, is neither. */
static bool is_policy(const char *value, const struct envp_wish *wish)
{
	const char *ours = envp_value(wish->policy, POLICY_VARIABLE);
	return (ours && str_equal(value, ours)) || policy_check(value);
}

/* Must the entry not reach the program? */
static bool is_dropped(const char *entry, const struct envp_wish *wish)
{
	const char *policy = envp_value(entry, POLICY_VARIABLE);

	if (policy)
		return !is_policy(policy, wish);
	if (envp_value(entry, NAME_VARIABLE))
		return true;
	return wish->is_python &&
		(envp_value(entry, "PYTHONHOME") || envp_value(entry, "PYTHONEXECUTABLE") ||
			envp_value(entry, "__PYVENV_LAUNCHER__"));
}

static bool mentions(const char *text, const char *what)
{
	for (; *text; text++)
		if (str_starts(text, what))
			return true;
	return false;
}

/* Finds the entries that matter, and counts those that stay. Returns whether any is dropped. */
static bool read_entries(struct envp_plan *plan, bool *ret_has_policy)
{
	bool drops = false;

	for (char *const *p = plan->envp; p && *p; p++) {
		if (is_dropped(*p, &plan->wish)) {
			drops = true;
			continue;
		}
		plan->count++;
		if (envp_value(*p, PRELOAD_VARIABLE))
			plan->preload = *p;
		else if (envp_value(*p, POLICY_VARIABLE))
			*ret_has_policy = true;
		else if (!plan->asan && envp_value(*p, ASAN_VARIABLE))
			plan->asan = *p;
	}
	return drops;
}

/* Returns whether LD_PRELOAD is dropped. */
static bool plan_preload(struct envp_plan *plan)
{
	struct writer w = {.size = 0};

	if (!preload_list_measure(plan->preload ? plan->preload + sizeof PRELOAD_VARIABLE : "", plan)) {
		plan->preload = NULL;
		return false;
	}
	preload_list_write(&w, plan);
	plan->preload_size = w.used ? sizeof PRELOAD_VARIABLE "=" + w.used : 0;
	plan->count = plan->count + (w.used > 0) - (plan->preload != NULL);
	return !w.used;
}

static void plan_asan(struct envp_plan *plan)
{
	if (!plan->wish.is_asan || (plan->asan && mentions(plan->asan, ASAN_OPTION))) {
		plan->asan = NULL;
		return;
	}
	plan->asan_size = (plan->asan ? strlen(plan->asan) : strlen(ASAN_VARIABLE)) +
		sizeof ":" ASAN_OPTION "=0";
	plan->count += !plan->asan;
}

static void plan_name(struct envp_plan *plan)
{
	size_t n = 0;

	while (plan->wish.name && n < COMM_MAX && plan->wish.name[n])
		n++;
	if (!n)
		return;
	plan->name_size = (unsigned char)(n + sizeof NAME_VARIABLE "=");
	plan->count++;
}

bool envp_plan_measure(char *const *envp, const struct envp_wish *wish, struct envp_plan *ret)
{
	if (wish->is_released)
		return release_measure(envp, wish, ret);
	if (envp_is_off(envp))
		return false;
	struct envp_plan plan = {.envp = envp, .wish = *wish};
	bool has_policy = false, drops = read_entries(&plan, &has_policy);

	drops |= plan_preload(&plan);
	plan_asan(&plan);
	plan_name(&plan);
	plan.adds_entry = !has_policy;
	plan.count += plan.adds_entry;
	plan.text = plan.preload_size + plan.asan_size + plan.name_size;
	if (!plan.text && !plan.adds_entry && !drops)
		return false;
	*ret = plan;
	return true;
}

/* The new entries, as far as the plan has them, in the order in which they are added to the array. */
static void write_texts(const struct envp_plan *plan, char *text)
{
	struct writer w = {.out = text, .size = plan->text};

	if (plan->preload_size) {
		writer_text(&w, PRELOAD_VARIABLE "=");
		preload_list_write(&w, plan);
		writer_put(&w, '\0');
	}
	if (plan->asan_size) {
		writer_text(&w, plan->asan ? plan->asan : ASAN_VARIABLE);
		writer_text(&w, plan->asan ? ":" ASAN_OPTION "=0" : "=" ASAN_OPTION "=0");
		writer_put(&w, '\0');
	}
	if (plan->name_size) {
		writer_text(&w, NAME_VARIABLE "=");
		writer_bytes(&w, plan->wish.name, plan->name_size - sizeof NAME_VARIABLE "=");
		writer_put(&w, '\0');
	}
	if (plan->text)
		text[plan->text - 1] = '\0';
}

void envp_plan_fill(const struct envp_plan *plan, char **out, char *text)
{
	if (plan->wish.is_released) {
		release_fill(plan, out, text);
		return;
	}
	char *preload = text, *asan = text + plan->preload_size, *name = asan + plan->asan_size;
	bool adds_preload = plan->preload_size && !plan->preload, adds_asan = plan->asan_size && !plan->asan;
	char **end = out + plan->count - adds_preload - adds_asan - (plan->name_size > 0) - plan->adds_entry;

	write_texts(plan, text);
	for (char *const *p = plan->envp; p && *p && out < end; p++) {
		if (is_dropped(*p, &plan->wish))
			continue;
		if (*p != plan->preload)
			*out++ = *p == plan->asan ? asan : *p;
		else if (plan->preload_size)
			*out++ = preload;
	}
	if (adds_preload)
		*out++ = preload;
	if (adds_asan)
		*out++ = asan;
	if (plan->name_size)
		*out++ = name;
	if (plan->adds_entry)
		*out++ = (char *)plan->wish.policy;
	*out = NULL;
}
