// SPDX-License-Identifier: MIT
// The activation scripts in every shell of this machine, for environments whose names need careful quoting.
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/core/count.h"
#include "tests/e2e/shells.h"
#include "tests/fixture.h"
#include "tests/skip.h"

/* Each script sources $A and runs $D/report.py while the environment is active and afterwards. Then it
 * prints the prompt, PYTHONHOME and whether deactivate still exists. */
#define REPORT "python \"$D/report.py\"\ndeactivate\npython3 \"$D/report.py\"\n"
#define SH \
	"set -eu\nPS1='x> '\n. \"$A\"\n" REPORT \
	"printf '%s|%s|%s|' \"$PS1\" \"$PYTHONHOME\" \"${VIRTUAL_ENV-unset}\"\ncommand -v deactivate || " \
	"echo gone\n"
#define CSH \
	"set prompt='x> '\nsource $A:q\n" REPORT \
	"echo \"${prompt}|${PYTHONHOME}|unset|gone\"\nif ($?VIRTUAL_ENV) echo set\nalias deactivate\n"
#define FISH \
	"source $A\n" REPORT \
	"printf 'x> |%s|%s|' $PYTHONHOME (set -q VIRTUAL_ENV; and echo set; or echo " \
	"unset)\nfunctions -q deactivate; or echo gone\n"

static const char *const scripts[] = {[DIALECT_SH] = SH, [DIALECT_CSH] = CSH, [DIALECT_FISH] = FISH};

ParameterizedTestParameters(activate, in_every_shell)
{
	static size_t rows[16];
	for (size_t i = 0; i < shell_count; i++)
		rows[i] = i;
	return cr_make_param_array(size_t, rows, shell_count);
}

static bool is_installed(const char *shell)
{
	return !RUN("sh", "-c", format("command -v %s", shell)).status;
}

ParameterizedTest(size_t *row, activate, in_every_shell, .timeout = 300)
{
	const struct shell *shell = &shells[*row];
	if (!shell_have(shell, "activate"))
		return;
	char *dir = fixture_dir();
	fixture_write(format("%s/report.py", dir), 0644,
		"import os, sys\n"
		"values = [os.fsencode(sys.prefix)] + [os.environb.get(n, b'-') for n in (b'VIRTUAL_ENV', "
		"b'VIRTUAL_ENV_PROMPT', b'PATH')]\n"
		"sys.stdout.buffer.write(b'|'.join(values) + b'\\n')\n");
	cr_assert_eq(chdir(dir), 0);
	for (size_t i = 0; i < hostile_count; i++) {
		if (!shell_holds(shell, hostile_names[i]))
			continue;
		char *env = format("%s/%s", dir, hostile_names[i]);
		struct spawned s = RUN(VENVBUILD, "--without-pip", "-p", "/usr/bin/python3", "--",
			hostile_names[i]);
		cr_assert(!s.status && !s.error, "%s: %s", hostile_names[i], s.out);
		/* fish writes to its HOME. In the C locale, fish and yash cannot source a file whose name is
		 * UTF-8. */
		const char *set[] = {format("A=%s/bin/activate%s", env, shell->suffix), format("D=%s", dir),
			"PATH=/usr/bin:/bin", "PYTHONHOME=/usr", format("HOME=%s", dir), "VIRTUAL_ENV",
			"VIRTUAL_ENV_PROMPT", "VIRTUAL_ENV_DISABLE_PROMPT", "PS1",
			shell->dialect != DIALECT_FISH && !shell->utf8 ? NULL : "LC_ALL=C.UTF-8", NULL};
		s = shell_run(shell, false, scripts[shell->dialect], set);
		char *expected = format(
			"%s|%s|%s|%s/bin:/usr/bin:/bin\n/usr|-|-|/usr/bin:/bin\nx> |/usr|unset|gone\n", env,
			env, hostile_names[i], env);
		cr_expect(!s.status && !strcmp(s.out, expected), "%s in %s: %s", hostile_names[i],
			shell->name, s.out);
		cr_expect(access(format("%s/PWN", dir), F_OK) < 0, "%s in %s was executed", hostile_names[i],
			shell->name);
	}
}

/* The prompt as the shell displays it. */
Test(activate, never_executes_the_prompt, .timeout = 120)
{
	static const struct {
		const char *prompt, *bash, *zsh;
	} rows[] = {
		{"plain", "(plain) x> ", "(plain) x> "},
		{"$(touch PWN)", "($(touch PWN)) x> ", "(_(touch PWN)) x> "},
		{"`touch PWN`", "(`touch PWN`) x> ", "(_touch PWN_) x> "},
		{"100% \\u $HOME", "(100% \\u $HOME) x> ", "(100% _u _HOME) x> "},
		{"cost $ 5%", "(cost $ 5%) x> ", "(cost $ 5%) x> "},
	};
	char *dir = fixture_dir();
	cr_assert_eq(chdir(dir), 0);
	setenv("HOME", dir, 1);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct spawned s = RUN(VENVBUILD, "--clear", "--without-pip", "-p", "/usr/bin/python3",
			"--prompt", rows[i].prompt, "env");
		cr_assert(!s.status, "%s", s.out);
		s = RUN("bash", "-c", "PS1='x> '; . env/bin/activate; printf %s \"${PS1@P}\"");
		cr_expect_str_eq(s.out, rows[i].bash, "%s", rows[i].prompt);
		if (is_installed("zsh")) {
			s = RUN("zsh", "-fc",
				"setopt promptsubst; PS1='x> '; . env/bin/activate; print -rnP -- \"$PS1\"");
			cr_expect_str_eq(s.out, rows[i].zsh);
		} else {
			skip("the prompt in zsh: zsh is not installed");
		}
		if (is_installed("fish")) {
			s = RUN("fish", "-c",
				"function fish_prompt; echo -n 'x> '; end; source env/bin/activate.fish; "
				"fish_prompt; deactivate; fish_prompt");
			cr_expect_str_eq(s.out, format("(%s) x> \nx> ", rows[i].prompt));
		} else {
			skip("the prompt in fish: fish is not installed");
		}
		cr_expect(access("PWN", F_OK) < 0, "%s was executed", rows[i].prompt);
	}
}

Test(activate, restores_what_was_unset_and_nests, .timeout = 120)
{
	char *dir = fixture_dir();
	cr_assert_eq(chdir(dir), 0);
	cr_assert_eq(RUN(VENVBUILD, "--without-pip", "-p", "/usr/bin/python3", "one", "two").status, 0);
	const char *script =
		"set -eu; unset PS1; old=$PATH; . one/bin/activate; . two/bin/activate; "
		"test \"$PATH\" = \"$VIRTUAL_ENV/bin:$old\"; deactivate; "
		"echo \"${PS1-no PS1} ${PYTHONHOME-no home} ${VIRTUAL_ENV-none}\"; test "
		"\"$PATH\" = \"$old\"; "
		"VIRTUAL_ENV_DISABLE_PROMPT=1; PS1=keep; . one/bin/activate; echo \"$PS1\"; set "
		"| grep -c '^_OLD_VIRTUAL_PS1' || :";
	static const char *const sh[] = {"bash", "zsh", "dash", "ksh"};
	for (size_t i = 0; i < COUNT(sh); i++) {
		if (!is_installed(sh[i])) {
			skip(format("nesting: %s is not installed", sh[i]));
			continue;
		}
		const char *words[] = {sh[i], "-c", script, NULL},
			   *set[] = {"PYTHONHOME", "VIRTUAL_ENV", "VIRTUAL_ENV_DISABLE_PROMPT", NULL};
		struct spawned s = fixture_run(words, set);
		cr_expect(!s.status && !strcmp(s.out, "no PS1 no home none\nkeep\n0\n"), "%s: %s", sh[i],
			s.out);
	}
}

Test(activate, must_be_sourced, .timeout = 60)
{
	static const char *const sh[] = {"bash", "zsh"};
	cr_assert_eq(chdir(fixture_dir()), 0);
	cr_assert_eq(RUN(VENVBUILD, "--without-pip", "-p", "/usr/bin/python3", "env").status, 0);
	for (size_t i = 0; i < COUNT(sh); i++) {
		if (!is_installed(sh[i])) {
			skip(format("executing activate: %s is not installed", sh[i]));
			continue;
		}
		struct spawned s = RUN(sh[i], "env/bin/activate");
		cr_expect(s.status && strstr(s.out, "must source"), "%s: %s", sh[i], s.out);
	}
}

Test(activate, pydoc_documents_modules_of_the_environment, .timeout = 60)
{
	cr_assert_eq(chdir(fixture_dir()), 0);
	fixture_env("it's", "/usr/bin/python3");
	struct spawned s = RUN("sh", "-c", ". \"it's/bin/activate\"; pydoc only_here");
	cr_expect(!s.status && strstr(s.out, "WHERE = "), "%s", s.out);
}
