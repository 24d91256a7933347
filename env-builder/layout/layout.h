// SPDX-License-Identifier: MIT
// The tree of an environment (PEP 405, as venv and virtualenv lay it out), as a plan; a pure function of the
// request.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "env-builder/transaction/plan.h"
#include "env-builder/discovery/interpreter.h"

struct layout_request {
	const char *env; /* its final path: absolute and clean */
	const struct interpreter *python;
	/* what is taken along: python is then what becomes of it in env; NULL: nothing */
	const struct interpreter *bundle;
	const char *prompt;  /* what --prompt says; NULL: the last component of env */
	const char *command; /* how it was made, for pyvenv.cfg; NULL: not to be said */
	bool system_site, copies, ignore_file;
	bool relocatable;             /* nothing in it is to name its place */
	const char *const *variables; /* NAME=VALUE; NULL-terminated */
	const char *const *seeds;     /* names of what is seeded; NULL-terminated */
	const char *const *wheels;    /* their wheels; NULL where one is there already and stays */
};

/* Adds the steps to plan, pyvenv.cfg last: without it, it is no environment. */
void layout_plan(const struct layout_request *request, struct plan *plan);

/* "lib/python3.11/site-packages", allocated. */
char *layout_site(const struct interpreter *python) __attribute__((returns_nonnull));

/* The text of pyvenv.cfg, allocated. Always valid UTF-8: one other byte would stop the interpreter at its
 * start, so what is not UTF-8 is left out. */
char *layout_cfg(const struct layout_request *request) __attribute__((returns_nonnull));
