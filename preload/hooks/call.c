// SPDX-License-Identifier: MIT
// A call that executes a program.
#include "preload/hooks/call.h"

#include "common/core/exec.h"
#include "common/core/search.h"
#include "preload/base/environ.h"
#include "preload/base/readable.h"
#include "preload/base/sys.h"
#include "preload/process/handed.h"
#include "preload/process/tracer.h"

bool call_decide(struct call *call, struct room *room, const struct exec_io *io)
{
	struct exec_request *request = &call->request;
	char *const *envp = request->envp;

	call->state = state_get();
	if (!call->state || !environ_copy(room, &envp))
		return false;
	request->envp = envp;
	if (!readable_exec(request->file, request->argv, envp))
		return false;
	if (call->searches && !(request->search = environ_get("PATH")))
		request->search = SEARCH_DEFAULT;
	const struct state *handed = handed_state(call->state, envp, room);
	char *scratch = handed ? room_take(room, exec_room(request)) : NULL;
	if (!scratch)
		return false;
	call->size = exec_measure(&handed->policy, handed->entry, request, io, scratch, &call->plan);
	call->is_traced = tracer_exec(call->state, call->id, request, &call->plan, call->as_is);
	return true;
}

bool call_fill(const struct call *call, struct room *room, struct exec_call *ret)
{
	void *memory = call->size && sys_fits(call->size) ? room_take(room, call->size) : NULL;

	if (memory)
		*ret = exec_fill(&call->plan, &call->request, memory);
	return memory != NULL;
}

void call_failed(const struct call *call, const char *file, int error)
{
	if (call->is_traced)
		tracer_failed(call->state, call->id, file, error);
}
