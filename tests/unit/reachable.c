// SPDX-License-Identifier: MIT
// common/core/reachable.c, on programs that the compiler makes.
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/core/image.h"
#include "common/core/reachable.h"
#include "tests/fixture.h"
#include "tests/skip.h"

static int executable(const char *path)
{
	return access(path, X_OK) ? -errno : 0;
}

static int exists(const char *path)
{
	return access(path, F_OK) ? -errno : 0;
}

static long read_file(const char *path, size_t offset, char *buf, size_t n)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	long got = fd < 0 ? -errno : pread(fd, buf, n, (off_t)offset);
	close(fd);
	return got;
}

static const struct exec_io io = {.executable = executable, .exists = exists, .read = read_file};

/* execve(2) agrees. */
Test(reachable, a_program_is_reachable_if_it_can_be_executed, .timeout = 60)
{
	static const struct {
		const char *name, *script;
		int error;
	} rows[] = {
		{"a program", "$CC p.c -o p", 0},
		{"a static one", "$CC -static p.c -o p", 0},
		{"a 32-bit one", "$CC -m32 p.c -o p", 0},
		{"none", ":", ENOENT},
		{"behind a file", "rmdir d; : >d; ln -s d/x p", ENOTDIR},
		{"a link that leads nowhere", "ln -s gone p", ENOENT},
		{"not executable", "$CC p.c -o p; chmod 644 p", EACCES},
		{"a loader that is missing", "$CC p.c -o p -Wl,--dynamic-linker=/nowhere/ld.so", ENOENT},
		{"a loader that is missing, of a 32-bit one",
			"$CC -m32 p.c -o p -Wl,--dynamic-linker=/nowhere/ld.so", ENOENT},
		{"a loader that is not executable", "$CC p.c -o p -Wl,--dynamic-linker=/etc/passwd", EACCES},
		{"a text", "echo >p; chmod 755 p", 0},
		{"nothing in it", ": >p; chmod 755 p", 0},
		{"a header that is cut", "$CC p.c -o q; head -c 70 q >p; chmod 755 p", 0},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char *dir = fixture_dir();
		fixture_write(format("%s/p.c", dir), 0600, "int main(void) { return 0; }\n");
		struct spawned s = RUN("/bin/sh", "-ec",
			format("cd %s; mkdir d; CC=${CC:-cc}; exec 2>/dev/null; %s", dir, rows[i].script));
		if (s.status) {
			skip(format("reachable: %s: the compiler does not make it", rows[i].name));
			continue;
		}
		_Alignas(void *) char buf[REACHABLE_ROOM];
		int error = reachable(&io, format("%s/p", dir), buf, sizeof buf);
		cr_expect(error == -rows[i].error, "%s: %s", rows[i].name, strerror(-error));
	}
}

Test(reachable, the_loader_is_the_one_the_program_names)
{
	char buf[256], small[255];

	cr_assert(image_loader(&io, "/bin/sh", buf, sizeof buf));
	cr_expect(!strncmp(buf, "/lib", 4) && strstr(buf, "/ld-"), "%s", buf);
	cr_expect(!image_loader(&io, "/etc/passwd", small, sizeof small));
	cr_expect(!image_loader(&io, "/nowhere", small, sizeof small));
}
