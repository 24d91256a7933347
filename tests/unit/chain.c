// SPDX-License-Identifier: MIT
// Tests of common/core/chain.c, on the files of fake.h.
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "common/core/chain.h"
#include "common/core/count.h"
#include "tests/unit/fake.h"

/* Follows a file to the end: the paths on the way, and how it ends. */
static const char *walk(const char *path, char out[static 1024])
{
	static const char *const ends[] = {
		[CHAIN_UNREADABLE] = "unreadable",
		[CHAIN_PROGRAM] = "program",
		[CHAIN_TOO_LONG] = "too long",
	};
	char heads[CHAIN_SCRIPTS + 1][SHEBANG_MAX];
	struct chain chain = {.path = path};

	strcpy(out, path);
	for (size_t i = 0, n;; i++) {
		struct shebang line;
		enum chain_step step = chain_next(&chain, &fake_io, heads[i], &n, &line);
		if (step != CHAIN_SCRIPT && step != CHAIN_ENV)
			return strcat(strcat(out, ": "), ends[step]);
		cr_expect(chain.path == line.interp && chain.scripts == i + 1, "%s: step %zu", path, i);
		strcat(strcat(out, step == CHAIN_ENV ? " env:" : " "), chain.path);
	}
}

Test(chain, follows_scripts_to_a_program)
{
	static const struct {
		const char *path, *out;
	} rows[] = {
		{"/bin/sh", "/bin/sh: program"},
		{"/nowhere", "/nowhere: unreadable"},
		{"/s/sh", "/s/sh /bin/sh: program"},
		{"/s/by-env", "/s/by-env env:/usr/bin/env: program"},
		{"/s/phantom", "/s/phantom /opt/gone/bin/python3.6: unreadable"},
		{"/s/deep4", "/s/deep4 /s/deep3 /s/deep2 /s/deep1 /s/plain /usr/bin/python3: program"},
		{"/s/deep5", "/s/deep5 /s/deep4 /s/deep3 /s/deep2 /s/deep1 /s/plain: too long"},
	};
	char out[1024];

	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect_str_eq(walk(rows[i].path, out), rows[i].out);
}
