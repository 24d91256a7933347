// SPDX-License-Identifier: MIT
// What the environment of a program should contain.
#include "common/core/envp_wish.h"

#include <errno.h>

struct envp_wish envp_wish_of(const struct policy *policy, const struct exec_io *io, const char *policy_entry,
	enum abi abi)
{
	const char *lib = policy_lib(policy, abi);
	int error = lib ? io->exists(lib) : 0;

	/* It may be missing in another root, or for another user; then the loader would write an error
	 * message. */
	if (error == -ENOENT || error == -ENOTDIR || error == -EACCES)
		lib = NULL;
	return (struct envp_wish){
		.policy = policy_entry,
		.lib = lib,
		.stray = {policy->lib == lib ? NULL : policy->lib,
			policy->lib32 == lib ? NULL : policy->lib32},
		.left = policy,
	};
}
