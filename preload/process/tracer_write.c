// SPDX-License-Identifier: MIT
// Writes one event of --trace.
#include "preload/process/tracer_write.h"

#include <fcntl.h>
#include <poll.h>
#include <time.h>
#include <unistd.h>

#include "common/core/writer.h"
#include "preload/base/files.h"
#include "preload/base/room.h"
#include "preload/base/sys.h"

#define LINE_ROOM 256 /* bytes for a line in the frame */
#define TREE_MAX 64   /* processes between this one and the root; with more it is taken for another tree */

/* The parent of a process; 0: it has none, or it is not visible. */
static int parent_of(int pid)
{
	char path[32], stat[128];
	struct writer w = {.out = path, .size = sizeof path};

	writer_text(&w, "/proc/");
	writer_number(&w, pid);
	writer_text(&w, "/stat");
	writer_put(&w, '\0');
	long n = files_read(path, 0, stat, sizeof stat);
	/* "4711 (name) S 4710 ..."; the name may have blanks and parentheses. */
	while (n > 0 && stat[n - 1] != ')')
		n--;
	int parent = 0;
	for (long at = n + 3; n > 0 && at < (long)sizeof stat && stat[at] >= '0' && stat[at] <= '9'; at++)
		parent = parent * 10 + (stat[at] - '0');
	return parent;
}

/* The generations between a process and the root; 1 if it is not below the root, like a daemon. */
static int depth_of(int pid, int root)
{
	int depth = 0;

	for (; pid != root; pid = parent_of(pid))
		if (pid <= 1 || ++depth > TREE_MAX)
			return 1;
	return depth;
}

/* Can a line be written soon, and is there a reader? */
static bool is_ready(int fd)
{
	const int milliseconds = 100;
	struct pollfd p = {.fd = fd, .events = POLLOUT};
#ifdef SYS_poll
	long n = sys_call(SYS_poll, (long)&p, 1, milliseconds, 0, 0, 0);
#else
	const struct timespec time = {0, milliseconds * 1000000L};
	long n = sys_call(SYS_ppoll, (long)&p, 1, (long)&time, 0, 0, 0);
#endif
	return n == 1 && p.revents == POLLOUT;
}

bool tracer_is_line(const struct state *state)
{
	return state->policy.trace[0] != '/';
}

void tracer_write(const struct state *state, struct trace_event event)
{
	bool line = tracer_is_line(state);
	long fd = STDERR_FILENO;

	if (!line)
		fd = sys_call(SYS_openat, AT_FDCWD, (long)state->policy.trace,
			O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0, 0, 0);
	if (fd < 0)
		return;
	event.pid = (int)sys_call(SYS_getpid, 0, 0, 0, 0, 0, 0);
	event.parent = (int)sys_call(SYS_getppid, 0, 0, 0, 0, 0, 0);
	event.depth = line && state->policy.root ? depth_of(event.pid, state->policy.root) : 0;
	ROOM(room, LINE_ROOM);
	size_t size = trace_format(NULL, 0, &event, !line);
	char *text = room_take(&room, size);
	if (text)
		trace_format(text, size, &event, !line);
	if (text && is_ready((int)fd))
		sys_call(SYS_write, fd, (long)text, (long)size - 1, 0, 0, 0);
	room_leave(&room);
	if (!line)
		sys_call(SYS_close, fd, 0, 0, 0, 0, 0);
}
