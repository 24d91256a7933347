// SPDX-License-Identifier: MIT
// Fuzzes the parts of common/core without a target of their own: patterns, environments, ELF files, traces,
// names, searches in PATH.
#include <fnmatch.h>
#include <stdbool.h>

#include "common/core/count.h"
#include "common/core/envp.h"
#include "common/core/envp_plan.h"
#include "common/core/glob.h"
#include "common/core/image.h"
#include "common/core/interp.h"
#include "common/core/introspection.h"
#include "common/core/elf_kind.h"
#include "common/core/search.h"
#include "common/core/segment.h"
#include "common/core/trace.h"
#include "tests/fuzz/targets.h"

/* The contents of every file. */
static const struct input *file;

static long read_file(const char *path, size_t offset, char *buf, size_t n)
{
	size_t left = offset < file->size ? file->size - offset : 0, some = n < left ? n : left;
	(void)path;
	if (some)
		memcpy(buf, file->data + offset, some);
	return (long)some;
}

static int answer(const char *path)
{
	return strlen(path) % 2 ? 0 : -2;
}

static const struct exec_io io = {.executable = answer,
	.exists = answer,
	.read = read_file,
	.set_id = answer};

static void fuzz_glob(const struct input *in)
{
	const char *pattern = input_string(in, 0), *text = input_string(in, 1);
	if (strlen(pattern) > 200 || strlen(text) > 200)
		return;
	bool matches = glob_match(pattern, text);
	glob_match_path(pattern, text);
	/* Implementations differ in sets. */
	if (!strpbrk(pattern, "[\\"))
		check(matches == !fnmatch(pattern, text, FNM_NOESCAPE));
}

static void fuzz_environment(const struct input *in)
{
	const char *const flags = input_string(in, in->count - 1);
	const struct envp_wish wish = {.policy = "VENVRUN_POLICY=1;x",
		.lib = "/l/libvenvrun.so",
		.stray = {"/a/b.so", NULL},
		.is_python = strchr(flags, 'p'),
		.is_released = strchr(flags, 'r'),
		.is_asan = strchr(flags, 'a')};
	struct envp_plan plan;

	introspection_is(in->strings);
	envp_nested(in->strings, wish.policy);
	if (!envp_plan_measure(in->strings, &wish, &plan))
		return;
	char **out = malloc((plan.count + 1) * sizeof *out), *text = malloc(plan.text);
	envp_plan_fill(&plan, out, text);
	size_t n = 0;
	while (out[n])
		n++;
	check(n == plan.count);
	const char *preload = envp_last(out, "LD_PRELOAD");
	check(wish.is_released ? envp_is_off(out)
			       : preload && strstr(preload, wish.lib) && envp_last(out, "VENVRUN_POLICY"));
	free(out);
	free(text);
}

static void fuzz_image(const struct input *in)
{
	_Alignas(void *) char room[IMAGE_ROOM];
	char loader[256];
	struct image image;
	struct segment segment;

	file = in;
	image_parse(in->data, in->size, &image);
	for (size_t i = 0; i < 20; i++)
		segment_get(in->data, in->size, i, &segment);
	if (image_loader(&io, "/x", loader, sizeof loader))
		check(strlen(loader) < sizeof loader);
	image_needs(&io, "/x", "libasan.so:libclang_rt.asan", room);
	elf_kind_is_loader(&io, "/x", room, sizeof room);
	elf_kind_is_go(&io, "/x", room, sizeof room);
}

static void fuzz_trace(const struct input *in)
{
	const char *why = input_string(in, 2);
	const struct trace_event event = {.kind = (enum trace_kind)(in->size % (TRACE_PATH + 1)),
		.pid = 1,
		.parent = 2,
		.depth = (int)in->size % 30,
		.call = "execve",
		.file = input_string(in, 0),
		.to = in->count > 1 ? in->strings[1] : NULL,
		.rule = "none",
		.why = in->size & 2 && strlen(why) < TRACE_WHY ? why : NULL,
		.major = 3,
		.minor = in->size & 1 ? 11 : -1,
		.error = (int)in->size % 40,
		.argv = in->strings,
		.argc = in->count,
		.has_more = in->size & 4,
		.child = in->size & 8 ? 77 : 0};

	for (int json = 0; json < 2; json++) {
		size_t n = trace_format(NULL, 0, &event, json);
		char *text = malloc(n);
		check(n <= TRACE_MAX && trace_format(text, n, &event, json) == n);
		check(strlen(text) == n - 1 && strchr(text, '\n') == text + n - 2);
		free(text);
	}
}

static void fuzz_name(const struct input *in)
{
	const char *name = input_string(in, 0), *path = input_string(in, 1);
	struct interp interp;

	if (interp_parse(name, &interp))
		check(!name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789.-")] && interp.major >= 0 &&
			interp.minor >= -1);
	char *candidate = malloc(search_room(path, name));
	size_t found = 0;
	for (const char *at = path; search_next(&at, name, candidate); found++)
		check(strlen(candidate) >= strlen(name) &&
			!strcmp(candidate + strlen(candidate) - strlen(name), name));
	check(found <= strlen(path) + 1);
	free(candidate);
}

static const struct target targets[] = {
	{"glob", fuzz_glob},
	{"environment", fuzz_environment},
	{"image", fuzz_image},
	{"trace", fuzz_trace},
	{"name", fuzz_name},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return targets_run(targets, COUNT(targets), data, size);
}
