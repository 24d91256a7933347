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

char *expected(const char *text, const char *env, size_t *ret_count)
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

/* Puts words behind list[n], and in front of the command that is printed. Returns the new n. */
static size_t add(const char **list, size_t n, const char *const *words)
{
	for (; words && *words && n < WORDS_MAX - 1; words++)
		list[n++] = *words;
	list[n] = NULL;
	return n;
}

size_t check_same(const struct place *place, const char *const *outer, const char *const *words,
	const char *const *set)
{
	const char *plain[WORDS_MAX], *under[WORDS_MAX], *const venvrun[] = {VENVRUN, place->env, "--", NULL};
	char *command = format("%s", "");
	size_t count;

	add(plain, add(plain, 0, outer), words);
	add(under, add(under, add(under, 0, outer), venvrun), words);
	for (size_t i = 0; plain[i]; i++)
		command = format("%s %s", command, plain[i]);
	struct spawned without = fixture_run(plain, set), with = fixture_run(under, set);
	/* argv.c puts NULs between its words. */
	for (size_t i = 0; i < without.len; i++)
		without.out[i] += without.out[i] ? 0 : '|';
	for (size_t i = 0; i < with.len; i++)
		with.out[i] += with.out[i] ? 0 : '|';
	char *wanted = expected(without.out, place->env, &count);
	cr_expect_eq(without.status, with.status, "%s: status %x plainly, %x under venvrun: %s", command,
		(unsigned)without.status, (unsigned)with.status, with.out);
	cr_expect_str_eq(with.out, wanted, "%s: \"%s\" plainly, \"%s\" under venvrun", command, without.out,
		with.out);
	return count;
}

bool have(const char *program, const char *what)
{
	struct spawned found = RUN("sh", "-c", format("command -v %s", program));

	if (!found.status)
		return true;
	skip(format("%s: %s is not installed", what, program));
	return false;
}

char *compile(const struct place *place, const char *compiler, const char *flags, const char *source,
	const char *name)
{
	char *out = format("%s/%s", place->dir, name);
	struct spawned done = RUN("sh", "-c",
		format("%s -std=c11 -D_GNU_SOURCE -I%s -g -o %s %s/%s %s", compiler, SOURCE_DIR, out,
			SOURCE_DIR, source, flags));

	if (!done.status)
		return out;
	skip(format("%s: %s %s does not build here", name, compiler, flags));
	return NULL;
}
