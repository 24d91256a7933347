// SPDX-License-Identifier: MIT
// No started program escapes: every form of starting a program, with every way of scrubbing its environment;
// and the table of them in docs/guarantees.md.
#include <criterion/criterion.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "common/core/count.h"
#include "tests/fixture.h"
#include "tests/hooks/reference.h"

#define GUARANTEES SOURCE_DIR "/docs/guarantees.md"
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

static const struct scrub {
	const char *id, *others;
	enum carries carries;
} scrubs[] = {
#define SCRUB(id, words, carries, others) {#id, others, carries},
#include "tests/hooks/escape.def"
#undef SCRUB
};

/* The stand-in, behind the library, has the functions that this libc lacks, such as pidfd_spawn. The second
 * entry becomes the policy of another environment. */
static const char *standin[] = {"LD_PRELOAD=" STANDIN, "OTHER_POLICY", NULL};

/* An environment, another one, and two libraries as the value of LD_PRELOAD. */
struct setup {
	char *env, *other, *others;
};

static struct setup set_up(void)
{
	char *dir = fixture_dir();
	struct setup setup = {format("%s/env", dir), format("%s/other", dir),
		format("%s/first.so:%s/second.so", dir, dir)};

	fixture_env(setup.env, BASE);
	fixture_env(setup.other, BASE);
	struct spawned policy = RUN(VENVRUN, setup.other, "--", "sh", "-c", "printf %s \"$VENVRUN_POLICY\"");
	standin[1] = format("OTHER_POLICY=%s", policy.out);
	cr_assert(!RUN("sh", "-c",
		format("cp %s %s/first.so && cp %s %s/second.so", STANDIN, dir, STANDIN, dir))
			   .status);
	return setup;
}

/* Runs the program that starts file, under venvrun where env is not NULL. */
static struct spawned run(const char *env, const struct form *form, const struct scrub *scrub,
	const struct setup *setup, const char *file)
{
	const char *program = form->reach == STATIC ? PROGRAMS "static_escape" : PROGRAMS "escape";
	const char *words[] = {VENVRUN, env, "--", program, form->id, scrub->id, setup->others, file, file,
		BASE, "-S", "-c", PRINT_EXECUTABLE, NULL};

	return fixture_run(words + (env ? 0 : 3), standin);
}

static bool has_line(const char *out, const char *start)
{
	const char *at = strstr(out, start);
	return at && (at == out || at[-1] == '\n');
}

/* Did glibc reject the call itself? Then nothing is started. */
static bool is_refused(const struct form *form, const struct scrub *scrub, const char *out)
{
	return form->takes == ENVP_SET && scrub->carries == NOTHING &&
		has_line(out, format("%s: -1 EINVAL ", form->id));
}

/* The environment that the scrubbed variables name. */
static const char *environment_of(const struct setup *setup, const struct scrub *scrub)
{
	return !strcmp(scrub->id, "policy_other") || !strcmp(scrub->id, "policy_added") ? setup->other
											: setup->env;
}

/* Has the program loaded the library and the others in the right order, and is its Python that of the
 * environment? */
static bool is_held(const struct setup *setup, const struct scrub *scrub, const char *out)
{
	return has_line(out, format("loaded: %s\n", scrub->others)) &&
		has_line(out, format("%s/bin/p", environment_of(setup, scrub)));
}

Test(escape, each_form_is_held_or_documented_for_each_scrubbing, .timeout = 300)
{
	struct setup setup = set_up();

	for (size_t f = 0; f < COUNT(forms); f++) {
		for (size_t s = 0; s < COUNT(scrubs); s++) {
			struct spawned got = run(setup.env, &forms[f], &scrubs[s], &setup, PROGRAMS "loaded");
			bool held = forms[f].reach == HOOKED || scrubs[s].carries == YES;
			if (is_refused(&forms[f], &scrubs[s], got.out))
				continue;
			cr_expect(has_line(got.out, "loaded:"), "%s, %s: %x %s", forms[f].id, scrubs[s].id,
				got.status, got.out);
			cr_expect_eq(is_held(&setup, &scrubs[s], got.out), held,
				"%s, %s: expected%s to be held: %s", forms[f].id, scrubs[s].id,
				held ? "" : " not", got.out);
			cr_expect(!strstr(got.out, " was written"), "%s, %s: %s", forms[f].id, scrubs[s].id,
				got.out);
		}
	}
}

/* The interpreter itself, without another program in between. */
Test(escape, each_form_ends_in_the_environment_for_a_base_interpreter, .timeout = 300)
{
	struct setup setup = set_up();

	for (size_t f = 0; f < COUNT(forms); f++) {
		for (size_t s = 0; s < COUNT(scrubs); s++) {
			const char *words[] = {VENVRUN, setup.env, "--", PROGRAMS "escape", forms[f].id,
				scrubs[s].id, setup.others, BASE, BASE, "-S", "-c", PRINT_EXECUTABLE, NULL};
			if (forms[f].reach != HOOKED)
				continue;
			struct spawned got = fixture_run(words, standin);
			bool is_env = has_line(got.out,
					      format("%s/bin/p", environment_of(&setup, &scrubs[s]))) ||
				is_refused(&forms[f], &scrubs[s], got.out);
			cr_expect(is_env && !strstr(got.out, " was written"), "%s, %s: %s", forms[f].id,
				scrubs[s].id, got.out);
		}
	}
}

/* The control: the same without venvrun. */
Test(escape, nothing_is_held_without_venvrun, .timeout = 120)
{
	struct setup setup = set_up();

	for (size_t f = 0; f < COUNT(forms); f++) {
		struct spawned got = run(NULL, &forms[f], &scrubs[0], &setup, PROGRAMS "loaded");
		cr_expect(has_line(got.out, "loaded: standin.so\n") && has_line(got.out, "/usr/bin/p"),
			"%s: %s", forms[f].id, got.out);
	}
}

/* The library exports the symbol even where libc has none, so a program may find it. It then returns ENOSYS,
 * as an old kernel does. */
Test(escape, pidfd_spawn_without_a_libc_that_has_it_is_enosys, .timeout = 60)
{
	struct setup setup = set_up();
	const char *const none[] = {"LD_PRELOAD", NULL};
	static const char *const calls[] = {"pidfd_spawn", "pidfd_spawnp"};

	for (size_t i = 0; i < 2; i++) {
		const char *const words[] = {VENVRUN, setup.env, "--", PROGRAMS "escape", calls[i], "kept",
			"", "/bin/true", "/bin/true", NULL};
		struct spawned with = fixture_run(words, none), without = fixture_run(words + 3, none);
		cr_expect(dlsym(RTLD_DEFAULT, calls[i]) ||
				has_line(with.out, format("%s: %d ", calls[i], ENOSYS)),
			"%s", with.out);
		cr_expect_str_eq(with.out, without.out);
	}
}

/* A failed call changes nothing of the caller: the arrays, their strings, environ. */
Test(escape, a_failing_call_writes_nothing, .timeout = 300)
{
	struct setup setup = set_up();
	char *dir = fixture_dir();
	const char *const files[] = {
		"/nonexistent/program",
		fixture_write(format("%s/python3", dir), 0644, "no program"),
		fixture_write(format("%s/script", dir), 0755, "#!/nonexistent/interpreter\n"),
	};

	for (size_t f = 0; f < COUNT(forms); f++) {
		for (size_t s = 0; s < COUNT(scrubs); s++) {
			struct spawned got = run(setup.env, &forms[f], &scrubs[s], &setup,
				files[(f + s) % COUNT(files)]);
			cr_expect(has_line(got.out, format("%s: ", forms[f].id)) &&
					!strstr(got.out, " was written"),
				"%s, %s: %s", forms[f].id, scrubs[s].id, got.out);
		}
	}
}

/* The table names --strict for static programs. */
Test(escape, strict_refuses_the_static_program, .timeout = 60)
{
	struct setup setup = set_up();
	const char *const words[] = {VENVRUN, "--strict", setup.env, "--", "/bin/sh", "-c",
		PROGRAMS "static_escape static_execve empty '' /bin/true /bin/true", NULL};
	struct spawned got = fixture_run(words, NULL);

	cr_expect(got.status && strstr(got.out, "static_escape: it is a static program"), "%x %s", got.status,
		got.out);
}

Test(escape, the_table_in_the_guarantees_is_current)
{
	char *file = format("%s/table", fixture_dir());

	cr_assert_eq(RUN("sh", "-c", format(PROGRAMS "escape --table >%s", file)).status, 0);
	char *wanted = format("\n<!-- table -->\n%s<!-- end of table -->\n", fixture_read(file));
	cr_expect(strstr(fixture_read(GUARANTEES), wanted),
		"docs/guarantees.md is out of date: run \"make guarantees\"");
}
