// SPDX-License-Identifier: MIT
// Does the kernel start a program in secure-execution mode, in which the loader ignores LD_PRELOAD (ld.so(8),
// AT_SECURE)?
#pragma once

#include <stdbool.h>

/* Of a process: its real and effective ids. */
struct secure_ids {
	unsigned uid, euid, gid, egid;
	bool no_new_privileges; /* prctl(2), PR_SET_NO_NEW_PRIVS: the set-id bits have no effect */
};

/* Of a file: stat(2), statfs(2), capabilities(7). */
struct secure_file {
	unsigned mode, uid, gid;
	bool nosuid; /* of its file system: mount(8) */
	bool has_capabilities;
};

/* As cap_bprm_creds_from_file() in the kernel's security/commoncap.c: it does if the effective ids of the
 * program would not be the caller's real ones, or if the file has capabilities and the user is not root.
 * Async-signal-safe. */
bool secure_is(const struct secure_ids *ids, const struct secure_file *file);
