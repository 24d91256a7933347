// SPDX-License-Identifier: MIT
// --trace records every exec that a row of the exec family makes, and changes no call.
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "common/core/count.h"
#include "tests/fixture.h"
#include "tests/hooks/reference.h"
#include "tests/hooks/role.h"

static const struct row {
	const char *name;
	enum role role;
} rows[] = {
#define HOOK(family, ret, name, ...) {#name, ROLE_##family},
#include "preload/hooks.def"
#undef HOOK
};

TestSuite(trace_hooks, .init = testbed_make);

Test(trace_hooks, each_row_is_recorded_once, .timeout = 120)
{
	static const char *standin[] = {"LD_PRELOAD=" STANDIN, NULL};

	for (size_t i = 0; i < COUNT(rows); i++) {
		if (rows[i].role != STARTS_PROGRAM)
			continue;
		char *file = format("%s/trace-%zu", fixture_dir(), i),
		     *call = format("\"call\": \"%s\"", rows[i].name);
		const char *words[] = {VENVRUN, format("--trace=%s", file), testbed.env, "--", PROBE,
			rows[i].name, "/bin/true", NULL};
		struct spawned s = fixture_run(words, standin);
		const char *trace = fixture_read(file), *event = strstr(trace, call);
		cr_expect(event && strstr(event, "/true"), "%s: the trace is %s, the output %s", rows[i].name,
			trace, s.out);
		cr_expect(event && !strstr(event + 1, call), "%s is in the trace twice: %s", rows[i].name,
			trace);
	}
}

/* The conditions of the library without a trace: a stack of 4 KiB, a signal handler, a thread, no free
 * descriptor, bad pointers. */
Test(trace_hooks, no_call_is_changed, .timeout = 240)
{
	static const char *const conditions[] = {"stack=4096", "handler", "thread", "forked",
		/* and those in which nothing can be recorded: */ "full", "bad=path", "bad=argv", "bad=envp",
		"null=path", "open=word"};
	static const char *const forms[] = {"execve", "execvp", "execl", "fexecve", "execveat", "syscall",
		"posix_spawnp", "system"};
	enum { RECORDED = 4 };

	for (size_t c = 0; c < COUNT(conditions); c++) {
		for (size_t f = 0; f < COUNT(forms); f++) {
			char *file = format("%s/t", fixture_dir());
			const char *words[] = {VENVRUN, format("--trace=%s", file), testbed.env, "--",
				HARDSHIP, conditions[c], "--", forms[f], testbed.dynamic, NULL};
			struct spawned with = fixture_run(words, NULL),
				       without = fixture_run(words + 4, NULL);
			cr_expect(with.status == without.status && !strcmp(with.out, without.out),
				"%s, %s: status %x, %s; without the library %x, %s", conditions[c], forms[f],
				(unsigned)with.status, with.out, (unsigned)without.status, without.out);
			cr_expect(c >= RECORDED || strstr(fixture_read(file), forms[f]),
				"%s, %s: not in the trace", conditions[c], forms[f]);
		}
	}
}
