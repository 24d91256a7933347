// SPDX-License-Identifier: MIT
// From an environment to the base interpreter that it was made from.
#include "common/env/base_python.h"

#include <stdlib.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "common/env/pyvenv_cfg.h"

#define NESTED_MAX 8

/* The home of the environment that directory bin belongs to, allocated: "" where it is unknown; NULL where
 * bin belongs to no environment. */
static char *home_of(const char *bin)
{
	static const char *const names[] = {"../pyvenv.cfg", "pyvenv.cfg"};
	for (int i = 0; i < 2; i++) {
		_cleanup_free_ char *path = text_format("%s/%s", bin, names[i]);
		_cleanup_(pyvenv_cfg_clear) struct pyvenv_cfg cfg = {0};
		const char *wrong;
		int r = pyvenv_cfg_read(path, &cfg, &wrong);
		if (r < 0)
			continue;
		const char *home = r ? "" : pyvenv_cfg_get(&cfg, "home");
		/* A relocatable and standalone environment has no home: it contains its base interpreter. */
		if (!home && pyvenv_cfg_get(&cfg, "standalone")) {
			char *inside = text_format("%s/../" BUNDLE_DIR "/bin", bin);
			path_clean(inside, inside);
			return inside;
		}
		return text_copy(home ? home : "");
	}
	return NULL;
}

char *base_python_dir(const char *bin)
{
	/* Some tools write the home of a nested environment as the outer environment's bin. */
	_cleanup_free_ char *at = text_copy(bin);
	for (int depth = 0; depth < NESTED_MAX; depth++) {
		char *home = home_of(at);
		if (!home)
			break;
		free(at);
		at = home;
	}
	return take(&at);
}

char *base_python_interpreter(const char *path, char **ret_why)
{
	_cleanup_free_ char *at = text_copy(path);
	for (int links = 0; links < FS_LINKS_MAX; links++) {
		_cleanup_free_ char *dir = text_copy_n(at, path_dir_len(at));
		_cleanup_free_ char *home = home_of(dir);
		if (!home)
			return take(&at);
		char *next = fs_link_target(at);
		if (!next)
			next = text_format("%s/%s", home, path_base(at));
		path_clean(next, next);
		free(at);
		at = next;
	}
	_cleanup_free_ char *quoted = text_quoted(path);
	*ret_why = text_format("cannot find the base interpreter of %s: its links form a circle", quoted);
	return NULL;
}
