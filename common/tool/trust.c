// SPDX-License-Identifier: MIT
// Which files are trusted.
#include "common/tool/trust.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"

/* The user who called sudo, else root. */
static uid_t sudo_user(void)
{
	const char *text = getenv("SUDO_UID");
	char *end = NULL;
	unsigned long uid = text ? strtoul(text, &end, 10) : 0;
	return text && *text && !*end && uid < (uid_t)-1 ? (uid_t)uid : 0;
}

bool trust_user(uid_t uid)
{
	uid_t own = geteuid();
	return !uid || uid == own || (!own && uid == sudo_user());
}

/* Only /etc/passwd is read: getpwuid(3) loads modules for other sources, which a static program cannot. */
char *trust_name(uid_t uid)
{
	_cleanup_fclose_ FILE *file = fopen("/etc/passwd", "re");
	const struct passwd *user = NULL;
	while (file && (user = fgetpwent(file)))
		if (user->pw_uid == uid)
			return text_format("%s (uid %lu)", user->pw_name, (unsigned long)uid);
	return text_format("uid %lu", (unsigned long)uid);
}

/* Does somebody else own the file or the symbolic link at path? */
static bool is_foreign(const char *path, uid_t *ret_owner)
{
	struct stat st;
	bool foreign = !lstat(path, &st) && !trust_user(st.st_uid);
	if (foreign)
		*ret_owner = st.st_uid;
	return foreign;
}

int trust_read(const char *path, size_t max, char **ret, size_t *ret_len, uid_t *ret_owner)
{
	/* O_NONBLOCK: a fifo must not block us. */
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	int error = fd < 0 ? errno : 0;
	struct stat st;
	if (error != ENOENT && is_foreign(path, ret_owner))
		return 1;
	if (error || fstat(fd, &st) < 0)
		return error ? -error : -errno;
	if (trust_user(st.st_uid))
		return fs_read_open(fd, max, ret, ret_len);
	*ret_owner = st.st_uid;
	return 1;
}

static char *refusal(const char *path, uid_t owner)
{
	_cleanup_free_ char *quoted = text_quoted(path), *name = trust_name(owner);
	return text_format("%s belongs to %s, neither to you nor to root", quoted, name);
}

char *trust_refused(const char *path)
{
	static const char *const parts[] = {"pyvenv.cfg", "bin", "bin/python", "bin/python3", "etc",
		"etc/environment.d"};
	struct stat st;
	uid_t owner;
	if (is_foreign(path, &owner))
		return refusal(path, owner);
	if (!stat(path, &st) && !trust_user(st.st_uid))
		return refusal(path, st.st_uid);
	for (size_t i = 0; i < COUNT(parts); i++) {
		_cleanup_free_ char *part = text_format("%s/%s", path, parts[i]);
		if (is_foreign(part, &owner))
			return refusal(part, owner);
	}
	_cleanup_free_ char *variables = text_format("%s/etc/environment.d", path);
	_cleanup_closedir_ DIR *dir = opendir(variables);
	for (const struct dirent *entry; dir && (entry = readdir(dir));) {
		_cleanup_free_ char *file = text_format("%s/%s", variables, entry->d_name);
		if (strcmp(entry->d_name, "..") != 0 && is_foreign(file, &owner))
			return refusal(file, owner);
	}
	return NULL;
}
