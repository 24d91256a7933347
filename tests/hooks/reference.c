// SPDX-License-Identifier: MIT
// Plain libc as the reference.
#include "tests/hooks/reference.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fixture.h"
#include "tests/skip.h"

#define WORDS_MAX 40

struct place place_make(void)
{
	char *dir = fixture_dir();
	struct place place = {
		.dir = dir,
		.env = format("%s/env", dir),
		.script = format("%s/script", dir),
		.dynamic = format("%s/tests/programs/argv", BUILD_DIR),
		.program = format("%s/tests/programs/static_argv", BUILD_DIR),
	};

	fixture_env(place.env, BASE);
	fixture_write(place.script, 0755, "#!" BASE "\n" PRINT_PREFIX "\n");
	return place;
}

/* text with each line that is BASE_PREFIX replaced. */
static char *expected(const char *text, const char *env, size_t *ret_count)
{
	char *out = format("%s", "");
	const char *end;

	*ret_count = 0;
	for (; *text; text = end) {
		size_t n = strcspn(text, "\n");
		end = text + n + (text[n] == '\n');
		bool is_prefix = n == strlen(BASE_PREFIX) && !memcmp(text, BASE_PREFIX, n) && text[n];
		*ret_count += is_prefix;
		out = is_prefix ? format("%s%s\n", out, env) : format("%s%.*s", out, (int)(end - text), text);
	}
	return out;
}

size_t check_same(const struct place *place, const char *const *words, const char *const *set)
{
	const char *under[WORDS_MAX] = {VENVRUN, place->env, "--"};
	char *command = format("%s", "");
	size_t n = 3, count;

	for (size_t i = 0; words[i]; i++) {
		under[n++] = words[i];
		command = format("%s %s", command, words[i]);
	}
	struct spawned without = fixture_run(words, set), with = fixture_run(under, set);
	/* argv.c puts NULs between its words. */
	for (size_t i = 0; i < without.len; i++)
		without.out[i] += without.out[i] ? 0 : '|';
	for (size_t i = 0; i < with.len; i++)
		with.out[i] += with.out[i] ? 0 : '|';
	char *wanted = expected(without.out, place->env, &count);
	cr_expect_eq(without.status, with.status, "%s: status %x plainly, %x under venvrun: %s", command,
		(unsigned)without.status, (unsigned)with.status, with.out);
	cr_expect_str_eq(with.out, wanted, "%s: \"%s\" plainly, \"%s\" under venvrun", command, without.out, with.out);
	return count;
}

_Bool have(const char *program, const char *what)
{
	struct spawned found = RUN("sh", "-c", format("command -v %s", program));

	if (!found.status)
		return true;
	skip(format("%s: there is no %s", what, program));
	return false;
}
