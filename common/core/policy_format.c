// SPDX-License-Identifier: MIT
// Writes a policy as text.
#include "common/core/policy_format.h"

#include <string.h>

#include "common/core/policy_fields.h"
#include "common/core/writer.h"

static void put_name(struct writer *w, enum policy_field field)
{
	/* The version ends with the ';' before the first. */
	if (field != FIELD_ENV)
		writer_put(w, ';');
	writer_text(w, policy_field_names[field]);
}

static void put_field(struct writer *w, enum policy_field field, const char *value)
{
	put_name(w, field);
	writer_escaped(w, value, strlen(value));
}

size_t policy_format(char *out, size_t size, const struct policy *policy)
{
	struct writer w = {.out = out, .size = size};

	writer_text(&w, POLICY_VERSION);
	put_field(&w, FIELD_ENV, policy->env);
	put_field(&w, FIELD_PYTHON, policy->python);
	put_field(&w, FIELD_LIB, policy->lib);
	put_name(&w, FIELD_PY);
	writer_number(&w, policy->major);
	writer_put(&w, '.');
	writer_number(&w, policy->minor);
	if (policy->lib32)
		put_field(&w, FIELD_LIB32, policy->lib32);
	if (policy->mark)
		put_field(&w, FIELD_MARK, policy->mark);
	if (policy->strict)
		put_field(&w, FIELD_STRICT, POLICY_STRICT);
	if (policy->system_follows)
		put_field(&w, FIELD_SYSTEM, POLICY_SYSTEM);
	for (size_t i = 0; i < policy->keeps; i++)
		put_field(&w, policy_keeps_only(policy, i) ? FIELD_ONLY : FIELD_KEEP, policy->keep[i]);
	if (policy->site)
		put_field(&w, FIELD_SITE, policy->site);
	for (size_t i = 0; i < policy->bases; i++)
		put_field(&w, FIELD_BASE, policy->base[i]);
	for (size_t i = 0; i < policy->hides; i++)
		put_field(&w, FIELD_HIDE, policy->hide[i]);
	if (policy->trace)
		put_field(&w, FIELD_TRACE, policy->trace);
	if (policy->root) {
		put_name(&w, FIELD_ROOT);
		writer_number(&w, policy->root);
	}
	/* At the end a field that is required, and whose values are no beginnings of others: a text that was
	 * cut short anywhere is no policy. */
	put_field(&w, FIELD_MATCH, policy_match_names[policy->match]);
	writer_put(&w, '\0');
	return w.used;
}
