// SPDX-License-Identifier: MIT
// Names and limits that the runner, the library and the tests have in common.
#pragma once

#define VENVRUN_VERSION "0.1.0"

/* The variable that carries the policy (common/core/policy.h). */
#define POLICY_VARIABLE "VENVRUN_POLICY"

/* The variable with the old values of what the runner has changed (common/core/before.h); absent where there
 * are none. */
#define BEFORE_VARIABLE "VENVRUN_BEFORE"
#define BEFORE_MAX 65536 /* bytes of the longest value: half of MAX_ARG_STRLEN */

/* VENVRUN=off in the environment of a process releases it and its children. */
#define OFF_VARIABLE "VENVRUN"
#define OFF_VALUE "off"

/* The name for the process of an interpreter that replaces another (common/core/comm.h). It is in the
 * environment from the call that executes the interpreter until that starts. */
#define NAME_VARIABLE "VENVRUN_NAME"

/* The list of libraries that the loader preloads, separated by ':' or a blank (ld.so(8)). */
#define PRELOAD_VARIABLE "LD_PRELOAD"
#define LIBRARY_NAME "libvenvrun.so"

/* The variable with the path of the library; without it the runner searches for it. */
#define LIBRARY_VARIABLE "VENVRUN_LIBRARY"

/* The longest policy text, in bytes with its NUL: two encoded paths of PATH_MAX fit in it. One string of an
 * environment may have 128 KiB (MAX_ARG_STRLEN, include/uapi/linux/binfmts.h). */
#define POLICY_MAX 32768

/* Exit statuses of venvrun itself, as env(1), nohup(1) and timeout(1) have them. */
#define EXIT_OURS 125       /* venvrun failed */
#define EXIT_CANNOT_RUN 126 /* the command was found and cannot be run */
#define EXIT_NOT_FOUND 127
