// SPDX-License-Identifier: MIT
// Every Python interpreter on this machine that can be a base interpreter.
#pragma once

#include <criterion/parameterized.h>
#include <stdbool.h>
#include <stddef.h>

struct installed_python {
	char path[128];  /* the versioned name: /usr/bin/python3.11 */
	char label[160]; /* for messages: "CPython 3.11.2 at /usr/bin/python3.11" */
	bool pypy;
	int major, minor;
};

/* Fills list with at most max entries in a stable order, and returns their number: the interpreters of
 * /usr/bin, /usr/local/bin and $PYENV_ROOT/versions (default ~/.pyenv). Ends the test if there is none. Each
 * interpreter is started once to read its version. */
size_t interpreters(struct installed_python *list, size_t max);
#define INTERPRETERS_MAX 32

/* All of them as parameters of type struct installed_python, for ParameterizedTestParameters(). */
struct criterion_test_params interpreters_each(void);
