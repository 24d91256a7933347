// SPDX-License-Identifier: MIT
// common/core/pathmap.c.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/core/pathmap.h"

#define BASE "/usr/lib/python3/dist-packages"
#define LOCAL "/usr/local/lib/python3.11/dist-packages"
#define DOTTED "/home/u/.pyenv/versions/3.11.7/lib/python3.11/site-packages"
#define USER "/home/u/.local/lib/python3.11/site-packages"

static struct policy make(void)
{
	static char text[1024];
	struct policy policy;

	strcpy(text,
		"1;env=/e;python=/e/bin/python;lib=/l;py=3.11;match=major;site=/e/lib/python3.11/"
		"site-packages;"
		"base=" BASE ";base=" LOCAL ";base=" DOTTED ";hide=" USER);
	cr_assert(policy_parse(text, &policy));
	return policy;
}

static const struct row {
	const char *path;
	enum pathmap_kind kind;
	const char *tail;
} rows[] = {
	/* the rows of the header */
	{BASE "/a/../b/", PATHMAP_SITE, "/a/../b/"},
	{"/usr//lib/x/../python3/dist-packages", PATHMAP_SITE, ""},
	{BASE "/../x", PATHMAP_NONE, NULL},
	{BASE "2", PATHMAP_NONE, NULL},
	/* each directory, and paths below it */
	{BASE, PATHMAP_SITE, ""},
	{BASE "/", PATHMAP_SITE, "/"},
	{BASE "//", PATHMAP_SITE, "//"},
	{BASE "/.", PATHMAP_SITE, "/."},
	{BASE "/six.py", PATHMAP_SITE, "/six.py"},
	{LOCAL "/pkg/__init__.py", PATHMAP_SITE, "/pkg/__init__.py"},
	{DOTTED "/pkg", PATHMAP_SITE, "/pkg"},
	{USER, PATHMAP_HIDDEN, ""},
	{USER "/pkg", PATHMAP_HIDDEN, "/pkg"},
	/* beside and above */
	{"/", PATHMAP_NONE, NULL},
	{"/usr/lib/python3", PATHMAP_NONE, NULL},
	{"/usr/lib/python3/dist-package", PATHMAP_NONE, NULL},
	{"/usr/lib/python3/dist-packages.d/x", PATHMAP_NONE, NULL},
	{"/usr/lib/python3/my-dist-packages/x", PATHMAP_NONE, NULL},
	{"/usr/lib/python3/site-packages", PATHMAP_NONE, NULL},
	{"/x" BASE, PATHMAP_NONE, NULL},
	{"/usr/lib/python3/x/dist-packages", PATHMAP_NONE, NULL},
	{"/e/lib/python3.11/site-packages/a", PATHMAP_NONE, NULL},
	/* written differently */
	{"//usr/lib/python3/dist-packages/a", PATHMAP_SITE, "/a"},
	{"/./usr/./lib/python3/./dist-packages/a", PATHMAP_SITE, "/a"},
	{"/../usr/lib/python3/dist-packages/a", PATHMAP_SITE, "/a"},
	{"/usr/lib/python3/../python3/dist-packages", PATHMAP_SITE, ""},
	{"/usr/lib/python3/x-packages/../dist-packages/a", PATHMAP_SITE, "/a"},
	{"/home/u//.pyenv/versions/3.11.7/lib/python3.11/site-packages/a", PATHMAP_SITE, "/a"},
	/* from one into another */
	{BASE "/..", PATHMAP_NONE, NULL},
	{BASE "/../", PATHMAP_NONE, NULL},
	{BASE "/a/../..", PATHMAP_NONE, NULL},
	{BASE "/../dist-packages/a", PATHMAP_SITE, "/a"},
	{BASE "/a/../../dist-packages/b", PATHMAP_SITE, "/b"},
	{BASE "/../../../local/lib/python3.11/dist-packages/b", PATHMAP_SITE, "/b"},
	{BASE "/../../../.." USER "/b", PATHMAP_HIDDEN, "/b"},
	{BASE "/../../../../../../../x", PATHMAP_NONE, NULL},
	/* within one */
	{BASE "/x-packages/a", PATHMAP_SITE, "/x-packages/a"},
	{BASE "/a/./b//c/..", PATHMAP_SITE, "/a/./b//c/.."},
	{BASE "/...", PATHMAP_SITE, "/..."},
	{BASE "/..a", PATHMAP_SITE, "/..a"},
	{BASE BASE, PATHMAP_SITE, BASE},
};

/* At the end of a page, at every alignment: reading beyond a string would be a fault. */
static struct pathmap find_at_end_of_page(const struct policy *policy, const char *path)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), size = strlen(path) + 1;
	char *memory = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	cr_assert(memory != MAP_FAILED && !mprotect(memory + page, page, PROT_NONE) && size <= page);
	struct pathmap found = pathmap_find(policy, memcpy(memory + page - size, path, size));
	munmap(memory, 2 * page);
	return found;
}

Test(pathmap, finds_what_the_header_says)
{
	struct policy policy = make();

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct pathmap found = find_at_end_of_page(&policy, rows[i].path);
		cr_expect_eq(found.kind, rows[i].kind, "%s: %d", rows[i].path, found.kind);
		if (found.kind && rows[i].kind)
			cr_expect_str_eq(rows[i].path + found.tail, rows[i].tail, "%s", rows[i].path);
	}
}

Test(pathmap, denies_only_what_leads_nowhere)
{
	static const struct {
		const char *path;
		bool may;
	} texts[] = {
		{"", false},
		{"/", false},
		{"a", false},
		{"dist-packages", true},
		{"../dist-packages/x", true},
		{"x-packages", true},
		{"-packages", true},
		{"-packages2/-packages", true},
		{"-packages2", false},
		{"site-packages2/x", false},
		{"site-packagesx", false},
		{"site-package", false},
		{"-", false},
		{"--packages", true},
		{"-pack-packages/a", true},
		{"/lib/x86_64-linux-gnu/libc.so.6", false},
	};

	for (size_t i = 0; i < COUNT(texts); i++)
		for (size_t shift = 0; shift < 8; shift++) {
			char text[64] = "";
			memset(text, 'y', shift);
			strcpy(text + shift, texts[i].path);
			cr_expect_eq(pathmap_may(text + shift), texts[i].may, "%zu %s", shift, texts[i].path);
		}
	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect(pathmap_may(rows[i].path) || !rows[i].kind, "%s", rows[i].path);
}

Test(pathmap, an_empty_policy_redirects_nothing)
{
	struct policy none = {.env = "/e"};

	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect_eq(pathmap_find(&none, rows[i].path).kind, PATHMAP_NONE, "%s", rows[i].path);
}
