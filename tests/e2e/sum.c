// SPDX-License-Identifier: MIT
// The state of a tree as one number.
#include "tests/e2e/sum.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PYC_HEADER 16

/* FNV-1a */
static void mix(uint64_t *sum, const void *data, size_t len)
{
	for (const unsigned char *p = data, *end = p + len; p < end; p++)
		*sum = (*sum ^ *p) * 0x100000001b3;
}

static void mix_contents(uint64_t *sum, int dir, const char *name)
{
	const char *dot = strrchr(name, '.');
	off_t skip = dot && !strcmp(dot, ".pyc") ? PYC_HEADER : 0;
	char data[65536];
	int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	ssize_t n;
	while ((n = pread(fd, data, sizeof(data), skip)) > 0) {
		mix(sum, data, (size_t)n);
		skip += n;
	}
	close(fd);
}

static void mix_dir(uint64_t *sum, int dir, bool names_only)
{
	struct dirent **list;
	int count = scandirat(dir, ".", &list, NULL, alphasort);
	for (int i = 0; i < count; i++) {
		const char *name = list[i]->d_name;
		struct stat st;
		char target[4096];
		if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0 &&
			!fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW)) {
			mix(sum, name, strlen(name) + 1);
			if (!names_only)
				mix(sum, &st.st_mode, sizeof(st.st_mode));
			ssize_t n = S_ISLNK(st.st_mode) ? readlinkat(dir, name, target, sizeof(target)) : 0;
			mix(sum, target, n > 0 ? (size_t)n : 0);
			if (S_ISREG(st.st_mode) && !names_only)
				mix_contents(sum, dir, name);
			int fd = S_ISDIR(st.st_mode)
				? openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
				: -1;
			if (fd >= 0) {
				mix_dir(sum, fd, names_only);
				close(fd);
			}
		}
		free(list[i]);
	}
	if (count >= 0)
		free(list);
	mix(sum, "/", 1);
}

uint64_t sum_tree(const char *path, bool names_only)
{
	uint64_t sum = 0xcbf29ce484222325;
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	mix_dir(&sum, fd, names_only);
	close(fd);
	return sum;
}
