// SPDX-License-Identifier: MIT
// Makes a copy of a tree with only the necessary system calls: no builder can be faster.
//
//	floor copy|link MODEL TARGET
//
// copy: files are written; link: files are hard links to those of the model.

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *target;
static size_t model_len;
static bool linking;

static int copy_file(const char *from, const char *to, mode_t mode)
{
	static char buf[1 << 16];
	ssize_t n = -1;
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out = in < 0 ? -1 : open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode & 0777);
	if (out >= 0)
		while ((n = read(in, buf, sizeof buf)) > 0)
			if (write(out, buf, (size_t)n) != n)
				return -1;
	if (out >= 0)
		close(out);
	if (in >= 0)
		close(in);
	return n == 0 ? 0 : -1;
}

static int copy_symlink(const char *from, const char *to)
{
	char text[4096];
	ssize_t n = readlink(from, text, sizeof text - 1);
	if (n < 0)
		return -1;
	text[n] = 0;
	return symlink(text, to);
}

static int make(const char *from, const struct stat *st, int type, struct FTW *at)
{
	char to[4096];
	int result;

	(void)at;
	snprintf(to, sizeof to, "%s%s", target, from + model_len);
	if (type == FTW_D)
		result = mkdir(to, 0777);
	else if (type == FTW_SL)
		result = copy_symlink(from, to);
	else if (linking)
		result = link(from, to);
	else
		result = copy_file(from, to, st->st_mode);
	if (result)
		fprintf(stderr, "floor: cannot make %s: %s\n", to, strerror(errno));
	return result;
}

int main(int argc, char **argv)
{
	if (argc != 4 || (strcmp(argv[1], "copy") != 0 && strcmp(argv[1], "link") != 0)) {
		fputs("usage: floor copy|link MODEL TARGET\n", stderr);
		return 2;
	}
	linking = strcmp(argv[1], "link") == 0;
	model_len = strlen(argv[2]);
	target = argv[3];
	return nftw(argv[2], make, 32, FTW_PHYS) ? 1 : 0;
}
