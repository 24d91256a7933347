// SPDX-License-Identifier: MIT
// Writes a policy as text (policy.h). Only the runner does.
#pragma once

#include <stddef.h>

#include "common/core/policy.h"

/* Writes the text of a policy, NUL included, to out if size allows. Returns the bytes that it takes with its
 * NUL, like snprintf(3) + 1, whether it was written or not. The library accepts no more than POLICY_MAX. */
size_t policy_format(char *out, size_t size, const struct policy *policy);
