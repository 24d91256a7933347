// SPDX-License-Identifier: MIT
// The name of this process.
#include "preload/process/self_comm.h"

#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>

#include "common/core/envp.h"
#include "common/core/names.h"
#include "preload/base/environ.h"
#include "preload/base/sys.h"

void self_comm_take(void)
{
	char **at = environ_now();
	const char *name = NULL;

	while (at && *at && !(name = envp_value(*at, NAME_VARIABLE)))
		at++;
	if (!name)
		return;
	sys_call(SYS_prctl, PR_SET_NAME, (long)name, 0, 0, 0, 0);
	for (; *at; at++)
		at[0] = at[1];
}

void self_comm_get(char out[COMM_MAX + 1])
{
	memset(out, 0, COMM_MAX + 1);
	sys_call(SYS_prctl, PR_GET_NAME, (long)out, 0, 0, 0, 0);
}
