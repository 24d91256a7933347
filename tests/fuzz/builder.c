// SPDX-License-Identifier: MIT
// Fuzzes the parts of env-builder without a target of their own: launchers, requests for a Python, RECORD,
// replaced paths, ELF files, quoting.
#include <sys/mman.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/tool/cleanup.h"
#include "common/tool/json.h"
#include "common/env/pyvenv_cfg.h"
#include "env-builder/cli/mistaken_name.h"
#include "env-builder/relocate/prefix.h"
#include "env-builder/transaction/plan.h"
#include "env-builder/wheel/installed_record.h"
#include "env-builder/relocate/replace_prefix.h"
#include "env-builder/standalone/runpath.h"
#include "env-builder/layout/launcher.h"
#include "env-builder/cli/seed_option.h"
#include "env-builder/discovery/python_request.h"
#include "env-builder/wheel/entry_points.h"
#include "env-builder/wheel/record.h"
#include "env-builder/wheel/wheel_layout.h"
#include "tests/fuzz/targets.h"

static void fuzz_launcher(const struct input *in)
{
	const char *text = input_string(in, 0);
	struct launcher_head head;
	if (launcher_read_head(text, &head)) {
		check(*head.python && head.len && head.len <= strlen(text));
		launcher_head_clear(&head);
	}
	for (const char *at = text, *before = NULL; at != before && *at;) {
		before = at;
		_cleanup_free_ char *word = launcher_word(&at);
		check(at >= before && at <= text + strlen(text));
		if (!word)
			break;
	}
}

static void fuzz_request(const struct input *in)
{
	static const int versions[][3] = {{3, 11, 2}, {2, 7, 18}, {3, 0, 0}};
	struct python_request request;
	free(mistaken_for(input_string(in, 0)));
	if (!python_request_parse(input_string(in, 0), &request))
		return;
	check(request.count >= 0 && request.count <= REQUEST_RULES);
	for (size_t i = 0; i < COUNT(versions); i++)
		for (int known = 1; known <= 3; known++)
			python_request_agrees(&request, versions[i], known);
}

static const char *change_some(void *ctx, const char *path)
{
	(void)ctx;
	return strlen(path) % 2 ? ",sha256=x,1" : NULL;
}

static void fuzz_record(const struct input *in)
{
	_cleanup_text_ struct text out = {0};
	const char *text = input_string(in, 0);
	bool changed = installed_record_read("lib/python3.11/site-packages/x.dist-info/RECORD", text,
		change_some, NULL, &out);
	check(changed || !strcmp(out.data ? out.data : "", text));
}

static void fuzz_replace_prefix(const struct input *in)
{
	static size_t (*const kinds[])(const struct replace_prefix *, const char *, size_t,
		struct text *) = {replace_prefix_text, replace_prefix_script, replace_prefix_code};
	const struct replace_prefix r = {{"/old/path", "/o"}, "/new/\xc3\xa9/path", in->size & 1};
	for (size_t i = 0; i < COUNT(kinds); i++) {
		_cleanup_text_ struct text out = {0};
		/* A script is read as a string. */
		const char *data = i == 1 ? input_string(in, 0) : in->data;
		size_t count = kinds[i](&r, data, i == 1 ? strlen(data) : in->size, &out);
		check(count || !out.len);
	}
}

static void fuzz_prefix(const struct input *in)
{
	_cleanup_text_ struct text out = {0};
	size_t count = prefix_replace(in->data, in->size, "/a", "/bb", &out);
	check(count ? out.len == in->size + count : !out.len);
	free(prefix_spelled("x.py", input_string(in, 0)));
	_cleanup_free_ char *url = prefix_url(input_string(in, 0));
	check(!strpbrk(url, " \n%") || strchr(url, '%'));
}

static void fuzz_runpath(const struct input *in)
{
	_cleanup_close_ int fd = memfd_create("fuzz", MFD_CLOEXEC);
	check(fd >= 0 && write(fd, in->data, in->size) == (ssize_t)in->size);
	int r = runpath_localize(fd, "/usr", "../");
	char *after = malloc(in->size + 1);
	check(pread(fd, after, in->size + 1, 0) == (ssize_t)in->size);
	check(r >= 0 || !in->size || !memcmp(after, in->data, in->size));
	free(after);
}

/* An accepted path has no component "..". */
static void check_inside(const char *path)
{
	check(*path && *path != '/');
	for (const char *at = path; *at; at += strcspn(at, "/"), at += *at == '/')
		check(strncmp(at, "..", 2) != 0 || (at[2] && at[2] != '/'));
}

static void fuzz_rows(const struct input *in)
{
	_cleanup_(record_clear) struct record rows = {0};
	_cleanup_(entry_points_clear) struct entry_points scripts = {0};
	_cleanup_free_ char *record = text_copy(input_string(in, 0)),
			    *points = text_copy(input_string(in, 0));
	record_parse(record, &rows);
	entry_points_parse(points, &scripts);
	for (size_t i = 0; i < scripts.count; i++) {
		const struct entry_point *s = &scripts.list[i];
		check(launcher_name_ok(s->name) && !strchr(s->name, '/') &&
			launcher_target_ok(s->module, s->attr));
		free(launcher_text("/e/bin/python", s->module, s->attr));
	}
	const char *name = input_string(in, 0), *after = NULL, *below;
	free(record_csv_field(name, &after));
	enum wheel_scheme scheme;
	if (!wheel_path_ok(name))
		return;
	check_inside(name);
	if (!wheel_place("d-1.dist-info", name, &scheme, &below))
		check(*below && below >= name && !strcmp(below, name + strlen(name) - strlen(below)));
}

/* A quoted text is read back unchanged. */
static void fuzz_quoting(const struct input *in)
{
	const char *s = input_string(in, 0);
	_cleanup_text_ struct text json = {0}, csv = {0};
	json_add_string(&json, s);
	check(text_is_utf8(json.data, json.len));
	for (const char *p = json.data; *p; p++)
		check((unsigned char)*p >= ' ');
	free(pyvenv_cfg_unquote(s));
	free(text_quoted(s));
	_cleanup_text_ struct text shell = {0};
	text_add_shell(&shell, s);
	const char *at = shell.data, *after;
	_cleanup_free_ char *word = launcher_word(&at);
	check(word && !strcmp(word, s) && !*at);
	if (text_is_utf8(s, strlen(s))) {
		_cleanup_free_ char *repr = pyvenv_cfg_repr(s), *same = pyvenv_cfg_unquote(repr);
		check(pyvenv_cfg_is_line(repr) && !strcmp(same, s));
	}
	if (wheel_path_ok(s)) {
		record_add_line(&(struct record_row){(char *)s, (char *)",,"}, &csv);
		_cleanup_free_ char *field = record_csv_field(csv.data, &after);
		check(field && !strcmp(field, s) && !strcmp(after, ",,\n"));
	}
}

static void fuzz_seeds(const struct input *in)
{
	_cleanup_strings_ struct strings seeds = {0};
	for (size_t i = 0; i < in->count; i++)
		free(seed_option_set(&seeds, in->strings[i]));
	for (size_t i = 0; i < seeds.count; i++)
		check(*seeds.list[i]);
}

static void fuzz_plan(const struct input *in)
{
	_cleanup_(plan_clear) struct plan plan = {0};
	_cleanup_text_ struct text out = {0};
	for (size_t i = 0; i < in->count && in->size; i++)
		plan_symlink(&plan, in->strings[i], input_string(in, i + 1), false);
	plan_print(&plan, &out);
	plan_print_json(&plan, &out);
	check(plan.count == (in->size ? in->count : 0));
}

static const struct target targets[] = {
	{"launcher", fuzz_launcher},
	{"request", fuzz_request},
	{"record", fuzz_record},
	{"replace_prefix", fuzz_replace_prefix},
	{"prefix", fuzz_prefix},
	{"runpath", fuzz_runpath},
	{"rows", fuzz_rows},
	{"quoting", fuzz_quoting},
	{"seeds", fuzz_seeds},
	{"plan", fuzz_plan},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return targets_run(targets, COUNT(targets), data, size);
}
