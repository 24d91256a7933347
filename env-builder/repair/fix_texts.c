// SPDX-License-Identifier: MIT
// The texts of an environment that name its old place or its old base: scripts, activation, what Python
// imports.
#include "env-builder/repair/fix_texts.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "common/core/count.h"
#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/layout/activation.h"
#include "env-builder/relocate/prefix.h"
#include "env-builder/repair/fix_links.h"
#include "env-builder/layout/launcher.h"

struct rewrite {
	const struct inventory *survey;
	const struct interpreter *python;
	struct plan *plan;
	struct installed_record_changes *changes;
};

static void write_file(struct rewrite *w, const char *path, struct text *text)
{
	size_t len = text->len;
	installed_record_add(w->changes, path, text->data, len);
	plan_write_n(w->plan, path, text_take(text), len);
}

/* What the line that starts a script is to name, allocated; NULL: it stays. */
static char *interpreter_for(const struct rewrite *w, const char *python)
{
	const struct inventory *s = w->survey;
	_cleanup_free_ char *place = inventory_place(python, s->number);
	if (!place)
		return NULL;
	_cleanup_free_ char *path = text_format("bin/%s", path_base(python));
	if (inventory_has(&s->former, place))
		return text_format("%s/%s", s->root,
			inventory_has(&s->interpreters, path) ? path : "bin/python");
	struct stat st;
	return s->prefix && !strcmp(place, s->prefix) && !fs_look(python, &st)
		? fix_links_moved(s, w->python, python)
		: NULL;
}

static int rewrite_scripts(struct rewrite *w, char **ret_why)
{
	const struct inventory *s = w->survey;
	for (size_t i = 0; i < s->scripts.count; i++) {
		_cleanup_free_ char *text = NULL;
		size_t len = 0;
		struct launcher_head head;
		if (inventory_file(s->root, s->scripts.list[i], &text, &len, ret_why) < 0)
			return -1;
		if (!text || !launcher_read_head(text, &head))
			continue;
		_cleanup_free_ char *python = interpreter_for(w, head.python);
		if (python) {
			struct text out = {0};
			bool beside = s->relocatable && path_under(python, s->root);
			launcher_add_head(&out, beside ? path_base(python) : python, head.flags,
				text + head.len);
			text_add_n(&out, text + head.len, len - head.len);
			write_file(w, s->scripts.list[i], &out);
		}
		launcher_head_clear(&head);
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
static char *own_activate(const struct inventory *s, const char *path)
{
	static const struct {
		const char *path;
		char *(*text)(const char *env, const char *prompt, bool moves);
	} scripts[] = {{"bin/activate", activation_sh}, {"bin/activate.csh", activation_csh},
		{"bin/activate.fish", activation_fish}, {"bin/activate.ps1", activation_ps1},
		{"bin/activate.nu", activation_nu}, {"bin/activate.xsh", activation_xsh}};
	for (size_t i = 0; i < COUNT(scripts); i++)
		if (!strcasecmp(path, scripts[i].path))
			return scripts[i].text(s->root, s->prompt ? s->prompt : path_base(s->root),
				s->relocatable);
	return NULL;
}

/* Replaces every old place in *text, spelled as it is in such a file; returns whether there was one. */
static bool move_all(const struct inventory *s, const char *file,
	char *(*spell)(const char *file, const char *path), char **text, size_t *len)
{
	_cleanup_free_ char *to = spell(file, s->root);
	bool any = false;
	/* First those that the new place is below, which would be found in it. */
	for (int below = 1; below >= 0; below--) {
		for (size_t i = 0; i < s->former.count; i++) {
			_cleanup_free_ char *from = spell(file, s->former.list[i]);
			struct text out = {0};
			if (path_under(s->root, s->former.list[i]) != below ||
				!prefix_replace(*text, *len, from, to, &out))
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
	return prefix_url(path);
}

static int rewrite_text(struct rewrite *w, const char *path,
	char *(*spell)(const char *file, const char *path), bool activates, char **ret_why)
{
	const struct inventory *s = w->survey;
	struct text now = {0};
	char *text = NULL;
	if (inventory_file(s->root, path, &text, &now.len, ret_why) < 0)
		return -1;
	bool changed = text && move_all(s, path, spell, &text, &now.len);
	/* A place that was quoted is not found in the text; one that must be quoted cannot just be put
	 * there. */
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
	const struct inventory *s = w->survey;
	for (size_t i = 0; s->former.count && i < s->activators.count; i++)
		if (rewrite_text(w, s->activators.list[i], spell_plain, true, ret_why) < 0)
			return -1;
	/* A .pth file or a module with a byte that is not UTF-8 would stop Python at its start. */
	bool utf8 = text_is_utf8(s->root, strlen(s->root));
	for (size_t i = 0; s->former.count && i < s->texts.count; i++) {
		const char *path = s->texts.list[i];
		bool json = text_ends(path, ".json");
		if ((utf8 || json) &&
			rewrite_text(w, path, json ? spell_url : prefix_spelled, false, ret_why) < 0)
			return -1;
	}
	return 0;
}

int fix_texts_plan(const struct inventory *s, const struct interpreter *python, struct plan *plan,
	struct installed_record_changes *changes, char **ret_why)
{
	struct rewrite w = {s, python, plan, changes};
	return rewrite_scripts(&w, ret_why) < 0 ? -1 : rewrite_texts(&w, ret_why);
}
