// SPDX-License-Identifier: MIT
// Plans the repair of an environment.
#include "env-builder/repair/repair_plan.h"

#include <string.h>

#include "common/tool/cleanup.h"
#include "common/tool/text.h"
#include "env-builder/repair/fix_cfg.h"
#include "env-builder/repair/fix_links.h"
#include "env-builder/repair/fix_texts.h"
#include "env-builder/wheel/installed_record.h"

static int fix_records(const struct inventory *s, struct record *changes, struct plan *plan, char **ret_why)
{
	for (size_t i = 0; changes->count && i < s->records.count; i++) {
		_cleanup_free_ char *text = NULL;
		size_t len = 0;
		if (inventory_file(s->root, s->records.list[i], &text, &len, ret_why) < 0)
			return -1;
		_cleanup_text_ struct text out = {0};
		size_t n = 0;
		/* One with a NUL in it would be cut short. */
		if (text && strlen(text) == len &&
			installed_record_read(s->records.list[i], text, installed_record_changed, changes,
				&out)) {
			n = out.len;
			plan_write_n(plan, s->records.list[i], text_take(&out), n);
		}
	}
	return 0;
}

int repair_plan(const struct inventory *s, const struct interpreter *python, struct plan *plan,
	char **ret_why)
{
	struct record changes = {0};
	int r = python ? fix_links_interpreters(s, python, plan, ret_why) : 0;
	if (!r) {
		fix_links_plan(s, python, plan);
		r = fix_texts_plan(s, python, plan, &changes, ret_why);
	}
	if (!r)
		r = fix_records(s, &changes, plan, ret_why);
	if (!r && python)
		fix_cfg_plan(s, python, plan);
	record_clear(&changes);
	return r;
}
