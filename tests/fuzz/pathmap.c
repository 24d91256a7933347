// SPDX-License-Identifier: MIT
// Fuzzes pathmap_find: it finds the directory that path_clean() leads to. A path that pathmap_may() excludes
// is in none.
#include "common/core/path.h"
#include "common/core/pathmap.h"
#include "tests/fuzz/targets.h"

/* The names of the directories have few letters, so that the fuzzer finds them. No directory is in
 * another. */
static char text[] =
	"1;env=/e;python=/e/p;lib=/l;py=3.11;match=major;site=/e/s-packages;base=/a/"
	"-packages;base=/x-packages;"
	"base=/a/b/x-packages;hide=/b/-packages;hide=/a/x-packages";

static enum pathmap_kind kind_of(const struct policy *policy, const char *clean)
{
	for (size_t i = 0; i < policy->bases; i++)
		if (path_under(clean, policy->base[i]))
			return PATHMAP_SITE;
	for (size_t i = 0; i < policy->hides; i++)
		if (path_under(clean, policy->hide[i]))
			return PATHMAP_HIDDEN;
	return PATHMAP_NONE;
}

/* The path up to tail is the directory, and the remaining path does not leave it. */
static void check_tail(const struct policy *policy, const char *path, struct pathmap found)
{
	char *head = strdup(path), *clean = malloc(strlen(path) + 1);

	check(found.tail <= strlen(path) && (!path[found.tail] || path[found.tail] == '/'));
	for (size_t end = found.tail; end <= strlen(path); end++) {
		if (path[end] && path[end] != '/')
			continue;
		head[end] = '\0';
		path_clean(clean, head);
		check(kind_of(policy, clean) == found.kind);
		bool is_directory = false;
		for (size_t i = 0; i < policy->bases; i++)
			is_directory |= !strcmp(clean, policy->base[i]);
		for (size_t i = 0; i < policy->hides; i++)
			is_directory |= !strcmp(clean, policy->hide[i]);
		check(is_directory || end > found.tail);
		head[end] = path[end];
	}
	free(head);
	free(clean);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct policy policy;

	if (!policy.env)
		check(policy_parse(text, &policy));
	/* ASan reports a read past this block, which has the string's size, except in pathmap_scan(), which
	 * reads words. */
	size_t length = strnlen((const char *)data, size) + 1;
	char *path = malloc(length + 1), *clean = malloc(length + 1);

	check(path && clean);
	path[0] = '/';
	if (size)
		memcpy(path + 1, data, length - 1);
	path[length] = '\0';
	path_clean(clean, path);
	struct pathmap found = pathmap_find(&policy, path);
	check(found.kind == kind_of(&policy, clean));
	if (found.kind)
		check_tail(&policy, path, found);
	if (!pathmap_may(path))
		check(!found.kind);
	/* A component is found at any position. */
	bool has = false;
	for (const char *p = path; (p = strstr(p, "-packages")); p++)
		has |= !p[9] || p[9] == '/';
	check(pathmap_may(path) == has && pathmap_may(path + 1) == has);
	free(path);
	free(clean);
	return 0;
}
