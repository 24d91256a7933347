// SPDX-License-Identifier: MIT
// Starts programs with the library and without it, and compares the results.
#include "tests/hooks/compare.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/core/names.h"
#include "common/core/policy.h"
#include "common/core/policy_format.h"
#include "tests/fixture.h"

char *compare_dir;
static char *policy; /* the entry VENVRUN_POLICY=... */

void compare_begin(void)
{
	static char text[POLICY_MAX];

	compare_dir = fixture_dir();
	cr_assert(!chmod(compare_dir, 0755) && !chdir(compare_dir));
	cr_assert_eq(RUN("sh", "-c",
			     "cp \"$0\" \"$1\" \"$2\" . && cp \"$3\" i && cp i busy && cp i secret && chmod "
			     "111 secret",
			     LIBRARY, BUILD_DIR "/tests/hooks/standin.so", BUILD_DIR "/tests/programs/escape",
			     BUILD_DIR "/tests/programs/seen")
			     .status,
		0);
	struct policy value = {
		.env = format("%s/env", compare_dir),
		.python = format("%s/env/bin/python3", compare_dir),
		.lib = format("%s/" LIBRARY_NAME, compare_dir),
		.major = 3,
		.minor = 11,
	};
	cr_assert(policy_format(text, sizeof text, &value) <= sizeof text);
	policy = format("%s=%s", POLICY_VARIABLE, text);
}

/* The standard output and error of a run. */
struct output {
	char *text;
	size_t len;
	int status;
};

/* Executes words. The output is collected in a file, as it may be long. */
static struct output run_words(const char *const *words, const char *const *envp)
{
	struct output output = {.text = NULL};
	FILE *f = fopen("output", "we+");

	cr_assert(f);
	pid_t pid = fork();
	if (!pid) {
		if (dup2(fileno(f), STDOUT_FILENO) >= 0 && dup2(fileno(f), STDERR_FILENO) >= 0)
			execve(words[0], (char *const *)words, (char *const *)envp);
		_exit(127);
	}
	cr_assert(waitpid(pid, &output.status, 0) == pid && !fseek(f, 0, SEEK_END));
	output.len = (size_t)ftell(f);
	output.text = calloc(1, output.len + 1);
	rewind(f);
	cr_assert(output.text && fread(output.text, 1, output.len, f) == output.len);
	fclose(f);
	return output;
}

static struct output run(const struct target *target, const char *scrub, bool unprivileged, bool with)
{
	const char *words[20], *envp[] = {"HOME=/", "A=b c", NULL, NULL, NULL, NULL};
	size_t n = 0, e = 2;

	if (unprivileged && !geteuid()) {
		words[n++] = "/usr/bin/setpriv";
		words[n++] = "--reuid=65534";
		words[n++] = "--regid=65534";
		words[n++] = "--clear-groups";
	}
	words[n++] = format("%s/escape", compare_dir);
	words[n++] = "all";
	words[n++] = scrub;
	words[n++] = "";
	words[n++] = target->file;
	if (target->argv[0]) {
		for (size_t i = 0; i < COUNT(target->argv) && target->argv[i]; i++)
			words[n++] = strcmp(target->argv[i], "NONE") != 0 ? target->argv[i] : NULL;
	} else {
		words[n++] = "zero";
		words[n++] = "a b";
		words[n++] = "";
	}
	words[n] = NULL;

	const char *path = target->path ? target->path : SYSTEM_PATH;
	if (strcmp(path, UNSET) != 0)
		envp[e++] = format("PATH=%s", path);
	const char *ours = with ? format("%s/" LIBRARY_NAME ":", compare_dir) : "";
	envp[e++] = format("LD_PRELOAD=%s%s/standin.so", ours, compare_dir);
	if (with)
		envp[e++] = policy;
	return run_words(words, envp);
}

static size_t started;

void compare_expect_started(size_t count)
{
	cr_expect(started > count, "only %zu programs were started: the test compares nothing", started);
}

/* The text of a from the first line that differs. */
static const char *difference(const struct output *a, const struct output *b)
{
	size_t i = 0, line = 0;

	for (; i < a->len && i < b->len && a->text[i] == b->text[i]; i++)
		if (a->text[i] == '\n')
			line = i + 1;
	return a->text + line;
}

/* The library must be in the caller in exactly one of the two runs: it then adds the policy to an empty
 * environment. */
static void check_control(bool unprivileged)
{
	static const struct target target = {.file = "/bin/cat", .argv = {"cat", "/proc/self/environ"}};
	struct output without = run(&target, "empty", unprivileged, false);
	struct output with = run(&target, "empty", unprivileged, true);

	cr_assert(memmem(with.text, with.len, "VENVRUN_POLICY=", 15) &&
			!memmem(without.text, without.len, "VENVRUN", 7),
		"the library is not loaded in the caller: %s", with.text);
}

void compare(const struct target *targets, size_t count, const char *scrub, bool unprivileged)
{
	check_control(unprivileged);
	for (const struct target *target = targets; target < targets + count; target++) {
		struct output without = run(target, scrub, unprivileged, false);
		struct output with = run(target, scrub, unprivileged, true);

		cr_expect(!without.status && !with.status && strstr(without.text, "wordexp ended:"),
			"%s, %s: the status of the caller is %x, and without the library %x", target->what,
			scrub, with.status, without.status);
		cr_expect(with.len == without.len && !memcmp(with.text, without.text, with.len),
			"%s, %s: with the library: %.400s\n... and without it: %.400s", target->what, scrub,
			difference(&with, &without), difference(&without, &with));
		for (const char *at = without.text; (at = strstr(at, "execfn=")); at++)
			started++;
		free(without.text);
		free(with.text);
	}
}

void compare_write(const char *path, const char *text, size_t n, unsigned mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0700);

	cr_assert(fd >= 0 && write(fd, text, n) == (ssize_t)n && !fchmod(fd, mode) && !close(fd), "%s", path);
}

void compare_make_files(void)
{
	static const char *const links[] = {"python2", "python2.7", "pypy2", "python3-config", "pythonw",
		"ipython3", "python3.11.2", "python3x"};

	compare_write("data", LINE("#!./i\n"), 0644);
	compare_write("plain", LINE("echo plain \"$0\" \"$@\"\n"), 0755);
	compare_write("loop", LINE("#!./loop\n"), 0755);
	compare_write("there", LINE("#!./back\n"), 0755);
	compare_write("back", LINE("#!./there\n"), 0755);
	for (size_t i = 0; i < COUNT(links); i++)
		cr_assert(!link("i", links[i]));
	for (int depth = 1; depth <= 6; depth++) {
		char *text = depth > 1 ? format("#!./deep%d at %d\n", depth - 1, depth)
				       : format("#!./i at 1\n");
		compare_write(format("deep%d", depth), text, strlen(text), 0755);
	}
	cr_assert(!mkdir("dir", 0755) && !mkdir("dir/python3", 0755) && !mkdir("dir/i", 0755));
	cr_assert(!mkdir("file", 0755) && !mkdir("link", 0755) && !mkdir("text", 0755) &&
		!mkdir("locked", 0755));
	compare_write("file/python3", LINE("#!./i\n"), 0644);
	compare_write("file/i", LINE("#!./i\n"), 0644);
	compare_write("text/i", LINE("echo text \"$0\" \"$@\"\n"), 0755);
	cr_assert(!symlink("nowhere", "link/python3") && !symlink("self", "self") &&
		!symlink("../i", "link/i"));
	cr_assert(!symlink("nowhere", "dangling") && !mkfifo("fifo", 0755));
	compare_write("locked/i", LINE("#!./i\n"), 0755);
	cr_assert(!chmod("locked", 0));
}
