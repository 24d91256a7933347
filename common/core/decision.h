// SPDX-License-Identifier: MIT
// One decision of exec.h under way: what exec.c and its parts share.
#pragma once

#include "common/core/exec.h"
#include "common/core/owner.h"
#include "common/core/path.h"

/* One decision under way: what was asked, and the caller's scratch memory in three parts. */
struct decision {
	const struct policy *policy;
	const struct exec_request *request;
	const struct exec_io *io;
	char *found; /* a path found by searching */
	size_t found_room;
	char *env_found; /* one that env finds */
	size_t env_room;
	char *probe; /* a path being looked at */
	size_t probe_room;
	struct exec_plan *plan;
	const char *asked;   /* the interpreter whose place the environment's takes */
	unsigned short used; /* how much of the plan's text a script's lines and words have taken */
	bool by_env;         /* env(1) would execute the interpreter, and not the kernel the script */
	bool is_asan;        /* a program whose AddressSanitizer is a library */
};

static inline bool decision_has_slash(const char *path)
{
	return path_dir_len(path) > 0;
}

/* Whose interpreter is it? One whose path does not fit the memory at hand is left alone, like a foreign
 * one. */
enum owner decision_owner(const struct decision *d, const char *path);

/* The first candidate in a PATH that can be executed, written to found, which holds size bytes; NULL where
 * there is none that means the same there, or they do not suffice. */
const char *decision_find(const struct decision *d, char *found, size_t size, const char *path,
	const char *name);

/* One more word in front of the caller's arguments; false where there is no room. */
bool decision_push(struct exec_plan *plan, const char *word);
