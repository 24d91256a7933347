// SPDX-License-Identifier: MIT
// A part of the system is missing: no /proc, a read-only /tmp, another root.
#include <criterion/criterion.h>
#include <string.h>
#include <sys/stat.h>

#include "common/core/count.h"
#include "tests/fixture.h"
#include "tests/hooks/reference.h"
#include "tests/skip.h"

#define STATIC_RAW PROGRAMS "static_raw"
#define WITHOUT_PROC "mount -t tmpfs none /proc"
#define READ_ONLY_TMP "mount --bind /tmp /tmp && mount -o remount,ro,bind /tmp && ! touch /tmp/x 2>/dev/null"

TestSuite(confined, .init = testbed_make);

/* Can this be mounted here, in a new mount namespace? */
static bool can(const char *mount, const char *what)
{
	struct spawned s = RUN("unshare", "-m", "sh", "-c", mount);

	if (!s.error && !s.status)
		return true;
	skip(format("confined: %s: cannot mount: %.*s", what, (int)strcspn(s.out, "\n"), s.out));
	return false;
}

/* Every form that does not need /proc itself, as fexecve(3) needs it for a script. */
static void check_mounted(const char *mount)
{
	static const char *const forms[] = {"execve", "execvp", "execle", "posix_spawn", "system"};
	const char *script = format("%s && exec \"$@\"", mount);

	for (size_t i = 0; i < COUNT(forms); i++)
		CHECK_SAME("unshare", "-m", "sh", "-c", script, "sh", HARDSHIP, "thread", "--", forms[i],
			testbed.script);
	cr_expect_eq(CHECK_SAME("unshare", "-m", "sh", "-c", script, "sh", testbed.script), 1);
	/* Only the late redirect can do this. */
	cr_expect_eq(CHECK_SAME("unshare", "-m", "sh", "-c", script, "sh", STATIC_RAW, testbed.script), 1);
	cr_expect_eq(CHECK_SAME("unshare", "-m", "sh", "-c", script, "sh", STATIC_RAW, BASE, "-c",
			     PRINT_PREFIX),
		1);
}

Test(confined, without_proc, .timeout = 60)
{
	if (can(WITHOUT_PROC, "without /proc"))
		check_mounted(WITHOUT_PROC);
}

Test(confined, a_read_only_tmp, .timeout = 60)
{
	const char *outer[] = {"unshare", "-m", "sh", "-c", READ_ONLY_TMP " && exec \"$@\"", "sh", NULL};
	const char *words[] = {HARDSHIP, "thread", "--", "execve", testbed.script, NULL};

	if (!can(READ_ONLY_TMP, "a read-only /tmp"))
		return;
	check_mounted(READ_ONLY_TMP);
	cr_expect_eq(check_same(outer, words, NULL), 1, "venvrun itself");
}

/* A root without the library: the loader must not print an error for it. */
Test(confined, another_root, .timeout = 60)
{
	char *root = format("%s/root", testbed.dir);
	struct spawned s = RUN("sh", "-c",
		format("mkdir %s && cd %s && cp %s . && for f in /bin/sh $(ldd /bin/sh | grep -o '/[^ ]*'); "
		       "do "
		       "mkdir -p .$(dirname $f) && cp $f .$f; done && chroot . /static_argv",
			root, root, testbed.static_program));

	if (s.status) {
		skip(format("confined: another root: %.*s", (int)strcspn(s.out, "\n"), s.out));
		return;
	}
	CHECK_SAME("chroot", root, "/static_argv", "a");
	CHECK_SAME("chroot", root, "/bin/sh", "-c", "/static_argv a; /bin/sh -c 'exec /bin/sh /gone'");
	CHECK_SAME("chroot", root, "/usr/bin/python3");
}
