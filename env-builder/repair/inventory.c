// SPDX-License-Identifier: MIT
// Reads an existing environment for --repair.
#include "env-builder/repair/inventory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/core/interp.h"
#include "common/core/path.h"
#include "common/env/env_settings.h"
#include "common/env/pyvenv_cfg.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/layout/launcher.h"
#include "env-builder/repair/named_root.h"
#include "env-builder/transaction/stage.h"
#include "env-builder/wheel/installed_record.h"

#define TEXT_MAX (32 << 20)

int inventory_file(const char *root, const char *path, char **ret, size_t *ret_len, char **ret_why)
{
	_cleanup_free_ char *full = text_format("%s/%s", root, path);
	*ret = NULL;
	int r = fs_read(full, TEXT_MAX, ret, ret_len);
	if (!r || r == -EFBIG)
		return 0;
	_cleanup_free_ char *quoted = text_quoted(full);
	*ret_why = text_format("cannot read %s: %s", quoted, fs_strerror(r));
	return -1;
}

/* May the file name of the directory dir, relative to root, name the environment's path in its text? */
static bool is_text(const char *dir, const char *name)
{
	if (text_ends(dir, ".dist-info"))
		return !strcmp(name, "direct_url.json");
	return text_ends(dir, "-packages") &&
		(text_ends(name, ".pth") || text_ends(name, ".egg-link") ||
			(text_starts(name, "__editable__") && text_ends(name, ".py")));
}

static void add_link(struct inventory *s, const char *path)
{
	_cleanup_free_ char *full = text_format("%s/%s", s->root, path), *target = fs_readlink(full);
	if (!target)
		fs_die_on_io_error(full);
	if (target && *target == '/')
		strings_add(&s->links, path);
}

/* Adds a regular file or a symbolic link to the list of its kind, if it has one. */
static void add_file(struct inventory *s, const char *path, const char *name, bool link)
{
	struct interp interp;
	size_t n = path_dir_len(path);
	_cleanup_free_ char *dir = text_copy_n(path, n ? n - 1 : 0);
	bool in_bin = !strcmp(dir, "bin");
	if (in_bin && interp_parse(name, &interp))
		strings_add(&s->interpreters, path);
	else if (link)
		add_link(s, path);
	else if (in_bin)
		strings_add(strncasecmp(name, "activate", 8) != 0 ? &s->scripts : &s->activators, path);
	else if (text_ends(dir, ".dist-info") && !strcmp(name, "RECORD"))
		strings_add(&s->records, path);
	else if (is_text(dir, name))
		strings_add(&s->texts, path);
}

/* Adds every file below path, which is "" or "DIR/". Returns 0 or a negative errno. */
static int walk(struct inventory *s, const char *path)
{
	_cleanup_free_ char *full = text_format("%s/%s", s->root, path);
	_cleanup_closedir_ DIR *dir = opendir(full);
	if (!dir)
		return -errno;
	int r = 0;
	for (const struct dirent *entry; !r && (entry = fs_next(dir, &r));) {
		_cleanup_free_ char *below = text_format("%s%s", path, entry->d_name);
		struct stat st = {0};
		if (fstatat(dirfd(dir), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0)
			r = errno == ENOENT ? 0 : -errno;
		else if (S_ISREG(st.st_mode) || S_ISLNK(st.st_mode))
			add_file(s, below, entry->d_name, S_ISLNK(st.st_mode));
		if (!S_ISDIR(st.st_mode) || (!*path && text_starts(entry->d_name, STAGE_MARK)))
			continue;
		_cleanup_free_ char *sub = text_format("%s/", below);
		r = walk(s, sub);
	}
	return r;
}

static bool same_dir(const char *a, const char *b)
{
	return !strcmp(a, b) || fs_same(a, b);
}

static void add_former(struct inventory *s, const char *root)
{
	if (!same_dir(root, s->root) && !strings_has(&s->former, root))
		strings_add(&s->former, root);
}

static int read_activate(struct inventory *s, char **ret_why)
{
	_cleanup_free_ char *text = NULL;
	_cleanup_strings_ struct strings roots = {0};
	if (!strings_has(&s->activators, "bin/activate"))
		return 0;
	if (inventory_file(s->root, "bin/activate", &text, NULL, ret_why) < 0)
		return -1;
	named_root_activate(text, &roots);
	for (size_t i = 0; i < roots.count; i++)
		add_former(s, roots.list[i]);
	s->activate_names_former = s->former.count;
	return 0;
}

struct launchers {
	struct inventory *inventory;
	char *why; /* a file could not be read */
};

/* The installer gave a script that a RECORD lists the interpreter of the environment, at its path of then. An
 * interpreter that still exists outside of an environment is one that somebody has chosen later. */
static const char *read_launcher(void *ctx, const char *file)
{
	struct launchers *launchers = ctx;
	struct inventory *s = launchers->inventory;
	_cleanup_free_ char *text = NULL;
	_cleanup_(launcher_head_clear) struct launcher_head head = {0};
	struct stat st;
	if (launchers->why || !strings_has(&s->scripts, file) ||
		inventory_file(s->root, file, &text, NULL, &launchers->why) < 0 || !text ||
		!launcher_read_head(text, &head))
		return NULL;
	_cleanup_free_ char *root = named_root_interpreter(head.python, s->number);
	if (root && (!s->prefix || !same_dir(root, s->prefix)) &&
		(!fs_stat(head.python, &st) || stage_look(root) == TARGET_ENVIRONMENT))
		add_former(s, root);
	return NULL;
}

static int read_records(struct inventory *s, char **ret_why)
{
	struct launchers launchers = {s, NULL};
	for (size_t i = 0; i < s->records.count && !launchers.why; i++) {
		_cleanup_free_ char *text = NULL;
		_cleanup_text_ struct text same = {0};
		if (!inventory_file(s->root, s->records.list[i], &text, NULL, &launchers.why) && text)
			installed_record_read(s->records.list[i], text, read_launcher, &launchers, &same);
	}
	*ret_why = launchers.why;
	return launchers.why ? -1 : 0;
}

static char *parent_of_bin(const char *home)
{
	return text_ends(home, "/bin") && strlen(home) > strlen("/bin")
		? text_copy_n(home, strlen(home) - strlen("/bin"))
		: NULL;
}

/* Reads pyvenv.cfg, if there is one: the base, the prompt, the version. */
static int read_cfg(struct inventory *s, char **ret_version, char **ret_why)
{
	_cleanup_free_ char *path = text_format("%s/pyvenv.cfg", s->root);
	size_t len;
	_cleanup_(pyvenv_cfg_clear) struct pyvenv_cfg cfg = {0};
	struct stat st;
	if (!fs_stat(path, &st))
		return 0;
	if (inventory_file(s->root, "pyvenv.cfg", &s->cfg, &len, ret_why) < 0)
		return -1;
	const char *wrong = "it is too large";
	if (s->cfg)
		wrong = pyvenv_cfg_parse(text_copy_n(s->cfg, len), len, &cfg);
	if (wrong) {
		_cleanup_free_ char *quoted = text_quoted(s->root);
		*ret_why = text_format(
			"its pyvenv.cfg is damaged: %s; to create the environment again: venvbuild --clear "
			"%s",
			wrong, quoted);
		return -1;
	}
	const char *version = pyvenv_cfg_version(&cfg), *prompt = pyvenv_cfg_get(&cfg, "prompt"),
		   *home = pyvenv_cfg_get(&cfg, "home"), *prefix = pyvenv_cfg_get(&cfg, "base-prefix");
	*ret_version = version ? text_copy(version) : NULL;
	s->relocatable = pyvenv_cfg_is_true(&cfg, "relocatable");
	s->prompt = prompt ? pyvenv_cfg_unquote(prompt) : NULL;
	s->home = home ? text_copy(home) : NULL;
	s->prefix = prefix ? text_copy(prefix) : home ? parent_of_bin(home) : NULL;
	return 0;
}

/* virtualenv before 20 has no pyvenv.cfg, but a file with the base prefix. */
static int read_prefix_file(struct inventory *s, char **ret_why)
{
	_cleanup_free_ char *path = text_format("lib/%s%d.%d/orig-prefix.txt",
		text_starts(s->spec, "pypy") ? "pypy" : "python", s->number[0], s->number[1]);
	_cleanup_free_ char *full = text_format("%s/%s", s->root, path), *text = NULL;
	struct stat st;
	if (!fs_stat(full, &st))
		return 0;
	if (inventory_file(s->root, path, &text, NULL, ret_why) < 0)
		return -1;
	if (!text || *text != '/')
		return 0;
	s->prefix = text_copy_n(text, strcspn(text, "\r\n"));
	s->home = text_format("%s/bin", s->prefix);
	s->prefix_file = take(&path);
	return 0;
}

/* version is that of pyvenv.cfg, or NULL. */
static int read_version(struct inventory *s, const char *version, char **ret_why)
{
	s->spec = env_settings_python(s->root, version);
	const char *digits = s->spec ? strpbrk(s->spec, "0123456789") : NULL;
	/* NOLINTNEXTLINE(cert-err34-c): so few digits do not overflow */
	if (digits && sscanf(digits, "%2d.%3d", &s->number[0], &s->number[1]) == 2)
		return 0;
	*ret_why = text_copy(
		"cannot find out its Python version: pyvenv.cfg does not contain it, and there is not "
		"exactly "
		"one lib/pythonX.Y");
	return -1;
}

static int read_all(struct inventory *s, char **ret_why)
{
	_cleanup_free_ char *version = NULL, *conda = text_format("%s/conda-meta", s->root);
	if (!fs_is_dir(s->root)) {
		*ret_why = text_copy(fs_exists(s->root) ? "there is no environment: it is not a directory"
							: "there is no environment: no such directory");
		return -1;
	}
	if (stage_look(s->root) != TARGET_ENVIRONMENT) {
		*ret_why = text_copy(
			"there is no environment: it has no pyvenv.cfg, conda-meta or bin/activate_this.py");
		return -1;
	}
	if (read_cfg(s, &version, ret_why) < 0)
		return -1;
	struct stat st;
	s->conda = !s->cfg && fs_stat(conda, &st);
	if (read_version(s, version, ret_why) < 0)
		return -1;
	if (!s->cfg && !s->conda && read_prefix_file(s, ret_why) < 0)
		return -1;
	int r = walk(s, "");
	if (r < 0) {
		*ret_why = text_format("cannot list its files: %s", strerror(-r));
		return -1;
	}
	return read_activate(s, ret_why) < 0 ? -1 : read_records(s, ret_why);
}

int inventory_read(const char *path, struct inventory *ret, char **ret_why)
{
	struct inventory s = {.root = text_copy(path)};
	int r = read_all(&s, ret_why);
	if (r < 0)
		inventory_clear(&s);
	else
		*ret = s;
	return r;
}

void inventory_clear(struct inventory *s)
{
	free(s->root);
	free(s->cfg);
	free(s->prompt);
	free(s->spec);
	free(s->prefix);
	free(s->home);
	free(s->prefix_file);
	strings_clear(&s->interpreters);
	strings_clear(&s->scripts);
	strings_clear(&s->activators);
	strings_clear(&s->texts);
	strings_clear(&s->records);
	strings_clear(&s->links);
	strings_clear(&s->former);
	*s = (struct inventory){0};
}
