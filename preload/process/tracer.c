// SPDX-License-Identifier: MIT
// What --trace tells of this process.
#include "preload/process/tracer.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/core/trace.h"
#include "common/core/writer.h"
#include "preload/base/user_memory.h"
#include "preload/base/sys.h"

#define LINE_ROOM 256 /* what a line has in its frame */
#define TREE_MAX 64   /* processes between this one and the first: more is taken for a tree of another root */

/* The parent of any process; 0: it has none that can be seen. */
static int parent_of(int pid)
{
	char path[32], stat[128];
	struct writer w = {.out = path, .size = sizeof path};

	writer_text(&w, "/proc/");
	writer_number(&w, pid);
	writer_text(&w, "/stat");
	writer_put(&w, '\0');
	long n = sys_read(path, 0, stat, sizeof stat);
	/* "4711 (name) S 4710 ...", where the name may have blanks and parentheses. */
	while (n > 0 && stat[n - 1] != ')')
		n--;
	int parent = 0;
	for (long at = n + 3; n > 0 && at < (long)sizeof stat && stat[at] >= '0' && stat[at] <= '9'; at++)
		parent = parent * 10 + (stat[at] - '0');
	return parent;
}

/* How far below the root a process is; 1 where the way up does not lead there, as for a daemon. */
static int depth_of(int pid, int root)
{
	int depth = 0;

	for (; pid != root; pid = parent_of(pid))
		if (pid <= 1 || ++depth > TREE_MAX)
			return 1;
	return depth;
}

/* Can a line be written without waiting for long, and is there somebody to read it? */
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

static bool is_stderr(const struct state *state)
{
	return state->policy.trace[0] != '/';
}

static void tell(const struct state *state, struct trace_event event)
{
	bool line = is_stderr(state);
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

/* Of a descriptor, whose file is its path in /proc, with what that leads to. */
static void tell_target(const struct state *state, struct trace_event event)
{
	const size_t size = PATH_MAX;
	struct room room = {.left = 0};
	char *target = room_take(&room, size);
	long n = target ? sys_readlink(event.file, target, size) : 0;

	if (n > 0 && n < (long)size && target[0] == '/') {
		target[n] = '\0';
		event.to = target;
	}
	tell(state, event);
	room_leave(&room);
}

#define ARGUMENTS 128 /* more do not fit a line */

/* What can be read of argv. */
static void add_arguments(struct trace_event *event, char *const *argv)
{
	size_t n = 0;

	if (!argv)
		return;
	while (n < ARGUMENTS && readable_bytes(argv + n, sizeof *argv) && argv[n] && readable_string(argv[n]))
		n++;
	event->argv = argv;
	event->argc = n;
	event->has_more = n == ARGUMENTS;
}

bool trace_exec_told(const struct state *state, enum hook id, const struct exec_request *request,
	const struct exec_plan *plan, bool as_is)
{
	bool changes = plan->argv_changes && !as_is;
	struct trace_event event = {
		.kind = TRACE_EXEC,
		.call = next_name(id),
		.file = request->file,
		.to = changes ? plan->file : plan->found,
		.rule = exec_rule_name(plan->argv_changes && as_is ? RULE_NONE : plan->rule),
		.why = plan->escape ? exec_escape_name(plan->escape) : NULL,
		.error = -plan->unreachable,
	};
	int error = event.to ? sys_exists(event.to) : -ENOENT;

	if (!changes && !request->elsewhere && (error == -ENOENT || error == -ENOTDIR))
		return false;
	add_arguments(&event, request->argv);
	if (as_is)
		tell_target(state, event);
	else
		tell(state, event);
	return true;
}

/* The process of a pidfd, by "Pid:" in what /proc tells of the descriptor. */
static int pid_of(int pidfd)
{
	char path[40], info[256];
	struct writer w = {.out = path, .size = sizeof path};
	int pid = 0;

	writer_text(&w, "/proc/self/fdinfo/");
	writer_number(&w, pidfd);
	writer_put(&w, '\0');
	long n = sys_read(path, 0, info, sizeof info), at = 0;
	while (at + 5 < n && memcmp(info + at, "\nPid:", 5) != 0)
		at++;
	for (at += 5; at < n && info[at] == '\t'; at++)
		continue;
	for (; at < n && info[at] >= '0' && info[at] <= '9'; at++)
		pid = pid * 10 + (info[at] - '0');
	return pid;
}

void trace_spawned(const struct state *state, enum hook id, const char *file, int pid)
{
	if (id == HOOK_pidfd_spawn || id == HOOK_pidfd_spawnp)
		pid = pid_of(pid);
	if (pid > 0)
		tell(state, (struct trace_event){.kind = TRACE_SPAWNED, .file = file, .child = pid});
}

void trace_failed(const struct state *state, enum hook id, const char *file, int error)
{
	tell(state,
		(struct trace_event){.kind = TRACE_FAILED,
			.call = next_name(id),
			.file = file,
			.error = error});
}

/* Does wordexp(3) start a shell for it? */
static bool has_substitution(const char *words)
{
	for (; *words; words++)
		if (*words == '`' || (words[0] == '$' && words[1] == '(' && words[2] != '('))
			return true;
	return false;
}

void trace_command(const struct state *state, enum hook id, const char *command)
{
	if (!TRACED(state) || !command || !readable_string(command) ||
		(id == HOOK_wordexp && !has_substitution(command)))
		return;
	tell(state,
		(struct trace_event){
			.kind = TRACE_EXEC,
			.call = next_name(id),
			.file = command,
			.to = "/bin/sh",
			.rule = exec_rule_name(RULE_NONE),
		});
}

void trace_restart(const struct state *state, const struct interp *version, const char *file,
	char *const *argv, const char *python)
{
	struct trace_event event = {.kind = TRACE_RESTART,
		.file = file,
		.to = python,
		.major = version->major,
		.minor = version->minor};

	if (!TRACED(state))
		return;
	add_arguments(&event, argv);
	tell(state, event);
}

void trace_stays(const struct state *state, const struct interp *version, const char *file,
	enum exec_escape escape)
{
	if (TRACED(state))
		tell(state,
			(struct trace_event){.kind = TRACE_RESTART,
				.file = file,
				.why = exec_escape_name(escape),
				.major = version->major,
				.minor = version->minor});
}

void trace_restart_failed(const struct state *state, const char *python, int error)
{
	if (TRACED(state))
		tell(state,
			(struct trace_event){.kind = TRACE_FAILED,
				.call = next_name(HOOK_execve),
				.file = python,
				.error = error});
}

/* Of this process, with its arguments: no call of ours may have started it. */
static void tell_paths(const struct state *state, struct trace_event event)
{
	enum { ARGUMENTS_TEXT = 768, MOST = 32 };
	struct room room = {.left = 0};
	char *text = room_take(&room, ARGUMENTS_TEXT);
	char **argv = text ? room_take(&room, MOST * sizeof *argv) : NULL;
	long n = argv ? sys_read("/proc/self/cmdline", 0, text, ARGUMENTS_TEXT) : 0;

	for (long at = 0; at < n && event.argc < MOST; at++) {
		argv[event.argc++] = text + at;
		while (at < n && text[at])
			at++;
		event.has_more |= at == n; /* the last one has no end */
	}
	if (event.has_more && n > 0)
		text[n - 1] = '\0';
	event.has_more |= event.argc == MOST;
	event.argv = n > 0 ? argv : NULL;
	tell(state, event);
	room_leave(&room);
}

void trace_redirected(const struct state *state)
{
	if (TRACED(state))
		tell_paths(state,
			(struct trace_event){.kind = TRACE_PATHS,
				.to = state->policy.site,
				.major = state->policy.major,
				.minor = state->policy.minor});
}

void trace_unredirected(const struct state *state, const struct interp *version, const char *why)
{
	char other[64];
	struct writer w = {.out = other, .size = sizeof other};

	if (!TRACED(state))
		return;
	writer_text(&w, "the environment has Python ");
	writer_number(&w, state->policy.major);
	writer_put(&w, '.');
	writer_number(&w, state->policy.minor);
	writer_put(&w, '\0');
	tell_paths(state,
		(struct trace_event){.kind = TRACE_PATHS,
			.why = *why ? why : other,
			.major = version->major,
			.minor = version->minor});
}

void trace_path_told(const struct state *state, const char *path, const char *meant)
{
	if (!is_stderr(state))
		tell(state, (struct trace_event){.kind = TRACE_PATH, .file = path, .to = meant});
}
