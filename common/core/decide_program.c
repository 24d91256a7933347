// SPDX-License-Identifier: MIT
// Decides on a program that is no Python.
#include "common/core/decide_program.h"

#include "common/core/elf_kind.h"
#include "common/core/image.h"

/* Programs of the system are not built with a sanitizer: they need not be read. */
static bool is_system_program(const char *path)
{
	return path_under(path, "/usr") || path_under(path, "/bin") || path_under(path, "/sbin");
}

/* Can the program not be followed because of how it was linked? head is in plan->text, after the words of
 * scripts; from there on that is free. */
static enum exec_escape loader_escape(struct decision *d, const char *path, const char *head)
{
	char *buf = d->plan->text + (head - d->plan->text);
	size_t room = sizeof d->plan->text - (size_t)(head - d->plan->text);

	/* The loader itself has no loader, and reads LD_PRELOAD. */
	if (d->plan->image.is_static)
		return elf_kind_is_loader(d->io, path, buf, room) ? ESCAPE_NONE : ESCAPE_STATIC;
	return elf_kind_is_go(d->io, path, buf, room) ? ESCAPE_GO : ESCAPE_NONE;
}

enum exec_rule decide_program(struct decision *d, const char *path, const char *head, size_t n)
{
	struct exec_plan *plan = d->plan;

	if (!image_parse(head, n, &plan->image))
		return RULE_NONE;
	/* head is in plan->text, which is free as long as no script's words are in it. */
	if (!plan->image.is_static && !plan->count && !is_system_program(path))
		d->is_asan = image_needs(d->io, path, "libasan.so:libclang_rt.asan", plan->text);
	if (!d->policy->strict && !d->policy->trace && !d->request->thorough)
		return RULE_NONE;
	if (d->io->set_id(path) > 0)
		plan->escape = ESCAPE_SET_ID;
	else if (!policy_lib(d->policy, plan->image.abi))
		plan->escape = ESCAPE_FOREIGN;
	else
		plan->escape = loader_escape(d, path, head);
	plan->refused = plan->escape && d->policy->strict;
	return RULE_NONE;
}
