// SPDX-License-Identifier: MIT
// A decision (exec.h) while it is made.
#include "common/core/decision.h"

#include <errno.h>
#include <string.h>

#include "common/core/search.h"

bool decision_matches(const struct decision *d, const struct interp *name)
{
	return interp_agrees(name, d->policy->match, d->policy->major, d->policy->minor);
}

enum owner decision_owner(const struct decision *d, const char *path)
{
	if (strlen(path) + OWNER_ROOM > d->probe_room)
		return OWNER_FOREIGN;
	return owner_of(d->policy, d->io, path, d->probe);
}

/* After these errors execvp(3) tries the next directory; any other ends its search. */
static bool continues_search(int error)
{
	return error == -ENOENT || error == -ENOTDIR || error == -EACCES || error == -ESTALE ||
		error == -ENODEV || error == -ETIMEDOUT;
}

const char *decision_find(const struct decision *d, char *found, size_t size, const char *path,
	const char *name)
{
	const char *file;

	if (search_room(path, name) > size)
		return NULL;
	while ((file = search_next(&path, name, found))) {
		if (d->request->elsewhere && file[0] != '/')
			return NULL;
		int error = d->io->executable(file);
		if (!error)
			return file;
		if (!continues_search(error))
			return NULL;
	}
	return NULL;
}

bool decision_push(struct exec_plan *plan, const char *word)
{
	if (plan->count == EXEC_WORDS)
		return false;
	plan->words[plan->count++] = word;
	return true;
}
