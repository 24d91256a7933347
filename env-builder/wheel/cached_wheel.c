// SPDX-License-Identifier: MIT
// A wheel in the cache: extracted and compiled once for each interpreter.
#include "env-builder/wheel/cached_wheel.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/system/process.h"
#include "env-builder/system/sha256.h"
#include "env-builder/system/signals.h"
#include "env-builder/wheel/extract.h"
#include "env-builder/wheel/wheel_layout.h"

#define COMPILE_SECONDS 600
#define INFO ".dist-info"

/* The tree's record has lines of three kinds, an empty line, and the lines of RECORD for site-packages:
 *
 *	info NAME-VERSION.dist-info
 *	script NAME MODULE ATTR		an entry point
 *	part FIELDS PATH		a row of RECORD for a file in NAME-VERSION.data; FIELDS has no blank
 */

struct making {
	const char *path;
	const struct interpreter *python;
	struct wheel wheel;
};

/* A file that installers add to .dist-info. */
static int add_own(int tree, struct wheel *wheel, const char *name, const char *text)
{
	_cleanup_free_ char *path = text_format("%s/%s", wheel->info, name);
	if (record_find(&wheel->record, path))
		return -EEXIST;
	record_add_file(&wheel->record, path, text, strlen(text));
	record_sort(&wheel->record);
	return file_write(tree, path, text, strlen(text), 0666);
}

/* Fails only if the interpreter did not run to its end, as for want of memory: code that is missing now would
 * be missing for as long as the entry lives. Nothing in the tree is imported (interpreter_isolation()). */
static int compile(int tree, const struct interpreter *python, char **ret_why)
{
	static const char program[] =
		"import sys\n"
		"sys.path[:] = [p for p in sys.path if p]\n"
		"import compileall\n"
		"sys.exit(not compileall.main())\n";
	/* The exit status is ignored: a wheel may have code for another major version. Scripts are never
	 * imported. */
	char *argv[] = {python->path, (char *)interpreter_isolation(python), (char *)"-S", (char *)"-c",
		(char *)program, (char *)"-q", (char *)"-d", (char *)"", (char *)"-x",
		(char *)"^\\./[^/]*\\.data/scripts/", (char *)".", NULL};
	struct process_result result;
	int r = process_run(argv, tree, COMPILE_SECONDS, &result) < 0 && result.exit_status < 0 ? -1 : 0;
	if (r < 0) {
		_cleanup_free_ char *quoted = text_quoted(python->path);
		*ret_why = text_format("cannot compile it with %s: %s", quoted, result.why);
	}
	process_result_clear(&result);
	return r;
}

static int fill(void *ctx, const char *path, int tree, char **ret_why)
{
	struct making *m = ctx;
	if (wheel_extract(m->path, tree, &m->wheel, ret_why) < 0 || compile(tree, m->python, ret_why) < 0)
		return -1;
	if (signals_pending()) { /* only a part is compiled */
		*ret_why = text_copy("stopped by a signal");
		return -1;
	}
	int r = add_own(tree, &m->wheel, "INSTALLER", "venvbuild\n");
	if (!r)
		r = add_own(tree, &m->wheel, "REQUESTED", "");
	if (r < 0) {
		_cleanup_free_ char *wheel = text_quoted(m->path), *quoted = text_quoted(path);
		*ret_why = text_format("cannot unpack %s in %s: %s", wheel, quoted, strerror(-r));
	}
	return r < 0 ? -1 : 0;
}

static bool is_unchanged(int tree, const struct record_row *row)
{
	_cleanup_free_ char *data = NULL;
	size_t len;
	return fs_read_at(tree, row->path, SIZE_MAX, &data, &len) == 0 &&
		sha256_agrees(row->fields, data, len);
}

/* Compiled code has no hash in RECORD, as pip writes it, unless the wheel brought it and it was not compiled
 * again. */
static void record_compiled(struct record *record, const struct cache_tree *tree)
{
	struct record compiled = {0};
	for (size_t i = 0; i < tree->count; i++) {
		const char *path = tree->files[i].path;
		if (tree->files[i].dir || !text_ends(path, ".pyc"))
			continue;
		struct record_row *row = record_find(record, path);
		if (!row) {
			record_add(&compiled, path, ",,");
		} else if (!is_unchanged(tree->fd, row)) {
			free(row->fields);
			row->fields = text_copy(",,");
		}
	}
	for (size_t i = 0; i < compiled.count; i++)
		record_add(record, compiled.rows[i].path, compiled.rows[i].fields);
	record_clear(&compiled);
	record_sort(record);
}

static char *write_record(void *ctx, const struct cache_tree *tree)
{
	struct wheel *wheel = &((struct making *)ctx)->wheel;
	struct text out = {0};
	_cleanup_text_ struct text site = {0};
	record_compiled(&wheel->record, tree);
	text_add_format(&out, "info %s\n", wheel->info);
	for (size_t i = 0; i < wheel->scripts.count; i++) {
		const struct entry_point *script = &wheel->scripts.list[i];
		text_add_format(&out, "script %s %s %s\n", script->name, script->module, script->attr);
	}
	for (size_t i = 0; i < wheel->record.count; i++) {
		const struct record_row *row = &wheel->record.rows[i];
		if (wheel_is_part(wheel->info, row->path))
			text_add_format(&out, "part %s %s\n", row->fields, row->path);
		else
			record_add_line(row, &site);
	}
	text_add_format(&out, "\n%s", site.data ? site.data : "");
	return text_take(&out);
}

static void read_line(struct cached_wheel *wheel, char *line)
{
	char *save = NULL;
	if (text_starts(line, "info ")) {
		wheel->info = text_copy(line + 5);
		wheel->data = text_format("%.*s.data", (int)(strlen(wheel->info) - strlen(INFO)),
			wheel->info);
	} else if (text_starts(line, "script ")) {
		const char *name = strtok_r(line + 7, " ", &save), *module = strtok_r(NULL, " ", &save),
			   *attr = strtok_r(NULL, " ", &save);
		if (attr)
			entry_points_add(&wheel->scripts, name, module, attr);
	} else if (text_starts(line, "part ")) {
		const char *fields = strtok_r(line + 5, " ", &save);
		if (fields)
			record_add(&wheel->parts, save, fields);
	}
}

/* Returns whether the tree's record, which is changed, is complete. */
static bool read_record(struct cached_wheel *wheel)
{
	char *line = wheel->tree.record;
	for (char *end; (end = strchr(line, '\n')) && end != line; line = end + 1) {
		*end = '\0';
		read_line(wheel, line);
	}
	wheel->site_rows = *line ? line + 1 : line;
	return wheel->info != NULL;
}

int cached_wheel_get(const char *path, const struct interpreter *python, const struct cache *cache,
	struct cached_wheel *ret, char **ret_why)
{
	_cleanup_free_ char *quoted = text_quoted(path);
	struct stat st;
	const char *wrong = stat(path, &st) < 0 ? strerror(errno)
		: S_ISREG(st.st_mode)           ? NULL
						: "it is not a regular file";
	if (wrong) {
		*ret_why = text_format("cannot unpack %s: %s", quoted, wrong);
		return -1;
	}
	_cleanup_free_ char *file = cache_identity(path, &st),
			    *identity = text_format("%s%s %s\n", file, python->path, python->tag);
	struct making making = {.path = path, .python = python};
	const struct cache_tree_maker maker = {path, identity, fill, write_record, &making};
	struct cached_wheel wheel = {.tree.fd = -1};
	int r = cache_tree_get(&maker, cache, &wheel.tree, ret_why);
	wheel_clear(&making.wheel);
	if (!r && !read_record(&wheel)) {
		*ret_why = text_format("cannot unpack %s: its record in the cache is incomplete", quoted);
		r = -1;
	}
	if (r < 0)
		cached_wheel_clear(&wheel);
	else
		*ret = wheel;
	return r;
}

void cached_wheel_clear(struct cached_wheel *wheel)
{
	cache_tree_clear(&wheel->tree);
	entry_points_clear(&wheel->scripts);
	record_clear(&wheel->parts);
	free(wheel->info);
	free(wheel->data);
	*wheel = (struct cached_wheel){.tree.fd = -1};
}
