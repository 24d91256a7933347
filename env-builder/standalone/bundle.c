// SPDX-License-Identifier: MIT
// The copy of the base interpreter in a standalone environment.
#include "env-builder/standalone/bundle.h"

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
#include "env-builder/cache/tree.h"
#include "env-builder/system/file_at.h"
#include "env-builder/standalone/bundle_files.h"
#include "env-builder/standalone/bundle_sysconfig.h"
#include "env-builder/system/process.h"
#include "common/env/base_python.h"

#define TRY_SECONDS 60

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

/* Runs the copy in the directory tree: it must use no file of the base interpreter. */
static int check_copy(const struct interpreter *p, const char *tree, char **ret_why)
{
	static const char program[] =
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
	_cleanup_free_ char *path = text_format("%s/bin/%s", tree, path_base(p->path));
	char *argv[] = {path, (char *)"-E", (char *)"-s", (char *)"-S", (char *)"-B", (char *)"-c",
		(char *)program, (char *)tree, NULL};
	struct process_result result;
	int r = process_run(argv, PROCESS_ROOT, TRY_SECONDS, &result);
	if (r < 0)
		*ret_why = text_format("its copy does not run without the original: %s", result.why);
	process_result_clear(&result);
	return r;
}

static int fill(void *ctx, const char *path, int tree, char **ret_why)
{
	const struct interpreter *p = ctx;
	struct bundle b = {.python = p, .prefix = p->prefix, .tree = tree};
	b.shared = !strcmp(p->prefix, "/usr") || !strcmp(p->prefix, "/usr/local");
	int r = bundle_copy(&b);
	if (!r)
		r = bundle_move_sysconfig(&b);
	_cleanup_free_ char *failed = b.path;
	if (!r)
		return check_copy(p, path, ret_why);
	_cleanup_free_ char *quoted = text_quoted(failed ? failed : p->path);
	*ret_why = r == -EINTR ? text_copy("stopped by a signal")
		: r == -ENAMETOOLONG || r == -EBUSY
		? text_format(
			  "cannot change where %s looks for its libraries: its DT_RUNPATH is too short for "
			  "another path",
			  quoted)
		: text_format("cannot copy %s: %s", quoted, strerror(-r));
	return -1;
}

/* Makes the copy in the cache. Returns 0 and *ret, or -1 and *ret_why, allocated. */
static int cached_copy(const struct interpreter *p, const struct cache *cache, struct cache_tree *ret,
	char **ret_why)
{
	struct stat program, stdlib;
	if (!path_under(p->stdlib, p->prefix) || !strcmp(p->stdlib, p->prefix)) {
		_cleanup_free_ char *quoted = text_quoted(p->stdlib);
		*ret_why = text_format("its standard library is not below its prefix, but in %s", quoted);
		return -1;
	}
	if (stat(p->path, &program) < 0 || stat(p->stdlib, &stdlib) < 0) {
		*ret_why = text_copy(strerror(errno));
		return -1;
	}
	_cleanup_free_ char *one = cache_identity(p->path, &program),
			    *two = cache_identity(p->stdlib, &stdlib),
			    *identity = text_format("%s%s%s " VENVRUN_VERSION "\n", one, two, p->tag);
	const struct cache_tree_maker maker = {p->path, identity, fill, NULL, (void *)p};
	return cache_tree_get(&maker, cache, ret, ret_why);
}

int bundle_install(const struct interpreter *p, const struct cache *cache, int env, const char *dir,
	enum file_means *means, char **ret_why)
{
	_cleanup_(cache_tree_clear) struct cache_tree tree = {.fd = -1};
	_cleanup_free_ char *quoted = text_quoted(p->path), *why = NULL;
	if (cached_copy(p, cache, &tree, &why) == 0) {
		const char *at = dir;
		int r = file_make_dir(env, dir);
		_cleanup_close_ int fd = r ? -1 : openat(env, dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (!r)
			r = fd < 0 ? -errno : cache_tree_link(&tree, fd, NULL, means, &at);
		if (!r)
			return 0;
		_cleanup_free_ char *file = text_quoted(at);
		why = text_format("cannot make %s: %s", file, strerror(-r));
	}
	*ret_why = text_format("cannot copy the base interpreter %s: %s", quoted, why);
	return -1;
}
