// SPDX-License-Identifier: MIT
// The file system, through libc, for the decisions of common/core.
#pragma once

#include "common/core/io.h"

extern const struct exec_io libc_io;
