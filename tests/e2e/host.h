// SPDX-License-Identifier: MIT
// A program with an embedded Python, for which libpython is linked or loaded in several ways.
#pragma once

#include <stdbool.h>

#include "tests/fixture.h"
#include "tests/interpreters.h"

/* Code for format: prints whether the modules only_here and %s can be imported. It does not use sys.stdout,
 * which an editor replaces. */
#define SAYS \
	"import os\n" \
	"def has(name):\n" \
	"    try: __import__(name)\n" \
	"    except ImportError: return False\n" \
	"    return True\n" \
	"os.write(1, ('%%s %%s\\n' %% (has('only_here'), has('%s'))).encode())\n"

/* Neither PATH nor a variable leads to the environment, where Python would find it by itself. */
#define ALONE "env", "-i", "PATH=/nonexistent", "PYTHONDONTWRITEBYTECODE=1"

/* How libpython comes into the program. */
#define HOST_WAYS 5
extern const char *const host_ways[HOST_WAYS];

/* Allocated paths, and the code that the program runs. */
struct host {
	char *program, *linked; /* one that loads libpython, one that is linked with it */
	char *library;          /* libpython */
	char *needs, *plugin;   /* a library that needs libpython, and one that loads it */
	char *code;
};

/* The libpython of an interpreter, allocated; NULL, noted as skipped, if it has none to link or to load. */
char *host_libpython(const struct installed_python *python);

/* Builds the program in dir for an interpreter; its code looks for module. False: the interpreter has no
 * shared libpython, and that is noted as skipped. */
bool host_make(struct host *ret, const char *dir, const struct installed_python *python, const char *module);

/* Runs it in one of host_ways, under venvrun ENV or, if env is NULL, without venvrun. */
struct spawned host_run(const struct host *host, const char *way, const char *env);
