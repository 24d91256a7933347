// SPDX-License-Identifier: MIT
// env-builder/install/requirement_source.c: what the FILE of -r is.
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/count.h"
#include "env-builder/install/requirement_source.h"

static char directory[] = "/tmp/venvrun-requirement-XXXXXX";

static void write_file(const char *name, const char *text)
{
	FILE *file = fopen(name, "w");
	cr_assert(file && fputs(text, file) >= 0 && !fclose(file), "%s", name);
}

static void enter(void)
{
	cr_assert(mkdtemp(directory) && !chdir(directory));
	write_file("list.txt", "six==1.16.0\n");
	write_file("lock.txt", "# venvbuild lock 1.0: the packages\nsix==1.16.0\n");
	write_file("late.txt", "\n# venvbuild lock 1.0: the packages\n");
	write_file("short.txt", "# venvbuild lock");
	write_file("empty.txt", "");
	cr_assert(!mkfifo("fifo.txt", 0600));
}

static void leave(void)
{
	static const char *const names[] = {"list.txt", "lock.txt", "late.txt", "short.txt", "empty.txt",
		"fifo.txt"};
	for (size_t i = 0; i < COUNT(names); i++)
		unlink(names[i]);
	rmdir(directory);
}

TestSuite(requirement_source, .init = enter, .fini = leave, .timeout = 10);

Test(requirement_source, follows_from_the_name_and_the_first_line)
{
	static const struct {
		const char *file;
		enum requirement_kind kind;
	} rows[] = {
		{"list.txt", REQUIREMENT_LIST},
		{"lock.txt", REQUIREMENT_LOCKED},
		{"late.txt", REQUIREMENT_LIST},
		{"short.txt", REQUIREMENT_LIST},
		{"empty.txt", REQUIREMENT_LIST},
		{"fifo.txt", REQUIREMENT_LIST},
		{"missing.txt", REQUIREMENT_LIST},
		{"/", REQUIREMENT_LIST},
		{"pyproject.toml", REQUIREMENT_PYPROJECT},
		{"../a/pyproject.toml", REQUIREMENT_PYPROJECT},
		{"my-pyproject.toml", REQUIREMENT_LIST},
		{"pylock.toml", REQUIREMENT_PYLOCK},
		{"a/pylock.dev.toml", REQUIREMENT_PYLOCK},
		{"pylock.a.b.toml", REQUIREMENT_LIST},
		{"pylock..toml", REQUIREMENT_LIST},
		{"pylock.txt", REQUIREMENT_LIST},
		{"https://example.org/pylock.toml", REQUIREMENT_LIST},
	};
	struct requirement_sources sources = {0};
	for (size_t i = 0; i < COUNT(rows); i++) {
		requirement_sources_add(&sources, rows[i].file);
		cr_expect_eq(sources.list[i].kind, rows[i].kind, "%s", rows[i].file);
		cr_expect_str_eq(sources.list[i].file, rows[i].file);
	}
	cr_expect_eq(sources.count, COUNT(rows));
	cr_expect(requirement_sources_have(&sources, REQUIREMENT_LOCKED));
	requirement_sources_clear(&sources);
	cr_expect_not(requirement_sources_have(&sources, REQUIREMENT_LOCKED));
}

Test(requirement_source, names_the_lists_that_pip_reads)
{
	struct requirement_sources sources = {0};
	_cleanup_strings_ struct strings lists = {0};
	static const char *const files[] = {"pyproject.toml", "lock.txt", "pylock.toml", "list.txt"};
	static const bool locks[] = {false, true, true, false};
	for (size_t i = 0; i < COUNT(files); i++) {
		requirement_sources_add(&sources, files[i]);
		cr_expect_eq(requirement_is_lock(&sources.list[i]), locks[i], "%s", files[i]);
	}
	requirement_sources_lists(&sources, &lists);
	cr_assert_eq(lists.count, 2u);
	cr_expect_str_eq(lists.list[0], "lock.txt");
	cr_expect_str_eq(lists.list[1], "list.txt");
	requirement_sources_clear(&sources);
}
