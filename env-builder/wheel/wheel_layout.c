// SPDX-License-Identifier: MIT
// The names in a wheel: which are allowed, and where in the environment each file belongs.
#include "env-builder/wheel/wheel_layout.h"

#include <string.h>

#include "common/core/count.h"
#include "common/tool/cleanup.h"
#include "common/tool/text.h"
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

/* Is path, relative to the environment, a file of the environment itself? Python looks for pyvenv.cfg in bin
 * first. */
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
	size_t i = 0, count = COUNT(parts);
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
		return "a file in its .data directory would replace one of the environment's own files";
	*ret = scheme;
	*ret_path = path;
	return NULL;
}
