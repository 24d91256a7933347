// SPDX-License-Identifier: MIT
// What environment is to be made, and how.
#include "env-builder/commands/create_request.h"

void create_request_clear(struct create_request *request)
{
	strings_clear(&request->variables);
	install_request_clear(&request->install);
	*request = (struct create_request){0};
}
