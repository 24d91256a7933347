// SPDX-License-Identifier: MIT
// What there is in an environment that may have to be mended: read, whatever has become of it and of its
// base.
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
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "common/env/pyvenv_cfg.h"
#include "common/env/env_settings.h"
#include "env-builder/wheel/installed_record.h"
#include "env-builder/layout/launcher.h"
#include "env-builder/transaction/stage.h"

#define TEXT_MAX (32 << 20) /* no script and no module is larger */

static void add(struct names *names, const char *name)
{
	names->list = need(reallocarray(names->list, names->count + 1, sizeof(*names->list)));
	names->list[names->count++] = text_copy(name);
}

static void clear(struct names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->list[i]);
	free(names->list);
}

bool inventory_has(const struct names *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++)
		if (!strcmp(names->list[i], name))
			return true;
	return false;
}

int inventory_file(const char *root, const char *path, char **ret, size_t *ret_len, char **ret_why)
{
	_cleanup_free_ char *full = text_format("%s/%s", root, path);
	*ret = NULL;
	int r = fs_read(full, TEXT_MAX, ret, ret_len);
	if (!r || r == -EFBIG)
		return 0;
	_cleanup_free_ char *quoted = text_quoted(full);
	*ret_why = text_format("cannot read %s: %s", quoted, fs_why(r));
	return -1;
}

char *inventory_place(const char *python, const int number[2])
{
	struct interp name;
	size_t n = path_dir_len(python);
	if (*python != '/' || !interp_parse(python + n, &name) || n < strlen("/x/bin/") ||
		memcmp(python + n - 5, "/bin/", 5) != 0)
		return NULL;
	if ((name.major && name.major != number[0]) || (name.minor >= 0 && name.minor != number[1]))
		return NULL;
	return text_copy_n(python, n - 5);
}

/* A regular file; or a symbolic link, at. */
static void sort_in(struct inventory *s, const char *path, const char *name, bool link)
{
	struct interp interp;
	size_t n = path_dir_len(path);
	bool in_bin = n == 4 && text_starts(path, "bin/");
	_cleanup_free_ char *dir = text_copy_n(path, n ? n - 1 : 0);
	bool in_site = text_ends(dir, "-packages");
	if (in_bin && interp_parse(name, &interp)) {
		add(&s->interpreters, path);
	} else if (link) {
		_cleanup_free_ char *full = text_format("%s/%s", s->root, path), *to = fs_readlink(full);
		if (!to)
			fs_must_tell(full);
		if (to && *to == '/')
			add(&s->links, path);
	} else if (in_bin) {
		add(!strncasecmp(name, "activate", 8) ? &s->activators : &s->scripts, path);
	} else if (text_ends(dir, ".dist-info") && !strcmp(name, "RECORD")) {
		add(&s->records, path);
	} else if ((text_ends(dir, ".dist-info") && !strcmp(name, "direct_url.json")) ||
		(in_site && (text_ends(name, ".pth") || text_ends(name, ".egg-link"))) ||
		(in_site && text_starts(name, "__editable__") && text_ends(name, ".py"))) {
		add(&s->texts, path);
	}
}

/* All that is below path, "" or "DIR/". Returns 0 or a negative errno. */
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
			sort_in(s, below, entry->d_name, S_ISLNK(st.st_mode));
		if (!S_ISDIR(st.st_mode) || (!*path && text_starts(entry->d_name, STAGE_MARK)))
			continue;
		_cleanup_free_ char *sub = text_format("%s/", below);
		r = walk(s, sub);
	}
	return r;
}

static bool same_place(const char *a, const char *b)
{
	return !strcmp(a, b) || fs_same(a, b);
}

static void add_former(struct inventory *s, const char *place)
{
	if (!same_place(place, s->root) && !inventory_has(&s->former, place))
		add(&s->former, place);
}

/* VIRTUAL_ENV=..., as each maker writes it. */
static int read_activate(struct inventory *s, char **ret_why)
{
	_cleanup_free_ char *text = NULL;
	size_t len;
	if (!inventory_has(&s->activators, "bin/activate"))
		return 0;
	if (inventory_file(s->root, "bin/activate", &text, &len, ret_why) < 0)
		return -1;
	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += strspn(line, " \t\n");
		line += text_starts(line, "export ") ? strlen("export ") : 0;
		if (!text_starts(line, "VIRTUAL_ENV="))
			continue;
		line += strlen("VIRTUAL_ENV=");
		const char *value = line;
		_cleanup_free_ char *place = launcher_word(&value);
		if (place && *place == '/' && path_clean(place, place) > 1)
			add_former(s, place);
	}
	s->by_activate = s->former.count;
	return 0;
}

struct look {
	struct inventory *survey;
	char *why; /* a file could not be read */
};

/* A script that was installed in the environment was given its interpreter. */
static const char *see_script(void *ctx, const char *file)
{
	struct look *look = ctx;
	struct inventory *s = look->survey;
	_cleanup_free_ char *text = NULL;
	size_t len;
	struct launcher_head head;
	struct stat st;
	if (look->why || !inventory_has(&s->scripts, file) ||
		inventory_file(s->root, file, &text, &len, &look->why) < 0 || !text ||
		!launcher_read_head(text, &head))
		return NULL;
	_cleanup_free_ char *place = inventory_place(head.python, s->number);
	if (place && (!s->prefix || !same_place(place, s->prefix)) &&
		(!fs_look(head.python, &st) || stage_look(place) == TARGET_ENVIRONMENT))
		add_former(s, place);
	launcher_head_clear(&head);
	return NULL;
}

static int read_records(struct inventory *s, char **ret_why)
{
	struct look look = {s, NULL};
	for (size_t i = 0; i < s->records.count && !look.why; i++) {
		_cleanup_free_ char *text = NULL;
		size_t len;
		_cleanup_text_ struct text same = {0};
		if (!inventory_file(s->root, s->records.list[i], &text, &len, &look.why) && text)
			installed_record_read(s->records.list[i], text, see_script, &look, &same);
	}
	if (look.why)
		*ret_why = look.why;
	return look.why ? -1 : 0;
}

static char *parent_of_bin(const char *home)
{
	return text_ends(home, "/bin") && strlen(home) > strlen("/bin")
		? text_copy_n(home, strlen(home) - strlen("/bin"))
		: NULL;
}

/* What pyvenv.cfg says of the base and the version. */
static int read_cfg(struct inventory *s, char **ret_version, char **ret_why)
{
	_cleanup_free_ char *path = text_format("%s/pyvenv.cfg", s->root);
	size_t len;
	_cleanup_(pyvenv_cfg_clear) struct pyvenv_cfg cfg = {0};
	struct stat st;
	if (!fs_look(path, &st))
		return 0;
	if (inventory_file(s->root, "pyvenv.cfg", &s->cfg, &len, ret_why) < 0)
		return -1;
	const char *wrong = s->cfg ? pyvenv_cfg_parse(text_copy_n(s->cfg, len), len, &cfg)
				   : "it is too large";
	if (wrong) {
		_cleanup_free_ char *quoted = text_quoted(s->root);
		*ret_why = text_format(
			"its pyvenv.cfg is damaged: %s; make the environment anew: venvbuild --clear %s",
			wrong, quoted);
		return -1;
	}
	const char *version = pyvenv_cfg_get(&cfg, "version"), *prompt = pyvenv_cfg_get(&cfg, "prompt");
	const char *home = pyvenv_cfg_get(&cfg, "home"), *prefix = pyvenv_cfg_get(&cfg, "base-prefix");
	if (!version)
		version = pyvenv_cfg_get(&cfg, "version_info");
	*ret_version = version ? text_copy(version) : NULL;
	const char *relocatable = pyvenv_cfg_get(&cfg, "relocatable");
	s->relocatable = relocatable && !strcasecmp(relocatable, "true");
	s->prompt = prompt ? pyvenv_cfg_unquote(prompt) : NULL;
	s->home = home ? text_copy(home) : NULL;
	s->prefix = prefix ? text_copy(prefix) : home ? parent_of_bin(home) : NULL;
	return 0;
}

/* virtualenv before 20 */
static int read_origin(struct inventory *s, char **ret_why)
{
	_cleanup_free_ char *path = text_format("lib/%s%d.%d/orig-prefix.txt",
		text_starts(s->spec, "pypy") ? "pypy" : "python", s->number[0], s->number[1]);
	_cleanup_free_ char *full = text_format("%s/%s", s->root, path), *text = NULL;
	size_t len;
	struct stat st;
	if (!fs_look(full, &st))
		return 0;
	if (inventory_file(s->root, path, &text, &len, ret_why) < 0)
		return -1;
	if (!text || *text != '/')
		return 0;
	s->prefix = text_copy_n(text, strcspn(text, "\r\n"));
	s->home = text_format("%s/bin", s->prefix);
	s->origin = take(&path);
	return 0;
}

static int read_all(struct inventory *s, char **ret_why)
{
	_cleanup_free_ char *version = NULL, *conda = text_format("%s/conda-meta", s->root);
	if (!fs_is_dir(s->root)) {
		*ret_why = text_copy(fs_exists(s->root) ? "there is no environment: it is no directory"
							: "there is no environment: no such directory");
		return -1;
	}
	if (stage_look(s->root) != TARGET_ENVIRONMENT) {
		*ret_why = text_copy(
			"there is no environment: neither pyvenv.cfg, conda-meta nor bin/activate_this.py");
		return -1;
	}
	if (read_cfg(s, &version, ret_why) < 0)
		return -1;
	struct stat st;
	s->conda = !s->cfg && fs_look(conda, &st);
	s->spec = env_settings_python(s->root, version);
	const char *digits = s->spec ? strpbrk(s->spec, "0123456789") : NULL;
	/* NOLINTNEXTLINE(cert-err34-c): so few digits do not overflow */
	if (!digits || sscanf(digits, "%2d.%3d", &s->number[0], &s->number[1]) != 2) {
		*ret_why = text_copy(
			"cannot tell its version of Python: pyvenv.cfg does not say it, and "
			"there is not exactly one "
			"lib/pythonX.Y");
		return -1;
	}
	if (!s->cfg && !s->conda && read_origin(s, ret_why) < 0)
		return -1;
	int r = walk(s, "");
	if (r < 0) {
		*ret_why = text_format("cannot read all of it: %s", strerror(-r));
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
	free(s->origin);
	clear(&s->interpreters);
	clear(&s->scripts);
	clear(&s->activators);
	clear(&s->texts);
	clear(&s->records);
	clear(&s->links);
	clear(&s->former);
	*s = (struct inventory){0};
}
