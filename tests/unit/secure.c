// SPDX-License-Identifier: MIT
// common/core/secure.c.
#include <criterion/criterion.h>
#include <sys/stat.h>

#include "common/core/count.h"
#include "common/core/secure.h"

#define USER \
	{ \
		1000, 1000, 100, 100, false \
	}
#define ROOT \
	{ \
		0, 0, 0, 0, false \
	}

Test(secure, is_what_gets_other_ids_or_capabilities)
{
	static const struct {
		const char *name;
		struct secure_ids ids;
		struct secure_file file;
		bool secure;
	} rows[] = {
		{"a plain program", USER, {0755, 0, 0, false, false}, false},
		{"of root's, by a user", USER, {04755, 0, 0, false, false}, true},
		{"of root's, by root", ROOT, {04755, 0, 0, false, false}, false},
		{"of a user's, by root", ROOT, {04755, 1000, 0, false, false}, true},
		{"of one's own", USER, {04755, 1000, 0, false, false}, false},
		{"of a group, by a user", USER, {02755, 0, 7, false, false}, true},
		{"of one's own group", USER, {02755, 0, 100, false, false}, false},
		{"of a group, by root", ROOT, {02755, 0, 7, false, false}, true},
		{"a mark for locks", USER, {02644, 0, 7, false, false}, false},
		{"mounted nosuid", USER, {06755, 0, 0, true, true}, false},
		{"capabilities, for a user", USER, {0755, 0, 0, false, true}, true},
		{"capabilities, for root", ROOT, {0755, 0, 0, false, true}, false},
		{"no new privileges", {1000, 1000, 100, 100, true}, {06755, 0, 0, false, false}, false},
		{"a caller with other ids already", {1000, 0, 100, 100, false}, {0755, 0, 0, false, false},
			true},
		{"a caller with another group already", {1000, 1000, 100, 0, false},
			{0755, 0, 0, false, false}, true},
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect(secure_is(&rows[i].ids, &rows[i].file) == rows[i].secure, "%s", rows[i].name);
}
