// SPDX-License-Identifier: MIT
// The user's cache directory: texts with a checksum, and directories of entries.
#include "env-builder/cache/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/system/file_at.h"
#include "env-builder/system/sha256.h"

#define ENTRY_MAX ((size_t)256 << 20) /* bytes of a text: more than the manifest of any tree */

/* The user's home directory in /etc/passwd, allocated. getpwuid(3) is not used: it loads modules for other
 * sources, and a static program cannot. */
static char *passwd_home(void)
{
	_cleanup_fclose_ FILE *file = fopen("/etc/passwd", "re");
	const struct passwd *user = NULL;
	while (file && (user = fgetpwent(file)))
		if (user->pw_uid == geteuid())
			return text_copy(user->pw_dir);
	return NULL;
}

struct cache cache_find(const char *option)
{
	if (option)
		return (struct cache){.dir = fs_absolute(option)};
	const char *xdg = getenv("XDG_CACHE_HOME");
	if (xdg && *xdg == '/')
		return (struct cache){.dir = text_format("%s/venvrun", xdg)};
	const char *home = getenv("HOME");
	_cleanup_free_ char *entry = home && *home == '/' ? NULL : passwd_home();
	home = entry ? entry : home;
	return (struct cache){.dir = home && *home == '/' ? text_format("%s/.cache/venvrun", home) : NULL};
}

void cache_clear(struct cache *cache)
{
	free(cache->dir);
	cache->dir = NULL;
}

/* Root makes no directory in a user's, where the user could not write to it later. */
static int make_dir(void *ctx, const char *path)
{
	(void)ctx;
	_cleanup_free_ char *above = text_copy_n(path, path_dir_len(path));
	struct stat st;
	if (!*path || !stat(path, &st))
		return 0;
	if (!geteuid() && (stat(above, &st) < 0 || st.st_uid))
		return -EPERM;
	return mkdir(path, 0700) < 0 && errno != EEXIST ? -errno : 0;
}

/* On file systems without owners and modes nothing is private. */
static bool is_private(const struct stat *st)
{
	return S_ISDIR(st->st_mode) && st->st_uid == geteuid() && !(st->st_mode & (S_IWGRP | S_IWOTH));
}

/* May the directory dir, open as fd, be trusted? Otherwise sets errno: EPERM, or why this is not known. */
static bool is_ours(int fd, const char *dir)
{
	_cleanup_free_ char *above = text_copy_n(dir, path_dir_len(dir));
	struct stat own, link, outer;
	if (fstat(fd, &own) < 0 || lstat(dir, &link) < 0 || stat(above, &outer) < 0)
		return false;
	errno = EPERM;
	return is_private(&own) && (!link.st_uid || link.st_uid == geteuid()) &&
		(!(outer.st_mode & S_IWOTH) || outer.st_mode & S_ISVTX);
}

static int open_root(const struct cache *cache)
{
	if (cache->ours)
		return file_open_dir(cache->fd, ".");
	_cleanup_close_ int fd = open(cache->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT && !file_each_above(cache->dir, make_dir, NULL) &&
		!make_dir(NULL, cache->dir))
		fd = open(cache->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd >= 0 && is_ours(fd, cache->dir) ? take_fd(&fd) : -1;
}

int cache_open(const struct cache *cache, const char *name)
{
	if (!cache->dir)
		return -1;
	_cleanup_close_ int root = open_root(cache);
	_cleanup_close_ int fd = root < 0 ? -1 : file_open_dir(root, name);
	if (root >= 0 && fd < 0 && errno == ENOENT && (!mkdirat(root, name, 0700) || errno == EEXIST))
		fd = file_open_dir(root, name);
	struct stat st;
	if (fd < 0 || (!cache->ours && fstat(fd, &st) < 0))
		return -1;
	if (cache->ours || is_private(&st))
		return take_fd(&fd);
	errno = EPERM;
	return -1;
}

char *cache_path(const struct cache *cache, const char *name)
{
	return text_format("%s/%s", cache->dir ? cache->dir : "(no cache)", name);
}

char *cache_identity(const char *path, const struct stat *st)
{
	return text_format("%s\n%llx %llx %llx %lld.%09ld %lld.%09ld\n", path, (unsigned long long)st->st_dev,
		(unsigned long long)st->st_ino, (unsigned long long)st->st_size,
		(long long)st->st_mtim.tv_sec, st->st_mtim.tv_nsec, (long long)st->st_ctim.tv_sec,
		st->st_ctim.tv_nsec);
}

char *cache_name(const char *identity)
{
	char hex[SHA256_HEX];
	sha256_hex(identity, strlen(identity), hex);
	return text_copy_n(hex, 24);
}

/* The file: this line, the checksum of everything after it, a newline, the identity, an empty line, the text.
 */
static const char first_line[] = "venvbuild's cache 1\n";
#define FIRST (sizeof(first_line) - 1)

char *cache_load(int dir, const char *name, const char *identity)
{
	_cleanup_free_ char *data = NULL;
	size_t len, n = strlen(identity);
	int r = fs_read_at(dir, name, ENTRY_MAX, &data, &len);
	errno = r < 0 ? -r : EINVAL;
	if (r < 0 || len < FIRST + SHA256_HEX + n + 1 || strlen(data) != len ||
		memcmp(data, first_line, FIRST) != 0)
		return NULL;
	const char *body = data + FIRST + SHA256_HEX;
	char hex[SHA256_HEX];
	sha256_hex(body, len - FIRST - SHA256_HEX, hex);
	if (memcmp(data + FIRST, hex, SHA256_HEX - 1) != 0 || memcmp(body, identity, n) != 0 ||
		body[n] != '\n')
		return NULL;
	return text_copy(body + n + 1);
}

int cache_store(int dir, const char *name, const char *identity, const char *text)
{
	_cleanup_free_ char *body = text_format("%s\n%s", identity, text),
			    *temp = text_format(".%s.new", name);
	char hex[SHA256_HEX];
	sha256_hex(body, strlen(body), hex);
	_cleanup_free_ char *data = text_format("%s%s\n%s", first_line, hex, body);
	if (strlen(data) > ENTRY_MAX)
		return -EFBIG;
	/* All builders use this name, so that the next one overwrites what a killed one left. Two at the same
	 * time write the same text, or the checksum is wrong. */
	int r = file_overwrite(dir, temp, data, strlen(data));
	if (!r && renameat(dir, temp, dir, name) < 0)
		r = -errno;
	if (r)
		unlinkat(dir, temp, 0);
	return r;
}

bool cache_is_text(int dir, const char *name)
{
	_cleanup_close_ int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat st;
	char head[FIRST];
	if (fd < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return false;
	ssize_t n = read(fd, head, FIRST);
	return n >= 0 && (n == (ssize_t)FIRST || n == st.st_size) && !memcmp(head, first_line, (size_t)n);
}
