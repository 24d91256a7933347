// SPDX-License-Identifier: MIT
// Decides on an interpreter.
#include "common/core/decide_interpreter.h"

#include <string.h>

#include "common/core/bypass.h"
#include "common/core/cmdline.h"
#include "common/core/count.h"
#include "common/core/exempt.h"
#include "common/core/introspection.h"
#include "common/core/str.h"

/* A directory in which "python3.6" may be called by its full path although the file does not exist. */
static bool is_system_dir(const char *path)
{
	static const char dirs[][16] = {"/usr/bin/", "/bin/", "/usr/local/bin/"};

	for (size_t i = 0; i < COUNT(dirs); i++)
		if (str_starts(path, dirs[i]) && path_dir_len(path) == strlen(dirs[i]))
			return true;
	return false;
}

/* ENV's own interpreter. */
static enum exec_rule decide_ours(struct decision *d, const char *path, enum exempt exempt)
{
	if (exempt && (exempt_is_released(exempt) || bypass_name(d, path)))
		return bypass_run(d, path, exempt);
	/* Python finds its environment by argv[0]; a bare name it searches in PATH, which may lead
	 * elsewhere. */
	if (!decision_has_slash(decision_arg0(d))) {
		d->plan->argv_changes = true;
		d->plan->file = path;
	}
	return RULE_ENVIRONMENT;
}

static enum exec_rule decide_base(struct decision *d, const char *path, const struct interp *name)
{
	const char *arg0 = decision_arg0(d);
	struct interp ignored;

	if (!decision_matches(d, name))
		return RULE_NONE;
	if (introspection_is(d->request->argv))
		return RULE_INTROSPECTION;
	if (d->io->executable(path) != 0 &&
		(name->minor < 0 || !is_system_dir(path) || d->io->exists(path) == 0))
		return RULE_NONE;
	/* Started under a path of another environment, it belongs to that. */
	if (decision_has_slash(arg0) && interp_parse(path_base(arg0), &ignored) &&
		decision_owner(d, arg0) == OWNER_FOREIGN)
		return RULE_FOREIGN;
	d->plan->argv_changes = true;
	d->asked = path;
	return RULE_INTERPRETER;
}

enum exec_rule decide_interpreter(struct decision *d, const char *path, const struct interp *name)
{
	const char *script = cmdline_python(d->request->argv);
	enum owner owner = decision_owner(d, path);

	if (owner == OWNER_FOREIGN)
		return RULE_FOREIGN;
	if (bypass_is_out_of_sight(d, script) && d->io->executable(path) == 0)
		return RULE_NONE;
	enum exempt exempt = script ? exempt_script(d->policy, d->io, script) : EXEMPT_NOT;
	if (owner == OWNER_OURS)
		return decide_ours(d, path, exempt);
	return exempt ? bypass_run(d, path, exempt) : decide_base(d, path, name);
}
