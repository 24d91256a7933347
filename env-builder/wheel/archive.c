// SPDX-License-Identifier: MIT
// Trees made once in the cache, from which environments are made: wheels that are unpacked and compiled, base
// interpreters.
//
// CACHE/wheels/NAME/ holds tree/, the files; and two checked texts: manifest, what the tree must hold, and
// record. An environment may share its files with the cache (a hard link): somebody who edits one in place
// edits the other. So size and time of each file are compared with the manifest before it is used.
#include "env-builder/wheel/archive.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/cache/prune.h"
#include "env-builder/system/file_at.h"
#include "env-builder/system/sha256.h"
#include "env-builder/system/signals.h"
#include "env-builder/system/marked_dir.h"
#include "env-builder/system/process.h"

#define COMPILE_SECONDS 600

void unpacked_clear(struct unpacked *unpacked)
{
	for (size_t i = 0; i < unpacked->count; i++)
		free(unpacked->files[i].path);
	for (size_t i = 0; i < unpacked->script_count; i++) {
		free(unpacked->scripts[i].name);
		free(unpacked->scripts[i].module);
		free(unpacked->scripts[i].attr);
	}
	for (size_t i = 0; i < unpacked->part_count; i++) {
		free(unpacked->parts[i].path);
		free(unpacked->parts[i].rest);
	}
	if (unpacked->tree && unpacked->fd >= 0)
		close(unpacked->fd);
	free(unpacked->files);
	free(unpacked->scripts);
	free(unpacked->parts);
	free(unpacked->tree);
	free(unpacked->info);
	free(unpacked->record);
	*unpacked = (struct unpacked){.fd = -1};
}

void unpacked_keep(const struct unpacked *unpacked)
{
	int fd = openat(unpacked->fd, "../" PRUNE_NOT, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
}

static void add_file(struct unpacked *unpacked, const char *path, bool dir)
{
	if (unpacked->count == unpacked->room) {
		unpacked->room = unpacked->room * 2 + 256;
		unpacked->files = need(
			reallocarray(unpacked->files, unpacked->room, sizeof(*unpacked->files)));
	}
	unpacked->files[unpacked->count++] = (struct unpacked_file){text_copy(path), dir};
}

/* "SIZE SECONDS.NANOSECONDS PATH": how a file stands in the manifest; NULL with errno, which is 0 for a
 * directory. */
static char *describe(int tree, const char *path)
{
	struct stat st;
	errno = 0; /* of a directory */
	if (fstatat(tree, path, &st, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISREG(st.st_mode))
		return NULL;
	return text_format("%lld %lld.%09ld %s", (long long)st.st_size, (long long)st.st_mtim.tv_sec,
		st.st_mtim.tv_nsec, path);
}

static void add_script(struct unpacked *unpacked, char *line)
{
	char *save = NULL, *name = strtok_r(line, " ", &save), *module = strtok_r(NULL, " ", &save);
	const char *attr = strtok_r(NULL, " ", &save);
	if (!attr)
		return;
	unpacked->scripts = need(
		reallocarray(unpacked->scripts, unpacked->script_count + 1, sizeof(*unpacked->scripts)));
	unpacked->scripts[unpacked->script_count++] = (struct wheel_script){text_copy(name),
		text_copy(module), text_copy(attr)};
}

/* "REST PATH": there is no blank in what stands in RECORD behind a path. */
static void add_part(struct unpacked *unpacked, const char *line)
{
	size_t n = strcspn(line, " ");
	if (!line[n])
		return;
	unpacked->parts = need(
		reallocarray(unpacked->parts, unpacked->part_count + 1, sizeof(*unpacked->parts)));
	unpacked->parts[unpacked->part_count++] = (struct wheel_row){text_copy(line + n + 1),
		text_copy_n(line, n)};
}

/* Reads the manifest, and compares the tree with it. */
static bool check_tree(struct unpacked *unpacked, char *manifest)
{
	char *save = NULL;
	for (char *line = strtok_r(manifest, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		if (text_starts(line, "info ")) {
			unpacked->info = text_copy(line + 5);
		} else if (text_starts(line, "script ")) {
			add_script(unpacked, line + 7);
		} else if (text_starts(line, "part ")) {
			add_part(unpacked, line + 5);
		} else if (text_starts(line, "dir ")) {
			add_file(unpacked, line + 4, true);
		} else if (text_starts(line, "file ")) {
			const char *path = strchr(line + 5, ' ');
			path = path ? strchr(path + 1, ' ') : NULL;
			_cleanup_free_ char *now = path ? describe(unpacked->fd, path + 1) : NULL;
			if (!now || strcmp(now, line + 5) != 0)
				return false;
			add_file(unpacked, path + 1, false);
		}
	}
	return unpacked->info != NULL;
}

/* Nobody may take it away while we hold its lock; when we had it last is the directory's time. A file system
 * without locks, or one that is read only, is nobody's to collect. */
static bool hold(int tree)
{
	bool held = !flock(tree, LOCK_SH | LOCK_NB) || errno != EWOULDBLOCK;
	if (held && futimens(tree, NULL) < 0)
		errno = 0;
	return held;
}

/* Returns 1 and *ret; 0 where it is not there, or not as it was made; or a negative errno:
 * that cannot be told. */
static int load(int wheels, const char *name, const char *path, const char *identity, struct unpacked *ret)
{
	_cleanup_close_ int entry = file_open_dir(wheels, name);
	if (entry < 0)
		return errno == EMFILE || errno == ENFILE ? -errno : 0;
	_cleanup_free_ char *manifest = cache_load(entry, "manifest", identity);
	struct unpacked unpacked = {.tree = text_format("%s/tree", path), .fd = -1};
	unpacked.record = manifest ? cache_load(entry, "record", identity) : NULL;
	unpacked.fd = unpacked.record ? openat(entry, "tree", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
				      : -1;
	if (unpacked.fd >= 0 && hold(unpacked.fd) && check_tree(&unpacked, manifest)) {
		*ret = unpacked;
		return 1;
	}
	int saved = errno;
	unpacked_clear(&unpacked);
	errno = saved;
	return errno == EMFILE || errno == ENFILE ? -errno : 0;
}

/* Adds all that is below path ("" is the tree itself) to the manifest, directories first, in no order. */
static int list_tree(int tree, const char *path, struct text *manifest, struct wheel *wheel)
{
	int fd = openat(tree, *path ? path : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	_cleanup_closedir_ DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir)
		return -errno;
	int r = 0;
	for (const struct dirent *entry; !r && (entry = fs_next(dir, &r));) {
		_cleanup_free_ char *name = text_format("%s%s%s", path, *path ? "/" : "", entry->d_name);
		_cleanup_free_ char *line = describe(tree, name);
		if (line) {
			text_add_format(manifest, "file %s\n", line);
			if (text_ends(name, ".pyc"))
				wheel_add_row(wheel, name, ",,");
		} else if (errno) {
			r = -errno;
		} else {
			text_add_format(manifest, "dir %s\n", name);
			r = list_tree(tree, name, manifest, wheel);
		}
	}
	return r;
}

/* A file of dist-info that the installer adds. */
static int add_own(int tree, struct wheel *wheel, const char *name, const char *text)
{
	_cleanup_free_ char *path = text_format("%s/%s", wheel->info, name);
	char hash[SHA256_RECORD];
	sha256_record(text, strlen(text), hash);
	_cleanup_free_ char *rest = text_format(",sha256=%s,%zu", hash, strlen(text));
	for (size_t i = 0; i < wheel->count; i++)
		if (!strcmp(wheel->rows[i].path, path))
			return -EEXIST;
	wheel_add_row(wheel, path, rest);
	return file_write(tree, path, text, strlen(text), 0666);
}

/* What was not compiled because there was no process or no memory for it would be missing for as long as the
 * cache lives. Nothing in the tree is imported (interpreter_isolation()). */
static int compile(int tree, const struct interpreter *python, char **ret_why)
{
	static const char program[] =
		"import sys\n"
		"sys.path[:] = [p for p in sys.path if p]\n"
		"import compileall\n"
		"sys.exit(not compileall.main())\n";
	/* Each file's errors are its own: a wheel may hold code for another major version. Nobody imports a
	 * script. */
	char *argv[] = {python->path, (char *)interpreter_isolation(python), (char *)"-S", (char *)"-c",
		(char *)program, (char *)"-q", (char *)"-d", (char *)"", (char *)"-x",
		(char *)"^\\./[^/]*\\.data/scripts/", (char *)".", NULL};
	struct process_result result;
	int r = process_run(argv, tree, COMPILE_SECONDS, &result) < 0 && result.exit_status < 0 ? -1 : 0;
	if (r < 0)
		*ret_why = text_format("cannot compile it with %s: %s", python->path, result.why);
	process_result_clear(&result);
	return r;
}

/* A wheel, and for whom it is unpacked. */
struct unpacking {
	const char *path;
	const struct interpreter *python;
};

static int fill_wheel(const void *ctx, const char *tree, int fd, struct wheel *wheel, char **ret_why)
{
	const struct unpacking *u = ctx;
	if (wheel_extract(u->path, fd, wheel, ret_why) < 0 || compile(fd, u->python, ret_why) < 0)
		return -1;
	if (signals_pending()) { /* half of it is compiled */
		free(take(ret_why));
		*ret_why = text_copy("stopped by a signal");
		return -1;
	}
	int r = add_own(fd, wheel, "INSTALLER", "venvbuild\n");
	if (!r)
		r = add_own(fd, wheel, "REQUESTED", "");
	if (r < 0)
		*ret_why = text_format("cannot unpack %s in %s: %s", u->path, tree, strerror(-r));
	return r < 0 ? -1 : 0;
}

/* Compiled code that the wheel brings has two rows, of which the one with the hash holds unless it was
 * compiled anew. */
static bool is_as_it_came(int tree, const struct wheel_row *row)
{
	_cleanup_free_ char *data = NULL;
	size_t len;
	return fs_read_at(tree, row->path, SIZE_MAX, &data, &len) == 0 && sha256_agrees(row->rest, data, len);
}

/* path: of the directory dir. */
static int fill(int dir, const char *path, const struct unpacked_source *source, char **ret_why)
{
	_cleanup_free_ char *tree = text_format("%s/tree", path);
	_cleanup_close_ int fd = mkdirat(dir, "tree", 0777) < 0
		? -1
		: openat(dir, "tree", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0) {
		*ret_why = text_format("cannot make %s: %s", tree, strerror(errno));
		return -1;
	}
	_cleanup_(wheel_clear) struct wheel wheel = {0};
	if (source->fill(source->ctx, tree, fd, &wheel, ret_why) < 0)
		return -1;
	_cleanup_text_ struct text manifest = {0}, record = {0};
	int r = list_tree(fd, "", &manifest, &wheel);
	if (r < 0) {
		*ret_why = text_format("cannot read %s: %s", tree, strerror(-r));
		return -1;
	}
	text_add_format(&manifest, "info %s\n", wheel.info ? wheel.info : "");
	for (size_t i = 0; i < wheel.script_count; i++)
		text_add_format(&manifest, "script %s %s %s\n", wheel.scripts[i].name,
			wheel.scripts[i].module, wheel.scripts[i].attr);
	wheel_sort_rows(&wheel);
	for (size_t i = 0; i < wheel.count; i++) {
		const struct wheel_row *row = &wheel.rows[i];
		if (i + 1 < wheel.count && !strcmp(row->path, row[1].path) && is_as_it_came(fd, &row[1]))
			continue;
		if (i && !strcmp(row->path, row[-1].path) && !is_as_it_came(fd, row))
			continue;
		if (wheel.info && wheel_is_part(wheel.info, row->path)) {
			text_add_format(&manifest, "part %s %s\n", row->rest, row->path);
			continue;
		}
		wheel_add_csv(&record, row->path);
		text_add_format(&record, "%s\n", row->rest);
	}
	r = cache_store(dir, "record", source->identity, record.data ? record.data : "");
	if (!r)
		r = cache_store(dir, "manifest", source->identity, manifest.data ? manifest.data : "");
	if (r < 0)
		*ret_why = text_format("cannot write what %s holds: %s", tree, strerror(-r));
	return r < 0 ? -1 : 0;
}

static int failed(const char *path, int error, char **ret_why)
{
	_cleanup_free_ char *quoted = text_quoted(path);
	*ret_why = text_format("cannot make %s: %s%s", quoted,
		error > 0 ? "somebody has put something there, which stays" : strerror(-error),
		error > 0 ? "; to do without the cache: --no-cache" : "");
	return -1;
}

/* Makes the entry name anew: what is there cannot be used. It grows under one name, which the holder of the
 * lock may take from a builder that was killed. */
static int make(int wheels, const char *name, const char *path, const struct unpacked_source *source,
	bool locked, char **ret_why)
{
	_cleanup_free_ char *prefix = text_format("%s.", name),
			    *temp = locked ? text_format("%s.new", name) : NULL;
	int r = locked ? mark_remove(wheels, temp) : 0;
	_cleanup_close_ int dir = r ? -1
		: locked            ? mark_make_named(wheels, temp)
				    : mark_make(wheels, prefix, &temp);
	if (r || dir < 0)
		return failed(path, r ? r : dir, ret_why);
	_cleanup_free_ char *temp_path = text_format("%s%s", path, temp + strlen(name));
	r = fill(dir, temp_path, source, ret_why);
	if (!r && (r = mark_remove(wheels, name)) != 0)
		failed(path, r, ret_why);
	/* Without a lock (some network file systems) another may have been faster: what it made is as
	 * good. */
	if (!r && renameat(wheels, temp, wheels, name) < 0 && errno != ENOTEMPTY && errno != EEXIST) {
		r = -errno;
		failed(path, r, ret_why);
	}
	mark_remove(wheels, temp);
	return r ? -1 : 0;
}

int unpacked_make(const struct unpacked_source *source, const struct cache *cache, struct unpacked *ret,
	char **ret_why)
{
	_cleanup_close_ int wheels = cache_open(cache, "wheels");
	if (wheels < 0) {
		*ret_why = text_format("cannot unpack %s: there is no place for it: %s", source->path,
			strerror(errno));
		return -1;
	}
	const char *identity = source->identity;
	/* Entries of the first form have no mark, and can be neither read nor replaced:
	 * they lie under other names. */
	_cleanup_free_ char *form = text_format("2\n%s", identity), *name = cache_name(form);
	_cleanup_free_ char *above = cache_path(cache, "wheels"), *path = text_format("%s/%s", above, name);
	int r = load(wheels, name, path, identity, ret);
	_cleanup_close_ int lock = r ? -1 : prune_lock(wheels, name, true);
	if (!r)
		r = load(wheels, name, path, identity, ret);
	if (!r) {
		if (make(wheels, name, path, source, lock >= 0, ret_why) < 0)
			return -1;
		prune_wheels(wheels, false);
		errno = 0;
		r = load(wheels, name, path, identity, ret);
		if (!r) {
			r = errno ? -errno : -EAGAIN;
			mark_remove(wheels, name);
		}
	}
	if (r > 0)
		return 0;
	_cleanup_free_ char *quoted = text_quoted(path);
	*ret_why = text_format("cannot use %s, made from %s: %s", quoted, source->path,
		r == -EAGAIN ? "somebody else changes it" : strerror(-r));
	return -1;
}

int unpacked_get(const char *path, const struct interpreter *python, const struct cache *cache,
	struct unpacked *ret, char **ret_why)
{
	struct stat st;
	const char *wrong = stat(path, &st) < 0 ? strerror(errno)
		: S_ISREG(st.st_mode)           ? NULL
						: "it is no regular file";
	if (wrong) {
		*ret_why = text_format("cannot unpack %s: %s", path, wrong);
		return -1;
	}
	mode_t mask = umask(0);
	umask(mask);
	_cleanup_free_ char *file = cache_identity(path, &st);
	_cleanup_free_ char *identity = text_format("%s%s %s %03o\n", file, python->path, python->tag,
		(unsigned)mask);
	const struct unpacking unpacking = {path, python};
	const struct unpacked_source source = {path, identity, fill_wheel, &unpacking};
	return unpacked_make(&source, cache, ret, ret_why);
}

int unpacked_link(const struct unpacked *unpacked, int dir, enum file_means *means, const char **ret_path)
{
	for (size_t i = 0; i < unpacked->count; i++) {
		const char *path = *ret_path = unpacked->files[i].path;
		if (signals_pending())
			return -EINTR;
		if (wheel_is_part(unpacked->info, path))
			continue;
		if (unpacked->files[i].dir) {
			if (mkdirat(dir, path, 0777) < 0 && errno != EEXIST)
				return -errno;
			continue;
		}
		_cleanup_free_ char *from = *means == FILE_SYMLINK
			? text_format("%s/%s", unpacked->tree, path)
			: NULL;
		int r = file_link(unpacked->fd, path, from, dir, path, means);
		if (r < 0)
			return r;
	}
	return 0;
}
