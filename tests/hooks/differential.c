// SPDX-License-Identifier: MIT
// Every form of starting a program does with the library what it does without it, for all programs but
// Python.
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/fixture.h"
#include "tests/hooks/compare.h"
#include "tests/skip.h"

/* --- files --- */

Test(differential, existing_and_missing_files, .init = compare_begin, .timeout = 300)
{
	char *long_name = format("./%0256d", 0), *path = malloc(PATH_MAX + 8);
	const struct target targets[] = {
		{.what = "a program", .file = "./i"},
		{.what = "a program by its full path", .file = format("%s/i", compare_dir)},
		{.what = "a null pointer", .file = "NULL"},
		{.what = "an empty path", .file = ""},
		{.what = "a missing file", .file = "./missing"},
		{.what = "a file in a missing directory", .file = "./missing/i"},
		{.what = "a path below a file", .file = "./data/i"},
		{.what = "a program with a slash at the end", .file = "./i/"},
		{.what = "not executable", .file = "./data"},
		{.what = "a directory", .file = "./dir"},
		{.what = "the root", .file = "/"},
		{.what = "a device", .file = "/dev/null"},
		{.what = "a FIFO", .file = "./fifo"},
		{.what = "a link to itself", .file = "./self"},
		{.what = "a path below a link to itself", .file = "./self/i"},
		{.what = "a dangling link", .file = "./dangling"},
		{.what = "a link to a program", .file = "./link/i"},
		{.what = "a link in /proc", .file = "/proc/self/cwd/i"},
		{.what = "a chain of five scripts", .file = "./deep5"},
		{.what = "a chain of six scripts", .file = "./deep6"},
		{.what = "two scripts that are the interpreter of each other", .file = "./there"},
		{.what = "no shebang", .file = "./plain"},
		{.what = "a name of 255 bytes", .file = format("./%0255d", 0)},
		{.what = "a name of 256 bytes", .file = long_name},
		{.what = "a directory name of 256 bytes", .file = format("%s/i", long_name)},
		{.what = "a program that is being written", .file = "./busy"},
		{.what = "python2", .file = "./python2"},
		{.what = "pypy2", .file = "./pypy2"},
		{.what = "pythonw", .file = "./pythonw"},
		{.what = "python3-config", .file = "./python3-config"},
		{.what = "python3.11.2", .file = "./python3.11.2"},
		{.what = "ipython3", .file = "./ipython3"},
		{.what = "a missing python3", .file = "./missing/python3"},
		{.what = "a directory named python3", .file = "./dir/python3"},
		{.what = "a file named python3 that is not executable", .file = "./file/python3"},
		{.what = "a dangling link named python3", .file = "./link/python3"},
		{.what = "python3 below a file", .file = "./data/python3"},
	};

	compare_make_files();
	int writer = open("busy", O_WRONLY | O_CLOEXEC);
	cr_assert(writer >= 0);
	compare(targets, COUNT(targets), "kept", false);
	/* "././././i": the longest path, and one byte more. */
	for (size_t n = PATH_MAX - 2; n <= PATH_MAX + 1; n++) {
		struct target target = {.what = format("a path of %zu bytes", n), .file = path};
		for (size_t i = 0; i < n; i++)
			path[i] = i == n - 1 ? 'i' : (n - i) % 2 ? '.' : '/';
		path[0] = n % 2 ? '.' : '/';
		if (n % 2 == 0)
			memcpy(path, ".///", 4);
		path[n] = '\0';
		compare(&target, 1, "kept", false);
	}
	close(writer);
	compare_expect_started(300);
}

Test(differential, null_and_empty_argument_lists, .init = compare_begin, .timeout = 300)
{
	static const char *const files[] = {"./i", "./script", "./plain", "i", "text"};
	static const struct target lists[] = {
		{.what = "argv NULL", .argv = {"NULL"}},
		{.what = "no argument", .argv = {"NONE"}},
		{.what = "an empty argv[0]", .argv = {""}},
		{.what = "an empty argv[0] and more words", .argv = {"", "", "x y"}},
		{.what = "options", .argv = {"-", "-x", "--"}},
	};

	compare_make_files();
	compare_write("script", LINE("#!./i a b\n"), 0755);
	for (size_t f = 0; f < COUNT(files); f++) {
		for (size_t l = 0; l < COUNT(lists); l++) {
			struct target target = lists[l];
			target.what = format("%s, %s", files[f], lists[l].what);
			target.file = files[f];
			target.path = ".:" SYSTEM_PATH;
			compare(&target, 1, "kept", false);
		}
	}
	compare_expect_started(200);
}

/* --- PATH --- */

Test(differential, searches_of_unusual_paths, .init = compare_begin, .timeout = 300)
{
	char *deep = format("%04100d", 0);
	const struct target targets[] = {
		{.what = "found", .file = "i", .path = format("%s:" SYSTEM_PATH, compare_dir)},
		{.what = "not found", .file = "missing", .path = SYSTEM_PATH},
		{.what = "found in a relative directory", .file = "i", .path = "missing:./link:."},
		{.what = "found in the empty directory, first", .file = "i", .path = ":" SYSTEM_PATH},
		{.what = "found in the empty directory, last", .file = "i", .path = SYSTEM_PATH ":"},
		{.what = "found in the empty directory, between others",
			.file = "i",
			.path = "/missing::" SYSTEM_PATH},
		{.what = "an empty PATH", .file = "i", .path = ""},
		{.what = "only a colon", .file = "i", .path = ":"},
		{.what = "no PATH", .file = "sh", .argv = {"sh", "-c", "echo $0"}, .path = UNSET},
		{.what = "no PATH, not found", .file = "i", .path = UNSET},
		{.what = "missing directories", .file = "i", .path = "/missing:missing:/also/missing:."},
		{.what = "missing directories only", .file = "i", .path = "/missing:missing"},
		{.what = "a file instead of a directory", .file = "i", .path = "data:."},
		{.what = "only a file instead of a directory", .file = "i", .path = "data"},
		{.what = "a link to itself, then found", .file = "i", .path = "self:."},
		{.what = "a link to itself only", .file = "i", .path = "self"},
		{.what = "not executable, then found", .file = "i", .path = "file:."},
		{.what = "not executable only", .file = "i", .path = "file:/missing"},
		{.what = "a directory of that name, then found", .file = "i", .path = "dir:."},
		{.what = "a directory of that name only", .file = "i", .path = "dir:/missing"},
		{.what = "without a shebang", .file = "i", .path = "/missing:text:."},
		{.what = "a directory that is too long, then found",
			.file = "i",
			.path = format("%s:.", deep)},
		{.what = "a directory that is too long only", .file = "i", .path = deep},
		{.what = "a name of 255 bytes", .file = format("%0255d", 0), .path = "/missing:."},
		{.what = "a name of 256 bytes", .file = format("%0256d", 0), .path = "/missing:."},
		{.what = "python2 in PATH", .file = "python2", .path = "missing:."},
		{.what = "a directory named python3", .file = "python3", .path = "dir:/missing"},
		{.what = "python3 that is not executable", .file = "python3", .path = "file:link:/missing"},
		{.what = "a missing python3", .file = "python3", .path = "/missing"},
		{.what = "a missing python3, empty PATH", .file = "python3", .path = ""},
	};

	compare_make_files();
	compare(targets, COUNT(targets), "kept", false);
	compare_expect_started(60);
}

/* --- users, mounts, scrubbed environments --- */

/* A user that may execute a file but not read it, and may not search a directory. */
Test(differential, files_that_may_not_be_read, .init = compare_begin, .timeout = 300)
{
	static const struct target targets[] = {
		{.what = "execute only", .file = "./secret"},
		{.what = "a script, execute only", .file = "./hidden"},
		{.what = "a script whose interpreter is execute only", .file = "./script"},
		{.what = "execute only by PATH", .file = "secret", .path = "locked:."},
		{.what = "in a locked directory", .file = "./locked/i"},
		{.what = "a locked directory in PATH, then found", .file = "i", .path = "locked:."},
		{.what = "a locked directory in PATH only", .file = "i", .path = "locked:/missing"},
		{.what = "a locked directory in PATH, not found", .file = "missing", .path = "locked:."},
		{.what = "python3 in a locked directory", .file = "./locked/python3"},
		{.what = "python3 by a PATH with a locked directory",
			.file = "python3",
			.path = "locked:/missing"},
	};

	if (!geteuid() && access("/usr/bin/setpriv", X_OK)) {
		skip("differential: files that may not be read: setpriv is not installed");
		return;
	}
	compare_make_files();
	compare_write("script", LINE("#!./secret a\n"), 0755);
	compare_write("hidden", LINE("#!./i a\n"), 0111);
	compare(targets, COUNT(targets), "kept", true);
	compare_expect_started(50);
}

Test(differential, a_mount_with_noexec, .init = compare_begin, .timeout = 120)
{
	static const struct target targets[] = {
		{.what = "a program", .file = "./mount/i"},
		{.what = "a script", .file = "./mount/script"},
		{.what = "a script whose interpreter is on the mount", .file = "./script"},
		{.what = "by PATH", .file = "i", .path = "mount:."},
		{.what = "by PATH only", .file = "i", .path = "mount:/missing"},
		{.what = "no shebang", .file = "./mount/plain"},
		{.what = "python3 on the mount", .file = "./mount/python3"},
	};

	cr_assert(!mkdir("mount", 0755));
	if (unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
		mount("none", "mount", "tmpfs", MS_NOEXEC, NULL)) {
		skip(format("differential: a noexec mount: cannot make one: %s", strerror(errno)));
		return;
	}
	compare_write("script", LINE("#!./mount/i a\n"), 0755);
	compare_write("mount/script", LINE("#!./i a\n"), 0755);
	compare_write("mount/plain", LINE("echo no\n"), 0755);
	compare_write("mount/python3", LINE("#!./i a\n"), 0755);
	cr_assert_eq(RUN("cp", "i", "mount/i").status, 0);
	compare(targets, COUNT(targets), "kept", false);
	cr_expect(!umount("mount"));
}

/* If the environment lacks our variables, the calls take another path through the library. */
Test(differential, scrubbed_environments, .init = compare_begin, .timeout = 300)
{
	static const char *const scrubs[] = {
#define SCRUB(id, words, carries, others) #id,
#include "tests/hooks/escape.def"
#undef SCRUB
	};
	static const struct target targets[] = {
		{.what = "a program", .file = "./i"},
		{.what = "a script", .file = "./script"},
		{.what = "no shebang", .file = "./plain"},
		{.what = "a missing file", .file = "./missing"},
		{.what = "a missing interpreter", .file = "./gone"},
		{.what = "argv NULL", .file = "./i", .argv = {"NULL"}},
	};

	compare_make_files();
	compare_write("script", LINE("#!./i a b \n"), 0755);
	compare_write("gone", LINE("#!./missing\n"), 0755);
	for (size_t s = 0; s < COUNT(scrubs); s++)
		compare(targets, COUNT(targets), scrubs[s], false);
	compare_expect_started(100);
}
