// SPDX-License-Identifier: MIT
// What kind of Python an interpreter is: read, or asked by running it.
#include "env-builder/discovery/probe.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/system/process.h"
#include "env-builder/cache/prune.h"
#include "env-builder/discovery/special_files.h"
#include "env-builder/discovery/static_probe.h"

#define SECONDS_MAX 20

/* For Python 2.7 and 3.3 or newer, run with -E -s -S: no .pth file and no sitecustomize can print. The
 * working directory is removed from sys.path before the imports. The answer is bytes, because a path need not
 * be text. */
static const char script[] =
	"import sys\n"
	"sys.path[:] = [p for p in sys.path if p]\n"
	"import os\n"
	"try:\n"
	"    import sysconfig\n"
	"    var = sysconfig.get_config_var\n"
	"except Exception:\n"
	"    var = lambda name: None\n"
	"try:\n"
	"    from importlib.util import MAGIC_NUMBER as magic\n"
	"except ImportError:\n"
	"    import imp\n"
	"    magic = imp.get_magic()\n"
	"impl = getattr(sys, 'implementation', None)\n"
	"v = sys.version_info\n"
	"prefix = getattr(sys, 'base_exec_prefix', sys.exec_prefix)\n"
	"library = os.path.join(prefix, 'lib', var('Py_ENABLE_SHARED') and var('INSTSONAME') or '')\n"
	"facts = [\n"
	"    ('executable', getattr(sys, '_base_executable', None) or sys.executable),\n"
	"    ('implementation', {'cpython': 'CPython', 'pypy': 'PyPy'}.get(impl.name, impl.name) if impl "
	"else\n"
	"        'PyPy' if '__pypy__' in sys.builtin_module_names else 'CPython'),\n"
	"    ('version', '%d.%d.%d' % v[:3]),\n"
	"    ('version_info', '%d.%d.%d.%s.%d' % tuple(v)),\n"
	"    ('threads', 't' if var('Py_GIL_DISABLED') else ''),\n"
	"    ('prefix', getattr(sys, 'base_prefix', sys.prefix)),\n"
	"    ('exec_prefix', prefix),\n"
	"    ('stdlib', os.path.dirname(os.path.abspath(os.__file__))),\n"
	"    ('library', library if os.path.isfile(library) else ''),\n"
	"    ('wheels', var('WHEEL_PKG_DIR') or ''),\n"
	"    ('tag', '%s-%s' % (getattr(impl, 'cache_tag', None) or 'python%d%d' % v[:2],\n"
	"        ''.join('%02x' % b for b in bytearray(magic)))),\n"
	"    ('wide', '1' if sys.maxsize > 2**32 else ''),\n"
	"    ('debug', '1' if hasattr(sys, 'gettotalrefcount') else ''),\n"
	"]\n"
	"fsencode = getattr(os, 'fsencode', None)\n"
	"out = 'venvrun-facts 1\\n'.encode('ascii')\n"
	"for key, value in facts:\n"
	"    out += key.encode('ascii') + '='.encode('ascii') + (fsencode(value) if fsencode else value) + "
	"'\\n'.encode('ascii')\n"
	"out += 'end=\\n'.encode('ascii')\n"
	"while out:\n"
	"    out = out[os.write(1, out):]\n";

/* The value of the line "key=VALUE", allocated; NULL where there is none. */
static char *fact(const char *text, const char *key)
{
	size_t n = strlen(key);
	for (const char *line = text; line; line = (line = strchr(line, '\n')) ? line + 1 : NULL)
		if (!strncmp(line, key, n) && line[n] == '=')
			return text_copy_n(line + n + 1, strcspn(line + n + 1, "\n"));
	return NULL;
}

static bool parse_facts(const char *text, struct interpreter *p, char **ret_executable)
{
	_cleanup_free_ char *wide = fact(text, "wide"), *end = fact(text, "end"),
			    *executable = fact(text, "executable");
	_cleanup_free_ char *debug = fact(text, "debug");
	*p = (struct interpreter){.implementation = fact(text, "implementation"),
		.version = fact(text, "version"),
		.version_info = fact(text, "version_info"),
		.threads = fact(text, "threads"),
		.prefix = fact(text, "prefix"),
		.exec_prefix = fact(text, "exec_prefix"),
		.stdlib = fact(text, "stdlib"),
		.library = fact(text, "library"),
		.wheels = fact(text, "wheels"),
		.tag = fact(text, "tag"),
		.wide = wide && *wide,
		.debug = debug && *debug};
	int *n = p->number;
	if (end && executable && wide && debug && p->implementation && p->version && p->version_info &&
		p->threads && p->prefix && p->exec_prefix && p->stdlib && p->library && p->wheels && p->tag &&
		/* NOLINTNEXTLINE(cert-err34-c): so few digits do not overflow */
		sscanf(p->version, "%3d.%3d.%3d", &n[0], &n[1], &n[2]) == 3) {
		*ret_executable = take(&executable);
		return true;
	}
	interpreter_clear(p);
	return false;
}

/* Does an interpreter in directory dir find its standard library by getpath's rules? */
static bool finds_library(const char *dir, const struct interpreter *p)
{
	static const char *const libs[] = {"lib", "lib64"};
	_cleanup_free_ char *name = interpreter_name(p);
	for (size_t i = 0; i < COUNT(libs); i++) {
		_cleanup_free_ char *os = text_format("%s/../%s/%s/os.py", dir, libs[i], name);
		struct stat st;
		if (fs_stat(os, &st) && S_ISREG(st.st_mode))
			return true;
	}
	return false;
}

/* Follows the links of the last component only as far as needed, and returns the path, allocated:
 * /usr/bin/python3 and other stable names survive an upgrade, but their target may not. */
static char *shortest_path(const char *executable, const struct interpreter *p)
{
	_cleanup_free_ char *at = text_copy(executable);
	for (int links = 0; links < FS_LINKS_MAX; links++) {
		_cleanup_free_ char *dir = text_dir(at);
		if (finds_library(dir, p))
			return take(&at);
		char *next = fs_link_target(at);
		if (!next)
			break;
		path_clean(next, next);
		free(at);
		at = next;
	}
	/* It finds the library from none of them, so the prefix is compiled in, and any name works. */
	return text_copy(executable);
}

/* The name with X.Y beside path if it is the same file, else path; allocated: after an upgrade python3 may be
 * another version. */
static char *versioned(const char *path, const struct interpreter *p)
{
	_cleanup_free_ char *name = interpreter_name(p);
	_cleanup_free_ char *named = text_format("%.*s%s", (int)path_dir_len(path), path, name);
	return fs_same(path, named) ? take(&named) : text_copy(path);
}

static void set_path(struct interpreter *p, const char *executable)
{
	_cleanup_free_ char *shortest = shortest_path(executable, p);
	p->path = versioned(shortest, p);
	p->home = text_dir(p->path);
}

int probe_run(const char *path, char **ret_text, char **ret_why)
{
	char *argv[] = {(char *)path, (char *)"-E", (char *)"-s", (char *)"-S", (char *)"-B", (char *)"-c",
		(char *)script, NULL};
	struct process_result result;
	int r = process_run(argv, PROCESS_ROOT, SECONDS_MAX, &result);
	const char *facts = r < 0 ? NULL : strstr(result.out, "venvrun-facts 1\n");
	if (!facts) {
		_cleanup_free_ char *quoted = text_quoted(path);
		*ret_why = text_format("cannot use %s as a Python interpreter: %s", quoted,
			result.why ? result.why : "it does not answer as one");
		r = -1;
	} else {
		*ret_text = text_copy(facts);
	}
	process_result_clear(&result);
	return r;
}

/* The facts that are not cached, allocated; or NULL and *ret_why. */
static char *read_facts(const char *path, char **ret_why)
{
	_cleanup_free_ char *special = special_files_of_interpreter(path);
	if (special) {
		_cleanup_free_ char *quoted = text_quoted(path), *reason = special_files_message(special);
		*ret_why = text_format("cannot use %s as a Python interpreter: %s", quoted, reason);
		return NULL;
	}
	char *text = static_probe(path);
	if (!text && probe_run(path, &text, ret_why) < 0)
		return NULL;
	return text;
}

int probe_interpreter(const char *path, const struct cache *cache, struct interpreter *ret, char **ret_why)
{
	struct stat st;
	if (stat(path, &st) < 0) {
		_cleanup_free_ char *quoted = text_quoted(path);
		*ret_why = text_format("no Python interpreter at %s: %s", quoted, strerror(errno));
		return -1;
	}
	_cleanup_free_ char *identity = cache_identity(path, &st), *name = cache_name(path);
	_cleanup_free_ char *executable = NULL;
	_cleanup_close_ int dir = cache_open(cache, "interpreters");
	_cleanup_free_ char *text = dir >= 0 ? cache_load(dir, name, identity) : NULL;
	bool known = text && parse_facts(text, ret, &executable);
	if (!known) {
		free(take(&text));
		text = read_facts(path, ret_why);
		if (!text)
			return -1;
		if (!parse_facts(text, ret, &executable)) {
			_cleanup_free_ char *quoted = text_quoted(path);
			*ret_why = text_format(
				"cannot use %s as a Python interpreter: its answer is not valid", quoted);
			return -1;
		}
	}
	/* A program that starts the interpreter (a shim of pyenv, a program that mise links to) returns the
	 * interpreter's path. Its answer depends on the working directory and is not cached. */
	struct stat own;
	bool shim = !stat(executable, &own) && (own.st_dev != st.st_dev || own.st_ino != st.st_ino);
	set_path(ret, shim ? executable : path);
	if (!known && dir >= 0 && !shim && !cache_store(dir, name, identity, text))
		prune_files(dir, false);
	return 0;
}
