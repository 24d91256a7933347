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

enum exec_rule decide_interpreter(struct decision *d, const char *path, const struct interp *name)
{
	struct exec_plan *plan = d->plan;
	const char *arg0 = plan->args ? d->request->argv[0] : "";
	const char *script = cmdline_python(d->request->argv);
	struct interp ignored;
	enum owner whose = decision_owner(d, path);
	enum exempt exempt = EXEMPT_NOT;

	if (whose != OWNER_FOREIGN && bypass_is_out_of_sight(d, script) && d->io->executable(path) == 0)
		return RULE_NONE;
	if (whose != OWNER_FOREIGN && script)
		exempt = exempt_script(d->policy, d->io, script);
	switch (whose) {
	case OWNER_FOREIGN:
		return RULE_FOREIGN;
	case OWNER_OURS:
		if (exempt && (exempt_is_released(exempt) || bypass_name(d, path)))
			return bypass_run(d, path, exempt);
		/* Python finds its environment by argv[0]; a bare name it searches in PATH, which may lead
		 * elsewhere. */
		if (!decision_has_slash(arg0)) {
			plan->argv_changes = true;
			plan->file = path;
		}
		return RULE_ENVIRONMENT;
	case OWNER_BASE:
		if (exempt)
			return bypass_run(d, path, exempt);
		break;
	}
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
	plan->argv_changes = true;
	d->asked = path;
	return RULE_INTERPRETER;
}
