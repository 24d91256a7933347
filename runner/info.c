// SPDX-License-Identifier: MIT
// --info: the properties and packages of an environment.
#include "runner/info.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/tool/cleanup.h"
#include "common/tool/json.h"
#include "common/env/distributions.h"
#include "env-builder/discovery/env_version.h"

/* The bytes that all files below a directory use on disk. Symbolic links are not followed. fd is closed. */
static unsigned long long size_below(int fd)
{
	_cleanup_closedir_ DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	unsigned long long sum = 0;
	struct dirent *entry;

	if (!dir && fd >= 0)
		close(fd);
	while (dir && (entry = readdir(dir))) {
		struct stat st;
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..") ||
			fstatat(fd, entry->d_name, &st, AT_SYMLINK_NOFOLLOW))
			continue;
		sum += (unsigned long long)st.st_blocks * 512;
		if (S_ISDIR(st.st_mode))
			sum += size_below(
				openat(fd, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
	}
	return sum;
}

static char *human(unsigned long long bytes)
{
	static const char units[] = "KMGTP";
	double n = (double)bytes / 1024;
	size_t i = 0;
	while (n >= 1024 && units[i + 1]) {
		n /= 1024;
		i++;
	}
	return text_format("%.1f %ciB", n, units[i]);
}

static const char *kind_name(enum env_kind kind)
{
	switch (kind) {
	case ENV_VENV:
		return "venv";
	case ENV_CONDA:
		return "conda";
	case ENV_LEGACY:
		return "legacy";
	case ENV_PREFIX:
		return "prefix";
	}
	return "";
}

static void write_json(struct text *out, const struct env *env, const char *fault,
	const struct policy *policy, const char *version, const struct distributions *p,
	unsigned long long size)
{
	text_add(out, "{");
	json_add_member(out, "environment", env->root);
	json_add_member(out, "kind", kind_name(env->kind));
	json_add_member(out, "interpreter", env->python);
	json_add_member(out, "home", env->home);
	json_add_member(out, "version", version);
	json_add_member(out, "maker", env->maker);
	json_add_member(out, "prompt", env->prompt);
	json_add_member(out, "site-packages", env->site);
	json_add_bool(out, "system-site-packages", env->system_site);
	json_add_key(out, "redirected");
	text_add(out, "[");
	for (size_t i = 0; i < policy->bases; i++) {
		text_add(out, i ? ", " : "");
		json_add_string(out, policy->base[i]);
	}
	text_add(out, "]");
	json_add_key(out, "packages");
	text_add(out, "[");
	for (size_t i = 0; i < p->count; i++) {
		text_add(out, i ? ", {" : "{");
		json_add_member(out, "name", p->list[i].name);
		json_add_member(out, "version", p->list[i].version);
		text_add(out, "}");
	}
	text_add(out, "]");
	json_add_key(out, "size");
	text_add_format(out, "%llu", size);
	if (fault)
		json_add_member(out, "fault", fault);
	text_add(out, "}\n");
}

/* Adds one line. A package chooses its name and version: control characters in them are shown as \xNN. */
static void add_row(struct text *out, const char *name, const char *value, const char *between,
	const char *rest)
{
	text_add_format(out, "%-15s", name);
	text_add_printable(out, value, "");
	text_add(out, between);
	text_add_printable(out, rest, "");
	text_add(out, "\n");
}

static void write_text(struct text *out, const struct env *env, const char *fault,
	const struct policy *policy, const char *version, const struct distributions *p,
	unsigned long long size)
{
	_cleanup_free_ char *base = env->python ? realpath(env->python, NULL) : NULL, *space = human(size);

	add_row(out, "environment", env->root, "", "");
	bool leads = base && strcmp(base, env->python) != 0;
	add_row(out, "interpreter", env->python ? env->python : "none", leads ? " -> " : "",
		leads ? base : "");
	if (fault)
		add_row(out, "fault", fault, "", "");
	add_row(out, "version", version, "", "");
	add_row(out, "maker", env->maker, "", "");
	add_row(out, "site-packages", env->site ? env->site : "none",
		env->system_site ? ", and the system's" : "", "");
	for (size_t i = 0; i < policy->bases; i++)
		add_row(out, i ? "" : "redirected", policy->base[i], "", "");
	text_add_format(out, "%-15s%zu\n", "packages", p->count);
	for (size_t i = 0; i < p->count; i++)
		add_row(out, "", p->list[i].name, " ", p->list[i].version);
	add_row(out, "size", space, "", "");
}

void info(const struct env *env, const char *fault, const struct policy *policy, bool json, struct text *out)
{
	_cleanup_(distributions_clear) struct distributions packages = distributions_read(env->site);
	_cleanup_free_ char *version = env_version(env);
	unsigned long long size = size_below(open(env->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC));

	if (json)
		write_json(out, env, fault, policy, version, &packages, size);
	else
		write_text(out, env, fault, policy, version, &packages, size);
}
