// SPDX-License-Identifier: MIT
// A temporary environment with the packages of one whose interpreter does not exist any more.
#include "env-builder/install/standin.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/tool/cleanup.h"
#include "common/tool/text.h"
#include "env-builder/discovery/discovery.h"
#include "env-builder/discovery/env_fault.h"
#include "env-builder/install/tempdir.h"
#include "env-builder/system/file_at.h"

void standin_clear(struct standin *standin)
{
	if (standin->dir) {
		tempdir_remove(standin->dir, standin->held);
		interpreter_clear(&standin->python);
	}
	free(standin->dir);
	*standin = (struct standin){.held = -1};
}

/* Makes pyvenv.cfg, the link to the interpreter and those to the packages. */
static int fill(const struct standin *s, const struct env *env)
{
	static const char *const libs[] = {"lib", "lib64"};
	_cleanup_free_ char *cfg = text_format("home = %s\ninclude-system-site-packages = %s\nversion = %s\n",
		s->python.home, env->system_site ? "true" : "false", s->python.version);
	int r = file_write(s->held, "pyvenv.cfg", cfg, strlen(cfg), 0666);

	if (!r)
		r = file_make_dirs(s->held, "bin/python");
	if (!r && symlinkat(s->python.path, s->held, "bin/python") < 0)
		r = -errno;
	for (size_t i = 0; !r && i < COUNT(libs); i++) {
		_cleanup_free_ char *lib = text_format("%s/%s", env->root, libs[i]);
		if (symlinkat(lib, s->held, libs[i]) < 0)
			r = -errno;
	}
	return r;
}

static int make(const struct env *env, const char *fault, const struct cache *cache, struct standin *ret,
	char **ret_why)
{
	_cleanup_free_ char *spec = env_python_request(env), *why = NULL;
	_cleanup_free_ char *root = text_quoted(env->root);

	if (env->kind != ENV_VENV || env->major < 3 || discovery_find(spec, cache, &ret->python, &why) < 0) {
		*ret_why = text_format("%s; venvrun --info %s shows what it contains", fault, root);
		return -1;
	}
	ret->dir = tempdir_make(&ret->held, ret_why);
	if (!ret->dir) {
		interpreter_clear(&ret->python);
		return -1;
	}
	int r = fill(ret, env);
	if (r < 0)
		*ret_why = text_format("cannot write to %s: %s", ret->dir, strerror(-r));
	return r < 0 ? -1 : 0;
}

int standin_make(const char *path, const struct cache *cache, struct standin *ret, char **ret_why)
{
	_cleanup_(env_clear) struct env env = {0};
	_cleanup_free_ char *fault = NULL;

	*ret = (struct standin){.held = -1};
	if (env_inspect(path, &env, &fault, ret_why) < 0)
		return -1;
	return fault ? make(&env, fault, cache, ret, ret_why) : 0;
}
