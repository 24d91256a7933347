// SPDX-License-Identifier: MIT
// The Python that a project requests in .python-version.
#include "env-builder/discovery/version_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/count.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "common/tool/trust.h"

#define FILE_MAX 65536 /* bytes */

/* Splits text, which is changed, into requests: words between blanks, newlines and, in pyenv's variable,
 * colons; '#' begins a comment. Rules (">=3.9, <3.12", as uv writes them) are one request a line. */
static struct strings split(char *text, const char *separators)
{
	struct strings requests = {0};
	char *lines = NULL;
	for (char *line = strtok_r(text, "\r\n", &lines); line; line = strtok_r(NULL, "\r\n", &lines)) {
		line[strcspn(line, "#")] = '\0';
		line += strspn(line, " \t");
		for (size_t n = strlen(line); n && strchr(" \t", line[n - 1]); n--)
			line[n - 1] = '\0';
		char *words = NULL;
		const char *between = *line && strchr("=!<>~", *line) ? "" : separators;
		for (char *word = strtok_r(line, between, &words); word;
			word = strtok_r(NULL, between, &words))
			strings_add(&requests, word);
	}
	return requests;
}

/* Returns 1 and *ret, 0 where there is no such file or it is not trusted, or -1 and *ret_why. */
static int read_file(const char *path, struct version_file *ret, char **ret_why)
{
	_cleanup_free_ char *text = NULL, *quoted = text_quoted(path);
	size_t len = 0;
	uid_t owner = 0;
	int r = trust_read(path, FILE_MAX, &text, &len, &owner);
	if (r == 1) {
		_cleanup_free_ char *name = trust_name(owner);
		warn("%s is ignored: it belongs to %s, neither to you nor to root; to request its version: "
		     "--python",
			quoted, name);
		return 0;
	}
	if (r == -ENOENT || r == -ENOTDIR || r == -EISDIR || r == -EACCES)
		return 0;
	if (!r && strlen(text) != len)
		r = -EILSEQ;
	if (r < 0) {
		*ret_why = text_format(
			"cannot read %s, which may request a version of Python: %s; to request one: --python",
			quoted, fs_strerror(r));
		return -1;
	}
	*ret = (struct version_file){text_copy(path), split(text, " \t"), true};
	return 1;
}

/* The files of a directory. Returns as read_file(). */
static int read_dir(const char *dir, struct version_file *ret, char **ret_why)
{
	static const char *const names[] = {".python-version", ".python-versions"};
	for (size_t i = 0; i < COUNT(names); i++) {
		_cleanup_free_ char *path = text_format("%s%s%s", dir, dir[1] ? "/" : "", names[i]);
		int r = read_file(path, ret, ret_why);
		if (r)
			return r;
	}
	return 0;
}

/* The nearest file in the working directory or above. Returns as read_file(). */
static int read_upwards(struct version_file *ret, char **ret_why)
{
	_cleanup_free_ char *dir = fs_absolute(".");
	int r = 0;
	while (dir && !(r = read_dir(dir, ret, ret_why)) && dir[1]) {
		char *parent = text_dir(dir);
		free(dir);
		dir = parent;
	}
	return r;
}

int version_file_read(struct version_file *ret, char **ret_why)
{
	const char *variable = getenv("PYENV_VERSION");
	struct version_file file = {0};
	int r = 1;
	if (variable && *variable) {
		_cleanup_free_ char *text = text_copy(variable);
		file = (struct version_file){text_copy("PYENV_VERSION"), split(text, ": \t"), false};
	} else {
		r = read_upwards(&file, ret_why);
	}
	if (r == 1 && !file.requests.count) {
		version_file_clear(&file);
		r = 0;
	}
	if (r == 1)
		*ret = file;
	return r;
}

void version_file_clear(struct version_file *file)
{
	strings_clear(&file->requests);
	free(file->source);
	*file = (struct version_file){0};
}
