// SPDX-License-Identifier: MIT
// The constructor: warms what the hooks would otherwise do on their first call, then asks for the late redirect.
#include "preload/heal.h"
#include "preload/leave.h"
#include "preload/name.h"
#include "preload/redirect.h"
#include "preload/relabel.h"
#include "preload/state.h"

__attribute__((constructor)) static void start(int argc, char **argv, char **envp)
{
	const struct state *state = state_get();

	if (!state) {
		leave_if_off(argc, argv, envp);
		return;
	}
	relabel(state);
	enum redirect_host host = heal(argc, argv, envp);
	if (host == HOST_ENVIRONMENT)
		name_take();
	redirect_start(host);
}
