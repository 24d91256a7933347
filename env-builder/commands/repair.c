// SPDX-License-Identifier: MIT
// --repair: repairs an environment that was moved, or whose base interpreter was.
#include "env-builder/commands/repair.h"

#include <errno.h>
#include <string.h>

#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/json.h"
#include "env-builder/repair/inventory.h"
#include "env-builder/repair/repair_base.h"
#include "env-builder/repair/repair_plan.h"
#include "env-builder/system/file_at.h"
#include "env-builder/transaction/apply.h"
#include "env-builder/transaction/copy_tree.h"
#include "env-builder/transaction/stage.h"

/* Another process may replace the environment between two steps. */
#define ATTEMPTS 100

/* The repair of one environment. */
struct job {
	const char *path;
	const struct interpreter *base; /* that the user has named; or NULL */
	const struct cache *cache;
	struct inventory inventory;
	struct interpreter found;         /* the base, where the user has named none */
	const struct interpreter *python; /* one of them; NULL: the environment is conda's */
	struct plan plan;
};

/* Forgets what was read, before it is read again. */
static void job_clear(struct job *job)
{
	inventory_clear(&job->inventory);
	interpreter_clear(&job->found);
	plan_clear(&job->plan);
	*job = (struct job){.path = job->path, .base = job->base, .cache = job->cache};
}

/* Reads the environment and plans its repair. */
static int look(struct job *job, char **ret_why)
{
	if (inventory_read(job->path, &job->inventory, ret_why) < 0)
		return -1;
	job->python = job->base;
	if (!job->base && !job->inventory.conda) {
		if (repair_base_find(&job->inventory, job->cache, &job->found, ret_why) < 0)
			return -1;
		job->python = &job->found;
	}
	if (repair_base_check(&job->inventory, job->python, ret_why) < 0)
		return -1;
	return repair_plan(&job->inventory, job->python, &job->plan, ret_why);
}

/* Files that the plan writes get the owner and mode of those that they replace. */
static int copy_rights(const struct plan *plan, const struct stage *stage, char **ret_why)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct step *step = &plan->steps[i];
		int r = step->kind == STEP_WRITE ? copy_tree_rights(stage->held, stage->env, step->path) : 0;
		if (r < 0) {
			_cleanup_free_ char *quoted = text_quoted(step->path);
			*ret_why = text_format("cannot restore the owner and the mode of %s in it: %s",
				quoted, strerror(-r));
			return -1;
		}
	}
	return 0;
}

static int apply(const struct plan *plan, struct stage *stage, char **ret_why)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct step *step = &plan->steps[i];
		int r = file_make_dirs(stage->env, step->path);
		if (r < 0) {
			_cleanup_free_ char *quoted = text_quoted(step->path);
			*ret_why = text_format("cannot make the directory of %s in it: %s", quoted,
				strerror(-r));
			return -1;
		}
	}
	int r = apply_plan(plan, stage->env, NULL, ret_why);
	if (!r)
		r = stage_import(stage, true, "", ret_why);
	return r < 0 ? r : copy_rights(plan, stage, ret_why);
}

/* Plans again while the environment is locked, and carries the plan out. Returns 0; 1 where another process
 * has replaced the environment; or -1 and *ret_why. */
static int attempt(struct job *job, char **ret_why)
{
	_cleanup_(stage_close) struct stage stage;
	job_clear(job);
	if (stage_open(job->path, &stage, ret_why) < 0 || stage_hold(&stage, ret_why) < 0 ||
		look(job, ret_why) < 0)
		return -1;
	if (!job->plan.count)
		return 0;
	return apply(&job->plan, &stage, ret_why) < 0 ? -1 : stage_commit(&stage, COMMIT_IMPORTED, ret_why);
}

static void report(const struct job *job, bool done, struct output *output)
{
	const struct interpreter *p = job->python;
	const char *path = job->inventory.root;
	struct text *text = &output->text;
	if (output->json) {
		output_begin(output);
		json_add_member(text, "env", path);
		json_add_member(text, "implementation", p ? p->implementation : NULL);
		json_add_member(text, "version", p ? p->version : NULL);
		json_add_member(text, "python", p ? p->path : NULL);
		json_add_bool(text, "repaired", done);
		json_add_key(text, "steps");
		plan_print_json(&job->plan, text);
		output_end(output);
		return;
	}
	if (output->quiet)
		return;
	_cleanup_free_ char *quoted = text_quoted(path), *label = p ? interpreter_label(p) : NULL,
			    *home = p ? text_quoted(p->home) : NULL;
	text_add_format(text, "%s%s (%s%s%s)%s\n", done ? "repaired " : "", quoted,
		label ? label : "conda's own Python", home ? " from " : "", home ? home : "",
		job->plan.count ? "" : ": sound, nothing to repair");
	if (output->dry_run || output->verbose)
		plan_print(&job->plan, text);
}

static int repair(struct job *job, struct output *output, char **ret_why)
{
	if (look(job, ret_why) < 0)
		return -1;
	bool wanted = job->plan.count && !output->dry_run;
	int r = wanted;
	for (int i = 0; r > 0 && i < ATTEMPTS; i++)
		r = attempt(job, ret_why);
	if (r > 0)
		*ret_why = text_format("gave up after %d attempts: another process keeps changing the target",
			ATTEMPTS);
	if (r)
		return -1;
	if (!wanted && !output->dry_run)
		stage_sweep(job->path);
	report(job, wanted && job->plan.count, output);
	return 0;
}

int repair_environment(const struct interpreter *base, const struct cache *cache, const char *given,
	struct output *output, char **ret_why)
{
	_cleanup_free_ char *path = fs_absolute(given), *why = path ? NULL : text_copy(strerror(errno));
	_cleanup_(job_clear) struct job job = {.path = path, .base = base, .cache = cache};
	if (path && !repair(&job, output, &why))
		return 0;
	_cleanup_free_ char *quoted = text_quoted(given);
	*ret_why = text_format("cannot repair %s: %s", quoted, why);
	return -1;
}
