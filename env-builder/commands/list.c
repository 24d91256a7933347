// SPDX-License-Identifier: MIT
// --list-pythons: the base interpreters on this machine.
#include "env-builder/commands/list.h"

#include "common/tool/cleanup.h"
#include "common/tool/json.h"
#include "env-builder/discovery/discovery.h"

static void list_one(const struct interpreter *python, struct output *output)
{
	struct text *text = &output->text;
	if (output->json) {
		output_begin(output);
		json_add_member(text, "implementation", python->implementation);
		json_add_member(text, "version", python->version);
		json_add_member(text, "python", python->path);
		json_add_bool(text, "free_threaded", *python->threads);
		output_end(output);
		return;
	}
	_cleanup_free_ char *label = interpreter_label(python), *path = text_quoted(python->path);
	text_add_format(text, "%-18s %s\n", label, path);
}

void list_pythons(const struct cache *cache, struct output *output)
{
	_cleanup_free_ struct interpreter *list = NULL;
	size_t count = discovery_list(cache, &list);
	for (size_t i = 0; i < count; i++) {
		list_one(&list[i], output);
		interpreter_clear(&list[i]);
	}
}
