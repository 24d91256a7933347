// SPDX-License-Identifier: MIT
// common/core/errors.c.
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/errors.h"

/* Compared with the tables of glibc. strerrorname_np(3) needs glibc 2.32, and another libc has other
 * texts. */
Test(errors, are_called_as_libc_calls_them)
{
	static const struct {
		int error;
		const char *name;
	} rows[] = {{ENOENT, "ENOENT"}, {EACCES, "EACCES"}, {E2BIG, "E2BIG"}, {ENAMETOOLONG, "ENAMETOOLONG"},
		{EAGAIN, "EAGAIN"}};
	int known = 0;

	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect_str_eq(errors_name(rows[i].error), rows[i].name);
	for (int error = 1; error < 140; error++) {
		const char *name = errors_name(error), *text = errors_text(error);
		cr_expect(!name == !text, "%d", error);
		if (!name)
			continue;
		known++;
		cr_expect(name[0] == 'E' && strlen(name) < 16, "%d: %s", error, name);
#ifdef __GLIBC__
		cr_expect_str_eq(text, strerror(error));
#endif
	}
	cr_expect(known > 30, "%d", known);
	cr_expect(!errors_name(0) && !errors_text(0) && !errors_name(-1) && !errors_name(99999));
}
