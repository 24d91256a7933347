// SPDX-License-Identifier: MIT
// What this process is called.
#include "preload/process/name.h"

#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>

#include "common/core/names.h"
#include "preload/base/state.h"
#include "preload/base/sys.h"

void name_take(void)
{
	static const char name[] = NAME_VARIABLE "=";
	char **at = state_environ();

	while (at && *at && (strlen(*at) < sizeof name || memcmp(*at, name, sizeof name - 1) != 0))
		at++;
	if (!at || !*at)
		return;
	sys_call(SYS_prctl, PR_SET_NAME, (long)(*at + sizeof name - 1), 0, 0, 0, 0);
	for (; *at; at++)
		at[0] = at[1];
}

void name_get(char out[COMM_MAX + 1])
{
	memset(out, 0, COMM_MAX + 1);
	sys_call(SYS_prctl, PR_GET_NAME, (long)out, 0, 0, 0, 0);
}
