// SPDX-License-Identifier: MIT
// Plans the repair of files that name the environment's former path or its former base in their text.
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
#include "env-builder/layout/launcher.h"
#include "env-builder/relocate/prefix.h"
#include "env-builder/repair/moved_path.h"
#include "env-builder/repair/named_root.h"

/* How a path is written in a file of that name; allocated. */
typedef char *spelling(const char *file, const char *path);

struct fix {
	const struct inventory *inventory;
	const struct interpreter *python;
	struct plan *plan;
	struct record *changes;
};

/* Takes text over. */
static void write_file(struct fix *fix, const char *path, struct text *text)
{
	size_t len = text->len;
	record_add_file(fix->changes, path, text->data, len);
	plan_write_n(fix->plan, path, text_take(text), len);
}

/* The interpreter that a launcher shall name instead of python, allocated; NULL where python stays. */
static char *interpreter_for(const struct fix *fix, const char *python)
{
	const struct inventory *s = fix->inventory;
	_cleanup_free_ char *root = named_root_interpreter(python, s->number);
	if (!root)
		return NULL;
	_cleanup_free_ char *path = text_format("bin/%s", path_base(python));
	if (strings_has(&s->former, root))
		return text_format("%s/%s", s->root,
			strings_has(&s->interpreters, path) ? path : "bin/python");
	struct stat st;
	return s->prefix && !strcmp(root, s->prefix) && !fs_stat(python, &st)
		? moved_path(s, fix->python, python)
		: NULL;
}

static int fix_script(struct fix *fix, const char *path, char **ret_why)
{
	const struct inventory *s = fix->inventory;
	_cleanup_free_ char *text = NULL;
	size_t len = 0;
	_cleanup_(launcher_head_clear) struct launcher_head head = {0};
	if (inventory_file(s->root, path, &text, &len, ret_why) < 0)
		return -1;
	_cleanup_free_ char *python = text && launcher_read_head(text, &head)
		? interpreter_for(fix, head.python)
		: NULL;
	if (!python)
		return 0;
	struct text out = {0};
	bool beside = s->relocatable && path_under(python, s->root);
	launcher_add_head(&out, beside ? path_base(python) : python, head.flags, text + head.len);
	text_add_n(&out, text + head.len, len - head.len);
	write_file(fix, path, &out);
	return 0;
}

/* Is it the same for every shell without quotes? */
static bool is_plain(const char *path)
{
	for (; *path; path++)
		if (!isalnum((unsigned char)*path) && !strchr("_./+@:,-", *path))
			return false;
	return true;
}

/* venvbuild's own script for the shell of that file, allocated; NULL where it has none that names the
 * environment. */
static char *new_activation(const struct inventory *s, const char *path)
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

/* Replaces every former path in text by the present one; returns whether there was one. */
static bool replace_former(const struct inventory *s, const char *file, spelling *spell, struct text *text)
{
	_cleanup_free_ char *to = spell(file, s->root);
	bool any = false;
	/* First those that the present path is below: they would be found in it. */
	for (int below = 1; below >= 0; below--) {
		for (size_t i = 0; i < s->former.count; i++) {
			_cleanup_free_ char *from = spell(file, s->former.list[i]);
			struct text out = {0};
			if (path_under(s->root, s->former.list[i]) != below ||
				!prefix_replace(text->data, text->len, from, to, &out))
				continue;
			text_clear(text);
			*text = out;
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

static int fix_activation(struct fix *fix, const char *path, char **ret_why)
{
	const struct inventory *s = fix->inventory;
	_cleanup_text_ struct text text = {0};
	if (inventory_file(s->root, path, &text.data, &text.len, ret_why) < 0)
		return -1;
	bool changed = text.data && replace_former(s, path, spell_plain, &text);
	/* A former path that is quoted in the script was not found by its plain text. */
	bool quoted = s->activate_names_former && !is_plain(s->former.list[0]);
	char *anew = quoted || (changed && !is_plain(s->root)) ? new_activation(s, path) : NULL;
	if (anew) {
		text_clear(&text);
		text_add(&text, anew);
		free(anew);
	}
	if (changed || anew)
		write_file(fix, path, &text);
	return 0;
}

static int fix_text(struct fix *fix, const char *path, spelling *spell, char **ret_why)
{
	_cleanup_text_ struct text text = {0};
	if (inventory_file(fix->inventory->root, path, &text.data, &text.len, ret_why) < 0)
		return -1;
	if (text.data && replace_former(fix->inventory, path, spell, &text))
		write_file(fix, path, &text);
	return 0;
}

int fix_texts_plan(const struct inventory *s, const struct interpreter *python, struct plan *plan,
	struct record *changes, char **ret_why)
{
	struct fix fix = {s, python, plan, changes};
	for (size_t i = 0; i < s->scripts.count; i++)
		if (fix_script(&fix, s->scripts.list[i], ret_why) < 0)
			return -1;
	for (size_t i = 0; s->former.count && i < s->activators.count; i++)
		if (fix_activation(&fix, s->activators.list[i], ret_why) < 0)
			return -1;
	/* A .pth file or a module with a byte that is not UTF-8 would stop Python at its start. */
	bool utf8 = text_is_utf8(s->root, strlen(s->root));
	for (size_t i = 0; s->former.count && i < s->texts.count; i++) {
		const char *path = s->texts.list[i];
		bool json = text_ends(path, ".json");
		if ((utf8 || json) && fix_text(&fix, path, json ? spell_url : prefix_spelled, ret_why) < 0)
			return -1;
	}
	return 0;
}
