// SPDX-License-Identifier: MIT
// One decision of exec.h under way.
#include "common/core/decision.h"

#include <errno.h>
#include <string.h>

#include "common/core/search.h"

enum owner decision_owner(const struct decision *d, const char *path)
{
	if (strlen(path) + OWNER_ROOM > d->probe_room)
		return OWNER_FOREIGN;
	return owner_of(d->policy, d->io, path, d->probe);
}

/* Does execvp(3) go on to the next directory? Any other error ends its search. */
static bool is_passed_over(int error)
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
		if (!is_passed_over(error))
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
