// SPDX-License-Identifier: MIT
// Each way of tests/hooks/escape.def to change the environment before a program is started.
#pragma once

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum scrub {
#define SCRUB(id, words, carries, others) SCRUB_##id,
#include "tests/hooks/escape.def"
#undef SCRUB
	SCRUBS
};

static size_t length(char *const *array)
{
	size_t n = 0;
	while (array && array[n])
		n++;
	return n;
}

static bool is_named(const char *entry, const char *name)
{
	size_t n = strlen(name);
	return !strncmp(entry, name, n) && entry[n] == '=';
}

/* A copy of environ without the variable (NULL: of all), with room for an entry at each end. */
static char **copy(const char *without)
{
	size_t n = length(environ), used = 1;
	char **array = calloc(n + 3, sizeof *array);

	if (!array)
		abort();
	for (size_t i = 0; i < n; i++)
		if (!without || !is_named(environ[i], without))
			array[used++] = environ[i];
	return array + 1;
}

static char *entry(const char *name, const char *value)
{
	char *text;
	if (asprintf(&text, "%s=%s", name, value) < 0)
		abort();
	return text;
}

/* A copy of environ without the variable, and name=value as its last entry. */
static char **with(const char *without, const char *name, const char *value)
{
	char **array = copy(without);
	array[length(array)] = entry(name, value);
	return array;
}

/* The scrubbed environment; clearenv and environ_null change environ itself. others is for LD_PRELOAD. */
static char **scrub(enum scrub how, const char *others)
{
	static char *none[] = {NULL};
	const char *ours = getenv("LD_PRELOAD"), *policy = getenv("VENVRUN_POLICY");
	char *list, **array;

	if (asprintf(&list, "%s %s", others, ours ? ours : "") < 0)
		abort();
	switch (how) {
	case SCRUB_kept:
		break;
	case SCRUB_empty:
		return none;
	case SCRUB_null:
		return NULL;
	case SCRUB_clearenv:
		clearenv();
		break;
	case SCRUB_environ_null:
		environ = NULL;
		break;
	case SCRUB_preload_unset:
		return copy("LD_PRELOAD");
	case SCRUB_preload_replaced:
		return with("LD_PRELOAD", "LD_PRELOAD", others);
	case SCRUB_preload_behind:
		return with("LD_PRELOAD", "LD_PRELOAD", list);
	case SCRUB_preload_twice_last:
		array = copy(NULL);
		*--array = entry("LD_PRELOAD", others);
		return array;
	case SCRUB_preload_twice_first:
		return with(NULL, "LD_PRELOAD", others);
	case SCRUB_reversed:
		array = copy(NULL);
		for (size_t i = 0, n = length(array); i < n; i++)
			array[i] = environ[n - 1 - i];
		return array;
	case SCRUB_policy_unset:
		return copy("VENVRUN_POLICY");
	case SCRUB_policy_damaged:
		return with("VENVRUN_POLICY", "VENVRUN_POLICY", "damaged");
	case SCRUB_policy_cut:
		return with("VENVRUN_POLICY", "VENVRUN_POLICY",
			policy ? strndup(policy, strlen(policy) / 2) : "");
	case SCRUB_policy_twice:
		return with(NULL, "VENVRUN_POLICY", "damaged");
	case SCRUB_policy_newer:
		return with("VENVRUN_POLICY", "VENVRUN_POLICY", "2;env=/e;python=/e/bin/python");
	case SCRUB_policy_other:
		return with("VENVRUN_POLICY", "VENVRUN_POLICY", getenv("OTHER_POLICY"));
	case SCRUB_policy_added:
		return with(NULL, "VENVRUN_POLICY", getenv("OTHER_POLICY"));
	case SCRUBS:
		break;
	}
	return environ;
}
