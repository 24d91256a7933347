// SPDX-License-Identifier: MIT
// Copies the files of a base interpreter: its program, libraries, standard library and headers.
#include "env-builder/standalone/bundle_files.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/standalone/runpath.h"
#include "env-builder/system/file_at.h"
#include "env-builder/system/process.h"
#include "env-builder/system/signals.h"

#define ASK_SECONDS 60

/* Tests and the like are found everywhere in the standard library, not only at its top. */
static bool left_out(const struct bundle *b, const char *name, bool is_dir)
{
	static const char *const dirs[] = {"test", "tests", "idle_test", "idlelib", "turtledemo",
		"site-packages", "dist-packages"};
	static const char *const ends[] = {".a", ".o", ".pyo", "EXTERNALLY-MANAGED"};
	for (size_t i = 0; is_dir && i < COUNT(dirs); i++)
		if (!strcmp(name, dirs[i]))
			return true;
	for (size_t i = 0; !is_dir && i < COUNT(ends); i++)
		if (text_ends(name, ends[i]))
			return true;
	if (is_dir || !text_ends(name, ".pyc"))
		return false;
	/* Keeps only code compiled for this interpreter: "cpython-311" of its tag "cpython-311-a70d0d0a".
	 * Python 2 has its compiled code beside the source. */
	const char *end = strrchr(b->python->tag, '-');
	_cleanup_free_ char *compiled = text_format(".%.*s.pyc", (int)(end - b->python->tag), b->python->tag);
	return text_starts(name, "_sysconfigdata") ||
		(b->python->number[0] > 2 && !text_ends(name, compiled));
}

/* Never a hard link: whoever changes the base interpreter's file in place would change the copy. */
static int copy_file(struct bundle *b, const char *from, const char *path)
{
	enum file_means means = FILE_REFLINK;
	int r = file_make_dirs(b->tree, path);
	if (!r && (r = file_link(AT_FDCWD, from, NULL, b->tree, path, &means)) < 0 && r != -EEXIST &&
		r != -ENOSPC) {
		means = FILE_COPY;
		r = file_link(AT_FDCWD, from, NULL, b->tree, path, &means);
	}
	bool program = text_starts(path, "bin/");
	if (r < 0 || !(program || strstr(path_base(path), ".so")))
		return r == -EEXIST ? 0 : r;
	struct text up = {0};
	text_add_up(&up, path);
	_cleanup_close_ int fd = openat(b->tree, path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	r = fd < 0 ? -errno : runpath_localize(fd, b->prefix, up.data ? up.data : "");
	text_clear(&up);
	/* A DT_RUNPATH without room for the new path is no failure in an extension module: the libraries that
	 * it needs are those that the interpreter has loaded. */
	return r == -ENAMETOOLONG && !program ? 0 : r;
}

static int copy_dir(struct bundle *b, const char *from, const char *path);

static int copy_entry(struct bundle *b, const char *from, const char *path)
{
	struct stat st;
	if (signals_pending())
		return -EINTR;
	if (stat(from, &st) < 0)
		return errno == ENOENT ? 0 : -errno; /* a link to what is not installed */
	if (left_out(b, path_base(path), S_ISDIR(st.st_mode)))
		return 0;
	if (S_ISDIR(st.st_mode))
		return copy_dir(b, from, path);
	int r = S_ISREG(st.st_mode) ? copy_file(b, from, path) : 0;
	if (r < 0 && !b->path)
		b->path = text_copy(from);
	return r;
}

/* Copies the entries of a directory for which wanted() holds (NULL: all). A missing directory has none. */
static int copy_some(struct bundle *b, const char *from, const char *path,
	bool (*wanted)(const struct bundle *b, const char *name))
{
	_cleanup_closedir_ DIR *dir = opendir(from);
	int r = dir || errno == ENOENT ? 0 : -errno;
	for (const struct dirent *entry; dir && !r && (entry = fs_next(dir, &r));) {
		if (wanted && !wanted(b, entry->d_name))
			continue;
		_cleanup_free_ char *source = text_format("%s/%s", from, entry->d_name);
		_cleanup_free_ char *target = text_format("%s/%s", path, entry->d_name);
		r = copy_entry(b, source, target);
	}
	if (r < 0 && !b->path)
		b->path = text_copy(from);
	return r;
}

static int copy_dir(struct bundle *b, const char *from, const char *path)
{
	int r = file_make_dirs(b->tree, path);
	if (!r)
		r = file_make_dir(b->tree, path);
	return r ? r : copy_some(b, from, path, NULL);
}

/* A shared library, or the scripts of Tcl and Tk ("tcl8.6"). "libx.so" without a version is left out: it is,
 * as a rule, a second name for the linker. */
static bool is_library(const struct bundle *b, const char *name)
{
	const char *so = strstr(name, ".so");
	if (so && text_starts(name, "lib"))
		return so[3] == '.' || text_starts(name, "libpython3.so") || interpreter_is_pypy(b->python);
	return (text_starts(name, "tcl") || text_starts(name, "tk")) &&
		isdigit((unsigned char)name[strcspn(name, "0123456789")]);
}

/* Is name the interpreter's directory of headers? "python3.6m" is for 3.6, "python3.10" is not for 3.1. */
static bool is_include(const struct bundle *b, const char *name)
{
	_cleanup_free_ char *own = interpreter_name(b->python);
	return text_starts(name, own) && !isdigit((unsigned char)name[strlen(own)]);
}

/* Copies libpython from where the running interpreter has it. */
static int copy_libpython(struct bundle *b)
{
	static const char program[] =
		"import os\n"
		"for line in open('/proc/self/maps'):\n"
		"    path = line.rstrip('\\n').split(None, 5)[-1]\n"
		"    if os.path.basename(path).startswith(('libpython', 'libpypy')):\n"
		"        print(path)\n"
		"        break\n";
	char *argv[] = {b->python->path, (char *)"-E", (char *)"-s", (char *)"-S", (char *)"-B", (char *)"-c",
		(char *)program, NULL};
	struct process_result result;
	int r = 0;
	if (process_run(argv, PROCESS_ROOT, ASK_SECONDS, &result) == 0 && *result.out == '/') {
		result.out[strcspn(result.out, "\n")] = '\0';
		/* PyPy looks for it beside its program. */
		_cleanup_free_ char *path = text_format("%s/%s",
			interpreter_is_pypy(b->python) ? "bin" : "lib", path_base(result.out));
		r = copy_entry(b, result.out, path);
	}
	process_result_clear(&result);
	return r;
}

const char *bundle_stdlib(const struct bundle *b)
{
	return b->python->stdlib + strlen(b->prefix) + 1;
}

int bundle_copy(struct bundle *b)
{
	_cleanup_free_ char *lib = text_format("%s/lib", b->prefix),
			    *include = text_format("%s/include", b->prefix),
			    *program = text_format("bin/%s", path_base(b->python->path));
	int r = copy_entry(b, b->python->path, program);
	if (!r)
		r = copy_dir(b, b->python->stdlib, bundle_stdlib(b));
	if (!r && !b->shared)
		r = copy_some(b, lib, "lib", is_library);
	if (!r)
		r = copy_libpython(b);
	return r ? r : copy_some(b, include, "include", is_include);
}
