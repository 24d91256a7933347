// SPDX-License-Identifier: MIT
// The command, resolved and executed in place of this process.
#include "runner/launch.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/core/path.h"
#include "common/core/search.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "runner/chain_end.h"
#include "runner/libc_io.h"

void launch_resolve(struct launch *ret, const struct policy *policy, const char *policy_entry,
	char *const *command, const struct environ_list *vars)
{
	const char *path = environ_list_get(vars, "PATH");

	ret->request = (struct exec_request){
		.file = command[0],
		.search = path ? path : SEARCH_DEFAULT,
		.argv = command,
		.envp = vars->list,
		.thorough = true,
	};
	ret->scratch = need(malloc(exec_room(&ret->request)));
	size_t size = exec_measure(policy, policy_entry, &ret->request, &libc_io, ret->scratch, &ret->plan);
	ret->memory = size ? need(malloc(size)) : NULL;
	ret->call = (struct exec_call){command[0], command, vars->list};
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

/* Executes file; as in execvp(3), one of unknown format is a script for /bin/sh. Returns an errno. */
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

/* Does execvp(3) continue with the next directory of PATH? */
static bool is_missing(int error)
{
	return error == ENOENT || error == ENOTDIR || error == ESTALE || error == ENODEV ||
		error == ETIMEDOUT;
}

/* execvpe(3), which not every libc has. Returns an errno. */
static int search_and_execute(const struct launch *l)
{
	const char *path = l->request.search;
	_cleanup_free_ char *candidate = need(malloc(search_room(path, l->call.file)));
	int error = ENOENT;

	while (search_next(&path, l->call.file, candidate)) {
		int e = execute(candidate, l->call.argv, l->call.envp);
		if (e == EACCES)
			error = EACCES; /* unless a later one can be executed */
		else if (!is_missing(e))
			return e;
	}
	return error;
}

int launch_exec(const struct launch *l)
{
	const char *file = l->call.file;

	if (l->plan.refused)
		return EACCES;
	if (file != l->request.file) {
		execve(file, l->call.argv, l->call.envp);
		return errno;
	}
	if (*file && !path_dir_len(file))
		return search_and_execute(l);
	return execute(file, l->call.argv, l->call.envp);
}
