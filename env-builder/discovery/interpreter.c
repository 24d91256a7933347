// SPDX-License-Identifier: MIT
// A base interpreter as a value.
#include "env-builder/discovery/interpreter.h"

#include <stdlib.h>
#include <string.h>

#include "common/tool/text.h"

void interpreter_clear(struct interpreter *p)
{
	free(p->path);
	free(p->home);
	free(p->implementation);
	free(p->version);
	free(p->version_info);
	free(p->threads);
	free(p->prefix);
	free(p->exec_prefix);
	free(p->stdlib);
	free(p->library);
	free(p->wheels);
	free(p->tag);
	*p = (struct interpreter){0};
}

bool interpreter_is_python2(const struct interpreter *p)
{
	return p->number[0] < 3;
}

bool interpreter_is_pypy(const struct interpreter *p)
{
	return !strcmp(p->implementation, "PyPy");
}

char *interpreter_name(const struct interpreter *p)
{
	return text_format("%s%d.%d%s", interpreter_is_pypy(p) ? "pypy" : "python", p->number[0],
		p->number[1], p->threads);
}

const char *interpreter_isolation(const struct interpreter *p)
{
	return interpreter_is_python2(p) || (p->number[0] == 3 && p->number[1] < 4) ? "-Es" : "-I";
}

char *interpreter_label(const struct interpreter *p)
{
	return text_format("%s %s%s", p->implementation, p->version, p->threads);
}
