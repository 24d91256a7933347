// SPDX-License-Identifier: MIT
// To which environment an interpreter belongs.
#include "common/core/owner.h"

#include <stdbool.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/path.h"

/* Files, from an interpreter's directory, that no base interpreter has. */
static const char markers[][20] = {
	"../pyvenv.cfg",    /* PEP 405 */
	"pyvenv.cfg",       /* the same, for an interpreter at the root */
	"../conda-meta",    /* conda */
	"activate_this.py", /* virtualenv before 20 */
	"pybuilddir.txt",   /* CPython's build directory (Modules/getpath.py) */
};

static bool is_ours(const struct policy *policy, const char *path, char *probe)
{
	size_t dir = path_dir_len(policy->python);

	return path_clean(probe, path) && path_dir_len(probe) == dir && !memcmp(probe, policy->python, dir);
}

enum owner owner_of(const struct policy *policy, const struct exec_io *io, const char *path, char *probe)
{
	size_t dir = path_dir_len(path);

	if (is_ours(policy, path, probe))
		return OWNER_OURS;
	/* "python3.11._pth" beside it has its sys.path (Modules/getpath.py): it reads nothing else. */
	size_t n = strlen(path);
	memcpy(probe, path, n);
	memcpy(probe + n, "._pth", sizeof "._pth");
	if (io->exists(probe) == 0)
		return OWNER_FOREIGN;
	for (size_t i = 0; i < COUNT(markers); i++) {
		memcpy(probe + dir, markers[i], strlen(markers[i]) + 1);
		if (io->exists(probe) == 0)
			return OWNER_FOREIGN;
	}
	return OWNER_BASE;
}
