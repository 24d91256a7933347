// SPDX-License-Identifier: MIT
// Makes sure that standard input, output and error are open.
#include "common/tool/streams.h"

#include <fcntl.h>
#include <poll.h>

void streams_open(void)
{
	struct pollfd fds[3] = {{0, 0, 0}, {1, 0, 0}, {2, 0, 0}};
	if (poll(fds, 3, 0) < 0)
		return;
	/* open(2) returns the lowest free descriptor. */
	for (int i = 0; i < 3; i++) {
		if (!(fds[i].revents & POLLNVAL))
			continue;
		int fd = open("/dev/null", O_RDWR | O_CLOEXEC);
		if (fd != i)
			return;
	}
}
