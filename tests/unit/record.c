// SPDX-License-Identifier: MIT
// env-builder/wheel/record.c: RECORD is read and written.
#include <criterion/criterion.h>
#include <string.h>

#include "common/core/count.h"
#include "env-builder/wheel/record.h"

Test(record, reads_rows)
{
	struct record record = {0};
	cr_assert(record_parse(strdup("b.py,sha256=x,1\n\"a,\"\"q\"\".py\",,\r\n"), &record));
	cr_expect_eq(record.count, 2);
	cr_expect_str_eq(record.rows[0].path, "a,\"q\".py");
	cr_expect_str_eq(record.rows[1].fields, ",sha256=x,1");
	struct text t = {0};
	record_add_line(&record.rows[0], &t);
	cr_expect_str_eq(t.data, "\"a,\"\"q\"\".py\",,\n");
	static const char *const bad[] = {"a.py\n", "\"a.py,,\n", "a.py,,\na.py,,\n", "../a.py,,\n"};
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct record none = {0};
		cr_expect(!record_parse(strdup(bad[i]), &none), "%s", bad[i]);
	}
}

Test(record, finds_rows)
{
	struct record record = {0};
	cr_expect_null(record_find(&record, "a"));
	record_add_file(&record, "b", "", 0);
	record_add(&record, "a", ",,");
	record_sort(&record);
	cr_expect_str_eq(record_find(&record, "a")->fields, ",,");
	cr_expect_str_eq(record_find(&record, "b")->fields,
		",sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0");
	cr_expect_null(record_find(&record, "ab"));
	record_clear(&record);
	cr_expect(!record.count && !record.rows);
}
