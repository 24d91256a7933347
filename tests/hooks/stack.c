// SPDX-License-Identifier: MIT
// What a call needs of the stack does not grow with what it is given: made at the end of small ones, it ends
// as without the library. A call that crashes without it, too, as libc itself needs more, says nothing.
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "tests/fixture.h"
#include "tests/hooks/reference.h"

#define HARDSHIP BUILD_DIR "/tests/programs/hardship"

static const char *const sizes[] = {"4096", "8192", "16384", "65536"};
#define SIZES (sizeof sizes / sizeof *sizes)

static const char *const forms[] = {"execve", "execv", "execvp", "execvpe", "execl", "execlp", "execle",
	"fexecve", "execveat", "syscall", "posix_spawn", "posix_spawnp", "system"};
#define FORMS (sizeof forms / sizeof *forms)

/* What a command prints, on one line. */
static char *output(const char *const *words)
{
	struct spawned s = fixture_run(words, NULL);

	for (size_t i = 0; i < s.len; i++)
		s.out[i] += s.out[i] ? 0 : '|';
	return format("%s(%x)", s.out, (unsigned)s.status);
}

/* How often is Python reached with the library? With --trace a call needs more. */
static size_t check(const struct place *place, const char *size, const char *const *conditions,
	const char *form, const char *file)
{
	const char *const options[] = {"--match=major", format("--trace=%s/trace", place->dir)};
	const char *words[16] = {VENVRUN, NULL, place->env, "--", HARDSHIP, format("stack=%s", size)},
		   **program = words + 4;
	size_t n = 6, reached = 0;

	for (; *conditions; conditions++)
		words[n++] = *conditions;
	words[n++] = "--";
	words[n++] = form;
	words[n++] = file;
	const char *plain = output(program), *wanted = expected(plain, place->env, &reached);
	if (strstr(plain, "child: status b\n"))
		return 0;
	for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
		words[1] = options[i];
		const char *got = output(words);
		cr_expect_str_eq(got, wanted, "%s stack=%s %s %s %s %s: \"%s\" plainly, \"%s\" under venvrun",
			options[i], size, words[6], words[7], form, file, plain, got);
	}
	return reached;
}

static const struct {
	const char *words[3];
	bool runs; /* the script, by some form */
} conditions[] = {{{NULL}, true}, {{"arguments=9000"}, true}, {{"variables=5000"}, true},
	{{"arguments=9000", "variables=5000"}, true}, {{"search=100000"}, true}, {{"name=300000"}, false},
	{{"slash=300000"}, false}, {{"slash=4000"}, false}, {{"search=100000", "name=255"}, false}};
#define CONDITIONS (sizeof conditions / sizeof *conditions)

ParameterizedTestParameters(stack, of_what_executes_programs)
{
	static size_t rows[SIZES];

	for (size_t i = 0; i < SIZES; i++)
		rows[i] = i;
	return cr_make_param_array(size_t, rows, SIZES);
}

ParameterizedTest(size_t *row, stack, of_what_executes_programs, .timeout = 400)
{
	struct place place = place_make();

	for (size_t c = 0; c < CONDITIONS; c++) {
		size_t reached = 0;
		for (size_t f = 0; f < FORMS; f++) {
			reached += check(&place, sizes[*row], conditions[c].words, forms[f], place.script);
			check(&place, sizes[*row], conditions[c].words, forms[f], place.dynamic);
		}
		cr_expect(!reached == !conditions[c].runs, "%s, %s: Python was reached by %zu", sizes[*row],
			conditions[c].words[0], reached);
	}
}

/* Whoever calls has frames of its own, and compilers make larger ones than these. */
Test(stack, leaves_some_of_4_kib, .timeout = 120)
{
	const size_t most = 4096 - 256;
	struct place place = place_make();
	const char *const options[] = {"--match=major", format("--keep=%s/nothing", place.dir),
		format("--trace=%s/trace", place.dir)};
	const char *const files[] = {place.script, place.dynamic};

	for (size_t i = 0; i < sizeof options / sizeof *options * FORMS * 2; i++) {
		const char *option = options[i / 2 / FORMS], *form = forms[i / 2 % FORMS];
		const char *file = files[i % 2],
			   *words[] = {VENVRUN, option, place.env, "--", HARDSHIP, "measure=65536", "--",
				   form, file, NULL};
		const char *out = output(words), *used = strstr(out, "used ");
		cr_assert(used, "%s %s %s: %s", option, form, file, out);
		cr_expect_leq(strtoul(used + strlen("used "), NULL, 10), most, "%s %s %s: %s", option, form,
			file, used);
	}
}

/* A path of as many bytes that leads to the same file. */
static char *long_path(const char *dir, size_t size, const char *name)
{
	char *ret = format("%s", dir);

	while (strlen(ret) + strlen(name) + 3 < size)
		ret = format("%s/././././././././.", ret);
	return format("%s/%s", ret, name);
}

/* Does a line of the output say so of the function? */
static bool says(const char *out, const char *name, size_t length, const char *what)
{
	for (const char *line = out; line; line = strchr(line, '\n'), line += line != NULL)
		if (!strncmp(line, name, length) && !strncmp(line + length, what, strlen(what)))
			return true;
	return false;
}

/* No function crashes that does not by itself on a KiB less;
 * those that only look find the file that is in the environment alone. */
static void check_paths(const struct place *place, const char *program, const char *size, const char *path)
{
	const char *const options[] = {"--match=major", format("--trace=%s/trace", place->dir)};
	static const char *const looks[] = {"open", "openat", "stat", "lstat", "access", "statfs", "chmod",
		"syscall"};
	const char *less = format("%ld", atol(size) - 1024),
		   *plain = RUN("env", "-C", "/", program, less, path).out;

	for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
		const char *out =
			RUN("env", "-C", "/", VENVRUN, options[i], place->env, "--", program, size, path).out;
		for (const char *line = out; *line; line += strcspn(line, "\n"), line += *line == '\n') {
			size_t n = strcspn(line, ":");
			/* These need the more the longer a path is, by themselves,
			 * and the one that is meant is longer. */
			bool grows = !strncmp(line, "glob", n) || !strncmp(line, "dlopen", n);
			cr_expect(grows || !says(out, line, n, ": crash") || says(plain, line, n, ": crash"),
				"%s %s: %.*s crashes for %zu bytes", size, options[i], (int)n, line,
				strlen(path));
		}
		for (size_t l = 0; l < sizeof looks / sizeof *looks; l++)
			cr_expect(says(out, looks[l], strlen(looks[l]), ": exit 0"),
				"%s %s: %s of %zu bytes: %s", size, options[i], looks[l], strlen(path), out);
	}
}

Test(stack, of_what_takes_paths, .timeout = 300)
{
	const char *site = "/usr/lib/python3/dist-packages", *package = "only_here.py";
	struct place place = place_make();
	struct spawned version = RUN(BASE, "-c", "import sys; print(hex(sys.hexversion), end='')");
	char *program = compile(&place, CC, format("-rdynamic -DPYTHON=%s -Wl,-z,now", version.out),
		"tests/programs/cramped.c", "cramped");

	cr_assert(program);
	for (size_t i = 0; i < SIZES; i++) {
		check_paths(&place, program, sizes[i], format("%s/%s", site, package));
		check_paths(&place, program, sizes[i], long_path(site, 600, package));
		check_paths(&place, program, sizes[i], long_path(site, 4000, package));
		check_paths(&place, program, sizes[i], long_path(site + 1, 2000, package));
	}
}
