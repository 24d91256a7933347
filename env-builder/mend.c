// SPDX-License-Identifier: MIT
// What is to be changed in an environment that was moved, or whose base was, so that it works again.
#include "env-builder/mend.h"

#include <string.h>

#include "common/tool/cleanup.h"
#include "common/tool/text.h"
#include "env-builder/rebase.h"
#include "env-builder/record.h"
#include "env-builder/relink.h"
#include "env-builder/rewrite.h"

static int mend_records(const struct survey *s, struct record_changes *changes, struct plan *plan, char **ret_why)
{
	for (size_t i = 0; changes->count && i < s->records.count; i++) {
		_cleanup_free_ char *text = NULL;
		size_t len = 0;
		if (survey_file(s->root, s->records.list[i], &text, &len, ret_why) < 0)
			return -1;
		struct text out = {0};
		if (text && strlen(text) == len && record_read(s->records.list[i], text, record_changed,
			changes, &out))
			plan_write_n(plan, s->records.list[i], out.data, out.len);
		else
			text_clear(&out);
	}
	return 0;
}

int mend_plan(const struct survey *s, const struct python *python, struct plan *plan, char **ret_why)
{
	struct record_changes changes = {0};
	int r = python ? relink_interpreters(s, python, plan, ret_why) : 0;
	if (!r) {
		relink_links(s, python, plan);
		r = rewrite_plan(s, python, plan, &changes, ret_why);
	}
	if (!r)
		r = mend_records(s, &changes, plan, ret_why);
	if (!r && python)
		rebase_plan(s, python, plan);
	record_clear(&changes);
	return r;
}
