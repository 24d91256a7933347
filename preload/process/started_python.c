// SPDX-License-Identifier: MIT
// The Python that this process is.
#include "preload/process/started_python.h"

#include <limits.h>
#include <string.h>

#include "common/core/envp_plan.h"
#include "common/core/path.h"
#include "preload/base/files.h"
#include "preload/base/room.h"
#include "preload/base/sys.h"
#include "preload/process/handed.h"
#include "preload/process/origin.h"
#include "preload/process/tracer.h"

bool started_python_is_bare(const struct initial_stack *stack)
{
	return !stack->argv[0] || !path_dir_len(stack->argv[0]);
}

enum owner started_python_owner(const struct state *state, const char *path)
{
	struct exec_io io = files_io();
	struct room room = {.left = 0};
	char *probe = room_take(&room, strlen(path) + OWNER_ROOM);
	enum owner ret = probe ? owner_of(&state->policy, &io, path, probe) : OWNER_FOREIGN;

	room_leave(&room);
	return ret;
}

bool started_python_knows_itself(const struct state *state, const struct initial_stack *stack)
{
	char room[PATH_MAX];
	const char *found = stack->argv[0] ? origin_find(stack->argv[0], true, stack->envp, room) : NULL;

	return found && started_python_owner(state, found) == OWNER_OURS;
}

void started_python_restart(const struct started_python *python, const char *file, struct envp_wish wish)
{
	const struct initial_stack *stack = python->stack;
	struct room room = {.left = 0};
	struct envp_plan plan;
	size_t count = 0;

	while (stack->argv[count])
		count++;
	char **argv = room_take(&room, (count + 2) * sizeof *argv);
	if (!argv)
		return;
	argv[0] = (char *)file;
	argv[1] = NULL;
	for (size_t i = 1; i <= count; i++)
		argv[i] = stack->argv[i];
	char **envp = envp_plan_measure(stack->envp, &wish, &plan) ? handed_environ(&room, &plan) : NULL;
	tracer_restart(python->state, &python->version, python->path, stack->argv, file);
	int error = sys_execve(file, argv, envp ? envp : stack->envp);
	tracer_restart_failed(python->state, file, -error);
	room_leave(&room);
}
