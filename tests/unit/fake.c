// SPDX-License-Identifier: MIT
// A tree of files that exist only in memory: interpreters, environments and scripts for the tests of exec.c.
#include "tests/unit/fake.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/count.h"

#define ELF \
	"\x7f" \
	"ELF\x02\x01\x01"

static const struct file {
	const char *path;
	const char *text; /* NULL: a name whose content does not matter */
	bool executable;
} tree[] = {
	{"/usr/bin/python3", ELF, true},
	{"/usr/bin/python3.11", ELF, true},
	{"/usr/bin/python3.9", ELF, true},
	{"/usr/bin/python", ELF, true},
	{"/usr/bin/python2", ELF, true},
	{"/usr/bin/python2.7", ELF, true},
	{"/usr/bin/pypy3", ELF, true},
	{"/usr/bin/python3-config", "#!/bin/sh\n", true},
	{"/usr/bin/env", ELF, true},
	{"/usr/bin/true", ELF, true},
	{"/bin/sh", ELF, true},
	{"/opt/plain/python3", ELF, false},
	{"/opt/py/bin/python3", ELF, true},
	/* the environment's */
	{"/e/pyvenv.cfg", NULL, false},
	{"/e/bin/python", ELF, true},
	{"/e/bin/python3", ELF, true},
	/* other environments */
	{"/venv/pyvenv.cfg", NULL, false},
	{"/venv/bin/python3", ELF, true},
	{"/venv/bin/python", ELF, true},
	{"/flat/pyvenv.cfg", NULL, false},
	{"/flat/python3", ELF, true},
	{"/conda/conda-meta", NULL, false},
	{"/conda/bin/python3", ELF, true},
	{"/old/bin/activate_this.py", NULL, false},
	{"/old/bin/python3", ELF, true},
	{"/cpython/pybuilddir.txt", NULL, false},
	{"/cpython/python", ELF, true},
	{"/pth/python3._pth", NULL, false},
	{"/pth/python3", ELF, true},
	{"/pth/python", ELF, true},
	/* the system's own */
	{"/usr/bin/dpkg", ELF, true},
	{"/usr/bin/dnf-3", "#!/usr/bin/python3\n", true},
	{"/usr/bin/busybox", ELF, true},
	{"/usr/bin/ls", ELF, true},
	{"/usr/bin/tool", "#!/usr/bin/python3\n", true},
	{"/usr/bin/tool-isolated", "#!/usr/bin/python3 -Es\n", true},
	{"/usr/bin/env-tool", "#!/usr/bin/env python3\n", true},
	{"/usr/bin/split-tool", "#!/usr/bin/env -S python3 -I\n", true},
	{"/usr/bin/path-tool", "#!/usr/bin/env /usr/bin/python3\n", true},
	{"/usr/bin/locked-tool", "#!/usr/bin/env python3\n", false},
	{"/usr/bin/sh-tool", "#!/bin/sh\n", true},
	{"/usr/share/x/y.py", "print()\n", false},
	{"/usr/share/x/mesonbuild/scripts/python_info.py", "", false},
	{"/usr/local/bin/tool", "#!/usr/bin/python3\n", true},
	{"/usr/src/app/tool", "#!/usr/bin/python3\n", true},
	{"/usr/lib/python3/dist-packages/x.py", "", false},
	{"/usr/lib/python3.11/timeit.py", "", false},
	{"/usr/lib/python3.9/timeit.py", "", false},
	{"/opt/py/lib/python3.9/timeit.py", "", false},
	{"/venv/lib/python3.9/site-packages/x.py", "", false},
	{"/usr/share/e/pyvenv.cfg", NULL, false},
	{"/usr/share/e/bin/python", ELF, true},
	{"/usr/share/e/bin/tool", "#!/usr/bin/env python3\n", true},
	/* scripts */
	{"/s/elsewhere", ELF, true},
	{"/s/plain", "#!/usr/bin/python3\nprint()\n", true},
	{"/s/blanks", "#! \t/usr/bin/python3  \n", true},
	{"/s/flag", "#!/usr/bin/python3 -I -u\n", true},
	{"/s/no-newline", "#!/usr/bin/python3", true},
	{"/s/crlf", "#!/usr/bin/python3\r\n", true},
	{"/s/versioned", "#!/usr/bin/python3.9\n", true},
	{"/s/two", "#!/usr/bin/python2\n", true},
	{"/s/two-seven", "#!/usr/bin/python2.7\n", true},
	{"/s/phantom", "#!/opt/gone/bin/python3.6\n", true},
	{"/s/for-pypy", "#!/usr/bin/pypy3\n", true},
	{"/s/not-executable", "#!/usr/bin/python3\n", false},
	{"/s/to-data", "#!/opt/plain/python3\n", true},
	{"/s/sh", "#!/bin/sh -e\n", true},
	{"/s/config", "#!/usr/bin/python3-config\n", true},
	{"/s/none", "print()\n", true},
	{"/s/empty", "", true},
	{"/s/relative", "#!python3\n", true},
	{"/s/managed", "#!/usr/bin/dnf-3\n", true},
	{"/s/deep1", "#!/s/plain -x\n", true},
	{"/s/deep2", "#!/s/deep1\n", true},
	{"/s/deep3", "#!/s/deep2 a b\n", true},
	{"/s/deep4", "#!/s/deep3\n", true},
	{"/s/deep5", "#!/s/deep4\n", true},
	{"/s/loop", "#!/s/loop\n", true},
	{"/s/deep-env", "#!/s/by-env\n", true},
	{"/s/by-env", "#!/usr/bin/env python3\n", true},
	{"/s/env", "#!/usr/bin/python3\n", true},
	{"/s/for-env", "#!/s/env\n", true},
	{"/s/env-path", "#!/usr/bin/env /usr/bin/python3\n", true},
	{"/s/env-two", "#!/usr/bin/env python2\n", true},
	{"/s/env-python", "#!/usr/bin/env python\n", true},
	{"/s/env-gone", "#!/usr/bin/env python3.6\n", true},
	{"/s/env-split", "#!/usr/bin/env -S python3 -I -u\n", true},
	{"/s/env-clear", "#!/usr/bin/env -i python3\n", true},
	{"/s/env-assign", "#!/usr/bin/env -S A=1 python3\n", true},
	{"/s/env-words", "#!/usr/bin/env python3 -I\n", true},
	{"/s/env-quote", "#!/usr/bin/env -S python3 '-I'\n", true},
	{"/s/env-alone", "#!/usr/bin/env\n", true},
	{"/s/env-sh", "#!/usr/bin/env sh\n", true},
	{"/s/env-venv", "#!/usr/bin/env /venv/bin/python3\n", true},
	{"/s/ours", "#!/e/bin/python\n", true},
	{"/s/ours3", "#!/e/bin/python3 -s\n", true},
	{"/s/venv", "#!/venv/bin/python3\n", true},
	{"/s/conda", "#!/conda/bin/python3\n", true},
	{"script", "#!/usr/bin/python3\n", true},
	{"/l/libvenvrun.so", "", false},
};

static const struct file *lookup(const char *path)
{
	char clean[600];
	if (strlen(path) >= sizeof clean)
		return NULL;
	/* "/venv/bin/../pyvenv.cfg" */
	const char *up = strstr(path, "/../");
	strcpy(clean, path);
	if (up) {
		char *dir = clean + (up - path);
		while (dir > clean && dir[-1] != '/')
			dir--;
		memmove(dir, path + (up - path) + 4, strlen(up + 4) + 1);
	}
	for (size_t i = 0; i < COUNT(tree); i++)
		if (!strcmp(tree[i].path, clean))
			return &tree[i];
	return NULL;
}

static int fake_executable(const char *path)
{
	if (!strncmp(path, "/loop/", 6))
		return -ELOOP;
	const struct file *f = lookup(path);
	return !f ? -ENOENT : f->executable ? 0 : -EACCES;
}

static int fake_exists(const char *path)
{
	return lookup(path) ? 0 : -ENOENT;
}

static long fake_read(const char *path, size_t offset, char *buf, size_t n)
{
	const struct file *f = lookup(path);
	if (!f || !f->text)
		return -ENOENT;
	size_t len = strlen(f->text);
	len = len > offset ? len - offset : 0;
	len = len > n ? n : len;
	memcpy(buf, f->text + offset, len);
	return (long)len;
}

static int fake_set_id(const char *path)
{
	return !strcmp(path, "/usr/bin/sudo");
}

static const struct {
	const char *path, *target;
} links[] = {
	{"/link/plain", "/s/plain"},
	{"/link/tool", "/usr/bin/tool"},
	{"/link/dpkg", "/usr/bin/dpkg"},
	{"/link/rpm", "/s/sh"},
	{"/usr/bin/linked", "/s/plain"},
	{"/bin/busybox", "/usr/bin/busybox"},
	{"/bin/cat", "/usr/bin/busybox"},
	{"/bin/chmod", "/usr/bin/busybox"},
	{"y.py", "/usr/share/x/y.py"},
	{"/e/bin/python3", "/usr/bin/python3"},
};

static long fake_real(const char *path, char *buf, size_t n)
{
	const struct file *f = NULL;
	for (size_t i = 0; i < COUNT(links); i++)
		if (!strcmp(links[i].path, path))
			f = lookup(links[i].target);
	f = f ? f : lookup(path);
	if (!f)
		return -ENOENT;
	snprintf(buf, n, "%s", f->path);
	return strlen(f->path) < n ? (long)strlen(buf) : -ENAMETOOLONG;
}

static int fake_same(const char *path, const char *other)
{
	char one[600], two[600];
	return fake_real(path, one, sizeof one) > 0 && fake_real(other, two, sizeof two) > 0 &&
		!strcmp(one, two);
}

const struct exec_io fake_io = {fake_executable, fake_exists, fake_read, fake_set_id, fake_real, fake_same};
