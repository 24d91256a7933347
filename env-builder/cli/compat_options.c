// SPDX-License-Identifier: MIT
// Options of venv, virtualenv and uv venv that venvbuild accepts under their names, or refuses with a reason.
#include "env-builder/cli/compat_options.h"

#include <string.h>

#include "common/core/count.h"

static const struct compat_option rows[] = {
	/* virtualenv */
	{"always-copy", "copies", NULL, false, NULL},
	{"no-seed", "without-pip", NULL, false, NULL},
	{"no-pip", "seed", "-pip", false, NULL},
	{"no-setuptools", "seed", "-setuptools", false, NULL},
	{"no-wheel", "seed", "-wheel", false, NULL},
	{"pip", "seed", "+pip==", true, NULL},
	{"setuptools", "seed", "+setuptools==", true, NULL},
	{"wheel", "seed", "+wheel==", true, NULL},
	{"download", "upgrade-deps", NULL, false, NULL},
	{"no-download", NULL, NULL, false, NULL},
	{"no-periodic-update", NULL, NULL, false, NULL},
	{"no-vcs-ignore", "without-scm-ignore-files", NULL, false, NULL},
	{"app-data", "cache-dir", NULL, true, NULL},
	{"symlink-app-data", "link-mode", "symlink", false, NULL},
	{"reset-app-data", "clear-cache", NULL, false, NULL},
	{"read-only-app-data", NULL, NULL, false,
		"a cache that cannot be written is only read; use --no-cache to write to none"},
	{"upgrade-embed-wheels", NULL, NULL, false,
		"venvbuild contains no wheels; use --upgrade-deps for the newest pip"},
	{"try-first-with", NULL, NULL, true, "use -p, which can be repeated"},
	{"discovery", NULL, NULL, true, "there is one way to find interpreters; use -p to name one"},
	{"creator", NULL, NULL, true, "there is one way to make an environment; --dry-run shows it"},
	{"seeder", NULL, NULL, true,
		"pip comes from a wheel of the base interpreter; use --seed pip==VERSION with "
		"--extra-search-dir DIR for another one"},
	{"activators", NULL, NULL, true, "the scripts for all shells are always written"},
	{"with-traceback", NULL, NULL, false, "a message contains everything that is known"},
	/* uv venv */
	{"no-clear", NULL, NULL, false, NULL},
	{"no-project", NULL, NULL, false, NULL},
	{"system", "python", "system", false, NULL},
	{"force", NULL, NULL, false,
		"a directory that is not an environment is never removed; remove it yourself, or use "
		"--allow-existing"},
	{"default-index", "index-url", NULL, true, NULL},
	{"index", "extra-index-url", NULL, true, NULL},
	{"exclude-newer", NULL, NULL, true, "use -r with exact versions and --require-hashes"},
	{"refresh", "no-cache", NULL, false, NULL},
	{"managed-python", NULL, NULL, false,
		"venvbuild installs no interpreter; use -p to name an installed one"},
	{"no-managed-python", "python", "system", false, NULL},
	{"no-python-downloads", NULL, NULL, false, NULL},
};

const struct compat_option *compat_options_find(const char *name, size_t n)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		if (strlen(rows[i].name) == n && !memcmp(rows[i].name, name, n))
			return &rows[i];
	return NULL;
}
