// SPDX-License-Identifier: MIT
// Where a part of the system is missing: no /proc, a /tmp that cannot be written to, another root.
#include <criterion/criterion.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/fixture.h"
#include "tests/hooks/reference.h"
#include "tests/skip.h"

#define HARDSHIP BUILD_DIR "/tests/programs/hardship"
#define STATIC_RAW BUILD_DIR "/tests/programs/static_raw"
#define WITHOUT_PROC "mount -t tmpfs none /proc"
#define READ_ONLY_TMP "mount --bind /tmp /tmp && mount -o remount,ro,bind /tmp && ! touch /tmp/x 2>/dev/null"

/* Can this be mounted here, in a namespace of our own? */
static bool can(const char *mount, const char *what)
{
	struct spawned s = RUN("unshare", "-m", "sh", "-c", mount);

	if (!s.error && !s.status)
		return true;
	skip(format("confined: %s: no such mount here: %.*s", what, (int)strcspn(s.out, "\n"), s.out));
	return false;
}

/* Every way that does not need /proc itself, as fexecve(3) does for a script. */
static void check_mounted(const struct place *place, const char *mount)
{
	static const char *const forms[] = {"execve", "execvp", "execle", "posix_spawn", "system"};
	const char *script = format("%s && exec \"$@\"", mount);

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		CHECK_SAME(place, "unshare", "-m", "sh", "-c", script, "sh", HARDSHIP, "thread", "--",
			forms[i], place->script);
	cr_expect_eq(CHECK_SAME(place, "unshare", "-m", "sh", "-c", script, "sh", place->script), 1);
	/* By the late redirect alone. */
	cr_expect_eq(CHECK_SAME(place, "unshare", "-m", "sh", "-c", script, "sh", STATIC_RAW, place->script),
		1);
	cr_expect_eq(CHECK_SAME(place, "unshare", "-m", "sh", "-c", script, "sh", STATIC_RAW, BASE, "-c",
			     PRINT_PREFIX),
		1);
}

Test(confined, without_proc, .timeout = 60)
{
	struct place place = place_make();

	if (can(WITHOUT_PROC, "without /proc"))
		check_mounted(&place, WITHOUT_PROC);
}

Test(confined, a_tmp_that_cannot_be_written_to, .timeout = 60)
{
	struct place place = place_make();
	const char *outer[] = {"unshare", "-m", "sh", "-c", READ_ONLY_TMP " && exec \"$@\"", "sh", NULL};
	const char *words[] = {HARDSHIP, "thread", "--", "execve", place.script, NULL};

	if (!can(READ_ONLY_TMP, "a read-only /tmp"))
		return;
	check_mounted(&place, READ_ONLY_TMP);
	cr_expect_eq(check_same(&place, outer, words, NULL), 1, "venvrun itself");
}

/* A root without the library: the loader must not complain of it. */
Test(confined, another_root, .timeout = 60)
{
	struct place place = place_make();
	char *root = format("%s/root", place.dir);
	struct spawned s = RUN("sh", "-c",
		format("mkdir %s && cd %s && cp %s . && for f in /bin/sh $(ldd /bin/sh | grep -o '/[^ ]*'); "
		       "do "
		       "mkdir -p .$(dirname $f) && cp $f .$f; done && chroot . /static_argv",
			root, root, place.program));

	if (s.status) {
		skip(format("confined: another root: %.*s", (int)strcspn(s.out, "\n"), s.out));
		return;
	}
	CHECK_SAME(&place, "chroot", root, "/static_argv", "a");
	CHECK_SAME(&place, "chroot", root, "/bin/sh", "-c",
		"/static_argv a; /bin/sh -c 'exec /bin/sh /gone'");
	CHECK_SAME(&place, "chroot", root, "/usr/bin/python3");
}
