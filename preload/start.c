// SPDX-License-Identifier: MIT
// The constructor: warms what the hooks would otherwise do on their first call, then asks for the late redirect.
#include "preload/heal.h"
#include "preload/next.h"
#include "preload/state.h"

__attribute__((constructor)) static void start(int argc, char **argv, char **envp)
{
	if (!state_get())
		return;
	next_resolve();
	heal(argc, argv, envp);
}
