// SPDX-License-Identifier: MIT
// argv.c as a static program: it starts even where no library can be opened.
#include "tests/programs/argv.c" // NOLINT(bugprone-suspicious-include): linked in another way
