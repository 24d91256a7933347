// SPDX-License-Identifier: MIT
// The user's cache directory: small checked texts, and a place for unpacked wheels.
#include "env-builder/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/hash.h"

#define ENTRY_MAX (1 << 22)

/* The home directory that /etc/passwd has for the user; allocated. Other sources are not asked: libc's own look-up loads
 * modules for them, which a static program cannot. */
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

static bool make_dirs(char *path)
{
	for (char *slash = path + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		bool made = !mkdir(path, 0700) || errno == EEXIST;
		*slash = '/';
		if (!made)
			return false;
	}
	return !mkdir(path, 0700) || errno == EEXIST;
}

char *cache_subdir(const struct cache *cache, const char *name)
{
	if (!cache->dir)
		return NULL;
	_cleanup_free_ char *path = text_format("%s/%s", cache->dir, name);
	struct stat st;
	if (stat(path, &st) < 0 && (!make_dirs(path) || stat(path, &st) < 0))
		return NULL;
	/* Some file systems have neither owners nor modes: there all is everybody's. */
	if (!S_ISDIR(st.st_mode) || (!cache->ours && (st.st_uid != geteuid() || st.st_mode & (S_IWGRP | S_IWOTH))))
		return NULL;
	return take(&path);
}

char *cache_identity(const char *path, const struct stat *st)
{
	return text_format("%s\n%llx %llx %llx %lld.%09ld %lld.%09ld\n", path, (unsigned long long)st->st_dev,
		(unsigned long long)st->st_ino, (unsigned long long)st->st_size, (long long)st->st_mtim.tv_sec,
		st->st_mtim.tv_nsec, (long long)st->st_ctim.tv_sec, st->st_ctim.tv_nsec);
}

char *cache_name(const char *identity)
{
	char hex[HASH_HEX];
	hash_hex(identity, strlen(identity), hex);
	return text_copy_n(hex, 24);
}

/* The file: the checksum of all that follows, a newline, the identity, an empty line, the text. */
char *cache_load(const char *dir, const char *name, const char *identity)
{
	_cleanup_free_ char *path = text_format("%s/%s", dir, name), *data = NULL;
	size_t len, n = strlen(identity);
	if (fs_read(path, ENTRY_MAX, &data, &len) < 0 || len < HASH_HEX + n + 1 || strlen(data) != len)
		return NULL;
	char hex[HASH_HEX];
	hash_hex(data + HASH_HEX, len - HASH_HEX, hex);
	if (memcmp(data, hex, HASH_HEX - 1) != 0 || memcmp(data + HASH_HEX, identity, n) != 0 || data[HASH_HEX + n] != '\n')
		return NULL;
	return text_copy(data + HASH_HEX + n + 1);
}

int cache_store(const char *dir, const char *name, const char *identity, const char *text)
{
	_cleanup_free_ char *body = text_format("%s\n%s", identity, text);
	_cleanup_free_ char *path = text_format("%s/%s", dir, name), *temp = text_format("%s/.%s.new", dir, name);
	char hex[HASH_HEX];
	hash_hex(body, strlen(body), hex);
	/* One name for all who store it, so that what a killed one left is taken up by the next. Should two write at once,
	 * both write the same, or the checksum tells. */
	FILE *file = fopen(temp, "we");
	if (!file)
		return -errno;
	int r = fprintf(file, "%s\n%s", hex, body) < 0 ? -errno : 0;
	if (fclose(file) != 0 && !r)
		r = -errno;
	if (!r && rename(temp, path) < 0)
		r = -errno;
	if (r)
		unlink(temp);
	return r;
}
