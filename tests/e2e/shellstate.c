// SPDX-License-Identifier: MIT
// The state of a shell after an activation script: "deactivate" restores it, and no process is started.
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/core/count.h"
#include "tests/e2e/shells.h"
#include "tests/fixture.h"
#include "tests/skip.h"

#define SETTINGS 4
#define VALUES 3

/* How each dialect sets the variables that activation changes, and how it prints its whole state. */
static const struct {
	const char *settings[SETTINGS][VALUES];
	const char *dump, *source;
} dialects[] = {
	[DIALECT_SH] = {{{"unset PATH", "PATH=", "PATH=/usr/bin:/bin"}, {"unset PS1", "PS1=", "PS1='a b'"},
				{"unset PYTHONHOME", "export PYTHONHOME=", "export PYTHONHOME=/usr"},
				{"unset VIRTUAL_ENV VIRTUAL_ENV_PROMPT",
					"export VIRTUAL_ENV= VIRTUAL_ENV_PROMPT=",
					"export VIRTUAL_ENV='/o e' VIRTUAL_ENV_PROMPT='o  e'"}},
		"{ set; export -p; typeset -f || :; alias; } 2>/dev/null >", "."},
	[DIALECT_CSH] = {{{"unsetenv PATH", "setenv PATH ''", "setenv PATH /usr/bin:/bin"},
				 {"set prompt=''; unset prompt", "set prompt=''", "set prompt='a b'"},
				 {"unsetenv PYTHONHOME", "setenv PYTHONHOME ''", "setenv PYTHONHOME /usr"},
				 {"unsetenv VIRTUAL_ENV; unsetenv VIRTUAL_ENV_PROMPT",
					 "setenv VIRTUAL_ENV ''; setenv VIRTUAL_ENV_PROMPT ''",
					 "setenv VIRTUAL_ENV '/o e'; setenv VIRTUAL_ENV_PROMPT 'o  e'"}},
		"(set; setenv; alias) >", "source"},
	[DIALECT_FISH] = {{{"set -e PATH", "set -gx PATH ''", "set -gx PATH /usr/bin /bin"},
				  {"functions -e fish_prompt", "function fish_prompt; end",
					  "function fish_prompt; echo 'a b'; end"},
				  {"set -e PYTHONHOME", "set -gx PYTHONHOME ''", "set -gx PYTHONHOME /usr"},
				  {"set -e VIRTUAL_ENV; set -e VIRTUAL_ENV_PROMPT",
					  "set -gx VIRTUAL_ENV ''; set -gx VIRTUAL_ENV_PROMPT ''",
					  "set -gx VIRTUAL_ENV '/o e'; set -gx VIRTUAL_ENV_PROMPT 'o  e'"}},
		"begin; set; set -x; functions -a; functions fish_prompt; true; end >", "source"},
};

/* Lines that change without activation; fish has the file of a function after "#". */
#define VOLATILE \
	"^(export |typeset -x )?(_[=\t]|RANDOM|SRANDOM|SECONDS|LINENO|EPOCH|BASH_ARGC|status|pipestatus|#)"

ParameterizedTestParameters(shellstate, is_restored)
{
	static size_t rows[16];
	for (size_t i = 0; i < shell_count; i++)
		rows[i] = i;
	return cr_make_param_array(size_t, rows, shell_count);
}

/* Every setting with every other. Each time the environment is activated twice, and another one in
 * between. */
ParameterizedTest(size_t *row, shellstate, is_restored, .timeout = 300)
{
	const struct shell *shell = &shells[*row];
	if (!shell_have(shell, "the state after deactivate"))
		return;
	char *dir = fixture_dir();
	cr_assert_eq(chdir(dir), 0);
	cr_assert_eq(RUN(VENVBUILD, "--without-pip", "-p", "/usr/bin/python3", "one", "two").status, 0);
	const char *set[] = {format("HOME=%s", dir), "ENV", "VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT",
		"VIRTUAL_ENV_DISABLE_PROMPT", NULL};
	const char *source = dialects[shell->dialect].source, *dump = dialects[shell->dialect].dump;
	/* Twice, as the first dump itself sets variables. */
	char *before = format("%sbefore\n%sbefore", dump, dump), *after = format("%safter", dump);
	for (size_t i = 0; i < 81; i++) {
		const char *const(*s)[VALUES] = dialects[shell->dialect].settings;
		char *settings = format("%s\n%s\n%s\n%s\n%s", shell->dialect == DIALECT_SH ? "set -eu" : "",
			s[0][i % 3], s[1][i / 3 % 3], s[2][i / 9 % 3], s[3][i / 27]);
		char *enter = format("%s ./one/bin/activate%s", source, shell->suffix);
		char *script = format("%s\n%s\n%s\n%s ./two/bin/activate%s\n%s\n%s\ndeactivate\n%s\n",
			settings, before, enter, source, shell->suffix, enter, enter, after);
		struct spawned r = shell_run(shell, false, script, set);
		cr_expect(!r.error && !r.status && !r.len, "%s:\n%s\n%s", shell->name, settings, r.out);
		r = RUN("sh", "-c",
			"for f in before after; do grep -avE \"$0\" $f | LC_ALL=C sort >$f.sorted; done; "
			"test -s before.sorted && "
			"diff before.sorted after.sorted",
			VOLATILE);
		cr_expect(!r.status, "%s:\n%s\n%s", shell->name, settings, r.out);
		unlink("after");
	}
}

/* The number of processes and programs that the shell starts for script. Threads are not counted: fish has
 * some. */
static int count_started(const struct shell *shell, const char *script)
{
	const char *words[12] = {"strace", "-f", "-o", "log", "-e", "trace=fork,vfork,clone,clone3,execve"};
	size_t n = 6;
	for (const char *const *word = shell->words; *word; word++)
		words[n++] = *word;
	words[n] = script;
	struct spawned r = fixture_run(words, (const char *const[]){"HOME=/nonexistent", NULL});
	cr_expect(!r.status, "%s: %s", shell->name, r.out);
	return atoi(RUN("sh", "-c", "grep -E 'fork|clone|execve' log | grep -vc CLONE_THREAD").out);
}

Test(shellstate, is_reached_without_a_process, .timeout = 60)
{
	cr_assert_eq(chdir(fixture_dir()), 0);
	if (RUN("strace", "-o", "/dev/null", "true").status) {
		skip("activation starts no process: strace is not installed, or may not trace");
		return;
	}
	cr_assert_eq(RUN(VENVBUILD, "--without-pip", "-p", "/usr/bin/python3", "env").status, 0);
	cr_assert_eq(RUN(VENVBUILD, "--without-pip", "-p", "/usr/bin/python3", "--env", "A=$B c",
			     "with variables")
			     .status,
		0);
	for (size_t i = 0; i < shell_count; i++) {
		if (!shell_have(&shells[i], "activation starts no process"))
			continue;
		/* csh needs a process for variables. */
		char *script = format("%s ./%s/bin/activate%s\ndeactivate\n",
			dialects[shells[i].dialect].source,
			shells[i].dialect == DIALECT_CSH ? "env" : "with*", shells[i].suffix);
		/* tcsh starts a process before it reads a file. */
		int started = count_started(&shells[i], script),
		    alone = count_started(&shells[i], "cd .\ncd .\n");
		cr_expect(started == alone && alone > 0, "%s starts %d, alone %d", shells[i].name, started,
			alone);
	}
}

/* A shell that displays its prompt before each line. A program finds the text itself in
 * VIRTUAL_ENV_PROMPT. */
Test(shellstate, shows_a_prompt_and_executes_nothing, .timeout = 300)
{
	char *dir = fixture_dir();
	cr_assert_eq(chdir(dir), 0);
	const char *set[] = {format("HOME=%s", dir), "ENV", "VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT",
		"VIRTUAL_ENV_DISABLE_PROMPT", "LC_ALL=C.UTF-8", NULL};
	bool have[16];
	for (size_t i = 0; i < shell_count; i++)
		have[i] = shell_have(&shells[i], "hostile prompts");
	for (size_t k = 0; k < hostile_count; k++) {
		const char *prompt = hostile_names[k];
		if (strchr(prompt, '\n')) /* a prompt is one line */
			continue;
		struct spawned r = RUN(VENVBUILD, "--clear", "--without-pip", "-p", "/usr/bin/python3",
			format("--prompt=%s", prompt), "env");
		cr_assert(!r.status, "%s", r.out);
		for (size_t i = 0; i < shell_count; i++) {
			const struct shell *shell = &shells[i];
			if (!have[i] || !shell_holds(shell, prompt))
				continue;
			char *script = format(
				"%s ./env/bin/activate%s\n%s\nprintenv VIRTUAL_ENV_PROMPT "
				">got\ntrue\ndeactivate\ntrue\n",
				dialects[shell->dialect].source, shell->suffix,
				shell->talks[0] ? "" : "fish_prompt >/dev/null");
			shell_run(shell, shell->talks[0], script, set);
			fixture_write("expected", 0644, format("%s\n", prompt));
			r = RUN("cmp", "expected", "got");
			cr_expect(!r.status, "%s in %s: %s", prompt, shell->name, r.out);
			cr_expect(access("PWN", F_OK) < 0, "%s was executed in %s", prompt, shell->name);
			unlink("PWN");
			unlink("got");
		}
	}
}

Test(shellstate, keeps_the_prompt_on_request, .timeout = 60)
{
	static const char *const show[] = {"printf '%s' \"$PS1\"", "echo -n $prompt:q", "fish_prompt"};
	char *dir = fixture_dir();
	cr_assert_eq(chdir(dir), 0);
	cr_assert_eq(RUN(VENVBUILD, "--without-pip", "-p", "/usr/bin/python3", "env").status, 0);
	for (size_t i = 0; i < shell_count; i++) {
		const struct shell *shell = &shells[i];
		if (!shell_have(shell, "VIRTUAL_ENV_DISABLE_PROMPT"))
			continue;
		for (size_t k = 0; k < 2; k++) {
			const char *set[] = {format("HOME=%s", dir),
				format("VIRTUAL_ENV_DISABLE_PROMPT=%s", k ? "1" : ""), NULL};
			char *script = format("%s\n%s ./env/bin/activate%s\n%s\n",
				shell->dialect == DIALECT_FISH ? "function fish_prompt; echo -n 'a b'; end"
							       : dialects[shell->dialect].settings[1][2],
				dialects[shell->dialect].source, shell->suffix, show[shell->dialect]);
			struct spawned r = shell_run(shell, false, script, set);
			/* fish does not display it */
			const char *end = !k && shell->dialect == DIALECT_FISH ? "\n" : "";
			cr_expect_str_eq(r.out, format("%sa b%s", k ? "" : "(env) ", end), "%s: %s",
				shell->name, r.out);
		}
	}
}

/* Two scripts for activation and two for leaving, in their order; one for another shell; and those of
 * another environment when that is left. */
Test(shellstate, includes_the_scripts_of_the_environment, .timeout = 60)
{
	char *dir = fixture_dir();
	cr_assert_eq(chdir(dir), 0);
	const char *env = "it's $(touch PWN)";
	cr_assert_eq(RUN(VENVBUILD, "--without-pip", "-p", "/usr/bin/python3", env, "two").status, 0);
	for (size_t i = 0; i < 2; i++) {
		const char *way = i ? "deactivate.d" : "activate.d";
		cr_assert_eq(RUN("mkdir", "-p", format("%s/etc/%s", env, way)).status, 0);
		for (size_t k = 0; k < 2; k++) {
			char *hook = format("%s/etc/%s/%c b", env, way, k ? 'a' : 'c'),
			     *say = format("echo %s %c $VIRTUAL_ENV_PROMPT\n", way, k ? 'a' : 'c');
			fixture_write(format("%s.sh", hook), 0644, say);
			fixture_write(format("%s.fish", hook), 0644, say);
			fixture_write(format("%s.csh", hook), 0644, say);
		}
		fixture_write(format("%s/etc/%s/z.txt", env, way), 0644, "echo no\n");
	}
	char *active = format("activate.d a %1$s\nactivate.d c %1$s\n", env),
	     *left = format("deactivate.d a %1$s\ndeactivate.d c %1$s\n", env);
	for (size_t i = 0; i < shell_count; i++) {
		const struct shell *shell = &shells[i];
		if (!shell_have(shell, "activate.d"))
			continue;
		const char *quote = shell->dialect == DIALECT_CSH ? "" : "\"",
			   *source = dialects[shell->dialect].source;
		char *script = format(
			"%1$s\n%2$s %4$s$E%5$s/bin/activate%3$s%4$s\necho next\n%2$s "
			"./two/bin/activate%3$s\ndeactivate\necho next\n"
			"%2$s %4$s$E%5$s/bin/activate%3$s%4$s\ndeactivate\n",
			shell->dialect == DIALECT_SH ? "set -euf" : "", source, shell->suffix, quote,
			shell->dialect == DIALECT_CSH ? ":q" : "");
		const char *set[] = {format("HOME=%s", dir), format("E=./%s", env), "ENV", "VIRTUAL_ENV",
			NULL};
		struct spawned r = shell_run(shell, false, script, set);
		cr_expect(!r.status &&
				!strcmp(r.out, format("%snext\n%snext\n%s%s", active, left, active, left)),
			"%s: %s", shell->name, r.out);
		cr_expect(access("PWN", F_OK) < 0, "the name was executed in %s", shell->name);
	}
}

/* Settings and commands of users, for one shell or for all of the family of sh. */
static const struct {
	const char *shell, *setting;
} odd[] = {
	{NULL, "set -eu"},
	{NULL, "set -f"},
	{NULL, "set -C"},
	{NULL, "set -a"},
	{NULL, "IFS=/xV_."},
	{NULL, "IFS="},
	{NULL, "_virtual_file=x"},
	{NULL, "alias deactivate=false"},
	{NULL, "alias deactivate='echo it'\\''s; false'"},
	{"bash", "shopt -s expand_aliases; alias deactivate=false"},
	{"zsh", "alias -g deactivate=false"},
	{NULL,
		"alias cd=false echo=false unset=false export=false "
		"hash=false"},
	{NULL, "set -- a 'b c'"},
	{NULL, "f() { . ./one/bin/activate; }; f"},
	{NULL, "unset VIRTUAL_ENV_DISABLE_PROMPT PS1"},
	{NULL, "(. ./one/bin/activate)"},
	{"bash", "set -o posix"},
	{"bash", "shopt -s extglob nocasematch"},
	{"bash", "shopt -s nullglob dotglob"},
	{"bash", "shopt -s failglob nocaseglob"},
	{"bash", "set -E -o pipefail; trap 'echo ERR' ERR"},
	{"bash", "shopt -s expand_aliases; alias unset=false export=false"},
	{"zsh", "setopt ksh_arrays"},
	{"zsh", "setopt sh_word_split"},
	{"zsh", "setopt no_unset err_exit"},
	{"zsh", "setopt err_return"},
	{"zsh", "setopt null_glob"},
	{"zsh", "setopt csh_null_glob"},
	{"zsh", "setopt extended_glob glob_subst"},
	{"zsh", "setopt no_glob"},
	{"zsh", "setopt sh_glob ksh_glob"},
	{"zsh", "setopt warn_create_global"},
	{"zsh", "setopt posix_builtins posix_aliases"},
	{"zsh", "setopt no_multibyte"},
	{"zsh", "setopt rc_expand_param rc_quotes"},
	{"zsh", "emulate sh"},
	{"zsh", "emulate ksh"},
};

Test(shellstate, works_with_odd_settings, .timeout = 120)
{
	char *dir = fixture_dir();
	cr_assert_eq(chdir(dir), 0);
	cr_assert_eq(RUN(VENVBUILD, "--without-pip", "-p", "/usr/bin/python3", "--env", "A=x y", "one", "two")
			     .status,
		0);
	cr_assert_eq(RUN("mkdir", "-p", "one/etc/activate.d", "one/etc/deactivate.d").status, 0);
	fixture_write("one/etc/activate.d/b.sh", 0644, "B=in\n");
	fixture_write("one/etc/deactivate.d/b.sh", 0644, "B=out\n");
	const char *set[] = {format("HOME=%s", dir), "A", "B", "ENV", "VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT",
		NULL};
	for (size_t k = 0; k < COUNT(odd); k++)
		for (size_t i = 0; i < shell_count; i++) {
			if (shells[i].dialect != DIALECT_SH ||
				(odd[k].shell && strcmp(odd[k].shell, shells[i].name) != 0))
				continue;
			if (!shell_have(&shells[i], odd[k].setting))
				continue;
			char *script = format(
				"%s\n. ./one/bin/activate\nprintf '%%s|' \"$A\" \"$B\" "
				"\"${VIRTUAL_ENV##*/}\" \"${PATH%%%%/bin:*}\"\n"
				". ./two/bin/activate\n. ./one/bin/activate\ndeactivate\n"
				"printf '%%s|' \"${A-unset}\" \"$B\" \"${VIRTUAL_ENV-unset}\"\n",
				odd[k].setting);
			struct spawned r = shell_run(&shells[i], false, script, set);
			cr_expect_str_eq(r.out, format("x y|in|one|%s/one|unset|out|unset|", dir),
				"%s: %s: %s", shells[i].name, odd[k].setting, r.out);
		}
}

/* The last deactivate restores an alias; before, it is not used. zsh reads the text of -c as a whole: eval
 * makes it expand aliases. */
Test(shellstate, restores_an_alias_of_deactivate, .timeout = 120)
{
	char *dir = fixture_dir();
	cr_assert_eq(chdir(dir), 0);
	cr_assert_eq(RUN(VENVBUILD, "--without-pip", "-p", "/usr/bin/python3", "one", "two").status, 0);
	for (size_t i = 0; i < shell_count; i++) {
		if (shells[i].dialect != DIALECT_SH || !shell_have(&shells[i], "an alias"))
			continue;
		const char *expand = !strcmp(shells[i].name, "bash") ? "shopt -s expand_aliases" : ":";
		char *script = format(
			"%s\nalias deactivate=\"printf %%s \\\"it's\\\"\"\n"
			". ./one/bin/activate\n. ./two/bin/activate\ndeactivate\n"
			"printf '%%s|' \"${VIRTUAL_ENV-unset}\"\neval deactivate\n",
			expand);
		struct spawned r = shell_run(&shells[i], false, script, NULL);
		cr_expect_str_eq(r.out, "unset|it's", "%s: %s", shells[i].name, r.out);
	}
}

/* The activation script of an environment that was moved changes nothing, and its message has the remedy. */
Test(shellstate, reports_that_an_environment_was_moved, .timeout = 120)
{
	char *dir = fixture_dir();
	cr_assert_eq(chdir(dir), 0);
	cr_assert_eq(RUN(VENVBUILD, "--without-pip", "-p", "/usr/bin/python3", "it's old").status, 0);
	cr_assert_eq(
		RUN(VENVBUILD, "--without-pip", "--relocatable", "-p", "/usr/bin/python3", "free").status, 0);
	cr_assert_eq(RUN("mv", "it's old", "new").status, 0);
	cr_assert_eq(RUN("mv", "free", "moved").status, 0);
	cr_assert_eq(RUN("mkdir", "it's old").status, 0);
	char *says = format(
		"activate: no environment at %s/it's old; if it was moved, run venvbuild --repair on it\n",
		dir);
	for (size_t i = 0; i < shell_count; i++) {
		const struct shell *shell = &shells[i];
		if (!shell_have(shell, "activate of a moved environment"))
			continue;
		const char *source = dialects[shell->dialect].source,
			   *status = shell->dialect == DIALECT_SH ? "$?" : "$status";
		char *script = format(
			"%s ./new/bin/activate%s\necho \"status %s\"\nprintenv VIRTUAL_ENV\n"
			"printenv PATH\n",
			source, shell->suffix, status);
		struct spawned r = shell_run(shell, false, script,
			(const char *[]){"PATH=/usr/bin:/bin", "VIRTUAL_ENV", format("HOME=%s", dir), NULL});
		cr_expect_str_eq(r.out, format("%sstatus 1\n/usr/bin:/bin\n", says), "%s: %s", shell->name,
			r.out);
		const char *aliases = shell->dialect == DIALECT_SH ? "alias cd=false pwd=false "
								     "readlink=false realpath=false\n"
								   : "";
		script = format("%s%s%s ./moved/bin/../bin/activate%s\nprintenv VIRTUAL_ENV\n",
			!strcmp(shell->name, "bash") ? "shopt -s expand_aliases\n" : "", aliases, source,
			shell->suffix);
		r = shell_run(shell, false, script,
			(const char *[]){"PATH=/usr/bin:/bin", format("HOME=%s", dir), NULL});
		cr_expect_str_eq(r.out, format("%s/moved\n", dir), "%s: %s", shell->name, r.out);
	}
	cr_assert_eq(RUN(VENVBUILD, "--repair", "new").status, 0);
	cr_expect_str_eq(RUN("sh", "-c", ". ./new/bin/activate && echo \"$VIRTUAL_ENV\"").out,
		format("%s/new\n", dir));
}
