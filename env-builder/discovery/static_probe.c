// SPDX-License-Identifier: MIT
// The facts about an interpreter from the files around it.
#include "env-builder/discovery/static_probe.h"

#include <dirent.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/core/image.h"
#include "common/core/interp.h"
#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"

#define FILE_MAX (1 << 20) /* bytes */
#define LEVEL "define PY_RELEASE_LEVEL"

struct tree {
	char *program;                /* the interpreter, without links */
	char *prefix, *name, *stdlib; /* name: "python3.11", "python3.13t" */
	char *config;                 /* the text of _sysconfigdata */
	int major, minor, micro;
};

static void clear(struct tree *p)
{
	free(p->program);
	free(p->prefix);
	free(p->name);
	free(p->stdlib);
	free(p->config);
}

/* Takes ownership of path. Returns the text, allocated, or NULL. */
static char *read_text(char *path)
{
	_cleanup_free_ char *own = path;
	char *text = NULL;
	size_t len = 0;
	if (fs_read(own, FILE_MAX, &text, &len) < 0)
		return NULL;
	if (strlen(text) != len)
		free(take(&text));
	return text;
}

static bool has(const char *dir, const char *name)
{
	_cleanup_free_ char *path = text_format("%s/%s", dir, name);
	return fs_exists(path);
}

/* Follows the links of the last component, as getpath.py does. No other component may be a link. */
static bool find_program(const char *path, struct tree *p)
{
	char *at = text_copy(path), *next;
	for (int links = 0; links < FS_LINKS_MAX && (next = fs_link_target(at)); links++) {
		path_clean(next, next);
		free(at);
		at = next;
	}
	p->program = at;
	_cleanup_free_ char *real = realpath(path, NULL);
	return real && !strcmp(real, at);
}

static bool find_prefix(struct tree *p)
{
	struct interp name;
	const char *base = path_base(p->program), *digits = base + strcspn(base, "0123456789");
	size_t bin = path_dir_len(p->program);
	if (!text_starts(base, "python3.") || !interp_parse(base, &name) || name.minor < 3 || bin < 5 ||
		memcmp(p->program + bin - 5, "/bin/", 5) != 0)
		return false;
	p->major = name.major;
	p->minor = name.minor;
	digits += strspn(digits, "0123456789.");
	p->name = text_format("python%d.%d%s", name.major, name.minor, *digits == 't' ? "t" : "");
	p->prefix = text_copy_n(p->program, bin - 5);
	p->stdlib = text_format("%s/lib/%s", p->prefix, p->name);
	_cleanup_free_ char *dir = text_copy_n(p->program, bin - 1), *pth = text_format("%s._pth", base);
	return has(p->stdlib, "os.py") && has(p->stdlib, "lib-dynload") && !has(dir, "pyvenv.cfg") &&
		!has(p->prefix, "pyvenv.cfg") && !has(dir, "pybuilddir.txt") && !has(dir, pth);
}

/* Is it a program for this machine? */
static bool find_class(const char *program, bool *ret_wide)
{
	char head[256];
	struct image image;
	_cleanup_close_ int fd = open(program, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t n = fd < 0 ? -1 : read(fd, head, sizeof(head));
	if (n < 0 || !image_parse(head, (size_t)n, &image) || image.abi != ABI_OURS)
		return false;
	*ret_wide = head[EI_CLASS] == ELFCLASS64;
	return true;
}

/* Reads the only _sysconfigdata. Debian has two names for one file; a debug build has another file. */
static bool find_config(struct tree *p)
{
	_cleanup_closedir_ DIR *dir = opendir(p->stdlib);
	struct stat first = {0}, st;
	const struct dirent *entry;
	while (dir && (errno = 0, entry = readdir(dir))) {
		if (!text_starts(entry->d_name, "_sysconfigdata_") || !text_ends(entry->d_name, ".py"))
			continue;
		if (fstatat(dirfd(dir), entry->d_name, &st, 0) < 0 ||
			(p->config && st.st_ino != first.st_ino))
			return false;
		first = st;
		if (!p->config && !(p->config = read_text(text_format("%s/%s", p->stdlib, entry->d_name))))
			return false;
	}
	return p->config && !errno;
}

/* The value in the line "'KEY': VALUE," without its quotes, allocated; "" where there is none. */
static char *config(const struct tree *p, const char *key)
{
	_cleanup_free_ char *start = text_format("'%s': ", key);
	const char *at = strstr(p->config, start);
	at = at ? at + strlen(start) : "";
	bool quoted = *at == '\'' || *at == '"';
	return text_copy_n(at + quoted, strcspn(at + quoted, quoted ? "'\"\n" : ",}\n"));
}

static bool is_set(const struct tree *p, const char *key)
{
	_cleanup_free_ char *value = config(p, key);
	return !strcmp(value, "1");
}

static bool read_micro(const char *text, const char *before, int *ret)
{
	const char *at = text ? strstr(text, before) : NULL;
	/* NOLINTNEXTLINE(cert-err34-c): so few digits do not overflow */
	return at && sscanf(at + strlen(before), "%*[ \t:]%3d", ret) == 1;
}

static bool find_micro(struct tree *p)
{
	_cleanup_free_ char *details = read_text(text_format("%s/build-details.json", p->stdlib));
	if (details)
		return strstr(details, "\"final\"") && read_micro(details, "\"micro\"", &p->micro);
	static const char *const flags[] = {"", "m", "d", "dm"};
	for (size_t i = 0; i < COUNT(flags); i++) {
		_cleanup_free_ char *header = read_text(
			text_format("%s/include/%s%s/patchlevel.h", p->prefix, p->name, flags[i]));
		const char *level = header;
		while (level && (level = strstr(level, LEVEL)) && !strchr(" \t", level[strlen(LEVEL)]))
			level += strlen(LEVEL);
		if (level &&
			text_starts(level + strlen(LEVEL) + strspn(level + strlen(LEVEL), " \t"),
				"PY_RELEASE_LEVEL_FINAL"))
			return read_micro(header, "define PY_MICRO_VERSION", &p->micro);
	}
	return false;
}

/* "cpython-311-a70d0d0a", allocated; or NULL. All final releases of X.Y have one magic number. */
static char *find_tag(const struct tree *p)
{
	_cleanup_free_ char *name = text_format("cpython-%d%s", p->major, strchr(p->name, '.') + 1);
	_cleanup_free_ char *pyc = text_format("%s/__pycache__/os.%s.pyc", p->stdlib, name);
	_cleanup_free_ char *os = text_format("%s/os.py", p->stdlib);
	unsigned char head[16];
	struct stat st;
	_cleanup_close_ int fd = open(pyc, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 || read(fd, head, sizeof(head)) != sizeof(head) || stat(os, &st) < 0)
		return NULL;
	/* Before 3.7 there are no flags. Flags of 0: time and size follow (PEP 552). */
	const unsigned char *time = head + (p->minor < 7 ? 4 : 8);
	uint32_t mtime = time[0] | (uint32_t)time[1] << 8 | (uint32_t)time[2] << 16 | (uint32_t)time[3] << 24;
	bool flags = p->minor >= 7 && (head[4] || head[5] || head[6] || head[7]);
	if (flags || mtime != (uint32_t)st.st_mtime || head[2] != '\r' || head[3] != '\n')
		return NULL;
	return text_format("%s-%02x%02x%02x%02x", name, head[0], head[1], head[2], head[3]);
}

char *static_probe(const char *path)
{
	_cleanup_(clear) struct tree p = {0};
	bool wide = false;
	if (!find_program(path, &p) || !find_prefix(&p) || !find_class(p.program, &wide) ||
		!find_config(&p) || !find_micro(&p))
		return NULL;
	_cleanup_free_ char *tag = find_tag(&p), *soname = config(&p, "INSTSONAME");
	_cleanup_free_ char *wheels = config(&p, "WHEEL_PKG_DIR");
	bool shared = is_set(&p, "Py_ENABLE_SHARED"), threads = is_set(&p, "Py_GIL_DISABLED");
	_cleanup_free_ char *library = shared ? text_format("%s/lib/%s", p.prefix, soname) : text_copy("");
	if (!tag || threads != text_ends(p.name, "t") || strchr(path, '\n'))
		return NULL;
	/* Only the loader knows where a shared libpython in another directory is. */
	if (shared && !fs_is_file(library) && strcmp(p.prefix, "/usr") != 0)
		return NULL;
	return text_format(
		"venvrun-facts 1\nexecutable=%s\nimplementation=CPython\nversion=%d.%d.%d\n"
		"version_info=%d.%d.%d.final.0\nthreads=%s\nprefix=%s\nexec_prefix=%s\n"
		"stdlib=%s\nlibrary=%s\n"
		"wheels=%s\ntag=%s\nwide=%s\ndebug=%s\nend=\n",
		path, p.major, p.minor, p.micro, p.major, p.minor, p.micro, threads ? "t" : "", p.prefix,
		p.prefix, p.stdlib, fs_is_file(library) ? library : "", wheels, tag, wide ? "1" : "",
		is_set(&p, "Py_DEBUG") ? "1" : "");
}
