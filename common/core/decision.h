// SPDX-License-Identifier: MIT
// A decision (exec.h) while it is made: the value that its parts share. They are decide_*.c and bypass.c.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/core/exec_plan.h"
#include "common/core/interp.h"
#include "common/core/io.h"
#include "common/core/owner.h"
#include "common/core/path.h"
#include "common/core/policy.h"

/* found, env_found and probe are the three parts of the caller's scratch memory, with their sizes. */
struct decision {
	const struct policy *policy;
	const struct exec_request *request;
	const struct exec_io *io;
	char *found; /* a path that a search of the request's file found */
	size_t found_room;
	char *env_found; /* a path that a search by env(1) found */
	size_t env_room;
	char *probe; /* a path that is tested */
	size_t probe_room;
	struct exec_plan *plan;
	const char *asked;   /* the interpreter that the environment's replaces */
	unsigned short used; /* bytes of the plan's text that shebangs and their words take */
	bool by_env;  /* env(1) would execute the interpreter; else the kernel, which reads the script */
	bool is_asan; /* the program loads AddressSanitizer's runtime as a library */
};

static inline bool decision_has_slash(const char *path)
{
	return path_dir_len(path) > 0;
}

/* argv[0] of the request, "" where it has none. */
static inline const char *decision_arg0(const struct decision *d)
{
	return d->plan->args ? d->request->argv[0] : "";
}

/* Does the policy let the environment's interpreter replace one of that name? */
bool decision_matches(const struct decision *d, const struct interp *name);

/* To which environment does the interpreter belong? A path that does not fit the scratch memory is
 * OWNER_FOREIGN, so that it is left alone. */
enum owner decision_owner(const struct decision *d, const char *path);

/* The file that execvp(3) would execute for name, searched in path; written to found, which holds size bytes.
 * NULL where there is none, it does not fit, or it depends on a working directory that is not the
 * program's. */
const char *decision_find(const struct decision *d, char *found, size_t size, const char *path,
	const char *name);

/* Adds a word before the caller's arguments. False where there is no room. */
bool decision_push(struct exec_plan *plan, const char *word);
