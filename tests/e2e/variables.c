// SPDX-License-Identifier: MIT
// The environment's variables: venvrun and every activation script read a file in etc/environment.d in the
// same way.
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/tool/text.h"
#include "tests/e2e/shells.h"
#include "tests/fixture.h"
#include "tests/skip.h"

#define CONF "it's/etc/environment.d/50.conf"
#define RANDOM_TEXTS 25

/* Each is the text of a file. The variables are A to D; B is set before, and C is empty. */
static const char *const texts[] = {
	"A=plain\n",
	"A=\nB=\nD=",
	"  A = a  b \t\r\n",
	"# A=1\n; B=1\n\n \t\nC=c # d\n",
	"A=1\r\nB='2'\r\n",
	"A='it''s'\"a\\\"b\" c\\ d \nB=\"a\\b\\$c\\`d\\\\\"\n",
	"A=one\\\n two\nB=\"one\\\n two\"\nD='one\\\ntwo'\n",
	"A=\"one\ntwo\n\"\n",
	"A=$B-${B}-$$B-\\$B-'$B'-\"$B\"\nB=new\nC=$B\n",
	"A=$1$ $\nB=$Z${Z}x\n",
	"A=1\nA=$A$A\nA=$A$A\n",
	"A=end\\",
	"A=end\\\n",
	"A=$(touch PWN)`touch PWN`\nB=\"$(touch PWN)`touch PWN`\"\nC='$(touch PWN)`touch PWN`'\n",
	"A=';touch PWN;'\nB=\";touch PWN;\"\n",
	"A=!x!!\nB='!x'\nC=\"!x\"\n",
	"A=*?[a-z]~{a,b}\nB=%d%s%%\nC=^a|b&<>()\n",
	"A=-n\nB=\\n\\x41\nC=@CR@\n",
	"A=\xc3\xa9\xf0\x9f\x9a\x92\nB=\xff\xfe \xff\n",
	"A='\"'\"'\"\\'\\\"\nB=\"'\"\n",
	"A=\x01\x7f\n",
	"A=' a '\nB=\" b \" \nD=c' '\n",
	/* invalid: the message has the line */
	"A=1\nB=2\nC='x\n",
	"A=1\n\nnonsense\n",
	"1A=x\n",
	"A=${\n",
	"A=1\nB=${1}\n",
	"A=${B\n",
	"A=\"x\n\n",
	"A=\"x\\",
	"=x\n",
	"A B=x\n",
};
#define TEXTS COUNT(texts)

/* A random text of pieces that are special to some shell; the same in every run. */
static char *random_text(unsigned n)
{
	static const char *const pieces[] = {" ", "\t", "\r", "\n", "\\\n", "'", "\"", "\\", "$", "$$",
		"${A}", "$B", "${C", "$(touch PWN)", "`touch PWN`", "!x", "!!", "%", "^", "*", "[a]", "~",
		";", "#", "&", "|", "<", ">", "(", ")", "{a,b}", "=", "a", "-n", "\xc3\xa9", "\xff", "\x01",
		"?", ":", "/"};
	unsigned seed = n;
	char *text = format("%s", "");
	for (int line = 0; line < 3; line++) {
		char quote = "\"' "[rand_r(&seed) % 3];
		text = format("%s%c=%c", text, 'A' + rand_r(&seed) % 4, quote);
		for (int i = rand_r(&seed) % 8; i > 0; i--) {
			const char *piece = pieces[(unsigned)rand_r(&seed) % (COUNT(pieces))];
			text = format("%s%s", text, *piece == quote ? "" : piece);
		}
		text = format("%s%c\n", text, quote);
	}
	return text;
}

/* For Activate.ps1 and activate.nu, whose shells are not installed: the program for sh in them, which is a
 * string of their language, and its output, decoded as they do. */
#define PROGRAM_IN(file, literal, undo) \
	"import os, re, subprocess, urllib.parse\n" \
	"text = open(\"it's/bin/" file \
	"\", encoding='utf-8', errors='surrogateescape').read()\n" \
	"program = re.search(" literal ", text, re.S).group(1)\n" undo \
	"os.environ['VIRTUAL_ENV'] = os.path.abspath(\"it's\")\n" \
	"os.environ['PATH'] = os.path.abspath(\"it's\") + '/bin:' + os.environ['PATH']\n" \
	"said = subprocess.run(['/bin/sh', '-s'], input=program.encode(), stdout=subprocess.PIPE, " \
	"check=True).stdout\n" \
	"for line in said.split(b'\\n')[:-1]:\n" \
	"    name, _, value = line.partition(b'=')\n" \
	"    os.environb[name] = urllib.parse.unquote_to_bytes(value)\n" \
	"os.execvp('sh', ['sh', '-c', os.environ['DUMP']])\n"

/* Shells, and other programs with an activation script. */
static const struct compat_option {
	const char *name, *words[5], *script; /* the last word; NULL: none */
	size_t step;                          /* every one, or some where it takes half a second to start */
	bool printable;                       /* it holds values of printable ASCII only */
} others[] = {
	{"activate_this.py", {"/usr/bin/python3", "-c"},
		"import os, runpy\nrunpy.run_path(\"it's/bin/activate_this.py\")\nos.execvp('sh', ['sh', "
		"'-c', os.environ['DUMP']])\n",
		1, false},
	{"Activate.ps1's program", {"/usr/bin/python3", "-c"},
		PROGRAM_IN("Activate.ps1", "r\"\\$lines = '((?:[^']|'')*)' \\|\"",
			"program = program.replace(\"''\", \"'\")\n"),
		1, false},
	{"activate.nu's program", {"/usr/bin/python3", "-c"},
		PROGRAM_IN("activate.nu", "r'load-env \\(\"((?:[^\"\\\\]|\\\\.)*)\" \\|'",
			"program = re.sub(r'\\\\(.)', r'\\1', program)\n"),
		1, false},
	{"activate_cmd.sh", {"/usr/bin/python3", SOURCE_DIR "/tests/data/cmd.py", "it's"}, NULL, 1, true},
	{"xonsh", {"/usr/bin/env", "xonsh", "--no-rc", "-c"},
		"source \"it's/bin/activate.xsh\"\nsh -c $DUMP\ndeactivate\nsh -c $DUMP\n", 7, false},
};

ParameterizedTestParameters(variables, are_the_same_everywhere)
{
	static size_t rows[32];
	size_t count = shell_count + COUNT(others);
	for (size_t i = 0; i < count; i++)
		rows[i] = i;
	return cr_make_param_array(size_t, rows, count);
}

static struct spawned run_there(size_t row, const char *const *set)
{
	if (row < shell_count) {
		static const char *const scripts[] = {
			[DIALECT_SH] =
				"set -euf\n. \"./it's/bin/activate\"\nsh -c \"$DUMP\"\ndeactivate\nsh "
				"-c \"$DUMP\"\n",
			[DIALECT_CSH] =
				"source it\\'s/bin/activate.csh\nsh -c $DUMP:q\ndeactivate\nsh -c $DUMP:q\n",
			[DIALECT_FISH] =
				"source \"it's/bin/activate.fish\"\nsh -c $DUMP\ndeactivate\nsh -c $DUMP\n"};
		return shell_run(&shells[row], false, scripts[shells[row].dialect], set);
	}
	const struct compat_option *other = &others[row - shell_count];
	const char *words[6] = {NULL};
	size_t n = 0;
	for (; other->words[n]; n++)
		words[n] = other->words[n];
	words[n] = other->script;
	return fixture_run(words, set);
}

static bool is_printable(const char *s)
{
	for (; *s; s++)
		if (*s < ' ' || *s > '~')
			return s[0] == '\n' && !s[1];
	return true;
}

/* The message of an error from the number of the line on: "3: why". */
static char *fault(const char *said)
{
	const char *at = strstr(said, "50.conf");
	at = at ? strchr(at, ':') : NULL;
	return at ? format("%.*s", (int)strcspn(at, ";\n"), at) : NULL;
}

/* Is the message of a shell the same? venvrun adds the invalid name, and a hint for "export". */
static bool is_same_fault(const char *venvrun, const char *shell)
{
	size_t n = venvrun && shell ? strlen(shell) : 0;
	bool adds = n && text_ends(shell, "expected NAME=VALUE") && !strncmp(venvrun + n, ", but ", 6) &&
		strstr(venvrun, " is not a name");
	return n && !strncmp(venvrun, shell, n) && (!venvrun[n] || adds);
}

ParameterizedTest(size_t *row, variables, are_the_same_everywhere, .timeout = 300)
{
	const char *name = *row < shell_count ? shells[*row].name : others[*row - shell_count].name;
	bool leaves = *row < shell_count || !strcmp(name, "xonsh");
	if (*row < shell_count ? !shell_have(&shells[*row], "variables")
			       : RUN("sh", "-c", "command -v xonsh").status && leaves) {
		if (*row >= shell_count)
			skip("variables in xonsh: xonsh is not installed");
		return;
	}
	cr_assert_eq(chdir(fixture_dir()), 0);
	fixture_env("it's", "/usr/bin/python3");
	cr_assert_eq(RUN("mkdir", "-p", "it's/etc/environment.d").status, 0);
	const char *set[] = {
		"DUMP=for n in A B C D; do eval \"printf '%s=%s|' \\$n \\\"\\${$n-unset}\\\"\"; "
		"done; echo \"$PATH\"",
		"A", "D", "B= old $x ", "C=", "ENV", "VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT", "PYTHONHOME",
		"LC_ALL=C.UTF-8", "HOME=/nonexistent", NULL};
	const char *const under[] = {VENVRUN, "it's", "--", "sh", "-c", "eval \"$DUMP\"", NULL};
	const char *const before[] = {"sh", "-c", "eval \"$DUMP\"", NULL};
	const char *outside = format("%s", fixture_run(before, set).out);
	for (size_t i = 0; i < TEXTS + RANDOM_TEXTS;
		i += *row < shell_count ? 1 : others[*row - shell_count].step) {
		const char *text = i < TEXTS ? texts[i] : random_text((unsigned)i);
		if (*row < shell_count && !shell_holds(&shells[*row], text))
			continue;
		fixture_write(CONF, 0644, text);
		struct spawned expected = fixture_run(under, set), r = run_there(*row, set);
		if (*row >= shell_count && others[*row - shell_count].printable && !expected.status &&
			!is_printable(expected.out)) {
			cr_expect(!r.status && strstr(r.out, "=told|"), "%s: %s: %s", name, text, r.out);
		} else if (expected.status) {
			const char *why = fault(expected.out), *said = fault(r.out);
			cr_expect(is_same_fault(why, said), "%s: %s: %s, not %s", name, text, r.out,
				expected.out);
		} else {
			cr_expect_str_eq(r.out, format("%s%s", expected.out, leaves ? outside : ""),
				"%s: %s: %s", name, text, r.out);
		}
		cr_expect(access("PWN", F_OK) < 0, "%s executes some of %s", name, text);
		unlink("PWN");
	}
}

/* The last file by the bytes of its name wins; only *.conf is read. */
Test(variables, come_from_files_in_order, .timeout = 60)
{
	cr_assert_eq(chdir(fixture_dir()), 0);
	fixture_env("it's", "/usr/bin/python3");
	cr_assert_eq(RUN("mkdir", "-p", "it's/etc/environment.d").status, 0);
	static const char *const names[] = {"10.conf", "9.conf", "B.conf", "_.conf", "a.conf", ".z.conf",
		"z.conf~"};
	for (size_t i = 0; i < COUNT(names); i++)
		fixture_write(format("it's/etc/environment.d/%s", names[i]), 0644,
			format("A=\"$A %s\"\n", names[i]));
	const char *set[] = {"DUMP=echo \"$A\"", "A", "ENV", "VIRTUAL_ENV", "LC_ALL=C.UTF-8",
		"HOME=/nonexistent", NULL};
	for (size_t i = 0; i < shell_count; i++) {
		if (!shell_have(&shells[i], "the order of variables"))
			continue;
		struct spawned r = run_there(i, set);
		cr_expect_str_eq(r.out, " 10.conf 9.conf B.conf _.conf a.conf\n\n", "%s: %s", shells[i].name,
			r.out);
	}
}

/* A shell that cannot set a variable reports that, and the environment is activated nevertheless. */
Test(variables, that_cannot_be_set_are_reported, .timeout = 60)
{
	cr_assert_eq(chdir(fixture_dir()), 0);
	fixture_env("it's", "/usr/bin/python3");
	cr_assert_eq(RUN("mkdir", "-p", "it's/etc/environment.d").status, 0);
	fixture_write(CONF, 0644, "A=1\nB=2\nC=3\n");
	for (size_t i = 0; i < shell_count; i++) {
		if (shells[i].dialect != DIALECT_SH ||
			!shell_have(&shells[i], "a variable that cannot be set"))
			continue;
		const char *set[] = {"A", "B", "C", "ENV", "VIRTUAL_ENV", "HOME=/nonexistent", NULL};
		struct spawned r = shell_run(&shells[i], false,
			"set -eu\nreadonly B=keep\n. \"./it's/bin/activate\"\n"
			"echo \"$A $B ${C-unset} ${VIRTUAL_ENV##*/}\"\ndeactivate\necho \"${A-unset} $B "
			"${VIRTUAL_ENV-none}\"\n",
			set);
		cr_expect(strstr(r.out, ":2: this shell does not let B be set") &&
				strstr(r.out, "\n1 keep unset it's\nunset keep none\n"),
			"%s: %s", shells[i].name, r.out);
	}
}
