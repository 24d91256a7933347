// SPDX-License-Identifier: MIT
// The events of this process for --trace.
#include "preload/process/tracer.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "common/core/trace.h"
#include "common/core/writer.h"
#include "preload/base/files.h"
#include "preload/base/readable.h"
#include "preload/base/room.h"
#include "preload/base/sys.h"
#include "preload/process/tracer_write.h"

/* For a descriptor, whose file is its path in /proc: adds the path to which that leads. */
static void write_target(const struct state *state, struct trace_event event)
{
	const size_t size = PATH_MAX;
	struct room room = {.left = 0};
	char *target = room_take(&room, size);
	long n = target ? sys_readlink(event.file, target, size) : 0;

	if (n > 0 && n < (long)size && target[0] == '/') {
		target[n] = '\0';
		event.to = target;
	}
	tracer_write(state, event);
	room_leave(&room);
}

#define ARGUMENTS 128 /* more do not fit in a line */

/* Adds the arguments that can be read. */
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

bool tracer_exec_traced(const struct state *state, enum hook id, const struct exec_request *request,
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
	int error = event.to ? files_exists(event.to) : -ENOENT;

	if (!changes && !request->elsewhere && (error == -ENOENT || error == -ENOTDIR))
		return false;
	add_arguments(&event, request->argv);
	if (as_is)
		write_target(state, event);
	else
		tracer_write(state, event);
	return true;
}

/* The process of a pidfd, by "Pid:" in /proc/self/fdinfo. */
static int pid_of(int pidfd)
{
	char path[40], info[256];
	struct writer w = {.out = path, .size = sizeof path};
	int pid = 0;

	writer_text(&w, "/proc/self/fdinfo/");
	writer_number(&w, pidfd);
	writer_put(&w, '\0');
	long n = files_read(path, 0, info, sizeof info), at = 0;
	while (at + 5 < n && memcmp(info + at, "\nPid:", 5) != 0)
		at++;
	for (at += 5; at < n && info[at] == '\t'; at++)
		continue;
	for (; at < n && info[at] >= '0' && info[at] <= '9'; at++)
		pid = pid * 10 + (info[at] - '0');
	return pid;
}

void tracer_spawned(const struct state *state, enum hook id, const char *file, int pid)
{
	if (id == HOOK_pidfd_spawn || id == HOOK_pidfd_spawnp)
		pid = pid_of(pid);
	if (pid > 0)
		tracer_write(state, (struct trace_event){.kind = TRACE_SPAWNED, .file = file, .child = pid});
}

void tracer_failed(const struct state *state, enum hook id, const char *file, int error)
{
	tracer_write(state,
		(struct trace_event){.kind = TRACE_FAILED,
			.call = next_name(id),
			.file = file,
			.error = error});
}

/* Does wordexp(3) start a shell for these words? */
static bool has_substitution(const char *words)
{
	for (; *words; words++)
		if (*words == '`' || (words[0] == '$' && words[1] == '(' && words[2] != '('))
			return true;
	return false;
}

void tracer_command(const struct state *state, enum hook id, const char *command)
{
	if (!TRACED(state) || !command || !readable_string(command) ||
		(id == HOOK_wordexp && !has_substitution(command)))
		return;
	tracer_write(state,
		(struct trace_event){
			.kind = TRACE_EXEC,
			.call = next_name(id),
			.file = command,
			.to = "/bin/sh",
			.rule = exec_rule_name(RULE_NONE),
		});
}

void tracer_restart(const struct state *state, const struct interp *version, const char *file,
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
	tracer_write(state, event);
}

void tracer_stays(const struct state *state, const struct interp *version, const char *file,
	enum exec_escape escape)
{
	if (TRACED(state))
		tracer_write(state,
			(struct trace_event){.kind = TRACE_RESTART,
				.file = file,
				.why = exec_escape_name(escape),
				.major = version->major,
				.minor = version->minor});
}

void tracer_restart_failed(const struct state *state, const char *python, int error)
{
	if (TRACED(state))
		tracer_write(state,
			(struct trace_event){.kind = TRACE_FAILED,
				.call = next_name(HOOK_execve),
				.file = python,
				.error = error});
}

/* Adds the arguments of this process: perhaps no hook has traced its start. */
static void write_paths(const struct state *state, struct trace_event event)
{
	enum { ARGUMENTS_TEXT = 768, MOST = 32 };
	struct room room = {.left = 0};
	char *text = room_take(&room, ARGUMENTS_TEXT);
	char **argv = text ? room_take(&room, MOST * sizeof *argv) : NULL;
	long n = argv ? files_read("/proc/self/cmdline", 0, text, ARGUMENTS_TEXT) : 0;

	for (long at = 0; at < n && event.argc < MOST; at++) {
		argv[event.argc++] = text + at;
		while (at < n && text[at])
			at++;
		event.has_more |= at == n; /* the last one is cut */
	}
	if (event.has_more && n > 0)
		text[n - 1] = '\0';
	event.has_more |= event.argc == MOST;
	event.argv = n > 0 ? argv : NULL;
	tracer_write(state, event);
	room_leave(&room);
}

void tracer_redirected(const struct state *state)
{
	if (TRACED(state))
		write_paths(state,
			(struct trace_event){.kind = TRACE_PATHS,
				.to = state->policy.site,
				.major = state->policy.major,
				.minor = state->policy.minor});
}

void tracer_unredirected(const struct state *state, const struct interp *version, const char *why)
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
	write_paths(state,
		(struct trace_event){.kind = TRACE_PATHS,
			.why = *why ? why : other,
			.major = version->major,
			.minor = version->minor});
}

void tracer_path_traced(const struct state *state, const char *path, const char *translated)
{
	if (!tracer_is_line(state))
		tracer_write(state, (struct trace_event){.kind = TRACE_PATH, .file = path, .to = translated});
}
