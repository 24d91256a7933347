// SPDX-License-Identifier: MIT
// Options of venv, virtualenv and uv venv that venvbuild has under another name, does not need, or does not
// have.
#include "env-builder/cli/compat_options.h"

#include <string.h>

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
		"a cache that cannot be written to is read only; to write to none: --no-cache"},
	{"upgrade-embed-wheels", NULL, NULL, false,
		"venvbuild has no wheels of its own; to have the newest pip: --upgrade-deps"},
	{"try-first-with", NULL, NULL, true, "name the interpreter by -p; several -p are tried in turn"},
	{"discovery", NULL, NULL, true, "there is one way to find interpreters; to name one: -p"},
	{"creator", NULL, NULL, true,
		"there is one way to make an environment; to see what it does: --dry-run"},
	{"seeder", NULL, NULL, true,
		"pip comes from the base's wheel; to have another: --seed pip==VERSION with "
		"--extra-search-dir DIR"},
	{"activators", NULL, NULL, true, "the scripts for all shells are written always"},
	{"with-traceback", NULL, NULL, false, "a failure says all that it knows"},
	/* uv venv */
	{"no-clear", NULL, NULL, false, NULL},
	{"no-project", NULL, NULL, false, NULL},
	{"system", "python", "system", false, NULL},
	{"force", NULL, NULL, false,
		"a directory that is no environment is never deleted; delete it yourself, or fill it by "
		"--allow-existing"},
	{"default-index", "index-url", NULL, true, NULL},
	{"index", "extra-index-url", NULL, true, NULL},
	{"exclude-newer", NULL, NULL, true,
		"what is to be installed is said exactly by -r and --require-hashes"},
	{"refresh", "no-cache", NULL, false, NULL},
	{"managed-python", NULL, NULL, false,
		"venvbuild takes the interpreters that are there; to name one: -p"},
	{"no-managed-python", "python", "system", false, NULL},
	{"no-python-downloads", NULL, NULL, false, NULL},
};

const struct compat_option *compat_options_find(const char *name, size_t n)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (strlen(rows[i].name) == n && !memcmp(rows[i].name, name, n))
			return &rows[i];
	return NULL;
}
