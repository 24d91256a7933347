// SPDX-License-Identifier: MIT
// Calls made under hard conditions, with an empty environment: plain libc is the reference for each.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "tests/fixture.h"
#include "tests/hooks/reference.h"

#define HARDSHIP BUILD_DIR "/tests/programs/hardship"
#define LEAKS BUILD_DIR "/tests/programs/leaks"
#define MANY BUILD_DIR "/tests/programs/many"
#define RACE BUILD_DIR "/tests/programs/race"

static const char *const forms[] = {"execve", "execv", "execvp", "execvpe", "execl", "execlp", "execle",
	"fexecve", "execveat", "syscall", "posix_spawn", "posix_spawnp", "system"};
#define FORMS (sizeof forms / sizeof *forms)

/* Every form under a condition, for the script and a program; the script has to be reached by some. */
static void check_condition(const struct place *place, const char *condition, const char *program)
{
	size_t reached = 0;

	for (size_t i = 0; i < FORMS; i++) {
		reached += CHECK_SAME(place, HARDSHIP, condition, "--", forms[i], place->script);
		CHECK_SAME(place, HARDSHIP, condition, "--", forms[i], program);
	}
	cr_expect(reached > 0, "%s: Python was not reached", condition);
}

Test(survive, a_stack_of_4_kib, .timeout = 120)
{
	struct place place = place_make();

	check_condition(&place, "stack=4096", place.dynamic);
}

Test(survive, ten_thousand_vfork_children_leave_no_byte_behind, .timeout = 240)
{
	struct place place = place_make();

	CHECK_SAME(&place, LEAKS, "10000", place.program);
	struct spawned s = RUN(VENVRUN, place.env, "--", LEAKS, "100", place.script);
	cr_expect(strstr(s.out, "heap 0, mapped 0, end of heap 0, pages 0, mappings 0"), "%s", s.out);
}

/* What does not fit on the stack is mapped, and a child that shares the memory does not come back to unmap
 * it. */
Test(survive, nor_do_those_with_many_arguments, .timeout = 240)
{
	struct place place = place_make();

	CHECK_SAME(&place, LEAKS, "1000", "/bin/true", "9000");
	struct spawned s = RUN(VENVRUN, place.env, "--", LEAKS, "100", place.script, "9000");
	cr_expect(strstr(s.out, "heap 0, mapped 0, end of heap 0, pages 0, mappings 0"), "%s", s.out);
}

Test(survive, a_thread_a_fork_in_a_thread_and_a_signal_handler, .timeout = 120)
{
	struct place place = place_make();

	check_condition(&place, "thread", place.dynamic);
	check_condition(&place, "forked", place.dynamic);
	check_condition(&place, "handler", place.dynamic);
}

Test(survive, every_descriptor_in_use, .timeout = 120)
{
	struct place place = place_make();

	check_condition(&place, "full", place.dynamic);
	/* With three descriptors at most no loader can open a library. */
	for (size_t i = 0; i < FORMS; i++)
		CHECK_SAME(&place, HARDSHIP, "nofile=3", "--", forms[i], place.program);
}

Test(survive, little_stack_little_memory_and_children_that_nobody_waits_for, .timeout = 120)
{
	struct place place = place_make();

	check_condition(&place, "limit-stack=262144", place.dynamic);
	check_condition(&place, "as=60000000", place.dynamic);
	check_condition(&place, "ignore-children", place.dynamic);
}

/* What the library asks the kernel and plain libc does not may be denied. */
Test(survive, a_filter_that_denies_a_system_call, .timeout = 240)
{
	static const char *const calls[] = {"statx", "faccessat", "faccessat2", "readlinkat"};
	/* By every loader, or every Python. */
	static const char *const needed[] = {"openat", "newfstatat", "read", "close", "futex"};
	struct place place = place_make();

	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		check_condition(&place, format("deny=%s", calls[i]), place.dynamic);
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		for (size_t f = 0; f < FORMS; f++)
			CHECK_SAME(&place, HARDSHIP, format("deny=%s", needed[i]), "--", forms[f],
				place.program);
}

/* The library makes the system calls that libc and the loader make, with two exceptions: faccessat2(2) before
 * a Python is started in the place of another, and futex(2). */
Test(survive, a_filter_that_kills_for_a_system_call_that_libc_does_not_make, .timeout = 120)
{
	static const char *const calls[] = {"statx", "faccessat", "readlinkat"};
	struct place place = place_make();

	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		check_condition(&place, format("kill=%s", calls[i]), place.dynamic);
}

Test(survive, a_bad_pointer_is_the_kernels_to_report, .timeout = 240)
{
	static const char *const pointers[] = {"path", "argv", "envp", "word", "entry"};
	static const char *const ways[] = {"bad", "open", "null"};
	struct place place = place_make();

	for (size_t w = 0; w < sizeof ways / sizeof *ways; w++) {
		for (size_t p = 0; p < sizeof pointers / sizeof *pointers; p++) {
			char *condition = format("%s=%s", ways[w], pointers[p]);
			for (size_t i = 0; i < FORMS; i++) {
				/* glibc refuses a null environment here, though the kernel takes it; with the
				 * library there is none. */
				if (!strcmp(condition, "null=envp") && !strcmp(forms[i], "fexecve"))
					continue;
				/* Where glibc itself crashes there is nothing to compare. */
				struct spawned s = RUN(HARDSHIP, condition, "--", forms[i], place.script);
				if (!WIFSIGNALED(s.status))
					CHECK_SAME(&place, HARDSHIP, condition, "--", forms[i], place.script);
			}
		}
	}
}

/* Those that take as many arguments as there are. */
static const char *const big_forms[] = {"execve", "execvp", "fexecve", "posix_spawn"};
#define BIG_FORMS (sizeof big_forms / sizeof *big_forms)

/* The boundary is that of plain libc, but for our two variables; an argument is one byte, its NUL and a
 * pointer. */
Test(survive, arguments_up_to_the_very_limit, .timeout = 240)
{
	struct place place = place_make();
	struct spawned ours = RUN(VENVRUN, place.env, "--", "sh", "-c",
		"printf %s \"LD_PRELOAD=$LD_PRELOAD VENVRUN_POLICY=$VENVRUN_POLICY\"");
	const long pointer = sizeof(char *), each = 2 + pointer, bytes = (long)ours.len + 1 + 2 * pointer;

	CHECK_SAME(&place, MANY, "limit", "one", "execve", "/bin/true");
	for (size_t i = 0; i < BIG_FORMS; i++) {
		struct spawned without = RUN(MANY, "limit", "all", big_forms[i], "/bin/true");
		struct spawned with = RUN(VENVRUN, place.env, "--", MANY, "limit", "all", big_forms[i],
			"/bin/true");
		long fewer = (atol(without.out) - atol(with.out)) / 2 * each;
		cr_expect(labs(fewer - bytes) <= each,
			"%s: %s plainly, %s under venvrun, %ld bytes for our variables", big_forms[i],
			without.out, with.out, bytes);
	}
}

/* The last is more than fits on a stack, and than the kernel takes. */
Test(survive, a_hundred_thousand_arguments_two_mib_of_them_and_two_million, .timeout = 240)
{
	static const char *const counts[][2] = {{"100000", "1200000"}, {"16", "2000000"},
		{"2000000", "4000000"}};
	struct place place = place_make();

	for (size_t n = 0; n < sizeof counts / sizeof *counts; n++) {
		for (size_t i = 0; i < BIG_FORMS; i++) {
			CHECK_SAME(&place, MANY, counts[n][0], counts[n][1], big_forms[i], place.script);
			CHECK_SAME(&place, MANY, counts[n][0], counts[n][1], big_forms[i], "/bin/true");
		}
	}
}

Test(survive, threads_that_change_the_environment_meanwhile, .timeout = 120)
{
	struct place place = place_make();
	struct spawned s = RUN("sh", "-c",
		format("%s %s -- %s 600 %s 2>&1 >/dev/null", VENVRUN, place.env, RACE, place.program));

	cr_expect_eq(s.status, 0, "status %x", (unsigned)s.status);
	cr_expect_str_eq(s.out, "survived\n");
}

/* Behind ours in the loader's order, its constructor comes first: preloaded, or needed by the program. */
Test(survive, a_constructor_that_comes_before_ours, .timeout = 120)
{
	struct place place = place_make();
	char *library = compile(&place, CC, "-shared -fPIC", "tests/programs/early.c", "libearly.so");
	char *program = compile(&place, CC, format("-Wl,--no-as-needed %s", library), "tests/programs/argv.c",
		"needs");

	cr_assert(library && program);
	for (size_t i = 0; i < FORMS; i++) {
		const char *preloaded[] = {format("LD_PRELOAD=%s", library), NULL};
		const char *early = format("EARLY=%s %s", forms[i], place.script);
		size_t reached = check_same(&place, NULL, (const char *const[]){"env", early, program, NULL},
			NULL);
		cr_expect_eq(reached, 1, "%s, needed", forms[i]);
		reached = check_same(&place, NULL, (const char *const[]){"env", early, place.dynamic, NULL},
			preloaded);
		cr_expect_eq(reached, 1, "%s, preloaded", forms[i]);
	}
}

Test(survive, errno_and_a_thread_that_is_cancelled_in_system, .timeout = 60)
{
	struct place place = place_make();

	CHECK_SAME(&place, BUILD_DIR "/tests/programs/kept", place.script);
}
