// SPDX-License-Identifier: MIT
// Every Python interpreter on this machine that an environment can be made from.
#pragma once

#include <criterion/parameterized.h>
#include <stdbool.h>
#include <stddef.h>

struct installed_python {
	char path[128];  /* the versioned name: /usr/bin/python3.11 */
	char label[160]; /* for messages and skips: "CPython 3.11.2 at /usr/bin/python3.11" */
	bool pypy;
	int major, minor;
};

/* Fills list, at most max entries, in a stable order, and returns how many there are: those of /usr/bin,
 * /usr/local/bin and $PYENV_ROOT/versions (default ~/.pyenv). Aborts the test if there is none. Every
 * interpreter is started once for what it says of itself. */
size_t interpreters(struct installed_python *list, size_t max);
#define INTERPRETERS_MAX 32

/* All of them as parameters, struct installed_python each, for ParameterizedTestParameters(). */
struct criterion_test_params interpreters_each(void);
