// SPDX-License-Identifier: MIT
// What a command prints on standard output.
#include "env-builder/commands/output.h"

void output_begin(struct output *output)
{
	text_add(&output->text, output->text.len ? ",\n {" : "{");
}

void output_end(struct output *output)
{
	text_add(&output->text, "}");
}

char *output_text(const struct output *output)
{
	return text_format(output->json ? "[%s]\n" : "%s", output->text.data ? output->text.data : "");
}
