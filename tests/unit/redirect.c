// SPDX-License-Identifier: MIT
// Tests of common/core/redirect.c.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common/core/redirect.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define BASE "/usr/lib/python3/dist-packages"
#define LOCAL "/usr/local/lib/python3.11/dist-packages"
#define DOTTED "/home/u/.pyenv/versions/3.11.7/lib/python3.11/site-packages"
#define USER "/home/u/.local/lib/python3.11/site-packages"

static struct policy make(void)
{
	static char text[1024];
	struct policy policy;

	strcpy(text, "1;env=/e;python=/e/bin/python;lib=/l;py=3.11;match=major;site=/e/lib/python3.11/site-packages;"
		     "base=" BASE ";base=" LOCAL ";base=" DOTTED ";hide=" USER);
	cr_assert(policy_parse(text, &policy));
	return policy;
}

static const struct row {
	const char *path;
	enum redirect_kind kind;
	const char *tail;
} rows[] = {
	/* the header's own */
	{BASE "/a/../b/", REDIRECT_SITE, "/a/../b/"},
	{"/usr//lib/x/../python3/dist-packages", REDIRECT_SITE, ""},
	{BASE "/../x", REDIRECT_NONE, NULL},
	{BASE "2", REDIRECT_NONE, NULL},
	/* each directory, and what is in it */
	{BASE, REDIRECT_SITE, ""},
	{BASE "/", REDIRECT_SITE, "/"},
	{BASE "//", REDIRECT_SITE, "//"},
	{BASE "/.", REDIRECT_SITE, "/."},
	{BASE "/six.py", REDIRECT_SITE, "/six.py"},
	{LOCAL "/pkg/__init__.py", REDIRECT_SITE, "/pkg/__init__.py"},
	{DOTTED "/pkg", REDIRECT_SITE, "/pkg"},
	{USER, REDIRECT_HIDDEN, ""},
	{USER "/pkg", REDIRECT_HIDDEN, "/pkg"},
	/* beside and above */
	{"/", REDIRECT_NONE, NULL},
	{"/usr/lib/python3", REDIRECT_NONE, NULL},
	{"/usr/lib/python3/dist-package", REDIRECT_NONE, NULL},
	{"/usr/lib/python3/dist-packages.d/x", REDIRECT_NONE, NULL},
	{"/usr/lib/python3/my-dist-packages/x", REDIRECT_NONE, NULL},
	{"/usr/lib/python3/site-packages", REDIRECT_NONE, NULL},
	{"/x" BASE, REDIRECT_NONE, NULL},
	{"/usr/lib/python3/x/dist-packages", REDIRECT_NONE, NULL},
	{"/e/lib/python3.11/site-packages/a", REDIRECT_NONE, NULL},
	/* written differently */
	{"//usr/lib/python3/dist-packages/a", REDIRECT_SITE, "/a"},
	{"/./usr/./lib/python3/./dist-packages/a", REDIRECT_SITE, "/a"},
	{"/../usr/lib/python3/dist-packages/a", REDIRECT_SITE, "/a"},
	{"/usr/lib/python3/../python3/dist-packages", REDIRECT_SITE, ""},
	{"/usr/lib/python3/x-packages/../dist-packages/a", REDIRECT_SITE, "/a"},
	{"/home/u//.pyenv/versions/3.11.7/lib/python3.11/site-packages/a", REDIRECT_SITE, "/a"},
	/* out of one and into another */
	{BASE "/..", REDIRECT_NONE, NULL},
	{BASE "/../", REDIRECT_NONE, NULL},
	{BASE "/a/../..", REDIRECT_NONE, NULL},
	{BASE "/../dist-packages/a", REDIRECT_SITE, "/a"},
	{BASE "/a/../../dist-packages/b", REDIRECT_SITE, "/b"},
	{BASE "/../../../local/lib/python3.11/dist-packages/b", REDIRECT_SITE, "/b"},
	{BASE "/../../../.." USER "/b", REDIRECT_HIDDEN, "/b"},
	{BASE "/../../../../../../../x", REDIRECT_NONE, NULL},
	/* within one */
	{BASE "/x-packages/a", REDIRECT_SITE, "/x-packages/a"},
	{BASE "/a/./b//c/..", REDIRECT_SITE, "/a/./b//c/.."},
	{BASE "/...", REDIRECT_SITE, "/..."},
	{BASE "/..a", REDIRECT_SITE, "/..a"},
	{BASE BASE, REDIRECT_SITE, BASE},
};

/* At the very end of a page, and of every alignment: what is read beyond a string must never be a fault. */
static struct redirect find_at_end_of_page(const struct policy *policy, const char *path)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), size = strlen(path) + 1;
	char *memory = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	cr_assert(memory != MAP_FAILED && !mprotect(memory + page, page, PROT_NONE) && size <= page);
	struct redirect found = redirect_find(policy, memcpy(memory + page - size, path, size));
	munmap(memory, 2 * page);
	return found;
}

Test(redirect, finds_what_the_header_says)
{
	struct policy policy = make();

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct redirect found = find_at_end_of_page(&policy, rows[i].path);
		cr_expect_eq(found.kind, rows[i].kind, "%s: %d", rows[i].path, found.kind);
		if (found.kind && rows[i].kind)
			cr_expect_str_eq(rows[i].path + found.tail, rows[i].tail, "%s", rows[i].path);
	}
}

Test(redirect, denies_only_what_leads_nowhere)
{
	static const struct {
		const char *path;
		bool may;
	} texts[] = {
		{"", false}, {"/", false}, {"a", false}, {"dist-packages", true}, {"../dist-packages/x", true},
		{"x-packages", true}, {"-packages", true}, {"-packages2/-packages", true}, {"-packages2", false},
		{"site-packages2/x", false}, {"site-packagesx", false}, {"site-package", false}, {"-", false},
		{"--packages", true}, {"-pack-packages/a", true}, {"/lib/x86_64-linux-gnu/libc.so.6", false},
	};

	for (size_t i = 0; i < COUNT(texts); i++)
		for (size_t shift = 0; shift < 8; shift++) {
			char text[64] = "";
			memset(text, 'y', shift);
			strcpy(text + shift, texts[i].path);
			cr_expect_eq(redirect_may(text + shift), texts[i].may, "%zu %s", shift, texts[i].path);
		}
	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect(redirect_may(rows[i].path) || !rows[i].kind, "%s", rows[i].path);
}

Test(redirect, an_empty_policy_redirects_nothing)
{
	struct policy none = {.env = "/e"};

	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect_eq(redirect_find(&none, rows[i].path).kind, REDIRECT_NONE, "%s", rows[i].path);
}
