// SPDX-License-Identifier: MIT
// The full version X.Y.Z of an environment's interpreter.
#include "env-builder/discovery/env_version.h"

#include <dirent.h>
#include <string.h>

#include "common/tool/cleanup.h"
#include "common/tool/text.h"
#include "common/tool/trust.h"
#include "env-builder/system/process.h"

#define SECONDS_MAX 20

/* The length of the X.Y.Z that s begins with, or 0. */
static size_t version_length(const char *s)
{
	size_t n = 0;
	for (int part = 0; part < 3; part++) {
		if (part && s[n++] != '.')
			return 0;
		size_t digits = strspn(s + n, "0123456789");
		if (!digits)
			return 0;
		n += digits;
	}
	return n;
}

/* conda has a file for each installed package: conda-meta/python-3.11.5-h955ad1f_0.json. */
static char *by_conda(const char *root)
{
	_cleanup_free_ char *meta = text_format("%s/conda-meta", root);
	_cleanup_closedir_ DIR *dir = opendir(meta);
	const struct dirent *entry;
	while (dir && (entry = readdir(dir))) {
		static const char prefix[] = "python-";
		const char *version = text_starts(entry->d_name, prefix) ? entry->d_name + strlen(prefix)
									 : "";
		size_t n = version_length(version);
		if (n && version[n] == '-')
			return text_copy_n(version, n);
	}
	return NULL;
}

/* Runs the interpreter, but not another user's: the caller only wants to look at the environment. */
static char *by_interpreter(const struct env *env)
{
	static const char question[] = "import sys; print('%d.%d.%d' % tuple(sys.version_info[:3]))";
	_cleanup_free_ char *refused = trust_refused(env->root);
	char *argv[] = {env->python, (char *)"-E", (char *)"-s", (char *)"-S", (char *)"-B", (char *)"-c",
		(char *)question, NULL};
	struct process_result result;
	if (refused || !env->python)
		return NULL;
	size_t n = process_run(argv, PROCESS_ROOT, SECONDS_MAX, &result) < 0 ? 0 : version_length(result.out);
	char *version = n ? text_copy_n(result.out, n) : NULL;
	process_result_clear(&result);
	return version;
}

char *env_version(const struct env *env)
{
	size_t n = env->version ? version_length(env->version) : 0;
	if (n)
		return text_copy_n(env->version, n);
	char *version = env->kind == ENV_CONDA ? by_conda(env->root) : NULL;
	if (!version)
		version = by_interpreter(env);
	return version ? version : text_format("%d.%d", env->major, env->minor);
}
