// SPDX-License-Identifier: MIT
// env-builder/standalone/runpath.c: the library path of copied ELF files, which the compiler makes.
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/count.h"
#include "env-builder/standalone/runpath.h"
#include "tests/fixture.h"

static char *dir;

static void setup(void)
{
	dir = fixture_dir();
}

TestSuite(runpath, .init = setup, .timeout = 60);

/* A library with one function and that library path. */
static char *library(const char *list, const char *function)
{
	char *path = format("%s/lib.so", dir);
	fixture_write(format("%s/lib.c", dir), 0600, format("int %s(void) { return 1; }\n", function));
	struct spawned s = RUN(getenv("CC") ? getenv("CC") : "cc", "-shared", "-fPIC",
		format("-Wl,-rpath,%s", list), "-o", path, format("%s/lib.c", dir));
	cr_assert(!s.error && !s.status, "%s", s.out);
	return path;
}

static int localize(const char *path, const char *up)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	int r = runpath_localize(fd, "/opt/python", up);
	close(fd);
	return r;
}

Test(runpath, names_directories_that_were_copied_by_where_the_file_is)
{
	static const struct {
		const char *in, *up, *out;
		int result;
	} rows[] = {
		{"/opt/python/lib", "../", "[$ORIGIN/../lib]", 0},
		{"/opt/python//./lib/", "../", "[$ORIGIN/../lib]", 0},
		{"/usr/lib/other:/opt/python/lib:$ORIGIN/x", "../",
			"[/usr/lib/other:$ORIGIN/../lib:$ORIGIN/x]", 0},
		{"/opt/python3/lib", "../", "[/opt/python3/lib]", 0},
		{"/opt/python", "../../", "[/opt/python]", -ENAMETOOLONG},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *path = library(rows[i].in, "f");
		cr_expect_eq(localize(path, rows[i].up), rows[i].result, "%s", rows[i].in);
		struct spawned s = RUN("readelf", "-d", path);
		cr_expect(!s.error && strstr(s.out, rows[i].out), "%s: %s", rows[i].in, s.out);
		s = RUN("/usr/bin/python3", "-c", "import ctypes, sys; ctypes.CDLL(sys.argv[1]).f()", path);
		cr_expect(!s.error && !s.status, "%s: %s", rows[i].in, s.out);
	}
}

/* The linker stores "b" as the end of "/opt/python/lib". */
Test(runpath, leaves_a_text_that_is_the_end_of_another)
{
	char *path = library("/opt/python/lib", "b");
	cr_expect_eq(localize(path, "../"), -EBUSY);
}

Test(runpath, survives_any_file)
{
	char *path = library("/opt/python/lib", "f");
	static char good[1 << 17];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t size = read(fd, good, sizeof good);
	cr_assert(size > 4096 && size < (ssize_t)sizeof good);
	close(fd);
	unsigned int seed = 1;
	for (int i = 0; i < 3000; i++) {
		static char bad[sizeof good];
		memcpy(bad, good, (size_t)size);
		/* Three bytes of the header, the segments or anywhere; or an early end. */
		for (int k = 0; k < 3; k++) {
			seed = seed * 1103515245 + 12345;
			bad[seed / 65536 * 37 %
				(i % 3 == 0                  ? 64u
						: i % 3 == 1 ? 800u
							     : (unsigned)size)] = (char)(seed >> 8);
		}
		fd = open(path, O_RDWR | O_TRUNC | O_CLOEXEC);
		size_t len = i % 10 ? (size_t)size : seed % (size_t)size;
		cr_assert_eq(write(fd, bad, len), (ssize_t)len);
		runpath_localize(fd, "/opt/python", "../");
		struct stat st;
		cr_assert(!fstat(fd, &st) && st.st_size == (off_t)len);
		close(fd);
	}
}
