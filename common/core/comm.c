// SPDX-License-Identifier: MIT
// The name of the process that runs ENV's interpreter.
#include "common/core/comm.h"

#include <stdbool.h>
#include <string.h>

#include "common/core/interp.h"
#include "common/core/path.h"

const char *comm_interpreter(const struct policy *policy, const struct exec_io *io, const char *asked,
	char *out, size_t size)
{
	const char *name = path_base(asked);
	struct interp version;
	size_t dir = path_dir_len(policy->python), length = strlen(name) + 1;

	if (!interp_parse(name, &version) ||
		!interp_agrees(&version, MATCH_MINOR, policy->major, policy->minor) || dir + length > size)
		return policy->python;
	memcpy(out, policy->python, dir);
	memcpy(out + dir, name, length);
	return io->executable(out) ? policy->python : out;
}

const char *comm_name(const char *file, const char *python)
{
	const char *name = path_base(file), *own = path_base(python);

	for (size_t i = 0; i < COMM_MAX && name[i] == own[i]; i++)
		if (!name[i] || i == COMM_MAX - 1)
			return NULL;
	return *name ? name : NULL;
}
