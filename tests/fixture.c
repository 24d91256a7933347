// SPDX-License-Identifier: MIT
// The fixture of tests that start the built programs.
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

/* A child that the test forked exits too, and must not remove the directory. */
static void remove_root(void)
{
	if (getpid() == maker)
		nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void make_root(void)
{
	const char *tmp = getenv("TMPDIR");
	char *template = format("%s/venvrun-test-XXXXXX", tmp && *tmp ? tmp : "/tmp");

	/* Other users may search it, as a test may share a directory below it with them. */
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

char *fixture_read(const char *path)
{
	char *text = NULL;
	size_t size = 0;
	FILE *f = fopen(path, "re");
	ssize_t n = f ? getdelim(&text, &size, '\0', f) : -1;

	if (!f || (n < 0 && !feof(f)))
		fail("cannot read", path);
	fclose(f);
	return n < 0 ? format("%s", "") : text;
}

void fixture_env(const char *path, const char *python)
{
	struct spawned build = RUN(VENVBUILD, "--without-pip", "-p", python, path);
	if (build.error || build.status)
		fail("venvbuild", build.out);

	/* lib/python3.11/site-packages; PyPy of Debian has lib/pypy3.9 */
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
		/* The variables of Criterion for its own processes. */
		if (n < 900 && strncmp(*entry, "BXF", 3) != 0 && !is_set(*entry, set))
			envp[n++] = *entry;
	for (; *set; set++)
		if (strchr(*set, '='))
			envp[n++] = *set;
	envp[n] = NULL;
	return spawn(words[0], words, envp, !strchr(words[0], '/'));
}
