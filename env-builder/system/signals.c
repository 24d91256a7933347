// SPDX-License-Identifier: MIT
// SIGINT, SIGTERM and SIGHUP: each only asks the work to end after its current step.
#include "env-builder/system/signals.h"

#include <signal.h>
#include <stddef.h>

#include "common/core/count.h"

static volatile sig_atomic_t caught;

static void remember(int signal_number)
{
	caught = signal_number;
}

void signals_setup(void)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	for (size_t i = 0; i < COUNT(signals); i++) {
		struct sigaction old, action = {.sa_handler = remember};
		if (!sigaction(signals[i], NULL, &old) && old.sa_handler != SIG_IGN)
			sigaction(signals[i], &action, NULL);
	}
}

bool signals_pending(void)
{
	return caught != 0;
}

void signals_finish(void)
{
	if (!caught)
		return;
	signal(caught, SIG_DFL);
	raise(caught);
}
