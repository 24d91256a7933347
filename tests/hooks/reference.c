// SPDX-License-Identifier: MIT
// A test bed, and plain libc as the reference.
#include "tests/hooks/reference.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fixture.h"
#include "tests/skip.h"

#define WORDS_MAX 40

const char *const exec_forms[] = {"execve", "execv", "execvp", "execvpe", "execl", "execlp", "execle",
	"fexecve", "execveat", "syscall", "posix_spawn", "posix_spawnp", "system"};

struct testbed testbed;

void testbed_make(void)
{
	char *dir = fixture_dir();

	testbed = (struct testbed){
		.dir = dir,
		.env = format("%s/env", dir),
		.script = format("%s/script", dir),
		.dynamic = format(PROGRAMS "argv"),
		.static_program = format(PROGRAMS "static_argv"),
	};
	fixture_env(testbed.env, BASE);
	fixture_write(testbed.script, 0755, "#!" BASE "\n" PRINT_PREFIX "\n");
}

char *expected(const char *text, size_t *ret_count)
{
	char *out = format("%s", "");
	const char *end;

	*ret_count = 0;
	for (; *text; text = end) {
		size_t n = strcspn(text, "\n");
		end = text + n + (text[n] == '\n');
		bool is_prefix = n == strlen(BASE_PREFIX) && !memcmp(text, BASE_PREFIX, n) && text[n];
		*ret_count += is_prefix;
		out = is_prefix ? format("%s%s\n", out, testbed.env)
				: format("%s%.*s", out, (int)(end - text), text);
	}
	return out;
}

/* Appends words to the n entries of list. Returns the new n. */
static size_t add(const char **list, size_t n, const char *const *words)
{
	for (; words && *words && n < WORDS_MAX - 1; words++)
		list[n++] = *words;
	list[n] = NULL;
	return n;
}

void show_nuls(struct spawned *s)
{
	for (size_t i = 0; i < s->len; i++)
		s->out[i] += s->out[i] ? 0 : '|';
}

size_t check_same(const char *const *outer, const char *const *words, const char *const *set)
{
	const char *plain[WORDS_MAX],
		*under[WORDS_MAX], *const venvrun[] = {VENVRUN, testbed.env, "--", NULL};
	char *command = format("%s", "");
	size_t count;

	add(plain, add(plain, 0, outer), words);
	add(under, add(under, add(under, 0, outer), venvrun), words);
	for (size_t i = 0; plain[i]; i++)
		command = format("%s %s", command, plain[i]);
	struct spawned without = fixture_run(plain, set), with = fixture_run(under, set);
	show_nuls(&without);
	show_nuls(&with);
	char *wanted = expected(without.out, &count);
	cr_expect_eq(without.status, with.status, "%s: status %x without venvrun, %x with it: %s", command,
		(unsigned)without.status, (unsigned)with.status, with.out);
	cr_expect_str_eq(with.out, wanted, "%s: \"%s\" without venvrun, \"%s\" with it", command, without.out,
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

char *compile(const char *compiler, const char *flags, const char *source, const char *name)
{
	char *out = format("%s/%s", testbed.dir, name);
	struct spawned done = RUN("sh", "-c",
		format("%s -std=c11 -D_GNU_SOURCE -I%s -g -o %s %s/%s %s", compiler, SOURCE_DIR, out,
			SOURCE_DIR, source, flags));

	if (!done.status)
		return out;
	skip(format("%s: %s %s does not build here", name, compiler, flags));
	return NULL;
}

char *compile_embedding(const char *flags, const char *source, const char *name)
{
	struct spawned version = RUN(BASE, "-c", "import sys; print(hex(sys.hexversion), end='')");
	char *program = compile(CC, format("-rdynamic -DPYTHON=%s %s", version.out, flags), source, name);

	cr_assert(program);
	return program;
}
