// SPDX-License-Identifier: MIT
// The files that the calls of the probe work on.
#include "tests/probe/scene.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

#define KEPT "keep.so" /* the library, which lib.so is a hard link to */

/* Times in the past: a time that a call set differs from them and from the present. */
enum { TIME_OLD = 1000000000, TIME_SET = 86400 };

static const struct file {
	const char *path, *text;
	enum { FILE_DIR, FILE_TEXT, FILE_LINK, FILE_LIBRARY } type;
} files[] = {
#define FILE(type, path, text) {path, text, FILE_##type},
#include "common/core/count.h"
#include "tests/probe/files.def"
#undef FILE
};

const char *scene_root;
static int root_fd;
static bool has_attributes;

/* A line of text for each file, sorted by name. */
struct listing {
	struct entry {
		const char *path, *text;
		struct stat st;
	} entries[128];
	size_t count, used;
	char memory[32768];
};
static struct listing fresh, seen;

void scene_fail(const char *what, const char *which)
{
	fprintf(stderr, "probe_paths: cannot %s %s: %s\n", what, which, strerror(errno));
	exit(3);
}

void *scene_libc(const char *name)
{
	static void *libc;

	if (!libc)
		libc = dlopen("libc.so.6", RTLD_LAZY | RTLD_NOLOAD);
	if (!libc)
		scene_fail("find", "glibc, the only libc that this probe supports");
	return dlsym(libc, name);
}

__attribute__((format(printf, 2, 3))) static const char *put(struct listing *listing, const char *format, ...)
{
	char *at = listing->memory + listing->used;
	size_t room = sizeof listing->memory - listing->used;
	va_list ap;

	va_start(ap, format);
	int n = vsnprintf(at, room, format, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= room)
		scene_fail("list", "so many files");
	listing->used += (size_t)n + 1;
	return at;
}

static const char *age(time_t time)
{
	return time == TIME_SET ? "set" : time == TIME_OLD ? "old" : "new";
}

/* Reads the contents of a file without changing its times. */
static void read_text(int at, const char *name, const struct stat *st, char *text, size_t size)
{
	ssize_t n = 0, attribute = -1;
	char value[32];

	if (S_ISLNK(st->st_mode)) {
		n = LIBC(readlinkat)(at, name, text, size - 1);
	} else if (S_ISREG(st->st_mode)) {
		int fd = LIBC(openat)(at, name, O_RDONLY | O_NOATIME | O_CLOEXEC);
		n = fd >= 0 ? read(fd, text, st->st_size < 256 ? size - 1 : 0) : -1;
		attribute = fd >= 0 ? fgetxattr(fd, "user.probe", value, sizeof value) : -1;
		close(fd);
	}
	text[n > 0 ? n : 0] = '\0';
	if (attribute >= 0 && (size_t)n + (size_t)attribute + 3 < size)
		sprintf(text + n, " (%.*s)", (int)attribute, value);
}

static void list(struct listing *listing, int at, const char *name, const char *path)
{
	char text[512];
	struct stat st;

	if (LIBC(fstatat)(at, name, &st, AT_SYMLINK_NOFOLLOW))
		scene_fail("look at", path);
	if (listing->count == COUNT(listing->entries))
		scene_fail("list", "so many files");
	read_text(at, name, &st, text, sizeof text);
	/* The targets of links are compared between two roots. */
	bool is_in_root = S_ISLNK(st.st_mode) && !strncmp(text, scene_root, strlen(scene_root));
	listing->entries[listing->count++] = (struct entry){
		.path = put(listing, "%s", path),
		.text = put(listing, "%o %u %u links %u %s %s size %ld \"%s%s\"", st.st_mode, st.st_uid,
			st.st_gid, (unsigned)st.st_nlink, age(st.st_mtime),
			st.st_atime == TIME_SET ? "set" : "", S_ISDIR(st.st_mode) ? 0 : (long)st.st_size,
			is_in_root ? "~" : "", is_in_root ? text + strlen(scene_root) : text),
		.st = st,
	};
	if (!S_ISDIR(st.st_mode))
		return;
	int fd = LIBC(openat)(at, name, O_RDONLY | O_DIRECTORY | O_NOATIME | O_CLOEXEC);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	if (!dir)
		scene_fail("read", path);
	for (struct dirent *entry; (entry = LIBC(readdir)(dir));) {
		char below[4096 + 256];
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
		list(listing, fd, entry->d_name, below);
	}
	closedir(dir);
}

static int compare_entries(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->path, ((const struct entry *)b)->path);
}

static void list_all(struct listing *listing)
{
	listing->count = listing->used = 0;
	list(listing, root_fd, ".", "~");
	qsort(listing->entries, listing->count, sizeof *listing->entries, compare_entries);
}

static void remove_all(int at)
{
	int fd = LIBC(openat)(at, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;

	for (struct dirent *entry; dir && (entry = LIBC(readdir)(dir));) {
		const char *name = entry->d_name;
		if (!strcmp(name, ".") || !strcmp(name, "..") || !strcmp(name, KEPT) ||
			!LIBC(unlinkat)(fd, name, 0))
			continue;
		int below = LIBC(openat)(fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (below < 0)
			scene_fail("remove", name);
		remove_all(below);
		close(below);
		if (LIBC(unlinkat)(fd, name, AT_REMOVEDIR))
			scene_fail("remove", name);
	}
	if (dir)
		closedir(dir);
}

static void make(const struct file *file)
{
	int fd;

	switch (file->type) {
	case FILE_DIR:
		if (LIBC(mkdirat)(root_fd, file->path, 0755))
			scene_fail("make", file->path);
		break;
	case FILE_TEXT:
		fd = LIBC(openat)(root_fd, file->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
		if (fd < 0 || write(fd, file->text, strlen(file->text)) < 0)
			scene_fail("write", file->path);
		/* The attributes are compared only where the file system has them. */
		has_attributes = !fsetxattr(fd, "user.probe", "scene", 5, 0);
		close(fd);
		break;
	case FILE_LINK:
		if (LIBC(symlinkat)(file->text, root_fd, file->path))
			scene_fail("link", file->path);
		break;
	case FILE_LIBRARY:
		if (LIBC(linkat)(root_fd, KEPT, root_fd, file->path, 0))
			scene_fail("link", file->path);
	}
}

/* Is every file unchanged? The times are old, so that a write changes them. */
static bool is_fresh(void)
{
	char path[PATH_MAX], value[8];
	struct stat st;

	for (size_t i = 0; i < fresh.count; i++) {
		const struct stat *was = &fresh.entries[i].st;
		snprintf(path, sizeof path, "%s%s", scene_root, fresh.entries[i].path + 1);
		if (LIBC(lstat)(path, &st) || st.st_ino != was->st_ino || st.st_mode != was->st_mode ||
			st.st_uid != was->st_uid || st.st_gid != was->st_gid ||
			st.st_nlink != was->st_nlink || st.st_size != was->st_size ||
			st.st_mtime != was->st_mtime || st.st_atime == TIME_SET)
			return false;
		/* A change of attributes does not change these times. */
		if (S_ISREG(st.st_mode) && was->st_size && was->st_nlink == 1 && has_attributes &&
			(LIBC(lgetxattr)(path, "user.probe", value, sizeof value) != 5 ||
				memcmp(value, "scene", 5) != 0))
			return false;
	}
	return fresh.count > 0;
}

void scene_reset(void)
{
	const struct timespec old[] = {{TIME_OLD, 0}, {TIME_OLD, 0}};

	if (is_fresh())
		return;
	remove_all(root_fd);
	for (size_t i = 0; i < COUNT(files); i++)
		make(&files[i]);
	for (size_t i = COUNT(files); i--;)
		LIBC(utimensat)(root_fd, files[i].path, old, AT_SYMLINK_NOFOLLOW);
	LIBC(utimensat)(root_fd, KEPT, old, 0);
	LIBC(utimensat)(root_fd, ".", old, 0);
	list_all(&fresh);
}

void scene_open(const char *root, const char *library)
{
	char *resolved = realpath(root, NULL);

	if (!resolved)
		scene_fail("find", root);
	scene_root = resolved;
	root_fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int from = open(library, O_RDONLY | O_CLOEXEC),
	    to = openat(root_fd, KEPT, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0755);
	char buffer[4096];
	for (ssize_t n; (n = read(from, buffer, sizeof buffer));)
		if (n < 0 || write(to, buffer, (size_t)n) != n)
			scene_fail("copy", library);
	close(from);
	close(to);
	umask(022);
	scene_reset();
}

const char *scene_changes(void)
{
	static char text[8192];
	size_t used = 0;

	text[0] = '\0';
	if (is_fresh())
		return text;
	list_all(&seen);
	for (size_t i = 0, j = 0; (i < fresh.count || j < seen.count) && used < sizeof text;) {
		const struct entry *was = &fresh.entries[i], *is = &seen.entries[j];
		int order = i == fresh.count ? 1 : j == seen.count ? -1 : strcmp(was->path, is->path);
		if (order < 0)
			used += (size_t)snprintf(text + used, sizeof text - used, "\n\t- %s", was->path);
		else if (order > 0 || strcmp(was->text, is->text) != 0)
			used += (size_t)snprintf(text + used, sizeof text - used, "\n\t+ %s %s", is->path,
				is->text);
		i += order <= 0;
		j += order >= 0;
	}
	return text;
}

static const char *find(const struct listing *listing, const struct stat *st)
{
	for (size_t i = 0; i < listing->count; i++)
		if (listing->entries[i].st.st_dev == st->st_dev &&
			listing->entries[i].st.st_ino == st->st_ino)
			return listing->entries[i].path;
	return NULL;
}

const char *scene_name(const struct stat *st)
{
	const char *known = find(&fresh, st);

	if (known)
		return known;
	list_all(&seen);
	known = find(&seen, st);
	return known ? known : "another";
}
