// SPDX-License-Identifier: MIT
// Random paths in the tree.
#include "tests/fuzz-paths/paths.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common/core/path.h"
#include "tests/fuzz-paths/note.h"

static const char *root;
static char *slots[PATHS_SLOTS]; /* the end of each */

void paths_start(const char *of)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), room = (PATH_ROOM + page - 1) / page * page;

	root = of;
	for (size_t i = 0; i < PATHS_SLOTS; i++) {
		char *map = mmap(NULL, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
			0);
		if (map == MAP_FAILED || mprotect(map + room, page, PROT_NONE))
			abort();
		slots[i] = map + room;
	}
}

char *paths_put(size_t slot, const char *text)
{
	size_t n = strlen(text) + 1;
	return memcpy(slots[slot] - n, text, n);
}

static const char *component(void)
{
	static const char *const few[] = {"a", "a", "b", "f", "f", "f", "x", "l", "l", ".", "..",
		"x-packages", "site-packages", "dist-packages", "-packages"};
	static const char *const odd[] = {"*", "?", "...", "..a", ".a", "-", "x-package", "x-packages-",
		"x-packagess", "missing", "", "aa-packages", "\xff\x01", "x--packages", "-packages-packages"};
	static char name[300];

	if (!dice_percent(8))
		return DICE_OF(few);
	if (!dice_percent(10))
		return DICE_OF(odd);
	/* Up to the longest possible name, and longer. */
	size_t n = 240 + dice_below(30);
	memset(name, 'n', n);
	strcpy(name + n, dice_percent(50) ? "-packages" : "");
	return name;
}

/* Does the text of the path lead out of the tree? */
static bool leaves(int dirfd, const char *path)
{
	static char whole[2 * PATH_ROOM];

	if (path[0] == '/')
		strcpy(whole, path);
	else if (rewrite_start(dirfd, whole))
		strcat(strcat(whole, "/"), path);
	else
		return strstr(path, "..") != NULL;
	path_clean(whole, whole);
	return !path_under(whole, root);
}

static void compose(char *out)
{
	static const char *const directories[] = {"", "", "/a", "/b", "/a/x-packages", "/b/site-packages",
		"/site-packages", "/-packages", "/b/dist-packages", "/dist-packages", "/a/b/../x-packages",
		"/./a//x-packages"};
	static const size_t counts[] = {0, 0, 1, 1, 1, 1, 2, 2, 3, 4};
	bool absolute = dice_percent(55);
	size_t n = DICE_OF(counts);

	*out = '\0';
	if (absolute)
		strcat(strcpy(out, root), DICE_OF(directories));
	/* Near the maximum length of a path. */
	if (dice_percent(1)) {
		for (size_t fill = 4070 + dice_below(60); strlen(out) + 2 < fill;)
			strcat(out, absolute && !*out ? "/" : dice_percent(50) ? "./" : ".//");
		n = n ? n : 1;
	}
	for (size_t i = 0; i < n; i++) {
		if (*out)
			strcat(out, dice_percent(8) ? "//" : "/");
		strcat(out, component());
	}
	if (*out && dice_percent(8))
		strcat(out, dice_percent(80) ? "/" : "/.");
	/* A relative path must not begin with an empty component. */
	if (!absolute && *out == '/')
		*out = 'a';
}

static const char *compose_inside(int dirfd)
{
	static char text[PATH_ROOM];

	compose(text);
	if (leaves(dirfd, text))
		strcat(strcpy(text, root), dice_percent(50) ? "/a" : "/a/x-packages/b");
	return text;
}

char *paths_random(size_t slot, int dirfd)
{
	return paths_put(slot, dice_percent(2) ? "" : compose_inside(dirfd));
}

char *paths_unending(size_t slot)
{
	const char *text = compose_inside(AT_FDCWD);
	size_t n = strlen(text);
	return memcpy(slots[slot] - n, text, n);
}

char *paths_random_template(size_t slot)
{
	static const char *const tails[] = {"XXXXXX", "XXXXXX", "tXXXXXX", "XXXXXXXX", "XXXXXX.py", "XXXXX",
		"", "XXXXXX-packages"};
	static char text[PATH_ROOM];

	strcat(strcpy(text, compose_inside(AT_FDCWD)), dice_percent(80) ? "/" : "");
	return paths_put(slot, strcat(text, DICE_OF(tails)));
}

char *paths_random_link(size_t slot)
{
	/* At most one "..": a chain of links stays below the padding of the tree. */
	static const char *const texts[] = {"a", "b", "f", ".", "a/b", "x-packages", "site-packages/f",
		"../a", "../x-packages", "../b/site-packages", "missing", "", "l", "@", "@/a",
		"@/a/x-packages", "@/site-packages/a", "@/b/dist-packages"};
	const char *text = DICE_OF(texts);
	char whole[PATH_ROOM];

	snprintf(whole, sizeof whole, "%s%s", *text == '@' ? root : "", text + (*text == '@'));
	return paths_put(slot, whole);
}
