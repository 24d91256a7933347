// SPDX-License-Identifier: MIT
// Locks on files and directories (flock(2)) that another process may remove or replace at any time.
#pragma once

#include <stdbool.h>

/* Opens path, relative to the directory that is open as dir, with these flags of open(2) and mode 0600, and
 * takes its exclusive lock. If the previous holder removed or replaced the file, the new one is opened and
 * locked. Without wait, -EWOULDBLOCK if another process has the lock. Returns the descriptor, whose close(2)
 * gives the lock back, or a negative errno: -EINTR when a signal ends the work (signals.h), or, as a rule,
 * -ENOLCK or -EOPNOTSUPP where the file system has no locks. */
int lock_open(int dir, const char *path, int flags, bool wait);

/* Is path in dir, the symbolic link itself, the file that is open as fd? */
bool lock_is_current(int dir, const char *path, int fd);
