// SPDX-License-Identifier: MIT
// The constructor: warms what the hooks would otherwise do on their first call, then asks for the late redirect.
#include "preload/heal.h"
#include "preload/redirect.h"
#include "preload/relabel.h"
#include "preload/state.h"

__attribute__((constructor)) static void start(int argc, char **argv, char **envp)
{
	const struct state *state = state_get();

	if (!state)
		return;
	relabel(state);
	redirect_start(heal(argc, argv, envp));
}
