// SPDX-License-Identifier: MIT
// What is to be installed in an environment.
#include "env-builder/install/install_request.h"

bool install_wanted(const struct install_request *request)
{
	return request->sources.count || request->packages.count || request->editables.count ||
		request->upgrade_seeds;
}

void install_request_clear(struct install_request *request)
{
	strings_clear(&request->seeds);
	strings_clear(&request->wheel_dirs);
	requirement_sources_clear(&request->sources);
	strings_clear(&request->packages);
	strings_clear(&request->editables);
	strings_clear(&request->indexes);
	strings_clear(&request->links);
	*request = (struct install_request){0};
}
