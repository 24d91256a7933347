// SPDX-License-Identifier: MIT
// The texts of an environment that name its old place or its old base: scripts, activation, what Python imports.
#include "env-builder/rewrite.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/activate.h"
#include "env-builder/move.h"
#include "env-builder/relink.h"
#include "env-builder/script.h"

struct rewrite {
	const struct survey *survey;
	const struct python *python;
	struct plan *plan;
	struct record_changes *changes;
};

static void write_file(struct rewrite *w, const char *path, struct text *text)
{
	size_t len = text->len;
	record_add(w->changes, path, text->data, len);
	plan_write_n(w->plan, path, text_take(text), len);
}

/* What the line that starts a script is to name, allocated; NULL: it stays. */
static char *interpreter_for(const struct rewrite *w, const char *python)
{
	const struct survey *s = w->survey;
	_cleanup_free_ char *place = survey_place(python, s->number);
	if (!place)
		return NULL;
	_cleanup_free_ char *path = text_format("bin/%s", path_base(python));
	if (survey_has(&s->former, place))
		return text_format("%s/%s", s->root, survey_has(&s->interpreters, path) ? path : "bin/python");
	struct stat st;
	return s->prefix && !strcmp(place, s->prefix) && !fs_look(python, &st) ? relink_moved(s, w->python, python) : NULL;
}

static int rewrite_scripts(struct rewrite *w, char **ret_why)
{
	const struct survey *s = w->survey;
	for (size_t i = 0; i < s->scripts.count; i++) {
		_cleanup_free_ char *text = NULL;
		size_t len = 0;
		struct script_head head;
		if (survey_file(s->root, s->scripts.list[i], &text, &len, ret_why) < 0)
			return -1;
		if (!text || !script_read_head(text, &head))
			continue;
		_cleanup_free_ char *python = interpreter_for(w, head.python);
		if (python) {
			struct text out = {0};
			bool beside = s->relocatable && path_under(python, s->root);
			script_add_head(&out, beside ? path_base(python) : python, head.flags, text + head.len);
			text_add_n(&out, text + head.len, len - head.len);
			write_file(w, s->scripts.list[i], &out);
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
static bool move_all(const struct survey *s, const char *file, char *(*spell)(const char *file, const char *path),
	char **text, size_t *len)
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

static int rewrite_text(struct rewrite *w, const char *path, char *(*spell)(const char *file, const char *path),
	bool activates, char **ret_why)
{
	const struct survey *s = w->survey;
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
		write_file(w, path, &now);
	else
		free(text);
	return 0;
}

static int rewrite_texts(struct rewrite *w, char **ret_why)
{
	const struct survey *s = w->survey;
	for (size_t i = 0; s->former.count && i < s->activators.count; i++)
		if (rewrite_text(w, s->activators.list[i], spell_plain, true, ret_why) < 0)
			return -1;
	/* A .pth file or a module with a byte that is not UTF-8 would stop Python at its start. */
	bool utf8 = text_is_utf8(s->root, strlen(s->root));
	for (size_t i = 0; s->former.count && i < s->texts.count; i++) {
		const char *path = s->texts.list[i];
		bool json = text_ends(path, ".json");
		if ((utf8 || json) && rewrite_text(w, path, json ? spell_url : move_spelled, false, ret_why) < 0)
			return -1;
	}
	return 0;
}

int rewrite_plan(const struct survey *s, const struct python *python, struct plan *plan, struct record_changes *changes,
	char **ret_why)
{
	struct rewrite w = {s, python, plan, changes};
	return rewrite_scripts(&w, ret_why) < 0 ? -1 : rewrite_texts(&w, ret_why);
}
