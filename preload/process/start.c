// SPDX-License-Identifier: MIT
// The constructor. It reads the policy, which hooks would otherwise do on their first call, and makes the
// late redirect.
#include "preload/base/state.h"
#include "preload/process/late_redirect.h"
#include "preload/process/ld_preload32.h"
#include "preload/process/leave.h"
#include "preload/process/redirect.h"
#include "preload/process/self_comm.h"

__attribute__((constructor)) static void start(int argc, char **argv, char **envp)
{
	const struct state *state = state_get();

	if (!state) {
		leave_if_off(argc, argv, envp);
		return;
	}
	ld_preload32(state);
	enum redirect_host host = late_redirect(argc, argv, envp);
	if (host == HOST_ENVIRONMENT)
		self_comm_take();
	redirect_start(host);
}
