// SPDX-License-Identifier: MIT
// Calls under hard conditions, with an empty environment: each must do what it does with plain libc.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "common/core/count.h"
#include "tests/fixture.h"
#include "tests/hooks/reference.h"

#define LEAKS PROGRAMS "leaks"
#define MANY PROGRAMS "many"
#define RACE PROGRAMS "race"

TestSuite(survive, .init = testbed_make);

/* Every form under a condition, for the script and a program. Some form must start the script. */
static void check_condition(const char *condition, const char *program)
{
	size_t reached = 0;

	for (size_t i = 0; i < COUNT(exec_forms); i++) {
		reached += CHECK_SAME(HARDSHIP, condition, "--", exec_forms[i], testbed.script);
		CHECK_SAME(HARDSHIP, condition, "--", exec_forms[i], program);
	}
	cr_expect(reached > 0, "%s: no Python was started", condition);
}

Test(survive, a_stack_of_4_kib, .timeout = 120)
{
	check_condition("stack=4096", testbed.dynamic);
}

static void check_no_leak(const char *arguments)
{
	struct spawned s = RUN(VENVRUN, testbed.env, "--", LEAKS, "100", testbed.script, arguments);

	cr_expect(strstr(s.out, "heap 0, mapped 0, end of heap 0, pages 0, mappings 0"), "%s", s.out);
}

Test(survive, ten_thousand_vfork_children_leave_no_byte_behind, .timeout = 240)
{
	CHECK_SAME(LEAKS, "10000", testbed.static_program);
	check_no_leak(NULL);
}

/* Arguments that do not fit on the stack are in mapped memory, and a child that shares the memory does not
 * return to unmap it. */
Test(survive, vfork_children_with_many_arguments_leave_no_byte_behind, .timeout = 240)
{
	CHECK_SAME(LEAKS, "1000", "/bin/true", "9000");
	check_no_leak("9000");
}

Test(survive, a_thread_a_fork_in_a_thread_and_a_signal_handler, .timeout = 120)
{
	check_condition("thread", testbed.dynamic);
	check_condition("forked", testbed.dynamic);
	check_condition("handler", testbed.dynamic);
}

Test(survive, every_descriptor_in_use, .timeout = 120)
{
	check_condition("full", testbed.dynamic);
	/* With at most three descriptors no loader can open a library. */
	for (size_t i = 0; i < COUNT(exec_forms); i++)
		CHECK_SAME(HARDSHIP, "nofile=3", "--", exec_forms[i], testbed.static_program);
}

Test(survive, little_stack_little_memory_and_children_that_nobody_waits_for, .timeout = 120)
{
	check_condition("limit-stack=262144", testbed.dynamic);
	check_condition("as=60000000", testbed.dynamic);
	check_condition("ignore-children", testbed.dynamic);
}

/* A system call that the library makes and plain libc does not may fail. */
Test(survive, a_filter_that_denies_a_system_call, .timeout = 240)
{
	static const char *const calls[] = {"statx", "faccessat", "faccessat2", "readlinkat"};
	/* Every loader or every Python needs them. */
	static const char *const needed[] = {"openat", "newfstatat", "read", "close", "futex"};

	for (size_t i = 0; i < COUNT(calls); i++)
		check_condition(format("deny=%s", calls[i]), testbed.dynamic);
	for (size_t i = 0; i < COUNT(needed); i++)
		for (size_t f = 0; f < COUNT(exec_forms); f++)
			CHECK_SAME(HARDSHIP, format("deny=%s", needed[i]), "--", exec_forms[f],
				testbed.static_program);
}

/* The library makes the system calls that libc and the loader make, with two exceptions: faccessat2(2) before
 * it redirects a Python, and futex(2). */
Test(survive, a_filter_that_kills_for_a_system_call_that_libc_does_not_make, .timeout = 120)
{
	static const char *const calls[] = {"statx", "faccessat", "readlinkat"};

	for (size_t i = 0; i < COUNT(calls); i++)
		check_condition(format("kill=%s", calls[i]), testbed.dynamic);
}

Test(survive, a_bad_pointer_is_reported_by_the_kernel, .timeout = 240)
{
	static const char *const pointers[] = {"path", "argv", "envp", "word", "entry"};
	static const char *const ways[] = {"bad", "open", "null"};

	for (size_t w = 0; w < COUNT(ways); w++) {
		for (size_t p = 0; p < COUNT(pointers); p++) {
			char *condition = format("%s=%s", ways[w], pointers[p]);
			for (size_t i = 0; i < COUNT(exec_forms); i++) {
				/* glibc rejects a null environment here, although the kernel accepts it; with
				 * the library the environment is not null. */
				if (!strcmp(condition, "null=envp") && !strcmp(exec_forms[i], "fexecve"))
					continue;
				/* If glibc itself crashes, there is nothing to compare. */
				struct spawned s = RUN(HARDSHIP, condition, "--", exec_forms[i],
					testbed.script);
				if (!WIFSIGNALED(s.status))
					CHECK_SAME(HARDSHIP, condition, "--", exec_forms[i], testbed.script);
			}
		}
	}
}

/* The forms that take any number of arguments. */
static const char *const big_forms[] = {"execve", "execvp", "fexecve", "posix_spawn"};

/* The limit is that of plain libc without the size of our two variables. An argument takes one byte, its NUL
 * and a pointer. */
Test(survive, arguments_up_to_the_limit, .timeout = 240)
{
	struct spawned ours = RUN(VENVRUN, testbed.env, "--", "sh", "-c",
		"printf %s \"LD_PRELOAD=$LD_PRELOAD VENVRUN_POLICY=$VENVRUN_POLICY\"");
	const long pointer = sizeof(char *), each = 2 + pointer, bytes = (long)ours.len + 1 + 2 * pointer;

	CHECK_SAME(MANY, "limit", "one", "execve", "/bin/true");
	for (size_t i = 0; i < COUNT(big_forms); i++) {
		struct spawned without = RUN(MANY, "limit", "all", big_forms[i], "/bin/true");
		struct spawned with = RUN(VENVRUN, testbed.env, "--", MANY, "limit", "all", big_forms[i],
			"/bin/true");
		long fewer = (atol(without.out) - atol(with.out)) / 2 * each;
		cr_expect(labs(fewer - bytes) <= each,
			"%s: %s without venvrun, %s with it, %ld bytes for our variables", big_forms[i],
			without.out, with.out, bytes);
	}
}

/* The last is more than fits on a stack and more than the kernel accepts. */
Test(survive, a_hundred_thousand_arguments_two_mib_of_them_and_two_million, .timeout = 240)
{
	static const char *const counts[][2] = {{"100000", "1200000"}, {"16", "2000000"},
		{"2000000", "4000000"}};

	for (size_t n = 0; n < COUNT(counts); n++) {
		for (size_t i = 0; i < COUNT(big_forms); i++) {
			CHECK_SAME(MANY, counts[n][0], counts[n][1], big_forms[i], testbed.script);
			CHECK_SAME(MANY, counts[n][0], counts[n][1], big_forms[i], "/bin/true");
		}
	}
}

Test(survive, threads_that_change_the_environment_during_the_calls, .timeout = 120)
{
	struct spawned s = RUN("sh", "-c",
		format("%s %s -- %s 600 %s 2>&1 >/dev/null", VENVRUN, testbed.env, RACE,
			testbed.static_program));

	cr_expect_eq(s.status, 0, "status %x", (unsigned)s.status);
	cr_expect_str_eq(s.out, "survived\n");
}

/* The library is behind ours in the order of the loader, so its constructor is called first. It is preloaded,
 * or needed by the program. */
Test(survive, a_constructor_that_comes_before_ours, .timeout = 120)
{
	char *library = compile(CC, "-shared -fPIC", "tests/programs/early.c", "libearly.so");
	char *program = compile(CC, format("-Wl,--no-as-needed %s", library), "tests/programs/argv.c",
		"needs");

	cr_assert(library && program);
	for (size_t i = 0; i < COUNT(exec_forms); i++) {
		const char *preloaded[] = {format("LD_PRELOAD=%s", library), NULL};
		const char *early = format("EARLY=%s %s", exec_forms[i], testbed.script);
		size_t reached = check_same(NULL, (const char *const[]){"env", early, program, NULL}, NULL);
		cr_expect_eq(reached, 1, "%s: the library is needed by the program", exec_forms[i]);
		reached = check_same(NULL, (const char *const[]){"env", early, testbed.dynamic, NULL},
			preloaded);
		cr_expect_eq(reached, 1, "%s: the library is preloaded", exec_forms[i]);
	}
}

Test(survive, errno_and_a_thread_that_is_cancelled_in_system, .timeout = 60)
{
	CHECK_SAME(PROGRAMS "kept", testbed.script);
}
