// SPDX-License-Identifier: MIT
// What is printed about an environment that was made.
#include "env-builder/commands/create_report.h"

#include "common/tool/cleanup.h"
#include "common/tool/json.h"
#include "env-builder/commands/summary.h"
#include "env-builder/install/installer_args.h"

static void report_object(const struct create_request *request, const char *path, const struct plan *plan,
	bool made, struct output *output)
{
	struct text *text = &output->text;
	output_begin(output);
	json_add_member(text, "env", path);
	json_add_member(text, "implementation", request->base->implementation);
	json_add_member(text, "version", request->base->version);
	json_add_member(text, "python", request->base->path);
	json_add_bool(text, "created", made);
	if (output->dry_run) {
		json_add_key(text, "steps");
		plan_print_json(plan, text);
		_cleanup_strings_ struct strings commands = {0};
		installer_args_commands(&request->install, &commands);
		json_add_key(text, "install");
		json_add_strings(text, strings_const(&commands));
	}
	if (request->install.lock)
		json_add_member(text, "lock", request->install.lock);
	output_end(output);
}

static void report_plan(const struct install_request *install, const struct plan *plan, struct text *text)
{
	_cleanup_strings_ struct strings commands = {0};
	plan_print(plan, text);
	installer_args_commands(install, &commands);
	for (size_t i = 0; i < commands.count; i++)
		text_add_format(text, "%-8s%s\n", "install", commands.list[i]);
	_cleanup_free_ char *file = install->lock ? text_quoted(install->lock) : NULL;
	if (file)
		text_add_format(text, "%-8s%s\n", "lock", file);
}

static const char *verb(const struct create_request *request, bool made)
{
	if (made)
		return request->upgrade ? "upgraded" : "created";
	return install_wanted(&request->install) ? "updated" : "already there:";
}

void create_report(const struct create_request *request, const char *path, const struct plan *plan, bool made,
	struct output *output)
{
	if (output->json) {
		report_object(request, path, plan, made, output);
		return;
	}
	if (!output->dry_run && !output->verbose) {
		if (summary_wanted(output))
			summary_add(verb(request, made), path, request->base, &request->install.seeds,
				&output->text);
		return;
	}
	_cleanup_free_ char *quoted = text_quoted(path), *label = interpreter_label(request->base),
			    *home = text_quoted(request->base->home);
	text_add_format(&output->text, "%s%s%s (%s from %s)\n", output->dry_run ? "" : verb(request, made),
		output->dry_run ? "" : " ", quoted, label, home);
	if (output->dry_run)
		report_plan(&request->install, plan, &output->text);
}
