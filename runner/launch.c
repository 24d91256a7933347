// SPDX-License-Identifier: MIT
// The command, resolved and executed in place of this process.
#include "runner/launch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "common/core/path.h"
#include "common/core/search.h"
#include "common/core/secure.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/text.h"
#include "runner/chain.h"
#include "runner/failure.h"

static int io_executable(const char *path)
{
	struct stat st;
	if (faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) || stat(path, &st))
		return -errno;
	return S_ISREG(st.st_mode) ? 0 : -EACCES;
}

static int io_exists(const char *path)
{
	return access(path, F_OK) ? -errno : 0;
}

static long io_read(const char *path, size_t offset, char *buf, size_t n)
{
	/* O_NONBLOCK: a fifo in the file's place must not hang us. */
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;
	if (fd < 0 || fstat(fd, &st))
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EACCES;
	ssize_t got = pread(fd, buf, n, (off_t)offset);
	return got < 0 ? -errno : got;
}

static int io_set_id(const char *path)
{
	struct statvfs fs;
	struct stat st;
	if (stat(path, &st))
		return 0;
	const struct secure_ids ids = {
		.uid = getuid(),
		.euid = geteuid(),
		.gid = getgid(),
		.egid = getegid(),
		.no_new_privileges = prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1,
	};
	const struct secure_file file = {
		.mode = st.st_mode,
		.uid = st.st_uid,
		.gid = st.st_gid,
		.nosuid = !statvfs(path, &fs) && (fs.f_flag & ST_NOSUID),
		.has_capabilities = getxattr(path, "security.capability", NULL, 0) > 0,
	};
	return secure_is(&ids, &file);
}

static long io_real(const char *path, char *buf, size_t n)
{
	_cleanup_free_ char *real = realpath(path, NULL);
	if (!real)
		return -errno;
	size_t length = strlen(real);
	size_t used = length < n ? length : n - 1;
	memcpy(buf, real, used);
	buf[used] = '\0';
	return used == length ? (long)length : -ENAMETOOLONG;
}

static int io_same(const char *path, const char *other)
{
	struct stat one, two;
	return !stat(path, &one) && !stat(other, &two) && one.st_dev == two.st_dev &&
		one.st_ino == two.st_ino;
}

const struct exec_io launch_io = {
	.executable = io_executable,
	.exists = io_exists,
	.read = io_read,
	.set_id = io_set_id,
	.real = io_real,
	.same = io_same,
};

void launch_resolve(struct launch *ret, const struct policy *policy, const char *policy_entry,
	char *const *command, const struct vars *v)
{
	const char *path = vars_get(v, "PATH");

	ret->request = (struct exec_request){
		.file = command[0],
		.search = path ? path : SEARCH_DEFAULT,
		.argv = command,
		.envp = v->list,
		.thorough = true,
	};
	ret->scratch = need(malloc(exec_room(&ret->request)));
	size_t size = exec_measure(policy, policy_entry, &ret->request, &launch_io, ret->scratch, &ret->plan);
	ret->memory = size ? need(malloc(size)) : NULL;
	ret->call = (struct exec_call){command[0], command, v->list};
	if (size)
		ret->call = exec_fill(&ret->plan, &ret->request, ret->memory);
}

void launch_clear(struct launch *l)
{
	free(l->scratch);
	free(l->memory);
	l->scratch = l->memory = NULL;
}

char *launch_found(const struct launch *l, int *ret_error)
{
	return chain_find(l->request.file, l->request.search, ret_error);
}

/* As execvp(3) does: a file that the kernel does not know is a script for the shell. Returns an errno. */
static int execute(const char *file, char *const *argv, char *const *envp)
{
	size_t n = 0;

	execve(file, argv, envp);
	if (errno != ENOEXEC)
		return errno;
	while (argv[n])
		n++;
	const char **words = need(calloc(n + 2, sizeof(*words)));
	words[0] = "/bin/sh";
	words[1] = file;
	for (size_t i = 1; i < n; i++)
		words[i + 1] = argv[i];
	execve(words[0], (char *const *)words, envp);
	int error = errno;
	free(words);
	return error;
}

static bool is_elsewhere(int error)
{
	return error == ENOENT || error == ENOTDIR || error == ESTALE || error == ENODEV ||
		error == ETIMEDOUT;
}

/* execvpe(3), which not every libc has in full. Returns an errno. */
static int search_and_execute(const struct launch *l)
{
	const char *path = l->request.search;
	_cleanup_free_ char *candidate = need(malloc(search_room(path, l->call.file)));
	int error = ENOENT;

	while (search_next(&path, l->call.file, candidate)) {
		int e = execute(candidate, l->call.argv, l->call.envp);
		if (e == EACCES)
			error = EACCES; /* unless another one can be run */
		else if (!is_elsewhere(e))
			return e;
	}
	return error;
}

int launch_exec(const struct launch *l, int *ret_error, char **ret_why)
{
	const char *file = l->call.file;
	bool replaced = file != l->request.file;

	if (l->plan.refused) {
		*ret_error = EACCES;
		return failure_foresee(l, NULL, ret_why);
	}
	if (replaced) {
		execve(file, l->call.argv, l->call.envp);
		*ret_error = errno;
	} else if (*file && !path_dir_len(file)) {
		*ret_error = search_and_execute(l);
	} else {
		*ret_error = execute(file, l->call.argv, l->call.envp);
	}
	return failure_of(l, *ret_error, ret_why);
}
