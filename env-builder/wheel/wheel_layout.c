// SPDX-License-Identifier: MIT
// A wheel's texts: RECORD, entry points, and which names are allowed in it.
#include "env-builder/wheel/wheel_layout.h"

#include <stdlib.h>
#include <string.h>

#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "env-builder/layout/launcher.h"

bool wheel_path_ok(const char *name)
{
	if (!*name || strlen(name) > 1024)
		return false;
	for (const char *p = name;;) {
		size_t n = strcspn(p, "/");
		if (!n || n > 255 || (n == 1 && *p == '.') || (n == 2 && p[0] == '.' && p[1] == '.'))
			return false;
		for (size_t i = 0; i < n; i++)
			if ((unsigned char)p[i] < ' ' || p[i] == '\\' || p[i] == 0x7f)
				return false;
		if (!p[n])
			return true;
		p += n + 1;
	}
}

bool wheel_is_part(const char *info, const char *name)
{
	size_t n = strlen(info);
	if (!text_ends(info, ".dist-info") || strncmp(name, info, n -= strlen(".dist-info")) != 0 ||
		!text_starts(name + n, ".data"))
		return false;
	n += strlen(".data");
	return !name[n] || name[n] == '/';
}

/* At the top of the environment, or in bin, where Python looks for pyvenv.cfg first. */
static bool is_taken(const char *path)
{
	bool bin = text_starts(path, "bin/");
	path += bin ? 4 : 0;
	_cleanup_free_ char *first = text_copy_n(path, strcspn(path, "/"));
	return !strcmp(first, "pyvenv.cfg") || (bin && launcher_name_taken(first));
}

static bool is_data_dir(const char *name)
{
	size_t n = strcspn(name, "/");
	return n >= 5 && !memcmp(name + n - 5, ".data", 5);
}

const char *wheel_place(const char *info, const char *name, enum wheel_scheme *ret, const char **ret_path)
{
	static const struct {
		const char *name;
		enum wheel_scheme scheme;
	} parts[] = {{"/purelib/", WHEEL_SITE}, {"/platlib/", WHEEL_SITE}, {"/scripts/", WHEEL_SCRIPTS},
		{"/headers/", WHEEL_HEADERS}, {"/data/", WHEEL_DATA}};
	size_t i = 0, count = sizeof(parts) / sizeof(*parts);
	if (!is_data_dir(name)) {
		*ret = WHEEL_SITE;
		*ret_path = name;
		return NULL;
	}
	if (!wheel_is_part(info, name))
		return "it has a .data directory of another name than its .dist-info directory";
	const char *path = name + strcspn(name, "/");
	while (i < count && !text_starts(path, parts[i].name))
		i++;
	if (i == count)
		return "a file in its .data directory is in none of purelib, platlib, scripts, headers and "
		       "data";
	path += strlen(parts[i].name);
	enum wheel_scheme scheme = parts[i].scheme;
	if (scheme == WHEEL_SITE && is_data_dir(path))
		return "it has a .data directory in its .data directory";
	if (scheme == WHEEL_SCRIPTS && strchr(path, '/'))
		return "it has a script in a directory";
	_cleanup_free_ char *full = text_format("%s%s", scheme == WHEEL_SCRIPTS ? "bin/" : "", path);
	if ((scheme == WHEEL_SCRIPTS || scheme == WHEEL_DATA) && is_taken(full))
		return "a file in its .data directory would take the place of one of the environment's own";
	*ret = scheme;
	*ret_path = path;
	return NULL;
}

void wheel_add_row(struct wheel *wheel, const char *path, const char *rest)
{
	if (wheel->count == wheel->room) {
		wheel->room = wheel->room * 2 + 64;
		wheel->rows = need(reallocarray(wheel->rows, wheel->room, sizeof(*wheel->rows)));
	}
	wheel->rows[wheel->count++] = (struct wheel_row){text_copy(path), text_copy(rest)};
}

static int by_path(const void *a, const void *b)
{
	const struct wheel_row *x = a, *y = b;
	int order = strcmp(x->path, y->path);
	return order ? order : strcmp(x->rest, y->rest);
}

void wheel_sort_rows(struct wheel *wheel)
{
	if (wheel->count)
		qsort(wheel->rows, wheel->count, sizeof(*wheel->rows), by_path);
}

void wheel_add_csv(struct text *t, const char *path)
{
	if (!strpbrk(path, ",\"")) {
		text_add(t, path);
		return;
	}
	text_add(t, "\"");
	for (; *path; path++)
		text_add_n(t, *path == '"' ? "\"\"" : path, *path == '"' ? 2 : 1);
	text_add(t, "\"");
}

char *wheel_csv_field(const char *line, const char **ret_rest)
{
	struct text field = {0};
	if (*line != '"') {
		size_t n = strcspn(line, ",");
		*ret_rest = line + n;
		return text_copy_n(line, n);
	}
	for (line++; *line; line++) {
		if (*line == '"' && *++line != '"') {
			*ret_rest = line;
			return text_take(&field);
		}
		text_add_n(&field, line, 1);
	}
	text_clear(&field);
	return NULL;
}

bool wheel_parse_record(char *text, struct wheel *wheel)
{
	char *save = NULL;
	for (char *line = strtok_r(text, "\r\n", &save); line; line = strtok_r(NULL, "\r\n", &save)) {
		const char *rest = NULL;
		_cleanup_free_ char *path = wheel_csv_field(line, &rest);
		if (!path || *rest != ',' || !wheel_path_ok(path))
			return false;
		wheel_add_row(wheel, path, rest);
	}
	wheel_sort_rows(wheel);
	for (size_t i = 1; i < wheel->count; i++)
		if (!strcmp(wheel->rows[i - 1].path, wheel->rows[i].path))
			return false;
	return true;
}

static char *trim(char *s)
{
	s += strspn(s, " \t");
	size_t n = strlen(s);
	while (n && strchr(" \t", s[n - 1]))
		n--;
	s[n] = '\0';
	return s;
}

void wheel_parse_scripts(char *text, struct wheel *wheel)
{
	bool ours = false;
	char *save = NULL;
	for (char *line = strtok_r(text, "\r\n", &save); line; line = strtok_r(NULL, "\r\n", &save)) {
		line = trim(line);
		if (*line == '[') {
			ours = !strcmp(line, "[console_scripts]") || !strcmp(line, "[gui_scripts]");
			continue;
		}
		char *equals = strchr(line, '=');
		if (!ours || !equals)
			continue;
		*equals = '\0';
		char *name = trim(line), *target = equals + 1, *colon = strchr(target, ':');
		if (!colon)
			continue;
		*colon = '\0';
		target = trim(target);
		char *attr = colon + 1;
		attr[strcspn(attr, "[")] = '\0'; /* extras */
		attr = trim(attr);
		if (!launcher_name_ok(name) || !launcher_target_ok(target, attr))
			continue;
		wheel->scripts = need(
			reallocarray(wheel->scripts, wheel->script_count + 1, sizeof(*wheel->scripts)));
		wheel->scripts[wheel->script_count++] = (struct wheel_script){text_copy(name),
			text_copy(target), text_copy(attr)};
	}
}

void wheel_clear(struct wheel *wheel)
{
	for (size_t i = 0; i < wheel->count; i++) {
		free(wheel->rows[i].path);
		free(wheel->rows[i].rest);
	}
	for (size_t i = 0; i < wheel->script_count; i++) {
		free(wheel->scripts[i].name);
		free(wheel->scripts[i].module);
		free(wheel->scripts[i].attr);
	}
	free(wheel->rows);
	free(wheel->scripts);
	free(wheel->info);
	*wheel = (struct wheel){0};
}
