// SPDX-License-Identifier: MIT
// Does the kernel start a program in secure-execution mode?
#include "common/core/secure.h"

#include <sys/stat.h>

bool secure_is(const struct secure_ids *ids, const struct secure_file *file)
{
	const unsigned group = S_ISGID |
		S_IXGRP; /* set-group-id without the second is an old mark for locks */
	bool counts = !file->nosuid && !ids->no_new_privileges;
	unsigned euid = counts && (file->mode & S_ISUID) ? file->uid : ids->euid;
	unsigned egid = counts && (file->mode & group) == group ? file->gid : ids->egid;

	return euid != ids->uid || egid != ids->gid ||
		(file->has_capabilities && !file->nosuid && ids->uid != 0);
}
