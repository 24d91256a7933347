// SPDX-License-Identifier: MIT
// common/core/owner.c.
#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/owner.h"

/* The only file, spelled as owner_of does. */
static const char *present;
static size_t asked;

static int exists(const char *path)
{
	asked++;
	return present && !strcmp(path, present) ? 0 : -ENOENT;
}

static int never(const char *path)
{
	cr_expect(false, "looked into %s", path);
	return -EIO;
}

static long never_read(const char *path, size_t offset, char *buf, size_t n)
{
	cr_expect(false, "%s: %zu %p %zu", path, offset, (void *)buf, n);
	return -EIO;
}

static const struct exec_io io = {.executable = never, .exists = exists, .read = never_read, .set_id = never};
static const struct policy policy = {.env = "/e",
	.python = "/e/bin/python",
	.lib = "/l",
	.major = 3,
	.minor = 11};

/* In memory of exactly the size that the header requires. */
static enum owner ask(const char *path, const char *there)
{
	size_t size = strlen(path) + OWNER_ROOM;
	char *probe = malloc(size + 1);
	probe[size] = '~';
	present = there;
	asked = 0;
	enum owner owner = owner_of(&policy, &io, path, probe);
	cr_expect(probe[size] == '~', "%s: written past the end", path);
	free(probe);
	return owner;
}

Test(owner, follows_from_the_directory)
{
	static const struct {
		const char *path, *there;
		enum owner owner;
	} rows[] = {
		{"/usr/bin/python3", NULL, OWNER_BASE},
		{"/usr/bin/python3", "/usr/bin/../pyvenv.cfg", OWNER_FOREIGN},
		{"/v/bin/python3", "/v/bin/../pyvenv.cfg", OWNER_FOREIGN},
		{"/v/python3", "/v/pyvenv.cfg", OWNER_FOREIGN},
		{"/v/bin/python3", "/v/bin/../conda-meta", OWNER_FOREIGN},
		{"/v/bin/python3", "/v/bin/activate_this.py", OWNER_FOREIGN},
		{"/v/python", "/v/pybuilddir.txt", OWNER_FOREIGN},
		{"bin/python3", "bin/../pyvenv.cfg", OWNER_FOREIGN},
		{"./python3", "./../pyvenv.cfg", OWNER_FOREIGN},
		{"python3", "pyvenv.cfg", OWNER_FOREIGN},
		{"python3", "../pyvenv.cfg", OWNER_FOREIGN},
		{"python3", NULL, OWNER_BASE},
		{"/e/bin/python", NULL, OWNER_OURS},
		{"/e/bin/python3.11", NULL, OWNER_OURS},
		{"//e/./bin//python3", NULL, OWNER_OURS},
		{"/x/../e/bin/python", NULL, OWNER_OURS},
		{"/e/bin/../python", NULL, OWNER_BASE},
		{"/e/bin/sub/python", NULL, OWNER_BASE},
		{"/e/bind/python", NULL, OWNER_BASE},
		{"/e/python", NULL, OWNER_BASE},
		{"/E/bin/python", NULL, OWNER_BASE},
		{"e/bin/python", NULL, OWNER_BASE},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		enum owner owner = ask(rows[i].path, rows[i].there);
		cr_expect(owner == rows[i].owner, "%s with %s: %d", rows[i].path,
			rows[i].there ? rows[i].there : "nothing", owner);
	}
}

Test(owner, of_our_own_needs_no_look_at_the_disk)
{
	ask("/e/bin/python3", "/e/bin/../pyvenv.cfg");
	cr_expect(!asked, "asked %zu times", asked);
}

Test(owner, needs_no_more_room_than_the_header_says)
{
	char path[300];
	for (size_t n = 1; n < 280; n++) {
		memset(path, 'd', n);
		path[0] = '/';
		strcpy(path + n, "/p");
		ask(path, NULL);
		path[n - 1] = '/';
		ask(path, NULL);
	}
}
