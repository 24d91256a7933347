// SPDX-License-Identifier: MIT
// What the command line of venvbuild asks for.
#include "env-builder/cli/options.h"

void options_clear(struct options *o)
{
	strings_clear(&o->envs);
	strings_clear(&o->pythons);
	create_request_clear(&o->create);
	text_clear(&o->output.text);
	*o = (struct options){0};
}
