// SPDX-License-Identifier: MIT
// How to get an interpreter that is not installed.
#include "env-builder/discovery/install_hint.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"

static bool is_on_path(const char *name)
{
	const char *path = getenv("PATH");

	for (size_t n; path; path = path[n] ? path + n + 1 : NULL) {
		n = strcspn(path, ":");
		_cleanup_free_ char *file = text_format("%.*s/%s", (int)n, path, name);
		if (n && fs_is_executable(file))
			return true;
	}
	return false;
}

/* "3.12" of "python3.12", "pypy3.10": what all of them take. NULL for rules, other builds and platforms. */
static const char *plain_version(const char *text)
{
	static const char *const names[] = {"cpython", "python", "cp"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (text_starts(text, names[i])) {
			text += strlen(names[i]);
			text += *text == '@' || *text == '-';
			break;
		}
	const char *digits = text_starts(text, "pypy") ? text + strlen("pypy") : text;
	return *digits && !digits[strspn(digits, "0123456789.")] ? text : NULL;
}

char *install_hint(const char *text)
{
	static const struct {
		const char *program, *command;
		bool plain; /* takes a version and nothing else */
	} rows[] = {
		{"uv", "uv python install", false},
		{"pyenv", "pyenv install", true},
		{"mise", "mise install python@", true},
	};
	const char *version = text ? plain_version(text) : "3";
	_cleanup_text_ struct text hint = {0};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *asked = version ? version : rows[i].plain ? NULL : text;
		if (!asked || !is_on_path(rows[i].program))
			continue;
		_cleanup_free_ char *quoted = text_quoted(asked);
		text_add_format(&hint, "%s%s%s%s", hint.len ? ", or " : "to install it: ", rows[i].command,
			text_ends(rows[i].command, "@") ? "" : " ", quoted);
	}
	if (!hint.len)
		text_add_format(&hint,
			"to install it: the system's packages may have it, else %s, "
			"uv (uv python install) or pyenv (pyenv install)",
			text && text_starts(text, "pypy") ? "https://pypy.org/download.html"
							  : "https://www.python.org/downloads/");
	return text_take(&hint);
}
