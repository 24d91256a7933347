// SPDX-License-Identifier: MIT
// An environment whose interpreter can run; or why it cannot, and the remedy. Nothing is run.
#pragma once

#include "common/env/env.h"

/* An allocated message: which file of the chain of links is missing or not permitted to this user, and a
 * command that helps on this machine; NULL where the interpreter can be executed. */
char *env_fault(const struct env *env);

/* Reads the environment at dir, as env_read() does, of which the version must be known. Returns 0 and *ret,
 * which env_clear() frees, and env_fault() in *ret_fault: with a fault, ret->python may be a dangling link or
 * NULL. Or returns -1 and an allocated message in *ret_why. */
int env_inspect(const char *dir, struct env *ret, char **ret_fault, char **ret_why);

/* The same where the environment is needed to run something: a fault is an error. */
int env_open(const char *dir, struct env *ret, char **ret_why);
