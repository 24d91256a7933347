// SPDX-License-Identifier: MIT
// The environment of a program about to be executed: is it ours, and if not, what makes it so.
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* The value of a variable, or NULL. Of several entries with one name the last counts: what ld.so takes for
 * LD_PRELOAD. envp may be NULL. */
const char *envp_last(char *const *envp, const char *name);
/* The same for the first entry, which is the one getenv(3) returns. */
const char *envp_get(char *const *envp, const char *name);

/* The entry of the policy that a program with this environment goes by, where it is not ours, another entry:
 * that of a nested venvrun, or of one beside it, is the last that policy_check() takes for one. NULL: it goes
 * by ours, or none of them is one. */
const char *envp_nested(char *const *envp, const char *ours);

/* Does the environment say VENVRUN=off? */
bool envp_is_off(char *const *envp);

struct policy;

/* What the environment of a program should say. Every string is used by reference. */
struct envp_wish {
	const char *policy; /* the entry "VENVRUN_POLICY=..." */
	const char *lib;    /* what its loader should load; NULL: nothing of ours fits it */
	/* our libraries for other ABIs, of which its loader would complain; NULL: none */
	const char *stray[2];
	/* the policy that is left where is_released; NULL: no variable gets its value from before */
	const struct policy *left;
	/* what it is to be called, CALLED_MAX bytes of it (called.h); NULL: what the kernel calls it */
	const char *name;
	/* ENV's: drop PYTHONHOME, PYTHONEXECUTABLE and __PYVENV_LAUNCHER__, which send it elsewhere */
	bool is_python;
	/* it and what it starts are left alone: VENVRUN=off, nothing of ours (release.h) */
	bool is_released;
	bool is_asan; /* AddressSanitizer's runtime, loaded by ld.so, must not insist on being first */
};

/* Is a component of LD_PRELOAD, n bytes of it, a library of ours? */
bool envp_is_our_library(const struct envp_wish *wish, const char *at, size_t n);

struct envp_plan {
	struct envp_wish wish;
	char *const *envp;       /* what came in; may be NULL */
	const char *preload;     /* the LD_PRELOAD entry that is rewritten; NULL: none */
	const char *asan;        /* the same for ASAN_OPTIONS */
	const char *lib;         /* where ours stands in preload already; NULL: it does not */
	size_t preload_size;     /* bytes of the new LD_PRELOAD entry, its NUL included; 0: there is none */
	size_t asan_size;        /* the same for ASAN_OPTIONS */
	unsigned char name_size; /* the same for what it is called */
	bool moves;              /* ours would have no effect where it stands, or end the program */
	bool add_policy;
	size_t count; /* entries of the result, its NULL not counted */
	size_t text;  /* bytes of new text */
};

/* Fills *ret with what envp needs so that the wish is true. Returns false when envp can be passed on as it
 * is. An environment that says VENVRUN=off is passed on as it is, unless it is to be released. Where
 * envp_nested() finds a policy, the wish has to be that one's. Async-signal-safe. */
bool envp_measure(char *const *envp, const struct envp_wish *wish, struct envp_plan *ret);

/* Writes the array, plan->count + 1 pointers, to out and its new text, plan->text bytes, to text. The array
 * that came in is not changed; other people's libraries keep their order behind ours, but for the runtimes of
 * sanitizers, which lead the list:
 *
 *	/x/libasan.so.8 /y/other.so	-> /x/libasan.so.8 OURS /y/other.so
 *	OURS:/x/libasan.so.8		-> /x/libasan.so.8:OURS
 *	/y/other.so:/x/libasan.so.8	-> OURS:/y/other.so:/x/libasan.so.8
 *	/z/libtorsocks.so:OURS		-> OURS:/z/libtorsocks.so
 *
 * Async-signal-safe. */
void envp_fill(const struct envp_plan *plan, char **out, char *text);
