// SPDX-License-Identifier: MIT
// One call of exec in the files of fake.h: a request, and what common/core/exec.c makes of it.
#pragma once

#include "common/core/exec.h"
#include "common/core/policy.h"

#define EXEC_LIBRARY "/l/libvenvrun.so"
#define EXEC_ENTRY "VENVRUN_POLICY=1;env=/e"

/* The entries that a program has which was started below the policy. */
#define EXEC_OURS "LD_PRELOAD=" EXEC_LIBRARY, EXEC_ENTRY

/* The policy of the requests, which a test may change: environment /e, version 3.11, MATCH_MAJOR. */
extern struct policy exec_policy;

struct exec_answer {
	enum exec_rule rule;
	struct exec_plan plan;
	size_t size;  /* of memory */
	void *memory; /* allocated, as scratch is */
	char *scratch;
	struct exec_call call;
};

/* Measures and fills. The scratch and the result are in memory of exactly the size that was requested, so
 * that AddressSanitizer guards both ends; a byte behind each is checked without it. Checks that errno is
 * not changed, and that nothing changes in 0 bytes. */
void exec_ask(const struct exec_request *request, struct exec_answer *ret);
void exec_answer_clear(struct exec_answer *answer);

/* An array of strings joined by '|' in out; NULL is "NULL". Returns out. */
const char *exec_joined(char *const *array, char *out);

/* Is the string in the array, which may be NULL? */
bool exec_has(char *const *array, const char *entry);

#define EXEC_ARGS 10

struct exec_row {
	const char *name;
	const char *file, *search;
	const char *argv[EXEC_ARGS];
	enum exec_rule rule;
	const char *out; /* "file argv..." that is executed, joined by '|'; NULL: the caller's own */
};

/* Checks each row: its rule, its call, and that the policy is in the environment of the program. */
void exec_try_rows(const struct exec_row *rows, size_t count);
