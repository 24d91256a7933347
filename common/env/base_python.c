// SPDX-License-Identifier: MIT
// The way from an environment to the base interpreter that it was made from.
#include "common/env/base_python.h"

#include <stdlib.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/standalone/bundle.h"
#include "common/env/pyvenv_cfg.h"

/* The home of the environment that directory bin belongs to, allocated; NULL where bin is no
 * environment's. */
static char *home_of(const char *bin)
{
	for (int i = 0; i < 2; i++) {
		_cleanup_free_ char *path = i ? text_format("%s/pyvenv.cfg", bin)
					      : text_format("%s/../pyvenv.cfg", bin);
		char *text;
		size_t len;
		if (fs_read(path, PYVENV_CFG_MAX, &text, &len) < 0)
			continue;
		_cleanup_(pyvenv_cfg_clear) struct pyvenv_cfg cfg = {0};
		if (pyvenv_cfg_parse(text, len, &cfg))
			return text_copy("");
		const char *home = pyvenv_cfg_get(&cfg, "home");
		/* One that moves with its base in it says no home. */
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
	/* A nested environment's home may be an environment's again, from a tool that took it so. */
	_cleanup_free_ char *at = text_copy(bin);
	for (int depth = 0; depth < 8; depth++) {
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
	for (int depth = 0; depth < 40; depth++) {
		_cleanup_free_ char *dir = text_copy_n(at, path_dir_len(at));
		_cleanup_free_ char *home = home_of(dir);
		if (!home)
			return take(&at);
		_cleanup_free_ char *to = fs_readlink(at);
		char *next = !to     ? text_format("%s/%s", home, path_base(at))
			: *to == '/' ? text_copy(to)
				     : text_format("%s%s", dir, to);
		path_clean(next, next);
		free(at);
		at = next;
	}
	_cleanup_free_ char *quoted = text_quoted(path);
	*ret_why = text_format("cannot find the base interpreter of %s: its links go round in a circle",
		quoted);
	return NULL;
}
