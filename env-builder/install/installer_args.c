// SPDX-License-Identifier: MIT
// What pip or uv is told to install: the words behind "install".
#include "env-builder/install/installer_args.h"

#include <stdlib.h>
#include <string.h>

#include "common/tool/die.h"
#include "env-builder/install/lock_install.h"
#include "env-builder/install/pyproject.h"

void words_add(struct words *w, const char *word)
{
	w->list = need(reallocarray(w->list, w->count + 2, sizeof(*w->list)));
	w->list[w->count++] = word;
	w->list[w->count] = NULL;
}

void words_add_list(struct words *w, const char *const *list)
{
	for (; list && *list; list++)
		words_add(w, *list);
	words_add(w, "--");
}

/* Each value, with the option in front of it. */
static void add_each(struct words *w, const char *option, const char *const *values)
{
	for (; values && *values; values++) {
		if (option)
			words_add(w, option);
		words_add(w, *values);
	}
}

/* pip and uv call these alike. */
void installer_args_add_places(struct words *w, const struct options *o)
{
	if (o->no_index)
		words_add(w, "--no-index");
	if (o->index) {
		words_add(w, "--index-url");
		words_add(w, o->index);
	}
	add_each(w, "--extra-index-url", o->indexes);
	add_each(w, "--find-links", o->find_links);
}

static void add_source(struct words *w, const struct options *o)
{
	installer_args_add_places(w, o);
	if (o->require_hashes)
		words_add(w, "--require-hashes");
}

void installer_args_add_request(struct words *w, const struct options *o, const char *const *lines,
	bool locks)
{
	struct words what = {0};
	for (const char **file = o->requirements; file && *file; file++) {
		if ((lines && pyproject_is(*file)) || (!locks && locked_is(*file)))
			continue;
		words_add(&what, "-r");
		words_add(&what, *file);
	}
	add_each(&what, "-e", o->editables);
	if (o->packages || (lines && *lines))
		words_add(&what, "--");
	add_each(&what, NULL, o->packages);
	add_each(&what, NULL, lines);
	if (what.count)
		add_source(w, o);
	add_each(w, NULL, what.list);
	free(what.list);
}

void installer_args_add_upgrade(struct words *w, const struct options *o)
{
	add_source(w, o);
	words_add(w, "--upgrade");
	add_each(w, NULL, (const char *const *)o->seeds);
}

char *installer_args_command(const struct words *w, const struct options *o)
{
	struct text out = {0};
	text_add(&out, o->uv ? "uv pip install" : "pip install");
	for (size_t i = 0; i < w->count; i++) {
		text_add(&out, " ");
		text_add_quoted(&out, w->list[i]);
	}
	return text_take(&out);
}
