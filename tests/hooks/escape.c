// SPDX-License-Identifier: MIT
// Nothing escapes: every form of starting a program x every way of scrubbing its environment, and the table
// of them in docs/guarantees.md.
#include <criterion/criterion.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "tests/fixture.h"

#define PROGRAMS BUILD_DIR "/tests/programs/"
#define STANDIN BUILD_DIR "/tests/hooks/standin.so"
#define GUARANTEES SOURCE_DIR "/docs/guarantees.md"
#define BASE "/usr/bin/python3"
#define PRINT_EXECUTABLE "import sys; print(sys.executable)"

enum reach { HOOKED, RAW, STATIC };
enum carries { NO, YES, NOTHING };
enum takes { ENVP, ENVP_SET, ENVIRON };

static const struct form {
	const char *id;
	enum takes takes;
	enum reach reach;
} forms[] = {
#define FORM(id, words, takes, reach) {#id, takes, reach},
#include "tests/hooks/escape.def"
#undef FORM
};
#define FORMS (sizeof forms / sizeof *forms)

static const struct scrub {
	const char *id, *others;
	enum carries carries;
} scrubs[] = {
#define SCRUB(id, words, carries, others) {#id, others, carries},
#include "tests/hooks/escape.def"
#undef SCRUB
};
#define SCRUBS (sizeof scrubs / sizeof *scrubs)

/* For pidfd_spawn: whatever this libc lacks comes from the stand-in, which lies behind the library.
 * And another's policy. */
static const char *standin[] = {"LD_PRELOAD=" STANDIN, "OTHER_POLICY", NULL};

/* Where the cells run: an environment, another one, and two other people's libraries. */
struct place {
	char *env, *other, *others;
};

static struct place set_up(void)
{
	char *dir = fixture_dir();
	struct place place = {format("%s/env", dir), format("%s/other", dir),
		format("%s/first.so:%s/second.so", dir, dir)};

	fixture_env(place.env, BASE);
	fixture_env(place.other, BASE);
	struct spawned policy = RUN(VENVRUN, place.other, "--", "sh", "-c", "printf %s \"$VENVRUN_POLICY\"");
	standin[1] = format("OTHER_POLICY=%s", policy.out);
	cr_assert(!RUN("sh", "-c",
		format("cp %s %s/first.so && cp %s %s/second.so", STANDIN, dir, STANDIN, dir))
			   .status);
	return place;
}

/* The program that does it, under venvrun where env is not NULL. */
static struct spawned run(const char *env, const struct form *form, const struct scrub *scrub,
	const struct place *place, const char *file)
{
	const char *program = form->reach == STATIC ? PROGRAMS "static_escape" : PROGRAMS "escape";
	const char *words[] = {VENVRUN, env, "--", program, form->id, scrub->id, place->others, file, file,
		BASE, "-S", "-c", PRINT_EXECUTABLE, NULL};

	return fixture_run(words + (env ? 0 : 3), standin);
}

static bool has_line(const char *out, const char *start)
{
	const char *at = strstr(out, start);
	return at && (at == out || at[-1] == '\n');
}

/* glibc's own answer to a call; nothing is started. */
static bool is_refused(const struct form *form, const struct scrub *scrub, const char *out)
{
	return form->takes == ENVP_SET && scrub->carries == NOTHING &&
		has_line(out, format("%s: -1 EINVAL ", form->id));
}

/* The environment that the scrubbed variables mean. */
static const char *whose(const struct place *place, const struct scrub *scrub)
{
	return !strcmp(scrub->id, "policy_other") || !strcmp(scrub->id, "policy_added") ? place->other
											: place->env;
}

/* Does the program find the library and the others as they should be, and does its Python end in the
 * environment? */
static bool is_held(const struct place *place, const struct scrub *scrub, const char *out)
{
	return has_line(out, format("loaded: %s\n", scrub->others)) &&
		has_line(out, format("%s/bin/p", whose(place, scrub)));
}

Test(escape, each_form_is_held_or_named_for_each_scrubbing, .timeout = 300)
{
	struct place place = set_up();

	for (size_t f = 0; f < FORMS; f++) {
		for (size_t s = 0; s < SCRUBS; s++) {
			struct spawned got = run(place.env, &forms[f], &scrubs[s], &place, PROGRAMS "loaded");
			bool held = forms[f].reach == HOOKED || scrubs[s].carries == YES;
			if (is_refused(&forms[f], &scrubs[s], got.out))
				continue;
			cr_expect(has_line(got.out, "loaded:"), "%s, %s: %x %s", forms[f].id, scrubs[s].id,
				got.status, got.out);
			cr_expect_eq(is_held(&place, &scrubs[s], got.out), held,
				"%s, %s: should%s be held: %s", forms[f].id, scrubs[s].id, held ? "" : " not",
				got.out);
			cr_expect(!strstr(got.out, " was written"), "%s, %s: %s", forms[f].id, scrubs[s].id,
				got.out);
		}
	}
}

/* The interpreter itself, without a program in between that the library is loaded into. */
Test(escape, each_form_ends_in_the_environment_for_a_base_interpreter, .timeout = 300)
{
	struct place place = set_up();

	for (size_t f = 0; f < FORMS; f++) {
		for (size_t s = 0; s < SCRUBS; s++) {
			const char *words[] = {VENVRUN, place.env, "--", PROGRAMS "escape", forms[f].id,
				scrubs[s].id, place.others, BASE, BASE, "-S", "-c", PRINT_EXECUTABLE, NULL};
			if (forms[f].reach != HOOKED)
				continue;
			struct spawned got = fixture_run(words, standin);
			bool ends_there = has_line(got.out, format("%s/bin/p", whose(&place, &scrubs[s]))) ||
				is_refused(&forms[f], &scrubs[s], got.out);
			cr_expect(ends_there && !strstr(got.out, " was written"), "%s, %s: %s", forms[f].id,
				scrubs[s].id, got.out);
		}
	}
}

/* The control. */
Test(escape, nothing_is_held_without_venvrun, .timeout = 120)
{
	struct place place = set_up();

	for (size_t f = 0; f < FORMS; f++) {
		struct spawned got = run(NULL, &forms[f], &scrubs[0], &place, PROGRAMS "loaded");
		cr_expect(has_line(got.out, "loaded: standin.so\n") && has_line(got.out, "/usr/bin/p"),
			"%s: %s", forms[f].id, got.out);
	}
}

/* The symbol is the library's where libc has none, so a program may find it: it must answer as a kernel
 * would. */
Test(escape, pidfd_spawn_without_a_libc_that_has_it_is_enosys, .timeout = 60)
{
	struct place place = set_up();
	const char *const none[] = {"LD_PRELOAD", NULL};
	static const char *const calls[] = {"pidfd_spawn", "pidfd_spawnp"};

	for (size_t i = 0; i < 2; i++) {
		const char *const words[] = {VENVRUN, place.env, "--", PROGRAMS "escape", calls[i], "kept",
			"", "/bin/true", "/bin/true", NULL};
		struct spawned with = fixture_run(words, none), without = fixture_run(words + 3, none);
		cr_expect(dlsym(RTLD_DEFAULT, calls[i]) ||
				has_line(with.out, format("%s: %d ", calls[i], ENOSYS)),
			"%s", with.out);
		cr_expect_str_eq(with.out, without.out);
	}
}

/* A call that fails gives everything back as it was: the arrays, what they point to, environ. */
Test(escape, a_failing_call_writes_nothing, .timeout = 300)
{
	struct place place = set_up();
	char *dir = fixture_dir();
	const char *const files[] = {
		"/nonexistent/program",
		fixture_write(format("%s/python3", dir), 0644, "no program"),
		fixture_write(format("%s/script", dir), 0755, "#!/nonexistent/interpreter\n"),
	};

	for (size_t f = 0; f < FORMS; f++) {
		for (size_t s = 0; s < SCRUBS; s++) {
			struct spawned got = run(place.env, &forms[f], &scrubs[s], &place,
				files[(f + s) % (sizeof files / sizeof *files)]);
			cr_expect(has_line(got.out, format("%s: ", forms[f].id)) &&
					!strstr(got.out, " was written"),
				"%s, %s: %s", forms[f].id, scrubs[s].id, got.out);
		}
	}
}

/* The layer that the table names for it. */
Test(escape, strict_refuses_the_static_program, .timeout = 60)
{
	struct place place = set_up();
	const char *const words[] = {VENVRUN, "--strict", place.env, "--", "/bin/sh", "-c",
		PROGRAMS "static_escape static_execve empty '' /bin/true /bin/true", NULL};
	struct spawned got = fixture_run(words, NULL);

	cr_expect(got.status && strstr(got.out, "static_escape: it is a static program"), "%x %s", got.status,
		got.out);
}

static char *read_all(const char *path)
{
	char *text = NULL;
	size_t size = 0;
	FILE *f = fopen(path, "r");

	cr_assert(f && getdelim(&text, &size, '\0', f) > 0, "cannot read %s", path);
	fclose(f);
	return text;
}

Test(escape, the_table_in_the_guarantees_is_the_one_that_is_tested)
{
	char *file = format("%s/table", fixture_dir());

	cr_assert_eq(RUN("sh", "-c", format(PROGRAMS "escape --table >%s", file)).status, 0);
	char *wanted = format("\n<!-- table -->\n%s<!-- end of table -->\n", read_all(file));
	cr_expect(strstr(read_all(GUARANTEES), wanted),
		"docs/guarantees.md is out of date: run \"make guarantees\"");
}
