// SPDX-License-Identifier: MIT
// env-builder/layout/activation.c: the quoting of each shell, as text; tests/e2e/activate.c runs the scripts.
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/count.h"
#include "env-builder/layout/activation.h"

Test(activation, quotes_as_each_shell_reads)
{
	static const struct {
		const char *in, *sh, *csh, *fish, *ps1;
	} rows[] = {
		{"/a b", "'/a b'", "'/a b'", "'/a b'", "'/a b'"},
		{"/it's", "'/it'\\''s'", "'/it'\\''s'", "'/it\\'s'", "'/it''s'"},
		{"/b\\", "'/b\\'", "'/b\\'", "'/b\\\\'", "'/b\\'"},
		{"/n!x", "'/n!x'", "'/n\\!x'", "'/n!x'", "'/n!x'"},
		{"/\xe2\x80\x99", "'/\xe2\x80\x99'", "'/\xe2\x80\x99'", "'/\xe2\x80\x99'",
			"'/\xe2\x80\x99\xe2\x80\x99'"},
		{"/\xe2\x80\xa6\xe2", "'/\xe2\x80\xa6\xe2'", "'/\xe2\x80\xa6\xe2'", "'/\xe2\x80\xa6\xe2'",
			"'/\xe2\x80\xa6\xe2'"},
		{"/@PROMPT@", "'/@PROMPT@'", "'/@PROMPT@'", "'/@PROMPT@'", "'/@PROMPT@'"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		char line[200];
		snprintf(line, sizeof(line), "\nVIRTUAL_ENV=%s\n", rows[i].sh);
		cr_expect(strstr(activation_sh(rows[i].in, "p", false), line), "%s", rows[i].in);
		snprintf(line, sizeof(line), "\nsetenv VIRTUAL_ENV %s\n", rows[i].csh);
		cr_expect(strstr(activation_csh(rows[i].in, "p", false), line), "%s", rows[i].in);
		snprintf(line, sizeof(line), "\nset -gx VIRTUAL_ENV %s\n", rows[i].fish);
		cr_expect(strstr(activation_fish(rows[i].in, "p", false), line), "%s", rows[i].in);
		snprintf(line, sizeof(line), "\n$env:VIRTUAL_ENV = %s\n", rows[i].ps1);
		cr_expect(strstr(activation_ps1(rows[i].in, "p", false), line), "%s", rows[i].in);
	}
}

Test(activation, shows_a_prompt_that_no_shell_expands)
{
	static const struct {
		const char *in, *sh, *zsh, *csh;
	} rows[] = {
		{"env", "PS1='(env) '", "PS1='(env) '", "prompt = '(env) '"},
		{"$(x)", "PS1='(${VIRTUAL_ENV_PROMPT-}) '", "PS1='(_(x)) '", "prompt = '($(x)) '"},
		{"a$ b", "PS1='(a$ b) '", "PS1='(a$ b) '", "prompt = '(a$ b) '"},
		{"5%", "PS1='(5%) '", "PS1='(5%%) '", "prompt = '(5%%) '"},
		{"!1", "PS1='(${VIRTUAL_ENV_PROMPT-}) '", "PS1='(_1) '", "prompt = '(_1) '"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *sh = activation_sh("/e", rows[i].in, false);
		cr_expect(strstr(sh, rows[i].sh), "%s", rows[i].in);
		cr_expect(strstr(sh, rows[i].zsh), "%s", rows[i].in);
		cr_expect(strstr(activation_csh("/e", rows[i].in, false), rows[i].csh), "%s", rows[i].in);
	}
}

Test(activation, quotes_as_each_language_reads)
{
	static const struct {
		const char *in, *nu, *python, *bat, *shown;
	} rows[] = {
		{"a b", "\"a b\"", "b'a b'", "a b", "a b"},
		{"it's", "\"it's\"", "b'it\\x27s'", "it's", "it's"},
		{"\"&x", "\"\\\"&x\"", "b'\"&x'", "'&x", "'&x"},
		{"b\\", "\"b\\\\\"", "b'b\\x5c'", "b\\", "b\\"},
		{"$x", "\"$x\"", "b'$x'", "$x", "$$x"},
		{"%x%", "\"%x%\"", "b'%x%'", "%%x%%", "%%x%%"},
		{"\xff\t", "\"\xff\t\"", "b'\\xff\\x09'", "\xff\t", "\xff\t"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		char line[200];
		snprintf(line, sizeof(line), " let prompt = %s\n", rows[i].nu);
		cr_expect(strstr(activation_nu("/e", rows[i].in, false), line), "%s", rows[i].in);
		snprintf(line, sizeof(line), "_native(%s)\n", rows[i].python);
		cr_expect(strstr(activation_this("s", (const int[]){3, 11}, rows[i].in), line), "%s",
			rows[i].in);
		snprintf(line, sizeof(line), " os.fsdecode(%s)\n", rows[i].python);
		cr_expect(strstr(activation_xsh("/e", rows[i].in, false), line), "%s", rows[i].in);
		snprintf(line, sizeof(line), "\"VIRTUAL_ENV_PROMPT=%s\"\r\n", rows[i].bat);
		cr_expect(strstr(activation_bat(rows[i].in), line), "%s", rows[i].in);
		snprintf(line, sizeof(line), "\"PROMPT=(%s) %%PROMPT%%\"\r\n", rows[i].shown);
		cr_expect(strstr(activation_bat(rows[i].in), line), "%s", rows[i].in);
	}
}

Test(activation, leaves_no_placeholder)
{
	char *texts[] = {activation_sh("/e", "p", false), activation_csh("/e", "p", false),
		activation_fish("/e", "p", false), activation_ps1("/e", "p", false),
		activation_nu("/e", "p", false), activation_xsh("/e", "p", false),
		activation_this("s", (const int[]){3, 11}, "p"), activation_bat("p"), activation_leave_bat(),
		activation_cmd_sh()};
	for (size_t i = 0; i < COUNT(texts); i++)
		cr_expect(!strstr(texts[i], "@ENV@") && !strstr(texts[i], "@PROMPT") &&
				!strstr(texts[i], "@PS1"),
			"%s", texts[i]);
	cr_expect(!strncmp(texts[3], "\xef\xbb\xbf", 3),
		"PowerShell 5 takes a file without a mark for Latin-1");
}
