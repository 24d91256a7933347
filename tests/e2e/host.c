// SPDX-License-Identifier: MIT
// A program with an embedded Python, for which libpython is linked or loaded in several ways.
#include "tests/e2e/host.h"

#include <criterion/criterion.h>
#include <string.h>

#include "tests/skip.h"

const char *const host_ways[HOST_WAYS] = {"linked", "late", "thread", "needed", "plugin"};

char *host_libpython(const struct installed_python *python)
{
	struct spawned s = RUN(python->path, "-c",
		"import sysconfig as s, os; print(os.path.join(s.get_config_var('LIBDIR') or '', "
		"s.get_config_var('INSTSONAME') or '-'))");

	s.out[strcspn(s.out, "\n")] = '\0';
	if (!s.status && strstr(s.out, ".so") && !RUN("test", "-f", s.out).status)
		return format("%s", s.out);
	skip(format("embedded: %s has no shared libpython", python->label));
	return NULL;
}

static char *build(const char *dir, const char *name, const char *flags)
{
	char *path = format("%s/%s", dir, name);
	struct spawned s = RUN("sh", "-c",
		format("${CC:-cc} -o %s " SOURCE_DIR "/tests/programs/embed.c -pthread %s -ldl", path,
			flags));
	cr_assert_eq(s.status, 0, "%s", s.out);
	return path;
}

bool host_make(struct host *ret, const char *dir, const struct installed_python *python, const char *module)
{
	char *library = host_libpython(python);

	if (!library)
		return false;
	char *link = format("-Wl,--no-as-needed %s -Wl,-rpath,%.*s", library,
		(int)(strrchr(library, '/') - library), library);
	*ret = (struct host){
		.program = build(dir, "embed", ""),
		.linked = build(dir, "linked", link),
		.library = library,
		.needs = build(dir, "needs.so", format("-shared -fPIC -DPLUGIN %s", link)),
		.plugin = build(dir, "plugin.so", "-shared -fPIC -DPLUGIN"),
		.code = format(SAYS, module),
	};
	return true;
}

struct spawned host_run(const struct host *host, const char *way, const char *env)
{
	const char *program = strcmp(way, "linked") != 0 ? host->program : host->linked;
	const char *library = !strcmp(way, "needed") ? host->needs
		: !strcmp(way, "plugin")             ? host->plugin
						     : host->library;
	const char *how = !strcmp(way, "needed") ? "late" : way;

	if (!env)
		return RUN(ALONE, format("LIBPYTHON=%s", host->library), program, how, library, host->code);
	return RUN(VENVRUN, env, "--", ALONE, format("LIBPYTHON=%s", host->library), program, how, library,
		host->code);
}
