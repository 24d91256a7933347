// SPDX-License-Identifier: MIT
// env-builder/system/lock.c: who has the lock has the file of that name.
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "env-builder/system/lock.h"
#include "tests/fixture.h"

Test(lock, is_held_by_one, .timeout = 30)
{
	char *path = format("%s/lock", fixture_dir());
	int fd = lock_open(AT_FDCWD, path, O_RDWR | O_CREAT, false);
	cr_assert(fd >= 0 && lock_is_current(AT_FDCWD, path, fd));
	cr_expect_eq(lock_open(AT_FDCWD, path, O_RDWR, false), -EWOULDBLOCK);
	close(fd);
	cr_expect(lock_open(AT_FDCWD, path, O_RDWR, false) >= 0);
	cr_expect_eq(lock_open(AT_FDCWD, "/nowhere/lock", O_RDWR | O_CREAT, true), -ENOENT);
}

/* The holder replaces the file while another process waits for the lock. */
Test(lock, follows_the_name, .timeout = 30)
{
	char *path = format("%s/lock", fixture_dir()), *new = format("%s.new", path);
	int fd = lock_open(AT_FDCWD, path, O_RDWR | O_CREAT, true), status;
	pid_t pid = fork();
	if (!pid) {
		close(fd); /* the lock is that of the open file, which fork(2) shares */
		int got = lock_open(AT_FDCWD, path, O_RDWR, true);
		_exit(got >= 0 && lock_is_current(AT_FDCWD, path, got) ? 0 : 1);
	}
	usleep(100000);
	fixture_write(new, 0600, "");
	cr_assert_eq(rename(new, path), 0);
	cr_expect(!lock_is_current(AT_FDCWD, path, fd));
	close(fd);
	cr_assert(waitpid(pid, &status, 0) == pid);
	cr_expect_eq(status, 0);
}
