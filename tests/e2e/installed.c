// SPDX-License-Identifier: MIT
// make install: the files that it installs, and that the installed programs find each other wherever the tree
// of DESTDIR is moved.
#include <criterion/criterion.h>
#include <string.h>

#include "common/core/count.h"
#include "tests/fixture.h"

/* The tree is built already, by this make with these flags. */
#define MAKE "make -s -C " SOURCE_DIR " O=" BUILD_DIR " "
#define INSTALL MAKE "install DESTDIR=%s/stage PREFIX=/usr >&2"

static const char *const files[] = {"bin/venvrun", "bin/venvbuild", "lib/venvrun/libvenvrun.so",
	"share/man/man1/venvrun.1", "share/man/man1/venvbuild.1"};

Test(installed, programs_find_each_other, .timeout = 120)
{
	char *dir = fixture_dir(), *moved = format("%s/moved", dir), *env = format("%s/env", dir);

	cr_assert_eq(RUN("sh", "-c", format(INSTALL, dir)).status, 0);
	cr_assert_eq(RUN("mv", format("%s/stage/usr", dir), moved).status, 0);
	cr_expect_str_eq(RUN("ls", "-A", format("%s/stage", dir)).out, "",
		"something was installed outside of PREFIX");
	for (size_t i = 0; i < COUNT(files); i++)
		cr_expect_eq(RUN("test", "-f", format("%s/%s", moved, files[i])).status, 0, "there is no %s",
			files[i]);

	cr_assert_eq(
		RUN(format("%s/bin/venvbuild", moved), "--without-pip", "-p", "/usr/bin/python3", env).status,
		0);
	struct spawned s = RUN(format("%s/bin/venvrun", moved), env, "--", "sh", "-c",
		"echo $LD_PRELOAD; exec /usr/bin/python3 -c 'import sys; print(sys.prefix)'");
	cr_expect_str_eq(s.out, format("%s/lib/venvrun/libvenvrun.so\n%s\n", moved, env));
}

Test(installed, where_names_have_blanks_and_quotes, .timeout = 120)
{
	char *dir = fixture_dir(), *prefix = format("%s/it's my stage/opt/my tools", dir),
	     *env = format("%s/env", dir);
	const char *places = format("DESTDIR=\"%s/it's my stage\" PREFIX='/opt/my tools' >&2", dir);

	cr_assert_eq(RUN("sh", "-c", format(MAKE "install %s", places)).status, 0);
	cr_expect_str_eq(RUN("ls", "-A", dir).out, "it's my stage\n");
	for (size_t i = 0; i < COUNT(files); i++)
		cr_expect_eq(RUN("test", "-f", format("%s/%s", prefix, files[i])).status, 0, "there is no %s",
			files[i]);
	cr_assert_eq(RUN(format("%s/bin/venvbuild", prefix), "--without-pip", "-p", "/usr/bin/python3", env)
			     .status,
		0);
	struct spawned s = RUN(format("%s/bin/venvrun", prefix), env, "--", "/usr/bin/python3", "-c",
		"import sys; "
		"print(sys.prefix)");
	cr_expect_str_eq(s.out, format("%s\n", env));

	cr_assert_eq(RUN("sh", "-c", format(MAKE "uninstall %s", places)).status, 0);
	cr_expect_str_eq(RUN("find", prefix, "!", "-type", "d").out, "");
}
