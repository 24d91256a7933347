// SPDX-License-Identifier: MIT
// The command, resolved and executed in place of this process.
#include "runner/launch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "common/core/contract.h"
#include "common/core/path.h"
#include "common/core/search.h"
#include "common/core/shebang.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"

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
	struct stat st;
	if (!stat(path, &st) && (st.st_mode & (S_ISUID | S_ISGID)))
		return 1;
	return getxattr(path, "security.capability", NULL, 0) > 0;
}

const struct exec_io launch_io = {
	.executable = io_executable,
	.exists = io_exists,
	.read = io_read,
	.set_id = io_set_id,
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
	};
	ret->scratch = need(malloc(exec_room(&ret->request)));
	size_t size = exec_measure(
		policy, policy_entry, &ret->request, &launch_io, ret->scratch, &ret->plan);
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

char *launch_found(const struct launch *l)
{
	const char *name = l->request.file, *path = l->request.search;
	int error = ENOENT;

	if (path_dir_len(name) || !*name) {
		int r = *name ? io_executable(name) : -ENOENT;
		errno = -r;
		return r ? NULL : text_copy(name);
	}
	_cleanup_free_ char *candidate = need(malloc(search_room(path, name)));
	while (search_next(&path, name, candidate)) {
		int r = io_executable(candidate);
		if (!r)
			return take(&candidate);
		if (r == -EACCES)
			error = EACCES;
	}
	errno = error;
	return NULL;
}

/* The file that execve(2) was last given in earnest, as far as it can be told afterwards. */
static char *culprit(const struct launch *l)
{
	const char *name = l->call.file, *path = l->request.search;

	if (path_dir_len(name) || !*name)
		return text_copy(name);
	_cleanup_free_ char *candidate = need(malloc(search_room(path, name)));
	while (search_next(&path, name, candidate))
		if (fs_exists(candidate))
			return take(&candidate);
	return text_copy(name);
}

/* What the error number alone does not say, allocated; NULL if there is nothing to add. */
static char *explanation(const struct launch *l, const char *file, int error)
{
	char head[SHEBANG_MAX];
	struct shebang line;

	if (!*file)
		return text_copy("its name is empty");
	if (error == E2BIG)
		return text_copy("the arguments and the variables together are longer than the "
				 "kernel takes, or one of them is");
	if (error == EACCES && fs_is_dir(file))
		return text_copy("it is a directory");
	if (error == EACCES && fs_is_file(file) && !fs_is_executable(file))
		return text_copy("it is not executable; make it so with chmod +x");
	if (error == ENOENT && fs_is_file(file)) {
		long n = io_read(file, 0, head, sizeof(head));
		if (n <= 0 || !shebang_parse(head, (size_t)n, &line))
			return text_copy("its loader is missing");
		bool returned = text_ends(line.arg ? line.arg : line.interp, "\r");
		return text_format("its interpreter %.*s is missing%s",
			(int)strcspn(line.interp, "\r"), line.interp,
			returned ? " under that name with a carriage return: it has DOS line ends" : "");
	}
	if (error == ENOENT && file[0] == '-')
		return text_copy("options of venvrun stand before ENV");
	if (error == ENOENT && !path_dir_len(l->request.file))
		return text_copy("it is not in PATH");
	return NULL;
}

int launch_failed(const struct launch *l, int error, char **ret_why)
{
	_cleanup_free_ char *file = culprit(l), *more = explanation(l, file, error);
	/* The name as it was given, but ENV's interpreter where that is what failed. */
	const char *shown = l->plan.argv_changes ? l->call.file : l->request.file;

	*ret_why = text_format("cannot run '%s': %s%s%s", shown, strerror(error), more ? ": " : "",
		more ? more : "");
	return error == ENOENT ? EXIT_NOT_FOUND : EXIT_CANNOT_RUN;
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
	return error == ENOENT || error == ENOTDIR || error == ESTALE || error == ENODEV || error == ETIMEDOUT;
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

int launch_exec(const struct launch *l, char **ret_why)
{
	const char *file = l->call.file;
	bool replaced = file != l->request.file;

	if (l->plan.refused) {
		*ret_why = text_format("'%s' is refused by --strict: %s, so what it starts could not be followed",
			file, exec_escape_name(l->plan.escape));
		return EXIT_CANNOT_RUN;
	}
	if (!replaced && *file && !path_dir_len(file))
		return launch_failed(l, search_and_execute(l), ret_why);
	if (!replaced)
		return launch_failed(l, execute(file, l->call.argv, l->call.envp), ret_why);
	execve(file, l->call.argv, l->call.envp);
	return launch_failed(l, errno, ret_why);
}
