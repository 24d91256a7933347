// SPDX-License-Identifier: MIT
// Writes VENVRUN_BEFORE (before.h). Only the runner does.
#pragma once

#include <stddef.h>

#include "common/core/policy.h"

/* Writes the value with which a release from the environment `after` leads back to `before`. Like
 * policy_format() (policy_format.h), it returns the bytes that the text takes with its NUL, and writes it if
 * size allows; 1: there is nothing to write. */
size_t before_format(char *out, size_t size, const struct policy *policy, char *const *before,
	char *const *after);
