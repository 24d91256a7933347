// SPDX-License-Identifier: MIT
// Which Python the working directory asks for.
#include "env-builder/discovery/version_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "common/tool/trust.h"

#define PIN_MAX 65536

/* Words, between which pyenv takes blanks, newlines and, in its variable, colons; '#' begins a comment. A
 * rule (">=3.9, <3.12", as uv writes it) is one line. */
static char **split(char *text, const char *between)
{
	char **specs = need(calloc(strlen(text) + 2, sizeof(*specs)));
	size_t count = 0;
	char *lines = NULL;
	for (char *line = strtok_r(text, "\r\n", &lines); line; line = strtok_r(NULL, "\r\n", &lines)) {
		line[strcspn(line, "#")] = '\0';
		line += strspn(line, " \t");
		for (size_t n = strlen(line); n && strchr(" \t", line[n - 1]); n--)
			line[n - 1] = '\0';
		char *words = NULL;
		const char *at = *line && strchr("=!<>~", *line) ? "" : between;
		for (char *word = strtok_r(line, at, &words); word; word = strtok_r(NULL, at, &words))
			specs[count++] = text_copy(word);
	}
	return specs;
}

/* Returns 1, 0 where there is no such file, or -1. */
static int read_file(const char *path, struct version_file *ret, char **ret_why)
{
	_cleanup_free_ char *text = NULL, *quoted = text_quoted(path);
	size_t len = 0;
	uid_t owner = 0;
	int r = trust_read(path, PIN_MAX, &text, &len, &owner);
	if (r == 1) {
		_cleanup_free_ char *name = trust_name(owner);
		warn("%s does not count: it belongs to %s, neither to you nor to root; "
		     "what it says can be said by -p",
			quoted, name);
		return 0;
	}
	if (r == -ENOENT || r == -ENOTDIR || r == -EISDIR || r == -EACCES)
		return 0;
	if (!r && strlen(text) != len)
		r = -EILSEQ;
	if (r < 0) {
		*ret_why = text_format(
			"cannot read %s, which may say what Python is wanted: %s; "
			"to say so yourself: -p",
			quoted, fs_why(r));
		return -1;
	}
	*ret = (struct version_file){text_copy(path), split(text, " \t"), true};
	return 1;
}

int version_file_read(struct version_file *ret, char **ret_why)
{
	const char *variable = getenv("PYENV_VERSION");
	struct version_file pin = {0};
	int r = 0;
	if (variable && *variable) {
		_cleanup_free_ char *text = text_copy(variable);
		pin = (struct version_file){text_copy("PYENV_VERSION"), split(text, ": \t"), false};
		r = 1;
	}
	_cleanup_free_ char *dir = r ? NULL : fs_absolute(".");
	while (dir && !r) {
		static const char *const names[] = {".python-version", ".python-versions"};
		size_t n = strlen(dir);
		for (size_t i = 0; !r && i < sizeof(names) / sizeof(*names); i++) {
			_cleanup_free_ char *path = text_format("%s%s%s", dir, n > 1 ? "/" : "", names[i]);
			r = read_file(path, &pin, ret_why);
		}
		if (n <= 1)
			break;
		n = path_dir_len(dir);
		dir[n > 1 ? n - 1 : n] = '\0';
	}
	if (r == 1 && !*pin.specs) {
		version_file_clear(&pin);
		r = 0;
	}
	if (r == 1)
		*ret = pin;
	return r;
}

void version_file_clear(struct version_file *pin)
{
	for (char **spec = pin->specs; spec && *spec; spec++)
		free(*spec);
	free(pin->specs);
	free(pin->source);
	*pin = (struct version_file){0};
}
