// SPDX-License-Identifier: MIT
// Fuzzes exec_measure and exec_fill with any program, arguments, environment and file contents.
//
// The strings of an input are the arguments; the first one is the program. The contents of every file follow
// the last NUL.
#include <stdbool.h>

#include "common/core/count.h"
#include "common/core/exec.h"
#include "tests/fuzz/targets.h"

static const struct input *file;
static size_t start;

static long read_file(const char *path, size_t offset, char *buf, size_t n)
{
	size_t from = start + offset + strlen(path) % 2, left = from < file->size ? file->size - from : 0,
	       some = n < left ? n : left;
	if (some)
		memcpy(buf, file->data + from, some);
	return (long)some;
}

/* Some files exist, some do not, some are not executable. */
static int answer(const char *path)
{
	size_t sum = 5381;
	while (*path)
		sum = sum * 33 + (unsigned char)*path++;
	return sum % 4 == 0 ? -2 : sum % 5 == 0 ? -13 : 0;
}

static int is_set_id(const char *path)
{
	return *path == 's';
}

/* Half of the paths are links, to a script of a system package or to ENV's interpreter. */
static long real(const char *path, char *buf, size_t n)
{
	const char *to = answer(path)   ? NULL
		: strlen(path) % 4 == 0 ? "/usr/bin/x"
		: strlen(path) % 4 == 1 ? "/e/bin/python"
					: path;

	if (!to || *to != '/')
		return -2;
	if (strlen(to) >= n)
		return -36;
	strcpy(buf, to);
	return (long)strlen(to);
}

static int same(const char *path, const char *other)
{
	return !strcmp(path, other);
}

static const struct exec_io io = {.executable = answer,
	.exists = answer,
	.read = read_file,
	.set_id = is_set_id,
	.real = real,
	.same = same};

static void fuzz(const struct input *in, const char *options, const char *path)
{
	static char entry[] = "VENVRUN_POLICY=1;x", preload[] = "LD_PRELOAD=/x:/l/libvenvrun.so";
	char *envp[] = {preload, entry, NULL};
	char *text = strdup(options);
	struct policy policy;
	struct exec_plan plan;

	check(policy_parse(text, &policy));
	file = in;
	start = in->size;
	while (start && in->data[start - 1])
		start--;
	const struct exec_request request = {.file = in->strings[0],
		.search = path,
		.argv = in->strings,
		.envp = envp,
		.elsewhere = in->size & 1,
		.thorough = in->size & 2};
	char *scratch = malloc(exec_room(&request));
	size_t size = exec_measure(&policy, entry, &request, &io, scratch, &plan);
	check(plan.count <= EXEC_WORDS && exec_rule_name(plan.rule));
	if (size && !plan.refused) {
		void *memory = malloc(size);
		struct exec_call call = exec_fill(&plan, &request, memory);
		size_t words = 0;
		check(call.file != NULL);
		while (call.argv[words])
			words++;
		check(words <= plan.count + in->count + 1);
		free(memory);
	}
	free(scratch);
	free(text);
}

#define POLICY "1;env=/e;python=/e/bin/python;lib=/l/libvenvrun.so;py=3.11;site=/e/s-packages"

static void fuzz_path(const struct input *in)
{
	fuzz(in, POLICY ";match=major", NULL);
}

static void fuzz_search(const struct input *in)
{
	fuzz(in, POLICY ";match=any", "/bin:/usr/bin::x");
}

static void fuzz_strict(const struct input *in)
{
	fuzz(in, POLICY ";match=minor;keep=x%2Ay;strict=yes", in->size & 1 ? "/bin:." : NULL);
}

static const struct target targets[] = {{"a path", fuzz_path}, {"a search", fuzz_search},
	{"a strict policy", fuzz_strict}};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return targets_run(targets, COUNT(targets), data, size);
}
