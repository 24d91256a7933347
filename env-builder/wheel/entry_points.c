// SPDX-License-Identifier: MIT
// The commands that a wheel defines in entry_points.txt.
#include "env-builder/wheel/entry_points.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/tool/die.h"
#include "common/tool/text.h"
#include "env-builder/layout/launcher.h"

#define BLANKS " \t"

void entry_points_add(struct entry_points *points, const char *name, const char *module, const char *attr)
{
	points->list = need(reallocarray(points->list, points->count + 1, sizeof(*points->list)));
	points->list[points->count++] = (struct entry_point){text_copy(name), text_copy(module),
		text_copy(attr)};
}

/* "NAME = MODULE:ATTR [EXTRAS]" */
static void parse_line(char *line, struct entry_points *points)
{
	char *equals = strchr(line, '='), *colon = equals ? strchr(equals, ':') : NULL;
	if (!colon)
		return;
	*equals = *colon = '\0';
	char *attr = colon + 1;
	attr[strcspn(attr, "[")] = '\0';
	const char *name = text_trim(line, BLANKS), *module = text_trim(equals + 1, BLANKS);
	attr = text_trim(attr, BLANKS);
	if (launcher_name_ok(name) && launcher_target_ok(module, attr))
		entry_points_add(points, name, module, attr);
}

void entry_points_parse(char *text, struct entry_points *points)
{
	bool commands = false;
	char *save = NULL;
	for (char *line = strtok_r(text, "\r\n", &save); line; line = strtok_r(NULL, "\r\n", &save)) {
		line = text_trim(line, BLANKS);
		if (*line == '[')
			commands = !strcmp(line, "[console_scripts]") || !strcmp(line, "[gui_scripts]");
		else if (commands)
			parse_line(line, points);
	}
}

void entry_points_clear(struct entry_points *points)
{
	for (size_t i = 0; i < points->count; i++) {
		free(points->list[i].name);
		free(points->list[i].module);
		free(points->list[i].attr);
	}
	free(points->list);
	*points = (struct entry_points){0};
}
