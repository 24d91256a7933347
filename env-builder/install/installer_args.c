// SPDX-License-Identifier: MIT
// The arguments of "pip install" and "uv pip install".
#include "env-builder/install/installer_args.h"

#include "common/tool/text.h"

/* Adds each value, after the option unless that is NULL. */
static void add_each(struct strings *args, const char *option, const struct strings *values)
{
	for (size_t i = 0; i < values->count; i++) {
		if (option)
			strings_add(args, option);
		strings_add(args, values->list[i]);
	}
}

void installer_args_add_indexes(struct strings *args, const struct install_request *request)
{
	if (request->no_index)
		strings_add(args, "--no-index");
	if (request->index) {
		strings_add(args, "--index-url");
		strings_add(args, request->index);
	}
	add_each(args, "--extra-index-url", &request->indexes);
	add_each(args, "--find-links", &request->links);
}

static void add_options(struct strings *args, const struct install_request *request)
{
	installer_args_add_indexes(args, request);
	if (request->require_hashes)
		strings_add(args, "--require-hashes");
}

void installer_args_add_request(struct strings *args, const struct install_request *request,
	const struct strings *lines, bool locks)
{
	static const struct strings none;
	_cleanup_strings_ struct strings names = {0};
	for (size_t i = 0; i < request->sources.count; i++) {
		const struct requirement_source *source = &request->sources.list[i];
		if ((lines && source->kind == REQUIREMENT_PYPROJECT) ||
			(!locks && requirement_is_lock(source)))
			continue;
		strings_add(&names, "-r");
		strings_add(&names, source->file);
	}
	add_each(&names, "-e", &request->editables);
	lines = lines ? lines : &none;
	if (request->packages.count || lines->count)
		strings_add(&names, "--");
	add_each(&names, NULL, &request->packages);
	add_each(&names, NULL, lines);
	if (names.count)
		add_options(args, request);
	add_each(args, NULL, &names);
}

void installer_args_add_upgrade(struct strings *args, const struct install_request *request)
{
	add_options(args, request);
	strings_add(args, "--upgrade");
	add_each(args, NULL, &request->seeds);
}

char *installer_args_command(const struct strings *args, const struct install_request *request)
{
	struct text out = {0};
	text_add(&out, request->uv ? "uv pip install" : "pip install");
	for (size_t i = 0; i < args->count; i++) {
		text_add(&out, " ");
		text_add_quoted(&out, args->list[i]);
	}
	return text_take(&out);
}

void installer_args_commands(const struct install_request *request, struct strings *commands)
{
	_cleanup_strings_ struct strings upgrade = {0}, args = {0};
	if (request->upgrade_seeds) {
		installer_args_add_upgrade(&upgrade, request);
		strings_add_take(commands, installer_args_command(&upgrade, request));
	}
	installer_args_add_request(&args, request, NULL, true);
	if (args.count)
		strings_add_take(commands, installer_args_command(&args, request));
}
