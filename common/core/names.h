// SPDX-License-Identifier: MIT
// The names and limits that the runner, the library and the tests agree on.
#pragma once

#define VENVRUN_VERSION "0.1.0"

/* The variable that carries the policy (common/core/policy.h). */
#define POLICY_VARIABLE "VENVRUN_POLICY"

/* What the runner has changed beside what follows from the policy (common/core/release.h);
 * absent where it is nothing. */
#define BEFORE_VARIABLE "VENVRUN_BEFORE"
#define BEFORE_MAX 65536 /* the longest value; half of what one string of an environment may have */

/* VENVRUN=off in a process's environment releases it and its children. */
#define OFF_VARIABLE "VENVRUN"
#define OFF_VALUE "off"

/* What a process is called whose interpreter took another's place (common/core/comm.h): from the one that
 * executes it to its own start, where it is taken out of the environment. */
#define NAME_VARIABLE "VENVRUN_NAME"

/* How the loader is told to load us: a list of paths, separated by ':' or a blank (ld.so(8)). */
#define PRELOAD_VARIABLE "LD_PRELOAD"
#define LIBRARY_NAME "libvenvrun.so"

/* Overrides where the runner looks for the library. */
#define LIBRARY_VARIABLE "VENVRUN_LIBRARY"

/* The longest policy text, in bytes with its NUL; the library keeps a copy in static storage. One environment
 * string may hold 128 KiB (MAX_ARG_STRLEN, include/uapi/linux/binfmts.h); two encoded PATH_MAX paths fit in
 * this. */
#define POLICY_MAX 32768

/* Exit statuses of venvrun itself, as env(1), nohup(1) and timeout(1) have them. */
#define EXIT_OURS 125       /* venvrun failed */
#define EXIT_CANNOT_RUN 126 /* the command was found and cannot be run */
#define EXIT_NOT_FOUND 127
