// SPDX-License-Identifier: MIT
// What is to be changed in an environment that was moved, or whose base was, so that it works again.
#include "env-builder/mend.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/interp.h"
#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "env-builder/activate.h"
#include "env-builder/cfg.h"
#include "env-builder/move.h"
#include "env-builder/record.h"
#include "env-builder/script.h"

struct mend {
	const struct survey *survey;
	const struct python *python;
	struct plan *plan;
	struct record_changes changes;
};

static bool is_there(const char *path)
{
	struct stat st;
	return fs_look(path, &st);
}

/* What a symbolic link says, allocated; NULL where it is none. */
static char *link_text(const char *path)
{
	char *to = fs_readlink(path);
	if (!to)
		fs_must_tell(path);
	return to;
}

static void write_file(struct mend *m, const char *path, struct text *text)
{
	size_t len = text->len;
	record_add(&m->changes, path, text->data, len);
	plan_write_n(m->plan, path, text_take(text), len);
}

/* Does it lead to another name in bin, which is seen to itself? */
static bool leads_on(const struct mend *m, const char *full, const char *to)
{
	struct interp name;
	_cleanup_free_ char *path = text_format("bin/%s", to);
	struct stat st;
	return !strchr(to, '/') && survey_has(&m->survey->interpreters, path) && interp_parse(to, &name) &&
		interp_agrees(&name, MATCH_MINOR, m->survey->number[0], m->survey->number[1]) &&
		(!stat(full, &st) || errno != ELOOP);
}

static void mend_link(struct mend *m, const char *path, const char *full, const char *to)
{
	if (!leads_on(m, full, to) && !fs_same(full, m->python->path))
		plan_symlink(m->plan, path, m->python->path, false);
}

/* Reads a as far as it is b. Returns 1 where they have the same bytes, 0, or a negative errno. */
static int same_bytes(int a, int b)
{
	char ours[16384], theirs[16384];
	for (;;) {
		ssize_t n = read(a, ours, sizeof(ours)), m = read(b, theirs, sizeof(theirs));
		if (n < 0 || m < 0)
			return -errno;
		if (n != m || memcmp(ours, theirs, (size_t)n) != 0)
			return 0;
		if (!n)
			return 1;
	}
}

/* Returns 1 where it is a copy of the base's interpreter, 0 where it is one of another, -EINVAL where it is a script of
 * somebody's own, or another negative errno. */
static int look_at_copy(const char *path, const char *base)
{
	_cleanup_close_ int ours = open(path, O_RDONLY | O_CLOEXEC), theirs = open(base, O_RDONLY | O_CLOEXEC);
	char head[2];
	if (ours < 0 || theirs < 0)
		return -errno;
	if (pread(ours, head, 2, 0) == 2 && !memcmp(head, "#!", 2))
		return -EINVAL;
	return same_bytes(ours, theirs);
}

/* Is it still the directory of an interpreter that is the base? */
static bool is_home(const char *home, const struct python *p)
{
	_cleanup_free_ char *versioned = text_format("%s/%s", home, path_base(p->path));
	_cleanup_free_ char *major = text_format("%s/python%d", home, p->number[0]), *plain = text_format("%s/python", home);
	return fs_same(versioned, p->path) || fs_same(major, p->path) || fs_same(plain, p->path);
}

/* Beside a copy, the library is found by $ORIGIN, if it is not where the base was made to find it. */
static void mend_library(struct mend *m)
{
	const char *library = m->python->library;
	_cleanup_free_ char *path = text_format("lib/%s", path_base(library));
	_cleanup_free_ char *full = text_format("%s/%s", m->survey->root, path), *to = link_text(full);
	bool wanted = to || (!is_there(full) && !(m->survey->home && is_home(m->survey->home, m->python)));
	if (*library && wanted && !fs_same(full, library))
		plan_symlink(m->plan, path, library, false);
}

static int mend_interpreters(struct mend *m, char **ret_why)
{
	const struct survey *s = m->survey;
	_cleanup_free_ const char **copies = need(calloc(s->interpreters.count + 1, sizeof(*copies)));
	size_t count = 0;
	bool differ = false;
	for (size_t i = 0; i < s->interpreters.count; i++) {
		const char *path = s->interpreters.list[i];
		_cleanup_free_ char *full = text_format("%s/%s", s->root, path), *place = survey_place(full, s->number);
		if (!place) /* of another version */
			continue;
		_cleanup_free_ char *to = link_text(full);
		if (to) {
			mend_link(m, path, full, to);
			continue;
		}
		int r = look_at_copy(full, m->python->path);
		if (r == -EINVAL)
			continue;
		if (r < 0) {
			_cleanup_free_ char *quoted = text_quoted(full);
			*ret_why = text_format("cannot compare %s with its base: %s", quoted, strerror(-r));
			return -1;
		}
		copies[count++] = path;
		differ |= !r;
	}
	for (size_t i = 0; differ && i < count; i++)
		(i ? plan_link : plan_copy)(m->plan, copies[i], i ? copies[0] : m->python->path);
	if (count)
		mend_library(m);
	if (!s->interpreters.count)
		plan_symlink(m->plan, "bin/python", m->python->path, false);
	return 0;
}

/* Where path leads to now, allocated: from the environment's old place, or from the old base's, if it is there in the new
 * one. NULL: it stays. */
static char *moved(const struct mend *m, const char *path)
{
	const struct survey *s = m->survey;
	for (size_t i = 0; i < s->former.count; i++)
		if (path_under(path, s->former.list[i]))
			return text_format("%s%s", s->root, path + strlen(s->former.list[i]));
	const char *old = s->prefix, *new = m->python ? m->python->prefix : NULL;
	if (!old || !new || !strcmp(old, new) || strlen(old) < 2 || !path_under(path, old))
		return NULL;
	char *there = text_format("%s%s", new, path + strlen(old));
	if (!is_there(there))
		free(take(&there));
	return there;
}

static void mend_links(struct mend *m)
{
	const struct survey *s = m->survey;
	for (size_t i = 0; i < s->links.count; i++) {
		_cleanup_free_ char *full = text_format("%s/%s", s->root, s->links.list[i]), *to = link_text(full);
		_cleanup_free_ char *now = to ? moved(m, to) : NULL;
		bool seen = false;
		for (size_t k = 0; k < m->plan->count; k++)
			seen |= !strcmp(m->plan->steps[k].path, s->links.list[i]);
		if (now && !seen && !fs_same(full, now))
			plan_symlink(m->plan, s->links.list[i], now, false);
	}
}

/* What the line that starts a script is to name, allocated; NULL: it stays. */
static char *interpreter_for(const struct mend *m, const char *python)
{
	const struct survey *s = m->survey;
	_cleanup_free_ char *place = survey_place(python, s->number);
	if (!place)
		return NULL;
	_cleanup_free_ char *path = text_format("bin/%s", path_base(python));
	if (survey_has(&s->former, place))
		return text_format("%s/%s", s->root, survey_has(&s->interpreters, path) ? path : "bin/python");
	return s->prefix && !strcmp(place, s->prefix) && !is_there(python) ? moved(m, python) : NULL;
}

static int mend_scripts(struct mend *m, char **ret_why)
{
	const struct survey *s = m->survey;
	for (size_t i = 0; i < s->scripts.count; i++) {
		_cleanup_free_ char *text = NULL;
		size_t len = 0;
		struct script_head head;
		if (survey_file(s->root, s->scripts.list[i], &text, &len, ret_why) < 0)
			return -1;
		if (!text || !script_read_head(text, &head))
			continue;
		_cleanup_free_ char *python = interpreter_for(m, head.python);
		if (python) {
			struct text out = {0};
			bool beside = s->relocatable && path_under(python, s->root);
			script_add_head(&out, beside ? path_base(python) : python, head.flags, text + head.len);
			text_add_n(&out, text + head.len, len - head.len);
			write_file(m, s->scripts.list[i], &out);
		}
		script_head_clear(&head);
	}
	return 0;
}

/* Can it stand in a script of any shell as it is? */
static bool is_plain(const char *path)
{
	for (; *path; path++)
		if (!isalnum((unsigned char)*path) && !strchr("_./+@:,-", *path))
			return false;
	return true;
}

/* Our own script for the shell of that file, allocated; NULL: there is none that names the environment. */
static char *own_activate(const struct survey *s, const char *path)
{
	static const struct {
		const char *path;
		char *(*text)(const char *env, const char *prompt, bool moves);
	} scripts[] = {{"bin/activate", activate_sh}, {"bin/activate.csh", activate_csh}, {"bin/activate.fish", activate_fish},
		{"bin/activate.ps1", activate_ps1}, {"bin/activate.nu", activate_nu}, {"bin/activate.xsh", activate_xsh}};
	for (size_t i = 0; i < sizeof(scripts) / sizeof(*scripts); i++)
		if (!strcasecmp(path, scripts[i].path))
			return scripts[i].text(s->root, s->prompt ? s->prompt : path_base(s->root), s->relocatable);
	return NULL;
}

/* Replaces every old place in *text, spelled as it is in such a file; returns whether there was one. */
static bool move_all(const struct survey *s, const char *file, char *(*spell)(const char *file, const char *path), char **text,
	size_t *len)
{
	_cleanup_free_ char *to = spell(file, s->root);
	bool any = false;
	/* First those that the new place is below, which would be found in it. */
	for (int below = 1; below >= 0; below--) {
		for (size_t i = 0; i < s->former.count; i++) {
			_cleanup_free_ char *from = spell(file, s->former.list[i]);
			struct text out = {0};
			if (path_under(s->root, s->former.list[i]) != below || !move_text(*text, *len, from, to, &out))
				continue;
			free(*text);
			*len = out.len;
			*text = text_take(&out);
			any = true;
		}
	}
	return any;
}

static char *spell_plain(const char *file, const char *path)
{
	(void)file;
	return text_copy(path);
}

static char *spell_url(const char *file, const char *path)
{
	(void)file;
	return move_url(path);
}

static int mend_file(struct mend *m, const char *path, char *(*spell)(const char *file, const char *path), bool activates,
	char **ret_why)
{
	const struct survey *s = m->survey;
	struct text now = {0};
	char *text = NULL;
	if (survey_file(s->root, path, &text, &now.len, ret_why) < 0)
		return -1;
	bool changed = text && move_all(s, path, spell, &text, &now.len);
	/* A place that was quoted is not found in the text; one that must be quoted cannot just be put there. */
	bool quoted = activates && s->by_activate && !is_plain(s->former.list[0]);
	char *own = quoted || (activates && changed && !is_plain(s->root)) ? own_activate(s, path) : NULL;
	if (own) {
		free(text);
		text = own;
		now.len = strlen(own);
		changed = true;
	}
	now.data = text;
	if (changed)
		write_file(m, path, &now);
	else
		free(text);
	return 0;
}

static int mend_files(struct mend *m, char **ret_why)
{
	const struct survey *s = m->survey;
	for (size_t i = 0; s->former.count && i < s->activators.count; i++)
		if (mend_file(m, s->activators.list[i], spell_plain, true, ret_why) < 0)
			return -1;
	/* A .pth file or a module with a byte that is not UTF-8 would stop Python at its start. */
	bool utf8 = text_is_utf8(s->root, strlen(s->root));
	for (size_t i = 0; s->former.count && i < s->texts.count; i++) {
		const char *path = s->texts.list[i];
		bool json = text_ends(path, ".json");
		if ((utf8 || json) && mend_file(m, path, json ? spell_url : move_spelled, false, ret_why) < 0)
			return -1;
	}
	return 0;
}

static int mend_records(struct mend *m, char **ret_why)
{
	const struct survey *s = m->survey;
	for (size_t i = 0; m->changes.count && i < s->records.count; i++) {
		_cleanup_free_ char *text = NULL;
		size_t len = 0;
		if (survey_file(s->root, s->records.list[i], &text, &len, ret_why) < 0)
			return -1;
		struct text out = {0};
		if (text && record_read(s->records.list[i], text, record_changed, &m->changes, &out))
			plan_write_n(m->plan, s->records.list[i], out.data, out.len);
		else
			text_clear(&out);
	}
	return 0;
}

static bool is_version(const char *value, const struct python *p)
{
	_cleanup_free_ char *number = text_format("%d.%d.%d", p->number[0], p->number[1], p->number[2]);
	size_t n = strlen(number);
	return !strncmp(value, number, n) && !(value[n] >= '0' && value[n] <= '9');
}

/* What a key of pyvenv.cfg is to say, NULL: what it says. */
static const char *cfg_value(const char *key, const char *value, const struct python *p)
{
	if (!strcmp(key, "home"))
		return is_home(value, p) ? NULL : p->home;
	if (!strcmp(key, "executable") || !strcmp(key, "base-executable"))
		return fs_same(value, p->path) ? NULL : p->path;
	if (!strcmp(key, "base-prefix"))
		return fs_same(value, p->prefix) ? NULL : p->prefix;
	if (!strcmp(key, "base-exec-prefix"))
		return fs_same(value, p->exec_prefix) ? NULL : p->exec_prefix;
	if (!strcmp(key, "version"))
		return is_version(value, p) ? NULL : p->version;
	if (!strcmp(key, "version_info")) /* "3.11.2" is uv's */
		return is_version(value, p) ? NULL : strpbrk(value, "abcdefghijklmnopqrstuvwxyz") ? p->version_info : p->version;
	return NULL;
}

static void mend_cfg(struct mend *m)
{
	const struct survey *s = m->survey;
	struct text out = {0};
	/* One that moves with its base in it needs none, and one that it had would be wrong after the next move. */
	bool homeless = !s->home && !(s->relocatable && path_under(m->python->home, s->root)), changed = homeless;
	for (const char *line = s->cfg; *line;) {
		size_t n = strcspn(line, "\n"), whole = n + (line[n] == '\n');
		_cleanup_free_ char *copy = text_copy_n(line, n);
		_cleanup_(cfg_clear) struct cfg cfg = {0};
		const char *value = !cfg_parse(text_copy_n(line, n), n, &cfg) ? cfg_value(cfg.lines->key, cfg.lines->value, m->python)
									      : NULL;
		if (value) {
			size_t head = strcspn(copy, "=") + 1;
			head += strspn(copy + head, " \t");
			text_add_n(&out, copy, head);
			text_add(&out, value);
			text_add(&out, text_ends(copy, "\r") ? "\r\n" : "\n");
			changed = true;
		} else {
			text_add_n(&out, line, whole);
		}
		line += whole;
	}
	if (homeless)
		text_add_format(&out, "%shome = %s\n", out.len && out.data[out.len - 1] != '\n' ? "\n" : "", m->python->home);
	if (changed)
		plan_write_n(m->plan, "pyvenv.cfg", out.data, out.len);
	else
		text_clear(&out);
}

int mend_plan(const struct survey *s, const struct python *python, struct plan *plan, char **ret_why)
{
	struct mend m = {s, python, plan, {0}};
	int r = python ? mend_interpreters(&m, ret_why) : 0;
	if (!r)
		mend_links(&m);
	if (!r)
		r = mend_scripts(&m, ret_why);
	if (!r)
		r = mend_files(&m, ret_why);
	if (!r)
		r = mend_records(&m, ret_why);
	if (!r && python && s->origin && !fs_same(s->prefix, python->prefix))
		plan_write(plan, s->origin, text_copy(python->prefix));
	if (!r && python && s->cfg)
		mend_cfg(&m);
	record_clear(&m.changes);
	return r;
}
