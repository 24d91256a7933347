// SPDX-License-Identifier: MIT
// Arguments of exec that are rare: long ones, many, and some in unreadable memory.
#pragma once

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static void check(bool ok, const char *what)
{
	if (ok)
		return;
	perror(what);
	exit(2);
}

/* The last n bytes before unreadable memory. */
static void *at_edge(size_t n)
{
	const size_t page = 4096;
	char *pages = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	check(pages != MAP_FAILED && !mprotect(pages + page, page, PROT_NONE), "mmap");
	return pages + page - n;
}

/* A string, or an array of strings, that continues into unreadable memory. */
static void *open_string(const char *which)
{
	const char *text = !strcmp(which, "entry") ? "LD_PRELOAD=/x" : "/bin/true";
	return memcpy(at_edge(strlen(text)), text, strlen(text));
}

static void *open_array(void)
{
	char **array = at_edge(sizeof *array);
	array[0] = (char *)"A=1";
	return array;
}

/* The list with more copies of entry after its own entries. */
static char **longer(char **list, size_t more, const char *entry)
{
	size_t count = 0;

	while (list[count])
		count++;
	char **ret = calloc(count + more + 1, sizeof *ret);
	check(ret, "calloc");
	memcpy(ret, list, count * sizeof *ret);
	for (size_t i = 0; i < more; i++)
		ret[count + i] = (char *)entry;
	return ret;
}

/* Returns prefix, the repeated text up to that many bytes, and suffix. */
static char *long_text(const char *prefix, size_t bytes, const char *repeated, const char *suffix)
{
	size_t before = strlen(prefix), each = strlen(repeated);
	char *ret = malloc(before + bytes + strlen(suffix) + 1);

	check(ret != NULL, "malloc");
	memcpy(ret, prefix, before);
	for (size_t i = 0; i < bytes; i++)
		ret[before + i] = repeated[i % each];
	memcpy(ret + before + bytes, suffix, strlen(suffix) + 1);
	return ret;
}
