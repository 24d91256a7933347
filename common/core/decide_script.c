// SPDX-License-Identifier: MIT
// Decides on a script.
#include "common/core/decide_script.h"

#include <errno.h>
#include <string.h>

#include "common/core/bypass.h"
#include "common/core/chain.h"
#include "common/core/decide_program.h"
#include "common/core/envp.h"
#include "common/core/exempt.h"
#include "common/core/search.h"

/* The interpreter is env(1), which would search the PATH of the program's environment. */
static __attribute__((noinline)) enum exec_rule decide_env(struct decision *d, const char *script, char *arg)
{
	const char *words[EXEC_WORDS];
	struct interp name;
	size_t count = arg ? shebang_env(arg, words, EXEC_WORDS) : 0;

	if (!count || !interp_parse(path_base(words[0]), &name))
		return RULE_NONE;
	enum exempt exempt = exempt_script(d->policy, d->io, script);
	if (exempt)
		return bypass_env(d, exempt, words, count);
	if (!decision_matches(d, &name))
		return RULE_NONE;
	const char *file = words[0];
	if (!decision_has_slash(file)) {
		const char *path = envp_get(d->request->envp, "PATH");
		path = path ? path : SEARCH_DEFAULT;
		if (search_room(path, file) > d->env_room)
			return RULE_NONE;
		/* Not into d->found, where the path of the script may be. */
		file = decision_find(d, d->env_found, d->env_room, path, file);
	}
	if (file && decision_owner(d, file) == OWNER_FOREIGN)
		return RULE_FOREIGN;
	while (--count)
		if (!decision_push(d->plan, words[count]))
			return RULE_NONE;
	d->asked = words[0];
	d->by_env = true;
	return RULE_SHEBANG;
}

/* A missing interpreter may be replaced, as the environment's exists. A directory, or a file that must not be
 * executed, is the kernel's to refuse. */
static bool is_replaceable(const struct decision *d, const char *interp)
{
	int error = d->io->executable(interp);
	return !error || error == -ENOENT || error == -ENOTDIR;
}

/* The script's first line names a Python. */
static enum exec_rule decide_named(struct decision *d, const char *script, const char *interp,
	const struct interp *name)
{
	enum exempt exempt;

	d->asked = interp;
	switch (decision_owner(d, interp)) {
	case OWNER_OURS:
		return RULE_ENVIRONMENT;
	case OWNER_FOREIGN:
		return RULE_FOREIGN;
	case OWNER_BASE:
		break;
	}
	exempt = exempt_script(d->policy, d->io, script);
	if (exempt) {
		d->plan->released = exempt_is_released(exempt);
		return bypass_rule(exempt);
	}
	return decision_matches(d, name) && is_replaceable(d, interp) ? RULE_SHEBANG : RULE_NONE;
}

enum exec_rule decide_script(struct decision *d, const char *path)
{
	struct exec_plan *plan = d->plan;
	struct chain chain = {.path = path};

	for (size_t used = 0, n; used <= EXEC_TEXT;) {
		char *head = plan->text + used;
		const char *script = chain.path;
		struct shebang line;
		struct interp name;
		enum chain_step step = chain_next(&chain, d->io, head, &n, &line);
		d->used = (unsigned short)(used + SHEBANG_MAX);
		if (step == CHAIN_PROGRAM)
			return decide_program(d, script, head, n);
		if ((step != CHAIN_SCRIPT && step != CHAIN_ENV) || !decision_push(plan, script) ||
			(d->request->elsewhere && line.interp[0] != '/'))
			return RULE_NONE;
		if (step == CHAIN_ENV)
			return decide_env(d, script, line.arg);
		if (line.arg && !decision_push(plan, line.arg))
			return RULE_NONE;
		if (interp_parse(path_base(line.interp), &name))
			return decide_named(d, script, line.interp, &name);
		const char *end = line.arg ? line.arg : line.interp;
		used = (size_t)(end - plan->text) + strlen(end) + 1;
	}
	return RULE_NONE;
}
