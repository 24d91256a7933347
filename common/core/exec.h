// SPDX-License-Identifier: MIT
// What would really run, and what has to run in its place: the one answer for hooks, runner and --explain.
//
// A pure function of (policy, request, io). Two steps, so that the caller can bring the memory, sized to
// need: exec_measure() decides and counts, exec_fill() writes. Neither allocates, keeps state, or touches
// errno; both are async-signal-safe and vfork-safe when io is.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/core/envp_plan.h"
#include "common/core/image.h"
#include "common/core/io.h"
#include "common/core/policy.h"
#include "common/core/shebang.h"

enum exec_rule {
	RULE_NONE,          /* no Python, or none that can be seen from here: run it as it is */
	RULE_INTERPRETER,   /* a base interpreter: ENV's in its place */
	RULE_SHEBANG,       /* a script for a base interpreter: ENV's in its place */
	RULE_ENVIRONMENT,   /* ENV's own interpreter, or a script for it: argv[0] must say so */
	RULE_FOREIGN,       /* another environment's interpreter, or a script for it: run it as it is */
	RULE_KEEP,          /* exempt by --keep: run it and what it starts as without venvrun */
	RULE_KEEP_ONLY,     /* exempt by --keep-only: run it as without venvrun, follow what it starts */
	RULE_INTROSPECTION, /* a base interpreter that is asked what it is: left alone with what it starts */
	RULE_OFF,           /* the environment says VENVRUN=off */
	/* it would be ENV's interpreter, which cannot be executed from here: run it as it is */
	RULE_UNREACHABLE,
	RULE_SYSTEM, /* a script or a tool of the system's packages: run it as without venvrun */
};

/* The word for a rule in --explain: "interpreter", "shebang", "environment", "foreign", "keep", "keep-only",
 * "introspection", "none", "off", "unreachable", "system". */
const char *exec_rule_name(enum exec_rule rule);

/* Why what is about to run cannot be followed; with a strict policy that is a refusal. */
enum exec_escape {
	ESCAPE_NONE,
	ESCAPE_STATIC,  /* no loader: nothing is preloaded */
	ESCAPE_GO,      /* loaded as others are, but its system calls are its own */
	ESCAPE_SET_ID,  /* the loader ignores LD_PRELOAD (ld.so(8), secure-execution mode) */
	ESCAPE_FOREIGN, /* another machine's program, or an ABI for which there is no library */
	/* ENV's interpreter would take its place, and would leave what runs it
	 * (preload/process/emulator.h) */
	ESCAPE_EMULATED,
	ESCAPE_UNREACHABLE, /* ENV's interpreter would take its place, and cannot be executed from here */
};

/* It in words, for a message: "it is a static program", ... */
const char *exec_escape_name(enum exec_escape escape);

struct exec_request {
	const char *file;   /* as the caller gave it; not NULL */
	const char *search; /* the PATH to search file in, if it has no slash; NULL: file is a path */
	char *const *argv;  /* may be NULL: Linux then runs the program with no arguments */
	char *const *envp;  /* may be NULL */
	/* relative paths will not mean what they mean here (spawn with file actions) */
	bool elsewhere;
	bool thorough; /* tell the escape whatever the policy says */
};

#define EXEC_TEXT 512 /* of shebang lines; a chain that needs more is left to the late redirect */
#define EXEC_WORDS 24 /* arguments put in front of the caller's */

struct exec_plan {
	enum exec_rule rule;
	/* all but the last looked at only for a strict policy, one with a trace, or a thorough request */
	enum exec_escape escape;
	int unreachable;    /* why that is so: a negative errno, else 0 */
	bool refused;       /* there is an escape and the policy is strict: nothing is to be executed */
	struct image image; /* what runs in the end, as far as it was looked at; else like the runner */
	/* the request's file as it was searched and found, itself where there is no search; NULL: it was
	 * not */
	const char *found;
	/* it and what it starts are not followed: nothing of ours in its environment */
	bool released;
	bool argv_changes, env_changes;
	const char *file; /* what to execute; the request's own where nothing changes */
	/* words[] used; they stand in the order in which shebangs add them, the last one first */
	size_t count;
	size_t args; /* the request's arguments, argv[0] included */
	struct envp_plan env;
	const char *words[EXEC_WORDS];
	_Alignas(void *) char text[EXEC_TEXT + SHEBANG_MAX];
};

/* The scratch memory, in bytes, that exec_measure needs for this request, aligned for pointers. */
size_t exec_room(const struct exec_request *request);

/* What the environment of any program of an ABI should say under this policy; nothing of a library that is
 * not there, as after chroot(2). */
struct envp_wish exec_wish(const struct policy *policy, const struct exec_io *io, const char *policy_entry,
	enum abi abi);

/* Decides. policy_entry is the whole "VENVRUN_POLICY=..." string; scratch holds exec_room() bytes and must
 * live as long as the plan. Returns how many bytes exec_fill needs: 0 means that file, argv and envp all stay
 * the caller's. */
size_t exec_measure(const struct policy *policy, const char *policy_entry, const struct exec_request *request,
	const struct exec_io *io, char *scratch, struct exec_plan *ret);

struct exec_call {
	const char *file;
	char *const *argv;
	char *const *envp;
};

/* Writes the arrays of the plan to memory, which is aligned for pointers and exec_measure()'s result long.
 * Parts that do not change are the caller's own pointers. */
struct exec_call exec_fill(const struct exec_plan *plan, const struct exec_request *request, void *memory);
