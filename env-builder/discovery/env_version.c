// SPDX-License-Identifier: MIT
// The whole version of an environment's interpreter: X.Y.Z.
#include <dirent.h>
#include <string.h>

#include "common/tool/cleanup.h"
#include "common/tool/text.h"
#include "common/tool/trust.h"
#include "common/env/env.h"
#include "env-builder/system/process.h"

#define SECONDS 20

/* How many bytes at s are X.Y.Z, in digits; 0 where they are not. */
static size_t release_length(const char *s)
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

/* conda notes what it has installed: conda-meta/python-3.11.5-h955ad1f_0.json. */
static char *by_conda(const char *root)
{
	_cleanup_free_ char *meta = text_format("%s/conda-meta", root);
	_cleanup_closedir_ DIR *dir = opendir(meta);
	const struct dirent *entry;
	while (dir && (entry = readdir(dir))) {
		static const char prefix[] = "python-";
		const char *version = text_starts(entry->d_name, prefix) ? entry->d_name + strlen(prefix)
									 : "";
		size_t n = release_length(version);
		if (n && version[n] == '-')
			return text_copy_n(version, n);
	}
	return NULL;
}

/* The interpreter knows; one that is another user's is not run to be looked at. */
static char *by_interpreter(const struct env *env)
{
	static const char question[] = "import sys; print('%d.%d.%d' % tuple(sys.version_info[:3]))";
	_cleanup_free_ char *refused = trust_refused(env->root);
	char *argv[] = {env->python, (char *)"-E", (char *)"-s", (char *)"-S", (char *)"-B", (char *)"-c",
		(char *)question, NULL};
	struct process_result result;
	if (refused || !env->python)
		return NULL;
	size_t n = process_run(argv, PROCESS_ROOT, SECONDS, &result) < 0 ? 0 : release_length(result.out);
	char *release = n ? text_copy_n(result.out, n) : NULL;
	process_result_clear(&result);
	return release;
}

char *env_release(const struct env *env)
{
	size_t n = env->version ? release_length(env->version) : 0;
	if (n)
		return text_copy_n(env->version, n);
	char *release = env->kind == ENV_CONDA ? by_conda(env->root) : NULL;
	if (!release)
		release = by_interpreter(env);
	return release ? release : text_format("%d.%d", env->major, env->minor);
}
