// SPDX-License-Identifier: MIT
// The base interpreter with all that it needs, taken along in an environment: --standalone.
#include "env-builder/standalone/bundle.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/names.h"
#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "common/env/pyvenv_cfg.h"
#include "env-builder/system/signals.h"
#include "env-builder/standalone/runpath.h"
#include "env-builder/system/process.h"
#include "env-builder/wheel/archive.h"
#include "common/env/base_python.h"

#define TRY_SECONDS 60
#define CONFIG_MAX (1 << 20)

/* The tree that grows, and where from. */
struct bundle {
	const struct interpreter *python;
	const char *prefix;
	int tree;
	bool shared; /* the prefix has more in it than this interpreter */
	char *path;  /* what could not be copied */
};

struct interpreter bundle_inside(const struct interpreter *p, const char *env)
{
	struct interpreter in = {.path = text_format("%s/" BUNDLE_DIR "/bin/%s", env, path_base(p->path)),
		.home = text_format("%s/" BUNDLE_DIR "/bin", env),
		.implementation = text_copy(p->implementation),
		.version = text_copy(p->version),
		.version_info = text_copy(p->version_info),
		.number = {p->number[0], p->number[1], p->number[2]},
		.threads = text_copy(p->threads),
		.prefix = text_format("%s/" BUNDLE_DIR, env),
		.exec_prefix = text_format("%s/" BUNDLE_DIR, env),
		.stdlib = text_format("%s/" BUNDLE_DIR "%s", env,
			path_under(p->stdlib, p->prefix) ? p->stdlib + strlen(p->prefix) : ""),
		.library = *p->library ? text_format("%s/" BUNDLE_DIR "/lib/%s", env, path_base(p->library))
				       : text_copy(""),
		.wheels = text_copy(p->wheels),
		.tag = text_copy(p->tag),
		.wide = p->wide};
	return in;
}

static bool is_pypy(const struct interpreter *p)
{
	return !strcmp(p->implementation, "PyPy");
}

/* Directories of tests are found all over the standard library. */
static bool left_out(const struct bundle *b, const char *name, bool is_dir)
{
	static const char *const dirs[] = {"test", "tests", "idle_test", "idlelib", "turtledemo",
		"site-packages", "dist-packages"};
	static const char *const ends[] = {".a", ".o", ".pyo", "EXTERNALLY-MANAGED"};
	for (size_t i = 0; is_dir && i < sizeof(dirs) / sizeof(*dirs); i++)
		if (!strcmp(name, dirs[i]))
			return true;
	for (size_t i = 0; !is_dir && i < sizeof(ends) / sizeof(*ends); i++)
		if (text_ends(name, ends[i]))
			return true;
	if (is_dir || !text_ends(name, ".pyc"))
		return false;
	/* "cpython-311" of "cpython-311-a70d0d0a"; Python 2 has its compiled code beside the source. */
	const char *end = strrchr(b->python->tag, '-');
	_cleanup_free_ char *compiled = text_format(".%.*s.pyc", (int)(end - b->python->tag), b->python->tag);
	return text_starts(name, "_sysconfigdata") ||
		(b->python->number[0] > 2 && !text_ends(name, compiled));
}

/* A file of the tree's own, never a name of the base's: those who change the base in place would change it,
 * too. */
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
	/* An extension module needs nothing that the interpreter has not loaded: only its own text says where
	 * it was. */
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

/* Those entries of a directory that are wanted; all of them where wanted is NULL. */
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

/* What a linker alone would look for ("libx.so") is as a rule another name for a library that is taken. */
static bool is_library(const struct bundle *b, const char *name)
{
	const char *so = strstr(name, ".so");
	if (so && text_starts(name, "lib"))
		return so[3] == '.' || text_starts(name, "libpython3.so") || is_pypy(b->python);
	return (text_starts(name, "tcl") || text_starts(name, "tk")) &&
		isdigit((unsigned char)name[strcspn(name, "0123456789")]);
}

/* "python3.6m" for 3.6, not "python3.10" for 3.1. */
static bool is_include(const struct bundle *b, const char *name)
{
	_cleanup_free_ char *own = text_format("%s%d.%d%s", is_pypy(b->python) ? "pypy" : "python",
		b->python->number[0], b->python->number[1], b->python->threads);
	return text_starts(name, own) && !isdigit((unsigned char)name[strlen(own)]);
}

/* Asks the interpreter which file it has libpython from, so that it comes along wherever the system keeps
 * it. */
static int copy_loaded(struct bundle *b)
{
	static const char question[] =
		"import os\n"
		"for line in open('/proc/self/maps'):\n"
		"    path = line.rstrip('\\n').split(None, 5)[-1]\n"
		"    if os.path.basename(path).startswith(('libpython', 'libpypy')):\n"
		"        print(path)\n"
		"        break\n";
	char *argv[] = {b->python->path, (char *)"-E", (char *)"-s", (char *)"-S", (char *)"-B", (char *)"-c",
		(char *)question, NULL};
	struct process_result result;
	int r = 0;
	if (process_run(argv, PROCESS_ROOT, TRY_SECONDS, &result) == 0 && *result.out == '/') {
		result.out[strcspn(result.out, "\n")] = '\0';
		/* PyPy has it beside itself. */
		_cleanup_free_ char *path = text_format("%s/%s", is_pypy(b->python) ? "bin" : "lib",
			path_base(result.out));
		r = copy_entry(b, result.out, path);
	}
	process_result_clear(&result);
	return r;
}

/* The settings that sysconfig reads name the old place: they are to name the new one, wherever it is by
 * then. */
static int extend_settings(const struct bundle *b, const char *dir, const char *name)
{
	_cleanup_free_ char *from = text_format("%s/%s", b->python->stdlib, name),
			    *path = text_format("%s/%s", dir, name), *data = NULL;
	int r = fs_read(from, CONFIG_MAX, &data, NULL);
	if (r < 0 || (unlinkat(b->tree, path, 0) < 0 && (r = -errno)))
		return r;
	_cleanup_text_ struct text pairs = {0};
	const char *const parts[] = {b->shared ? dir : "", b->shared ? "include/python" : NULL};
	for (size_t i = 0; i < 2 && parts[i]; i++) {
		_cleanup_free_ char *old = text_format("%s/%s", b->prefix, parts[i]),
				    *new = text_format("/%s", parts[i]);
		_cleanup_free_ char *old_text = pyvenv_cfg_repr(old), *new_text = pyvenv_cfg_repr(new);
		text_add_format(&pairs, "(%s, %s), ", old_text, new_text);
	}
	_cleanup_free_ char *all = text_format(
		"%s\n\n# Added by venvbuild, which took the interpreter along.\n"
		"def _venvbuild_place():\n"
		"    import sys\n"
		"    prefix = getattr(sys, 'base_prefix', sys.prefix)\n"
		"    for key, value in list(build_time_vars.items()):\n"
		"        for old, new in [%s]:\n"
		"            if isinstance(value, str):\n"
		"                value = prefix if value == old[:-1] else value.replace(old, prefix + new)\n"
		"        build_time_vars[key] = value\n\n"
		"_venvbuild_place()\n",
		data, pairs.data);
	return file_write(b->tree, path, all, strlen(all), 0666);
}

static int extend_all_settings(struct bundle *b, const char *dir)
{
	_cleanup_closedir_ DIR *stdlib = opendir(b->python->stdlib);
	int r = stdlib ? 0 : -errno;
	for (const struct dirent *entry; stdlib && !r && (entry = fs_next(stdlib, &r));)
		if (text_starts(entry->d_name, "_sysconfigdata") && text_ends(entry->d_name, ".py") &&
			(r = extend_settings(b, dir, entry->d_name)) < 0)
			b->path = text_format("%s/%s", b->python->stdlib, entry->d_name);
	return r;
}

/* Does it run from here, with nothing of its own from elsewhere? */
static int try_it(const char *tree, const char *program, char **ret_why)
{
	static const char question[] =
		"import sys, os\n"
		"sys.path[:] = [p for p in sys.path if p]\n"
		"import encodings.idna, json\n"
		"tree = os.path.realpath(sys.argv[1])\n"
		"own = [sys.prefix, sys.exec_prefix, os.__file__]\n"
		"own += [m.__file__ for m in list(sys.modules.values()) if getattr(m, '__file__', None)]\n"
		"try:\n"
		"    own += [p for p in (l.rstrip('\\n').split(None, 5)[-1] for l in "
		"open('/proc/self/maps'))\n"
		"            if os.path.basename(p).startswith(('libpython', 'libpypy'))]\n"
		"except IOError:\n"
		"    pass\n"
		"for path in own:\n"
		"    if not (os.path.realpath(path) + '/').startswith(tree + '/'):\n"
		"        sys.exit('it still uses ' + path)\n";
	_cleanup_free_ char *path = text_format("%s/%s", tree, program);
	char *argv[] = {path, (char *)"-E", (char *)"-s", (char *)"-S", (char *)"-B", (char *)"-c",
		(char *)question, (char *)tree, NULL};
	struct process_result result;
	int r = process_run(argv, PROCESS_ROOT, TRY_SECONDS, &result);
	if (r < 0)
		*ret_why = text_format("a copy of it does not run without it: %s", result.why);
	process_result_clear(&result);
	return r;
}

static int fill(const void *ctx, const char *tree, int fd, struct wheel *wheel, char **ret_why)
{
	(void)wheel;
	const struct interpreter *p = ctx;
	struct bundle b = {.python = p, .prefix = p->prefix, .tree = fd};
	b.shared = !strcmp(p->prefix, "/usr") || !strcmp(p->prefix, "/usr/local");
	const char *stdlib = p->stdlib + strlen(p->prefix) + 1; /* bundle_place made sure */
	_cleanup_free_ char *lib = text_format("%s/lib", p->prefix),
			    *include = text_format("%s/include", p->prefix);
	_cleanup_free_ char *program = text_format("bin/%s", path_base(p->path));
	int r = copy_entry(&b, p->path, program);
	if (!r)
		r = copy_dir(&b, p->stdlib, stdlib);
	if (!r && !b.shared)
		r = copy_some(&b, lib, "lib", is_library);
	if (!r)
		r = copy_loaded(&b);
	if (!r)
		r = copy_some(&b, include, "include", is_include);
	if (!r)
		r = extend_all_settings(&b, stdlib);
	_cleanup_free_ char *path = b.path;
	if (!r)
		return try_it(tree, program, ret_why);
	_cleanup_free_ char *quoted = text_quoted(path ? path : p->path);
	*ret_why = r == -EINTR ? text_copy("stopped by a signal")
		: r == -ENAMETOOLONG || r == -EBUSY
		? text_format(
			  "%s looks for its libraries in a directory that cannot be changed: there is "
			  "too little room for another",
			  quoted)
		: text_format("cannot copy %s: %s", quoted, strerror(-r));
	return -1;
}

int bundle_place(const struct interpreter *p, const struct cache *cache, int env, const char *dir,
	enum file_means *means, char **ret_why)
{
	_cleanup_free_ char *quoted = text_quoted(p->path);
	struct stat program, stdlib;
	if (!path_under(p->stdlib, p->prefix) || !strcmp(p->stdlib, p->prefix)) {
		_cleanup_free_ char *at = text_quoted(p->stdlib);
		*ret_why = text_format("cannot take %s along: its standard library is elsewhere, in %s",
			quoted, at);
		return -1;
	}
	if (stat(p->path, &program) < 0 || stat(p->stdlib, &stdlib) < 0) {
		*ret_why = text_format("cannot take %s along: %s", quoted, strerror(errno));
		return -1;
	}
	mode_t mask = umask(0);
	umask(mask);
	_cleanup_free_ char *one = cache_identity(p->path, &program),
			    *two = cache_identity(p->stdlib, &stdlib);
	_cleanup_free_ char *identity = text_format("%s%s%s %03o " VENVRUN_VERSION "\n", one, two, p->tag,
		(unsigned)mask);
	const struct unpacked_source source = {p->path, identity, fill, p};
	_cleanup_(unpacked_clear) struct unpacked unpacked = {.fd = -1};
	char *failed = NULL;
	if (unpacked_make(&source, cache, &unpacked, &failed) < 0) {
		_cleanup_free_ char *why = failed;
		*ret_why = text_format("cannot take %s along: %s", quoted, why);
		return -1;
	}
	const char *at = dir;
	int r = file_make_dir(env, dir);
	_cleanup_close_ int fd = r ? -1 : openat(env, dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (!r)
		r = fd < 0 ? -errno : unpacked_link(&unpacked, fd, means, &at);
	if (r < 0)
		*ret_why = text_format("cannot put %s into it: %s: %s", quoted, at, strerror(-r));
	return r < 0 ? -1 : 0;
}
