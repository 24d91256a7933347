// SPDX-License-Identifier: MIT
// What the FILE of -r is.
#include "env-builder/install/requirement_source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"

/* The beginning of a list that --lock wrote (templates/write_lock.py). */
#define LOCK_HEAD "# venvbuild lock "

bool requirement_is_pylock_name(const char *file)
{
	const char *name = path_base(file), *dot = text_starts(name, "pylock.") ? strrchr(name, '.') : NULL;
	return dot && !strcmp(dot, ".toml") && !strstr(file, "://") &&
		(dot == name + 6 || (dot > name + 7 && strchr(name + 7, '.') == dot));
}

/* A pipe is not opened: its text can be read only once, by the installer. */
static bool has_lock_head(const char *file)
{
	char head[sizeof(LOCK_HEAD)] = "";
	_cleanup_fclose_ FILE *f = fs_is_file(file) ? fopen(file, "re") : NULL;
	return f && fgets(head, sizeof(head), f) && !strcmp(head, LOCK_HEAD);
}

static enum requirement_kind kind_of(const char *file)
{
	if (!strcmp(path_base(file), "pyproject.toml"))
		return REQUIREMENT_PYPROJECT;
	if (requirement_is_pylock_name(file))
		return REQUIREMENT_PYLOCK;
	return has_lock_head(file) ? REQUIREMENT_LOCKED : REQUIREMENT_LIST;
}

void requirement_sources_add(struct requirement_sources *sources, const char *file)
{
	sources->list = need(reallocarray(sources->list, sources->count + 1, sizeof(*sources->list)));
	sources->list[sources->count++] = (struct requirement_source){file, kind_of(file)};
}

void requirement_sources_clear(struct requirement_sources *sources)
{
	free(sources->list);
	*sources = (struct requirement_sources){0};
}

bool requirement_sources_have(const struct requirement_sources *sources, enum requirement_kind kind)
{
	for (size_t i = 0; i < sources->count; i++)
		if (sources->list[i].kind == kind)
			return true;
	return false;
}

void requirement_sources_lists(const struct requirement_sources *sources, struct strings *list)
{
	for (size_t i = 0; i < sources->count; i++) {
		const struct requirement_source *source = &sources->list[i];
		if (source->kind == REQUIREMENT_LIST || source->kind == REQUIREMENT_LOCKED)
			strings_add(list, source->file);
	}
}

bool requirement_is_lock(const struct requirement_source *source)
{
	return source->kind == REQUIREMENT_LOCKED || source->kind == REQUIREMENT_PYLOCK;
}
