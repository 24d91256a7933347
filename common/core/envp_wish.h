// SPDX-License-Identifier: MIT
// What the environment of a program should contain, and the changes that this needs. Strings are by
// reference.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/core/image.h"
#include "common/core/io.h"
#include "common/core/policy.h"

struct envp_wish {
	const char *policy;   /* the entry "VENVRUN_POLICY=..." */
	const char *lib;      /* our library for its loader; NULL: there is none that fits */
	const char *stray[2]; /* our libraries for other ABIs, of which its loader would complain; or NULL */
	/* is_released: the policy that it leaves; NULL: no variable gets its old value */
	const struct policy *left;
	/* the name of its process, up to COMM_MAX bytes (comm.h); NULL: the kernel's choice */
	const char *name;
	/* It is ENV's interpreter, for which PYTHONHOME, PYTHONEXECUTABLE and __PYVENV_LAUNCHER__ are
	 * dropped: they would make it use another prefix. */
	bool is_python;
	bool is_released; /* it and what it starts run without venvrun (release.h) */
	bool is_asan;     /* AddressSanitizer's runtime, which ld.so loads, must accept a library before it */
};

/* The wish for any program of an ABI. policy_entry is "VENVRUN_POLICY=...". A library that does not exist, as
 * after chroot(2), is left out. Async-signal-safe if io is. */
struct envp_wish envp_wish_of(const struct policy *policy, const struct exec_io *io, const char *policy_entry,
	enum abi abi);

/* Made by envp_plan_measure() (envp_plan.h). */
struct envp_plan {
	struct envp_wish wish;
	char *const *envp;       /* the given environment; may be NULL */
	const char *preload;     /* its LD_PRELOAD entry, if that is rewritten; else NULL */
	const char *asan;        /* the same for ASAN_OPTIONS */
	const char *lib;         /* our library's component in preload; NULL: it has none */
	size_t preload_size;     /* bytes of the new LD_PRELOAD entry with its NUL; 0: there is none */
	size_t asan_size;        /* the same for ASAN_OPTIONS */
	unsigned char name_size; /* the same for VENVRUN_NAME */
	bool moves;              /* our library has to move within the list (preload_list.h) */
	bool adds_entry;         /* the policy's entry is added; or, to a released one, VENVRUN=off */
	size_t count;            /* entries of the result, its NULL not counted */
	size_t text;             /* bytes of new text */
};
