// SPDX-License-Identifier: MIT
// How to install an interpreter that was not found.
#include "env-builder/discovery/install_hint.h"

#include <stdbool.h>
#include <string.h>

#include "common/core/count.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"

/* The version as all programs accept it: "3.12" for "python3.12", "pypy3.10". NULL for rules, other builds
 * and platforms. */
static const char *plain_version(const char *text)
{
	static const char *const names[] = {"cpython", "python", "cp"};

	for (size_t i = 0; i < COUNT(names); i++)
		if (text_starts(text, names[i])) {
			text += strlen(names[i]);
			text += *text == '@' || *text == '-';
			break;
		}
	const char *digits = text_starts(text, "pypy") ? text + strlen("pypy") : text;
	return *digits && !digits[strspn(digits, "0123456789.")] ? text : NULL;
}

char *install_hint(const char *request)
{
	static const struct {
		const char *program, *command;
		bool plain; /* accepts only a version */
	} rows[] = {
		{"uv", "uv python install", false},
		{"pyenv", "pyenv install", true},
		{"mise", "mise install python@", true},
	};
	const char *version = request ? plain_version(request) : "3";
	_cleanup_text_ struct text hint = {0};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *argument = version ? version : rows[i].plain ? NULL : request;
		_cleanup_free_ char *program = argument ? fs_find_program(rows[i].program) : NULL;
		if (!program)
			continue;
		_cleanup_free_ char *quoted = text_quoted(argument);
		text_add_format(&hint, "%s%s%s%s", hint.len ? ", or " : "to install it: ", rows[i].command,
			text_ends(rows[i].command, "@") ? "" : " ", quoted);
	}
	if (!hint.len)
		text_add_format(&hint,
			"to install it: a package of the system, %s, uv (uv python install) or pyenv (pyenv "
			"install)",
			request && text_starts(request, "pypy") ? "https://pypy.org/download.html"
								: "https://www.python.org/downloads/");
	return text_take(&hint);
}
