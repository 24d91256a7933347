// SPDX-License-Identifier: MIT
// The value of --seed: which of pip, setuptools and wheel a new environment has.
#pragma once

#include "common/tool/strings.h"

/* Reads NAME[==VERSION],... and replaces seeds; after '+' it adds to seeds, after '-' it removes from them. A
 * name occurs once: its last version counts. The versions "bundle" and "embed", which virtualenv has for the
 * base interpreter's own, are dropped. Returns NULL, or what is wrong, allocated. */
char *seed_option_set(struct strings *seeds, const char *list);
