// SPDX-License-Identifier: MIT
// common/tool/strings.c: the growing list of strings.
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "common/tool/strings.h"
#include "common/tool/text.h"

Test(strings, is_no_list_before_the_first_string)
{
	struct strings names = {0};
	cr_expect_not(strings_has(&names, ""));
	strings_clear(&names);
	cr_expect_null(names.list);
}

Test(strings, keeps_the_order_and_ends_with_null)
{
	_cleanup_strings_ struct strings names = {0};
	for (int i = 0; i < 100; i++) {
		strings_add_take(&names, text_format("%d", i));
		cr_assert_eq(names.count, (size_t)i + 1);
		cr_assert_null(names.list[names.count]);
	}
	for (int i = 0; i < 100; i++) {
		char name[16];
		snprintf(name, sizeof name, "%d", i);
		cr_expect_str_eq(names.list[i], name);
		cr_expect(strings_has(&names, name));
	}
	cr_expect_not(strings_has(&names, "100"));
}

Test(strings, owns_a_copy)
{
	_cleanup_strings_ struct strings names = {0};
	char name[] = "one";
	strings_add(&names, name);
	name[0] = 'x';
	cr_expect_str_eq(names.list[0], "one");
	strings_clear(&names);
	cr_expect_eq(names.count, 0u);
	cr_expect_null(names.list);
	strings_add(&names, "two");
	cr_expect_str_eq(names.list[0], "two");
}

Test(strings, is_added_to_another_list_and_read)
{
	_cleanup_strings_ struct strings names = {0}, more = {0};
	cr_expect_null(strings_const(&names)[0]);
	strings_add(&names, "one");
	strings_add(&more, "two");
	strings_add(&more, "three");
	strings_add_all(&names, &more);
	cr_expect_eq(names.count, 3u);
	cr_expect_str_eq(strings_const(&names)[2], "three");
	cr_expect_null(strings_const(&names)[3]);
	cr_expect_eq(more.count, 2u);
}
