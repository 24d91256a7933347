// SPDX-License-Identifier: MIT
// Fuzzes release_measure and before_format: VENVRUN_BEFORE, and the variables that it names, may have any
// text.
#include "common/core/before_format.h"
#include "common/core/envp.h"
#include "common/core/envp_plan.h"
#include "tests/fuzz/targets.h"

#define MOST 16 /* variables */

static const struct policy policy = {.env = "/e", .python = "/e/bin/python", .lib = "/l/libvenvrun.so"};

/* Releases envp in memory of exactly the measured size. */
static void release(char *const *envp)
{
	const struct envp_wish wish = {.is_released = true, .left = &policy, .lib = policy.lib};
	struct envp_plan plan;

	if (!envp_plan_measure(envp, &wish, &plan))
		return;
	char **array = malloc((plan.count + 1) * sizeof *array), *text = malloc(plan.text ? plan.text : 1);
	envp_plan_fill(&plan, array, text);
	size_t count = 0;
	while (array[count])
		check(strlen(array[count++]) < SIZE_MAX);
	check(count == plan.count && envp_is_off(array) && !envp_get(array, "VENVRUN_POLICY") &&
		!envp_get(array, "VENVRUN_BEFORE"));
	free(array);
	free(text);
}

/* Formats the change from before to after, and releases the environment with it. */
static void try_change(char *const *before, char *const *after)
{
	size_t size = before_format(NULL, 0, &policy, before, after);
	char *text = malloc(size), *entry = malloc(size + 16), *whole[MOST + 2] = {NULL};

	check(before_format(text, size, &policy, before, after) == size && strlen(text) == size - 1);
	strcpy(entry, "VENVRUN_BEFORE=");
	strcat(entry, text);
	for (size_t i = 0; after[i]; i++)
		whole[i] = after[i];
	for (size_t i = 0; i <= MOST; i++)
		if (!whole[i]) {
			whole[i] = entry;
			break;
		}
	release(whole);
	free(text);
	free(entry);
}

/* The input is a list of variables, each with a NUL at its end. An empty one separates those before the
 * change from those after it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1), *before[MOST + 1] = {NULL}, *after[MOST + 1] = {NULL}, **list = before;
	size_t count = 0;

	if (size)
		memcpy(text, data, size);
	text[size] = '\0';
	for (char *at = text; at < text + size && count < MOST; at += strlen(at) + 1) {
		if (*at) {
			list[count++] = at;
		} else if (list == before) {
			list = after;
			count = 0;
		}
	}
	release(before);
	release(after);
	try_change(before, after);
	free(text);
	return 0;
}
