// SPDX-License-Identifier: MIT
// Fuzzes shebang_parse, and shebang_env with its result: a file may begin with any bytes.
#include "common/core/shebang.h"
#include "tests/fuzz/targets.h"

static bool is_inside(const char *p, const char *head)
{
	return p >= head && strlen(p) < (size_t)(head + SHEBANG_MAX - p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t n = size > SHEBANG_MAX ? SHEBANG_MAX : size;
	char *head = malloc(SHEBANG_MAX);
	const char *words[5] = {0};
	struct shebang line;

	memset(head, '~', SHEBANG_MAX);
	if (n)
		memcpy(head, data, n);
	if (shebang_parse(head, n, &line)) {
		check(is_inside(line.interp, head) && *line.interp && !strpbrk(line.interp, " \t\n"));
		check(!line.arg || (is_inside(line.arg, head) && !strchr(line.arg, '\n')));
		check(!line.arg || (line.arg[0] != ' ' && line.arg[0] != '\t'));
		size_t count = line.arg ? shebang_env(line.arg, words, 4) : 0;
		check(count <= 4);
		for (size_t i = 0; i < count; i++)
			check(is_inside(words[i], head) && *words[i] && !strpbrk(words[i], " \t'\"\\$"));
	}
	free(head);
	return 0;
}
