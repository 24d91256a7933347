// SPDX-License-Identifier: MIT
// What tests of the built programs stand on.
#include "tests/fixture.h"

#include <ftw.h>
#include <glob.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char *root;
static pid_t maker;

static _Noreturn void fail(const char *what, const char *which)
{
	fprintf(stderr, "fixture: %s: %s\n", what, which);
	perror("fixture");
	abort();
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

/* Not by a child that the test has forked, whose end is not the test's. */
static void remove_root(void)
{
	if (getpid() == maker)
		nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void make_root(void)
{
	const char *tmp = getenv("TMPDIR");
	char *template = format("%s/venvrun-test-XXXXXX", tmp && *tmp ? tmp : "/tmp");

	/* A test may open a directory of its own to other users. */
	if (!mkdtemp(template) || chmod(template, 0711) || !(root = realpath(template, NULL)))
		fail("cannot make a directory", template);
	maker = getpid();
	atexit(remove_root);
}

char *fixture_dir(void)
{
	static int count;

	if (!root)
		make_root();
	char *dir = format("%s/%d", root, ++count);
	if (mkdir(dir, 0700))
		fail("cannot make a directory", dir);
	return dir;
}

char *format(const char *format, ...)
{
	char *text;
	va_list ap;

	va_start(ap, format);
	if (vasprintf(&text, format, ap) < 0)
		fail("no memory", format);
	va_end(ap);
	return text;
}

const char *fixture_write(const char *path, unsigned mode, const char *text)
{
	FILE *f = fopen(path, "w");

	if (!f || fputs(text, f) < 0 || fclose(f) || chmod(path, mode))
		fail("cannot write", path);
	return path;
}

void fixture_env(const char *path, const char *python)
{
	struct spawned made_env = RUN(VENVBUILD, "--without-pip", "-p", python, path);
	if (made_env.error || made_env.status)
		fail("venvbuild", made_env.out);

	/* lib/python3.11/site-packages; Debian's PyPy has lib/pypy3.9 */
	glob_t found;
	if (glob(format("%s/lib/p*/site-packages", path), 0, NULL, &found) || found.gl_pathc != 1)
		fail("no site-packages", path);
	char *package = format("%s/only_here.py", found.gl_pathv[0]);
	fixture_write(package, 0644, "WHERE = __file__\n");
	globfree(&found);
}

/* Is entry "NAME=..." one of set? */
static bool is_set(const char *entry, const char *const *set)
{
	size_t name = strcspn(entry, "=");

	for (; *set; set++)
		if (strcspn(*set, "=") == name && !strncmp(*set, entry, name))
			return true;
	return false;
}

struct spawned fixture_run(const char *const *words, const char *const *set)
{
	static const char *const none[] = {NULL};
	const char *envp[1024];
	size_t n = 0;

	set = set ? set : none;
	for (char **entry = environ; *entry; entry++)
		/* What Criterion tells its worker processes is not for others. */
		if (n < 900 && strncmp(*entry, "BXF", 3) != 0 && !is_set(*entry, set))
			envp[n++] = *entry;
	for (; *set; set++)
		if (strchr(*set, '='))
			envp[n++] = *set;
	envp[n] = NULL;
	return spawn(words[0], words, envp, !strchr(words[0], '/'));
}
