// SPDX-License-Identifier: MIT
// Checks of an environment's interpreter and of its pip.
#include "tests/e2e/expect.h"

#include <criterion/criterion.h>
#include <string.h>

#include "tests/fixture.h"

void expect_prefix(const char *env, const char *what)
{
	struct spawned s = RUN(format("%s/bin/python", env), "-c", "import sys; print(sys.prefix)");
	cr_expect(!spawned_code(s) && !strcmp(s.out, format("%s\n", env)), "%s: %s", what, s.out);
}

void expect_pip(const char *env, const char *what)
{
	struct spawned s = RUN(format("%s/bin/pip", env), "--version");
	cr_expect(!spawned_code(s) && strstr(s.out, format("from %s/lib", env)), "%s: %s", what, s.out);
}
