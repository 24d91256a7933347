// SPDX-License-Identifier: MIT
// The stack that a call needs does not grow with its arguments: near the end of small stacks, it ends as
// without the library. A call that also crashes without the library, because libc needs more, is not
// compared.
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "common/core/count.h"
#include "tests/fixture.h"
#include "tests/hooks/reference.h"

static const char *const sizes[] = {"4096", "8192", "16384", "65536"};

TestSuite(stack, .init = testbed_make);

/* The output and status of a command, on one line. */
static char *output(const char *const *words)
{
	struct spawned s = fixture_run(words, NULL);

	show_nuls(&s);
	return format("%s(%x)", s.out, (unsigned)s.status);
}

/* Compares one call. Returns how many Pythons started with the library. With --trace a call needs more
 * stack. */
static size_t check(const char *size, const char *const *conditions, const char *form, const char *file)
{
	const char *const options[] = {"--match=major", format("--trace=%s/trace", testbed.dir)};
	const char *words[16] = {VENVRUN, NULL, testbed.env, "--", HARDSHIP, format("stack=%s", size)},
		   **program = words + 4;
	size_t n = 6, reached = 0;

	for (; *conditions; conditions++)
		words[n++] = *conditions;
	words[n++] = "--";
	words[n++] = form;
	words[n++] = file;
	const char *plain = output(program), *wanted = expected(plain, &reached);
	if (strstr(plain, "child: status b\n"))
		return 0;
	for (size_t i = 0; i < COUNT(options); i++) {
		words[1] = options[i];
		const char *got = output(words);
		cr_expect_str_eq(got, wanted,
			"%s stack=%s %s %s %s %s: \"%s\" without venvrun, \"%s\" with it", options[i], size,
			words[6], words[7], form, file, plain, got);
	}
	return reached;
}

static const struct {
	const char *words[3];
	bool runs; /* some form starts the script */
} conditions[] = {{{NULL}, true}, {{"arguments=9000"}, true}, {{"variables=5000"}, true},
	{{"arguments=9000", "variables=5000"}, true}, {{"search=100000"}, true}, {{"name=300000"}, false},
	{{"slash=300000"}, false}, {{"slash=4000"}, false}, {{"search=100000", "name=255"}, false}};

ParameterizedTestParameters(stack, of_functions_that_execute_programs)
{
	static size_t rows[COUNT(sizes)];

	for (size_t i = 0; i < COUNT(sizes); i++)
		rows[i] = i;
	return cr_make_param_array(size_t, rows, COUNT(sizes));
}

ParameterizedTest(size_t *row, stack, of_functions_that_execute_programs, .timeout = 400)
{
	for (size_t c = 0; c < COUNT(conditions); c++) {
		size_t reached = 0;
		for (size_t f = 0; f < COUNT(exec_forms); f++) {
			reached += check(sizes[*row], conditions[c].words, exec_forms[f], testbed.script);
			check(sizes[*row], conditions[c].words, exec_forms[f], testbed.dynamic);
		}
		cr_expect(!reached == !conditions[c].runs, "%s, %s: %zu Pythons were started", sizes[*row],
			conditions[c].words[0], reached);
	}
}

/* The caller has frames of its own, and other compilers make larger frames. */
Test(stack, a_call_uses_less_than_4_kib, .timeout = 120)
{
	const size_t most = 4096 - 256;
	const char *const options[] = {"--match=major", format("--keep=%s/nothing", testbed.dir),
		format("--trace=%s/trace", testbed.dir)};
	const char *const files[] = {testbed.script, testbed.dynamic};

	for (size_t i = 0; i < COUNT(options) * COUNT(exec_forms) * 2; i++) {
		const char *option = options[i / 2 / COUNT(exec_forms)],
			   *form = exec_forms[i / 2 % COUNT(exec_forms)];
		const char *file = files[i % 2],
			   *words[] = {VENVRUN, option, testbed.env, "--", HARDSHIP, "measure=65536", "--",
				   form, file, NULL};
		const char *out = output(words), *used = strstr(out, "used ");
		cr_assert(used, "%s %s %s: %s", option, form, file, out);
		cr_expect_leq(strtoul(used + strlen("used "), NULL, 10), most, "%s %s %s: %s", option, form,
			file, used);
	}
}

/* A path of at most size bytes to the same file. */
static char *long_path(const char *dir, size_t size, const char *name)
{
	char *ret = format("%s", dir);

	while (strlen(ret) + strlen(name) + 3 < size)
		ret = format("%s/././././././././.", ret);
	return format("%s/%s", ret, name);
}

/* Is there the line NAME + RESULT in the output? */
static bool has_result(const char *out, const char *name, size_t length, const char *result)
{
	for (const char *line = out; line; line = strchr(line, '\n'), line += line != NULL)
		if (!strncmp(line, name, length) && !strncmp(line + length, result, strlen(result)))
			return true;
	return false;
}

/* No function crashes, unless it also crashes without the library on a stack of 1 KiB less. The functions
 * that only read find the file, which only ENV has. */
static void check_paths(const char *program, const char *size, const char *path)
{
	const char *const options[] = {"--match=major", format("--trace=%s/trace", testbed.dir)};
	static const char *const reads[] = {"open", "openat", "stat", "lstat", "access", "statfs", "chmod",
		"syscall"};
	const char *less = format("%ld", atol(size) - 1024),
		   *plain = RUN("env", "-C", "/", program, less, path).out;

	for (size_t i = 0; i < COUNT(options); i++) {
		const char *out = RUN("env", "-C", "/", VENVRUN, options[i], testbed.env, "--", program, size,
			path)
					  .out;
		for (const char *line = out; *line; line += strcspn(line, "\n"), line += *line == '\n') {
			size_t n = strcspn(line, ":");
			/* libc needs more stack for a longer path, and the translated path is longer. */
			bool grows = !strncmp(line, "glob", n) || !strncmp(line, "dlopen", n);
			cr_expect(grows || !has_result(out, line, n, ": crash") ||
					has_result(plain, line, n, ": crash"),
				"%s %s: %.*s crashes for a path of %zu bytes", size, options[i], (int)n, line,
				strlen(path));
		}
		for (size_t r = 0; r < COUNT(reads); r++)
			cr_expect(has_result(out, reads[r], strlen(reads[r]), ": exit 0"),
				"%s %s: %s with a path of %zu bytes: %s", size, options[i], reads[r],
				strlen(path), out);
	}
}

Test(stack, of_functions_with_paths, .timeout = 300)
{
	const char *site = "/usr/lib/python3/dist-packages", *package = "only_here.py";
	char *program = compile_embedding("-Wl,-z,now", "tests/programs/cramped.c", "cramped");

	for (size_t i = 0; i < COUNT(sizes); i++) {
		check_paths(program, sizes[i], format("%s/%s", site, package));
		check_paths(program, sizes[i], long_path(site, 600, package));
		check_paths(program, sizes[i], long_path(site, 4000, package));
		check_paths(program, sizes[i], long_path(site + 1, 2000, package));
	}
}
