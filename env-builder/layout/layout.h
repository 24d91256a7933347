// SPDX-License-Identifier: MIT
// The files of a new environment (PEP 405, in the layout of venv and virtualenv) as a plan.
//
// A pure function of the request: nothing here looks at the file system.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "env-builder/discovery/interpreter.h"
#include "env-builder/transaction/plan.h"

struct layout_request {
	const char *env;                  /* the final path of the environment: absolute and clean */
	const struct interpreter *python; /* the base; with bundle: its copy in env */
	const struct interpreter *bundle; /* standalone: the base that is copied into env; else NULL */
	const char *prompt;               /* the value of --prompt; NULL: the last component of env */
	const char *command;              /* the command line, for pyvenv.cfg; NULL: none is written */
	bool system_site;                 /* the base's packages can be imported */
	bool copies;                      /* the interpreter is copied instead of linked */
	bool ignore_file;                 /* a .gitignore is written */
	bool relocatable;                 /* no file names env */
	const char *const *variables;     /* for etc/environment.d: NAME=VALUE, NULL-terminated */
	const char *const *seeds;         /* the names of the seeds, NULL-terminated */
	const char *const *wheels;        /* of the seeds that are not yet installed, NULL-terminated */
};

/* Adds the steps to plan. pyvenv.cfg is the last: a directory without it is no environment. */
void layout_plan(const struct layout_request *request, struct plan *plan);

/* The path of site-packages, relative to the environment, allocated: "lib/python3.11/site-packages". */
char *layout_site(const struct interpreter *python) __attribute__((returns_nonnull));

/* The text of pyvenv.cfg, allocated. It is always valid UTF-8, as one other byte would stop the
 * interpreter at its start: a value that is not is left out. */
char *layout_cfg(const struct layout_request *request) __attribute__((returns_nonnull));
