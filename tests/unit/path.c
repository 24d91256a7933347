// SPDX-License-Identifier: MIT
// common/core/path.c.
#include <criterion/criterion.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/path.h"

Test(path, base_is_the_last_component)
{
	static const struct {
		const char *in, *out;
		size_t dir;
	} rows[] = {
		{"/a/b", "b", 3},
		{"b", "b", 0},
		{"/a/", "", 3},
		{"/", "", 1},
		{"", "", 0},
		{"a/b", "b", 2},
		{"//x", "x", 2},
		{"./python3", "python3", 2},
		{"/a b/c d", "c d", 5},
		{"/\xff/\xfe", "\xfe", 3},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *base = path_base(rows[i].in);
		cr_expect(!strcmp(base, rows[i].out), "path_base(\"%s\") is \"%s\"", rows[i].in, base);
		cr_expect(base == rows[i].in + strlen(rows[i].in) - strlen(base),
			"path_base(\"%s\") does not point into its argument", rows[i].in);
		size_t n = path_dir_len(rows[i].in);
		cr_expect(n == rows[i].dir, "path_dir_len(\"%s\") is %zu", rows[i].in, n);
	}
}

Test(path, under_compares_whole_components)
{
	static const struct {
		const char *path, *dir;
		bool under;
	} rows[] = {
		{"/a/b", "/a", true},
		{"/a", "/a", true},
		{"/a/b/c/d", "/a/b", true},
		{"/ab", "/a", false},
		{"/a", "/a/b", false},
		{"/b/a", "/a", false},
		{"/", "/a", false},
		{"/A/b", "/a", false},
		{"/a-b/c", "/a", false},
		{"/a.b", "/a", false},
	};
	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect(path_under(rows[i].path, rows[i].dir) == rows[i].under,
			"path_under(\"%s\", \"%s\")", rows[i].path, rows[i].dir);
}

/* Each row is tried in three ways: into exactly strlen + 1 bytes, in the same buffer, and on its own
 * result. */
static void expect_clean(const char *in, const char *out)
{
	size_t size = strlen(in) + 1;
	char *buf = malloc(size + 1);
	buf[size] = '\x7e';
	size_t n = path_clean(buf, in);
	cr_expect(n == strlen(out) && !strcmp(buf, out), "path_clean(\"%s\") is \"%s\", %zu", in, buf, n);
	cr_expect(buf[size] == '\x7e', "path_clean(\"%s\") writes past its buffer", in);

	strcpy(buf, in);
	n = path_clean(buf, buf);
	cr_expect(n == strlen(out) && !strcmp(buf, out), "in place, path_clean(\"%s\") is \"%s\", %zu", in,
		buf, n);
	n = path_clean(buf, buf);
	cr_expect(n == strlen(out) && !strcmp(buf, out), "twice, path_clean(\"%s\") is \"%s\", %zu", in, buf,
		n);
	free(buf);
}

Test(path, clean_makes_two_spellings_equal)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{"/", "/"},
		{"//", "/"},
		{"///", "/"},
		{"/.", "/"},
		{"/./", "/"},
		{"/..", "/"},
		{"/../..", "/"},
		{"/../a", "/a"},
		{"/a", "/a"},
		{"/a/", "/a"},
		{"/a//b/./c/", "/a/b/c"},
		{"//a", "/a"},
		{"/a/..", "/"},
		{"/a/../", "/"},
		{"/a/../b", "/b"},
		{"/a/b/../c", "/a/c"},
		{"/a/b/../../c", "/c"},
		{"/a/b/../../../c", "/c"},
		{"/a/./../b", "/b"},
		{"/a//../b", "/b"},
		{"/a/...", "/a/..."},
		{"/a/..b", "/a/..b"},
		{"/a/b..", "/a/b.."},
		{"/a/.b", "/a/.b"},
		{"/a/b.", "/a/b."},
		{"/.a/..b/c../", "/.a/..b/c.."},
		{"/a b/\xff\n/c", "/a b/\xff\n/c"},
	};
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_clean(rows[i].in, rows[i].out);
}

Test(path, clean_refuses_what_is_not_absolute)
{
	static const char *const rows[] = {"", "a", "a/b", ".", "..", "./a", "../a", " /a"};
	for (size_t i = 0; i < COUNT(rows); i++)
		expect_clean(rows[i], "");
}

/* The same rule in a slow and simple form: a stack of components. */
static void clean_by_stack(char *out, const char *in)
{
	char copy[64];
	const char *stack[64];
	size_t depth = 0;
	strcpy(copy, in);
	for (char *save, *part = strtok_r(copy, "/", &save); part; part = strtok_r(NULL, "/", &save)) {
		if (!strcmp(part, ".."))
			depth -= depth > 0;
		else if (strcmp(part, "."))
			stack[depth++] = part;
	}
	strcpy(out, depth ? "" : "/");
	for (size_t i = 0; i < depth; i++)
		strcat(strcat(out, "/"), stack[i]);
}

Test(path, clean_agrees_with_a_stack_for_every_short_path)
{
	static const char letters[] = "/.a";
	for (size_t len = 1; len <= 9; len++) {
		size_t all = 1;
		for (size_t i = 1; i < len; i++)
			all *= 3;
		for (size_t code = 0; code < all; code++) {
			char in[16] = "/", out[64], want[64];
			size_t rest = code;
			for (size_t i = 1; i < len; i++, rest /= 3)
				in[i] = letters[rest % 3];
			clean_by_stack(want, in);
			size_t n = path_clean(out, in);
			if (strcmp(out, want) || n != strlen(want))
				cr_expect(false, "path_clean(\"%s\") is \"%s\", not \"%s\"", in, out, want);
		}
	}
}
