// SPDX-License-Identifier: MIT
// One line for a terminal.
#include "env-builder/commands/summary.h"

#include <dirent.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "env-builder/layout/layout.h"

static struct timespec begin;

void summary_start(void)
{
	clock_gettime(CLOCK_MONOTONIC, &begin);
}

bool summary_wanted(const struct output *output)
{
	return !output->quiet && !output->json && isatty(STDOUT_FILENO);
}

/* Adds ", NAME VERSION" if site has a directory NAME-VERSION.dist-info. It runs for each new environment, so
 * no METADATA is read. */
static void add_version(const char *site, const char *name, size_t n, struct text *out)
{
	static const char suffix[] = ".dist-info";
	_cleanup_closedir_ DIR *dir = opendir(site);
	const struct dirent *entry;
	while (dir && (entry = readdir(dir))) {
		const char *file = entry->d_name;
		if (strncasecmp(file, name, n) != 0 || file[n] != '-' || !text_ends(file, suffix))
			continue;
		text_add_format(out, ", %.*s ", (int)n, name);
		text_add_n(out, file + n + 1, strlen(file + n + 1) - strlen(suffix));
		return;
	}
}

static void add_time(struct text *out)
{
	struct timespec end;
	clock_gettime(CLOCK_MONOTONIC, &end);
	double seconds = (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9;
	begin = end;
	if (seconds < 1)
		text_add_format(out, " in %.0f ms", seconds * 1000);
	else
		text_add_format(out, " in %.1f s", seconds);
}

void summary_add(const char *done, const char *path, const struct interpreter *python,
	const struct strings *seeds, struct text *out)
{
	_cleanup_free_ char *here = fs_absolute("."), *label = interpreter_label(python),
			    *inside = layout_site(python);
	_cleanup_free_ char *site = text_format("%s/%s", path, inside);
	bool below = here && strcmp(here, "/") != 0 && strcmp(here, path) != 0 && path_under(path, here);
	_cleanup_free_ char *quoted = text_quoted(below ? path + strlen(here) + 1 : path);

	text_add_format(out, "%s %s (%s", done, quoted, label);
	for (size_t i = 0; i < seeds->count; i++)
		add_version(site, seeds->list[i], strcspn(seeds->list[i], "="), out);
	text_add(out, ")");
	add_time(out);
	text_add(out, "\n");
}
