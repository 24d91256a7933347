// SPDX-License-Identifier: MIT
// A call that executes a program, and what is decided on it: the values of exec.h. Strings are by reference.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/core/envp_wish.h"
#include "common/core/exec_rule.h"
#include "common/core/image.h"
#include "common/core/shebang.h"

/* What a program asked to execute. */
struct exec_request {
	const char *file;   /* as the caller gave it; not NULL */
	const char *search; /* the PATH in which file is searched, if it has no slash; NULL: file is a path */
	char *const *argv;  /* may be NULL: Linux then runs the program with no arguments */
	char *const *envp;  /* may be NULL */
	bool elsewhere;     /* the program starts in another directory (spawn with file actions) */
	bool thorough;      /* find the escape, whatever the policy requires */
};

/* Bytes for shebang lines. A chain of scripts that needs more is left to the late redirect. */
#define EXEC_TEXT 512
/* Arguments before those of the caller. */
#define EXEC_WORDS 24

struct exec_plan {
	enum exec_rule rule;
	/* others than ESCAPE_UNREACHABLE only for a thorough request, or a policy with strict or trace */
	enum exec_escape escape;
	int unreachable;    /* the negative errno of ESCAPE_UNREACHABLE; else 0 */
	bool refused;       /* the policy is strict, and there is an escape: nothing may be executed */
	struct image image; /* of the program that runs in the end; if it was not read, the runner's ABI */
	const char *found;  /* the path of the request's file; NULL: the search found none */
	bool released;      /* it and what it starts run without venvrun */
	bool argv_changes, env_changes;
	const char *file; /* the file to execute; the request's own where nothing changes */
	size_t count;     /* words used, in the order in which shebangs add them: the last argument first */
	size_t args;      /* the request's arguments, argv[0] included */
	struct envp_plan env;
	const char *words[EXEC_WORDS];
	_Alignas(void *) char text[EXEC_TEXT + SHEBANG_MAX];
};

/* The arguments of execve(2). */
struct exec_call {
	const char *file;
	char *const *argv;
	char *const *envp;
};
