// SPDX-License-Identifier: MIT
// A plan: the steps that make an environment.
#include "env-builder/transaction/plan.h"

#include <stdlib.h>
#include <string.h>

#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/json.h"

static struct step *add(struct plan *plan, enum step_kind kind, const char *path, const char *source)
{
	if (plan->count == plan->room) {
		plan->room = plan->room * 2 + 32;
		plan->steps = need(reallocarray(plan->steps, plan->room, sizeof(*plan->steps)));
	}
	struct step *step = &plan->steps[plan->count++];
	*step = (struct step){.kind = kind,
		.path = text_copy(path),
		.source = source ? text_copy(source) : NULL};
	return step;
}

void plan_mkdir(struct plan *plan, const char *path)
{
	add(plan, STEP_MKDIR, path, NULL);
}

void plan_write_n(struct plan *plan, const char *path, char *text, size_t len)
{
	struct step *step = add(plan, STEP_WRITE, path, NULL);
	step->text = text;
	step->len = len;
}

void plan_write(struct plan *plan, const char *path, char *text)
{
	plan_write_n(plan, path, text, strlen(text));
}

void plan_program(struct plan *plan, const char *path, char *text)
{
	plan_write(plan, path, text);
	plan->steps[plan->count - 1].program = true;
}

void plan_symlink(struct plan *plan, const char *path, const char *source, bool optional)
{
	add(plan, STEP_SYMLINK, path, source)->optional = optional;
}

void plan_mirror(struct plan *plan, const char *path, const char *source)
{
	add(plan, STEP_MIRROR, path, source);
}

void plan_copy(struct plan *plan, const char *path, const char *source)
{
	add(plan, STEP_COPY, path, source);
}

void plan_link(struct plan *plan, const char *path, const char *source)
{
	add(plan, STEP_LINK, path, source);
}

void plan_seed(struct plan *plan, const char *path, const char *wheel)
{
	add(plan, STEP_SEED, path, wheel);
}

void plan_bundle(struct plan *plan, const char *path, const char *python)
{
	add(plan, STEP_BUNDLE, path, python);
}

static const char *const names[] = {"mkdir", "write", "symlink", "mirror", "copy", "link", "seed", "bundle"};

void plan_print(const struct plan *plan, struct text *out)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct step *s = &plan->steps[i];
		text_add_format(out, "%-8s", names[s->kind]);
		text_add_quoted(out, s->path);
		if (s->kind == STEP_WRITE)
			text_add_format(out, " (%zu bytes)", s->len);
		if (s->source) {
			text_add(out, s->kind == STEP_SYMLINK ? " -> " : " from ");
			text_add_quoted(out, s->source);
		}
		text_add(out, "\n");
	}
}

void plan_print_json(const struct plan *plan, struct text *out)
{
	text_add(out, "[");
	for (size_t i = 0; i < plan->count; i++) {
		const struct step *s = &plan->steps[i];
		text_add(out, i ? ",\n  {" : "\n  {");
		json_add_member(out, "step", names[s->kind]);
		json_add_member(out, "path", s->path);
		if (s->source)
			json_add_member(out, "source", s->source);
		if (s->kind == STEP_WRITE) {
			json_add_key(out, "size");
			text_add_format(out, "%zu", s->len);
		}
		text_add(out, "}");
	}
	text_add(out, "]");
}

static void step_clear(struct step *step)
{
	free(step->path);
	free(step->source);
	free(step->text);
}

void plan_remove(struct plan *plan, size_t i)
{
	step_clear(&plan->steps[i]);
	memmove(&plan->steps[i], &plan->steps[i + 1], (--plan->count - i) * sizeof(*plan->steps));
}

void plan_clear(struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		step_clear(&plan->steps[i]);
	free(plan->steps);
	*plan = (struct plan){0};
}
