// SPDX-License-Identifier: MIT
// common/tool/fs.c: reading small files, and absolute paths where symbolic links are on the way.
#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/tool/fs.h"
#include "tests/fixture.h"

Test(fs, reads_a_file_up_to_its_limit)
{
	char *dir = fixture_dir(), *path = format("%s/file", dir), *text = NULL;
	size_t len = 0;
	fixture_write(path, 0644, "four");
	cr_expect_eq(fs_read(path, 4, &text, &len), 0);
	cr_expect(len == 4 && !strcmp(text, "four"));
	cr_expect_eq(fs_read(path, 3, &text, &len), -EFBIG);
	cr_expect_eq(fs_read(dir, 100, &text, &len), -EISDIR);
	cr_expect_eq(fs_read("/dev/null", 100, &text, &len), -EINVAL);
	cr_expect_eq(fs_read(format("%s/none", dir), 100, &text, &len), -ENOENT);
	char *fifo = format("%s/fifo", dir);
	cr_assert_eq(mkfifo(fifo, 0600), 0);
	cr_expect_eq(fs_read(fifo, 100, &text, &len), -EINVAL, "a fifo must not hang");
	cr_expect_eq(fs_read("/proc/self/status", 65536, &text, &len), 0, "a file whose size says 0");
	cr_expect_gt(len, 100);
}

Test(fs, knows_what_a_name_is)
{
	char *dir = fixture_dir(), *file = format("%s/file", dir), *dangling = format("%s/dangling", dir);
	fixture_write(file, 0755, "");
	cr_assert_eq(symlink("nowhere", dangling), 0);
	cr_expect(fs_is_dir(dir) && !fs_is_file(dir) && !fs_is_executable(dir));
	cr_expect(fs_is_file(file) && fs_is_executable(file) && !fs_is_dir(file));
	cr_expect(fs_exists(dangling) && !fs_is_file(dangling));
	cr_expect_str_eq(fs_readlink(dangling), "nowhere");
	cr_expect_null(fs_readlink(file));
	cr_expect_str_eq(fs_link_target(dangling), format("%s/nowhere", dir));
	cr_expect_null(fs_link_target(file));
	char *also = format("%s/also", dir);
	cr_assert_eq(symlink(file, also), 0);
	cr_expect_str_eq(fs_link_target(also), file);
	cr_expect(fs_same(file, also) && fs_same(dir, format("%s/.", dir)));
	cr_expect(!fs_same(file, dir) && !fs_same(dangling, dangling) && !fs_same(file, NULL) &&
		!fs_same(NULL, NULL));
}

Test(fs, finds_a_program_on_the_path)
{
	char *dir = fixture_dir(), *path = format("%s/program", dir);
	fixture_write(path, 0755, "");
	cr_assert(!chdir(dir));
	setenv("PATH", format("/gone:%s", dir), 1);
	cr_expect_str_eq(fs_find_program("program"), path);
	cr_expect_null(fs_find_program("other"));
	setenv("PATH", ":/gone:", 1);
	cr_expect_null(fs_find_program("program"), "the working directory is not searched");
	unsetenv("PATH");
	cr_expect_null(fs_find_program("program"));
}

Test(fs, makes_paths_absolute)
{
	char *dir = fixture_dir();
	cr_assert_eq(chdir(dir), 0);
	cr_assert(!mkdir("real", 0755) && !mkdir("real/in", 0755) && !symlink("real/in", "link"));
	const struct {
		const char *in, *out;
	} rows[] = {{"a", format("%s/a", dir)}, {".", dir}, {"./a//b/.", format("%s/a/b", dir)},
		{"/x/../y", "/y"}, {"link/a", format("%s/link/a", dir)}, {"real/../a", format("%s/a", dir)},
		{"link/../a", format("%s/real/a", dir)}, {"gone/../a", format("%s/a", dir)}};
	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect_str_eq(fs_absolute(rows[i].in), rows[i].out, "%s", rows[i].in);
	cr_expect_null(fs_absolute(""));
}
