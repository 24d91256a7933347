// SPDX-License-Identifier: MIT
// Fuzzes policy_parse: VENVRUN_POLICY may have any text. A parsed policy is formatted and parsed to the same
// values.
#include "common/core/policy.h"
#include "common/core/policy_format.h"
#include "tests/fuzz/targets.h"

static bool is_inside(const char *p, const char *text, size_t size)
{
	return p >= text && strlen(p) < (size_t)(text + size + 1 - p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct policy p = {0}, q = {0};

	if (size)
		memcpy(text, data, size);
	text[size] = '\0';
	bool whole = policy_check(text);
	if (policy_parse(text, &p)) {
		check(whole);
		check(is_inside(p.env, text, size) && is_inside(p.python, text, size) &&
			is_inside(p.lib, text, size));
		check(p.env[0] == '/' && p.python[0] == '/' && p.lib[0] == '/' && !strpbrk(p.lib, " :$"));
		size_t n = policy_format(NULL, 0, &p);
		char *again = malloc(n);
		check(policy_format(again, n, &p) == n && strlen(again) == n - 1);
		check(policy_parse(again, &q));
		check(!strcmp(p.env, q.env) && !strcmp(p.python, q.python) && !strcmp(p.lib, q.lib));
		check(p.major == q.major && p.minor == q.minor && p.match == q.match);
		free(again);
	}
	free(text);
	return 0;
}
