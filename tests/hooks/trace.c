// SPDX-License-Identifier: MIT
// Every row of the exec family tells what it executes, and no call is changed by that.
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "tests/fixture.h"
#include "tests/hooks/reference.h"

#define PROBE BUILD_DIR "/tests/hooks/probe"
#define HARDSHIP BUILD_DIR "/tests/programs/hardship"
#define STANDIN BUILD_DIR "/tests/hooks/standin.so"

static const struct row {
	const char *family, *name;
} rows[] = {
#define HOOK(family, ret, name, ...) {#family, #name},
#include "preload/hooks.def"
#undef HOOK
};

static bool starts(const struct row *row)
{
	static const char *const families[] = {"exec", "list", "pidfd", "command"};

	for (size_t i = 0; i < sizeof families / sizeof *families; i++)
		if (!strcmp(row->family, families[i]))
			return true;
	return false;
}

static const char *read_all(const char *path)
{
	char *text = NULL;
	size_t size = 0;
	FILE *f = fopen(path, "r");

	cr_assert(f && getdelim(&text, &size, '\0', f) > 0, "cannot read %s", path);
	fclose(f);
	return text;
}

Test(trace_hooks, each_tells_what_it_executes, .timeout = 120)
{
	static const char *standin[] = {"LD_PRELOAD=" STANDIN, NULL};
	struct place place = place_make();

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (!starts(&rows[i]))
			continue;
		char *file = format("%s/trace-%zu", fixture_dir(), i),
		     *call = format("\"call\": \"%s\"", rows[i].name);
		const char *words[] = {VENVRUN, format("--trace=%s", file), place.env, "--", PROBE,
			rows[i].name, "/bin/true", NULL};
		struct spawned s = fixture_run(words, standin);
		const char *told = read_all(file), *event = strstr(told, call);
		cr_expect(event && strstr(event, "/true"), "%s: %s, and %s", rows[i].name, told, s.out);
		cr_expect(event && !strstr(event + 1, call), "%s, twice: %s", rows[i].name, told);
	}
}

/* What is asked of the library without a trace: a stack of 4 KiB, a handler, a thread, no descriptor left,
 * bad pointers. */
Test(trace_hooks, no_call_is_changed_by_it, .timeout = 240)
{
	static const char *const conditions[] = {"stack=4096", "handler", "thread", "forked",
		/* and what leaves nothing to tell */ "full", "bad=path", "bad=argv", "bad=envp", "null=path",
		"open=word"};
	static const char *const forms[] = {"execve", "execvp", "execl", "fexecve", "execveat", "syscall",
		"posix_spawnp", "system"};
	enum { CAN_TELL = 4 };
	struct place place = place_make();

	for (size_t c = 0; c < sizeof conditions / sizeof *conditions; c++) {
		for (size_t f = 0; f < sizeof forms / sizeof *forms; f++) {
			char *file = format("%s/t", fixture_dir());
			const char *words[] = {VENVRUN, format("--trace=%s", file), place.env, "--", HARDSHIP,
				conditions[c], "--", forms[f], place.dynamic, NULL};
			struct spawned with = fixture_run(words, NULL),
				       without = fixture_run(words + 4, NULL);
			cr_expect(with.status == without.status && !strcmp(with.out, without.out),
				"%s, %s: %x %s, and without %x %s", conditions[c], forms[f],
				(unsigned)with.status, with.out, (unsigned)without.status, without.out);
			cr_expect(c >= CAN_TELL || strstr(read_all(file), forms[f]),
				"%s, %s: nothing was told", conditions[c], forms[f]);
		}
	}
}
