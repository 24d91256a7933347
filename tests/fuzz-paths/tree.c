// SPDX-License-Identifier: MIT
// The directory tree that the calls work on.
#include "tests/fuzz-paths/tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/core/count.h"
#include "tests/fuzz-paths/note.h"

long (*raw)(long number, ...) = syscall;

/* A directory, a file with its text, or a link with its target, in which "@" is the root. Every file has
 * another size. */
static const struct entry {
	char type;
	const char *path, *text;
} entries[] = {
	{'d', "a", 0},
	{'d', "a/b", 0},
	{'d', "a/b/a", 0},
	{'d', "a/x-packages", 0},
	{'d', "a/x-packages/a", 0},
	{'d', "a/x-packages/b", 0},
	{'d', "b", 0},
	{'d', "b/site-packages", 0},
	{'d', "b/site-packages/a", 0},
	{'d', "b/dist-packages", 0},
	{'d', "dist-packages", 0},
	{'d', "site-packages", 0},
	{'d', "-packages", 0},
	{'f', "f", "1"},
	{'f', "a/f", "22"},
	{'f', "a/b/f", "333"},
	{'f', "a/x-packages/f", "4444"},
	{'f', "a/x-packages/a/f", "55555"},
	{'f', "b/f", "666666"},
	{'f', "b/site-packages/f", "7777777"},
	{'f', "b/site-packages/a/f", "88888888"},
	{'f', "b/dist-packages/f", "999999999"},
	{'f', "dist-packages/f", "0000000000"},
	{'f', "site-packages/f", "11111111111"},
	{'f', "-packages/f", "222222222222"},
	{'f', "-packages/x", "3333333333333"},
	{'l', "l", "a/x-packages"},
	{'l', "a/l", "."},
	{'l', "b/l", "@/a"},
	{'l', "b/site-packages/l", "../f"},
	{'l', "a/x-packages/l", "missing"},
	{'l', "site-packages/l", "l"},
};

static void need(long result, const char *what, const char *path)
{
	if (result >= 0)
		return;
	fprintf(stderr, "fuzz-paths: cannot %s %s: %m\n", what, path);
	abort();
}

static void make_entry(const struct entry *entry, const char *root)
{
	char text[4096];
	long fd;

	switch (entry->type) {
	case 'd':
		need(raw(SYS_mkdirat, AT_FDCWD, entry->path, 0755), "make", entry->path);
		break;
	case 'f':
		need(fd = raw(SYS_openat, AT_FDCWD, entry->path, O_WRONLY | O_CREAT | O_EXCL, 0644), "make",
			entry->path);
		need(raw(SYS_write, fd, entry->text, strlen(entry->text)), "write", entry->path);
		raw(SYS_close, fd);
		break;
	default:
		snprintf(text, sizeof text, "%s%s", *entry->text == '@' ? root : "",
			entry->text + (*entry->text == '@'));
		need(raw(SYS_symlinkat, text, AT_FDCWD, entry->path), "link", entry->path);
	}
}

void tree_make(const char *root)
{
	char path[4096];
	size_t top = strlen(root) - strlen(TREE_PADDING "/r");

	strcpy(path, root);
	for (size_t n = top + 1;; n++) {
		if (root[n] && root[n] != '/')
			continue;
		path[n] = '\0';
		need(raw(SYS_mkdirat, AT_FDCWD, path, 0755), "make", path);
		path[n] = root[n];
		if (!root[n])
			break;
	}
	need(raw(SYS_chdir, root), "enter", root);
	for (size_t i = 0; i < COUNT(entries); i++)
		make_entry(&entries[i], root);
}

/* The digest of one entry of the directory fd, without the entries below it. */
static uint64_t look(int fd, const char *name, const struct stat *st)
{
	char text[4096];
	long n;

	note_number("mode", st->st_mode);
	note_number("links", S_ISDIR(st->st_mode) ? 0 : (int64_t)st->st_nlink);
	note_number("owner", st->st_uid);
	if (S_ISREG(st->st_mode))
		note_number("size", st->st_size);
	if (S_ISLNK(st->st_mode) && (n = raw(SYS_readlinkat, fd, name, text, sizeof text)) > 0)
		note_bytes("link", text, (size_t)n);
	return note_end();
}

struct dirent_raw { /* getdents64(2) */
	uint64_t ino;
	int64_t off;
	unsigned short size;
	unsigned char type;
	char name[];
};

static uint64_t empty(int fd, const char *path);

static uint64_t remove_entry(int fd, const char *path, const char *name)
{
	char below[8192];
	struct stat st;

	if (raw(SYS_newfstatat, fd, name, &st, AT_SYMLINK_NOFOLLOW))
		return 0;
	snprintf(below, sizeof below, "%s/%s", path, name);
	note_text("left", below);
	uint64_t digest = look(fd, name, &st);
	if (S_ISDIR(st.st_mode)) {
		raw(SYS_fchmodat, fd, name, 0700);
		int dir = (int)raw(SYS_openat, fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		need(dir, "open", below);
		digest += empty(dir, below);
		close(dir);
	}
	need(raw(SYS_unlinkat, fd, name, S_ISDIR(st.st_mode) ? AT_REMOVEDIR : 0), "remove", below);
	return digest;
}

static uint64_t empty(int fd, const char *path)
{
	_Alignas(struct dirent_raw) char buffer[4096];
	uint64_t digest = 0;

	/* Read from the start after a removal, as entries behind a removed one may be skipped. */
	for (long n; (n = raw(SYS_getdents64, fd, buffer, sizeof buffer)) > 0;) {
		bool removed = false;
		for (long at = 0; at < n;) {
			const struct dirent_raw *entry = (const struct dirent_raw *)(buffer + at);
			at += entry->size;
			if (!strcmp(entry->name, ".") || !strcmp(entry->name, ".."))
				continue;
			digest += remove_entry(fd, path, entry->name);
			removed = true;
		}
		if (removed)
			raw(SYS_lseek, fd, 0, SEEK_SET);
	}
	return digest;
}

uint64_t tree_remove(const char *dir)
{
	int fd = (int)raw(SYS_openat, AT_FDCWD, dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	need(fd, "open", dir);
	uint64_t digest = empty(fd, "");
	close(fd);
	return digest;
}
