// SPDX-License-Identifier: MIT
// Checks after the installer has succeeded.
#include "env-builder/install/verify.h"

#include "env-builder/install/run_installer.h"
#include "templates.h"

int verify_installed(const struct installer *installer, const struct strings *lines, char **ret_why)
{
	static const char *const parts[] = {template_installed_py, template_requested_py, template_verify_py,
		NULL};
	const struct install_request *request = installer->request;
	_cleanup_strings_ struct strings args = {0}, lists = {0}, names = {0};
	requirement_sources_lists(&request->sources, &lists);
	strings_add_all(&names, &request->packages);
	strings_add_all(&names, lines);
	strings_add(&args, installer->uv ? "uv" : "pip");
	strings_add(&args, installer->target->system_site ? "1" : "");
	run_program_add_list(&args, &lists);
	run_program_add_list(&args, &names);
	run_program_add_list(&args, &request->editables);
	return run_program(installer, parts, &args, "install packages", ret_why);
}
