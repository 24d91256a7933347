// SPDX-License-Identifier: MIT
// A base interpreter as a value: where it is and what kind of Python it is. probe.h fills it in.
#pragma once

#include <stdbool.h>

/* Every string is allocated and belongs to the struct. */
struct interpreter {
	char *path; /* absolute; the target of an environment's links: pythonX.Y if that name exists */
	char *home; /* the directory of path; pyvenv.cfg's "home" */
	char *implementation; /* "CPython", "PyPy" */
	char *version;        /* "3.11.2" */
	char *version_info;   /* "3.11.2.final.0" */
	int number[3];        /* the three numbers of version */
	char *threads;        /* "t" for a free-threaded build (PEP 703), else "" */
	char *prefix, *exec_prefix;
	char *stdlib; /* the directory of os.py */
	/* the shared libpython below PREFIX/lib, which a copy of the program would not find by $ORIGIN; or
	 * "" */
	char *library;
	char *wheels; /* WHEEL_PKG_DIR of sysconfig: the directory of ensurepip's wheels; or "" */
	char *tag;    /* cache tag and magic number of its compiled code: "cpython-311-a70d0d0a" */
	bool wide;    /* a 64-bit program: its environments have a lib64 */
	bool debug;   /* a debug build */
};

void interpreter_clear(struct interpreter *python);

/* Is it Python 2, which does not read pyvenv.cfg? */
bool interpreter_is_python2(const struct interpreter *python);

bool interpreter_is_pypy(const struct interpreter *python);

/* Its name with X.Y, which is also that of its directory in lib: "python3.11", "python3.13t", "pypy3.9";
 * allocated. */
char *interpreter_name(const struct interpreter *python) __attribute__((returns_nonnull));

/* The option that makes it ignore the PYTHON... variables, the user site directory and, from 3.4 on, the
 * working directory: "-I". Older versions have "-Es": there the code of -c removes the working directory from
 * sys.path itself. That is not enough in newer ones, where -c imports modules before the code runs. */
const char *interpreter_isolation(const struct interpreter *python) __attribute__((returns_nonnull));

/* For messages: "CPython 3.11.2", allocated. */
char *interpreter_label(const struct interpreter *python) __attribute__((returns_nonnull));
