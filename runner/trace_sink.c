// SPDX-License-Identifier: MIT
// The file or stream of --trace, and venvrun's own lines in it.
#include "runner/trace_sink.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/policy.h"
#include "common/core/trace.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"

static int refused(const char *file, int error, char **ret_why)
{
	_cleanup_free_ char *quoted = text_quoted(file);
	*ret_why = text_format(
		"cannot write the trace to %s: %s; give another file, or none for standard "
		"error",
		quoted, strerror(error));
	return -1;
}

char *trace_sink_path(const char *file, char **ret_why)
{
	if (!*file)
		return text_copy(TRACE_STDERR);
	char *path = fs_absolute(file);
	if (!path)
		refused(file, errno, ret_why);
	return path;
}

int trace_sink_check(const char *sink, char **ret_why)
{
	struct stat st;

	if (!strcmp(sink, TRACE_STDERR))
		return 0;
	/* A fifo or a terminal is not opened: closing it again would end its reader. */
	if (!stat(sink, &st) && !S_ISREG(st.st_mode)) {
		int error = S_ISDIR(st.st_mode) ? EISDIR : access(sink, W_OK) ? errno : 0;
		return error ? refused(sink, error, ret_why) : 0;
	}
	_cleanup_close_ int fd = open(sink, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0666);
	return fd < 0 ? refused(sink, errno, ret_why) : 0;
}

static void write_event(const char *sink, struct trace_event event)
{
	bool line = !strcmp(sink, TRACE_STDERR);
	char text[TRACE_MAX];

	event.pid = getpid();
	event.parent = getppid();
	event.call = "venvrun";
	size_t size = trace_format(text, sizeof(text), &event, !line);
	/* O_NONBLOCK and the timeout are for a fifo without a reader, POLLOUT alone for one whose reader has
	 * ended. */
	_cleanup_close_ int fd = line ? dup(STDERR_FILENO)
				      : open(sink, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct pollfd ready = {.fd = fd, .events = POLLOUT};
	if (fd < 0 || poll(&ready, 1, 100) != 1 || ready.revents != POLLOUT || write(fd, text, size - 1) < 0)
		return;
}

static size_t count(char *const *argv)
{
	size_t n = 0;

	while (argv[n])
		n++;
	return n;
}

bool trace_sink_launch(const char *sink, const struct launch *l)
{
	const char *to = l->plan.argv_changes ? l->plan.file : l->plan.found;

	if (!to)
		return false;
	write_event(sink,
		(struct trace_event){
			.kind = TRACE_EXEC,
			.file = l->request.file,
			.to = to,
			.rule = exec_rule_name(l->plan.rule),
			.why = l->plan.escape ? exec_escape_name(l->plan.escape) : NULL,
			.error = -l->plan.unreachable,
			.argv = l->request.argv,
			.argc = count(l->request.argv),
		});
	return true;
}

void trace_sink_failed(const char *sink, const struct launch *l, int error)
{
	write_event(sink, (struct trace_event){.kind = TRACE_FAILED, .file = l->call.file, .error = error});
}
