// SPDX-License-Identifier: MIT
// common/core/shebang.c, by rows and compared with the kernel.
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/core/shebang.h"
#include "tests/spawn.h"

#define HELPER BUILD_DIR "/tests/programs/argv"

/* In memory of exactly SHEBANG_MAX bytes; those that were not read are not NUL. */
static bool parse(const char *text, size_t n, char **ret_head, struct shebang *ret)
{
	char *head = malloc(SHEBANG_MAX);
	memset(head, '~', SHEBANG_MAX);
	n = n > SHEBANG_MAX ? SHEBANG_MAX : n;
	memcpy(head, text, n);
	*ret_head = head;
	return shebang_parse(head, n, ret);
}

struct row {
	const char *text;
	size_t len;
	const char *interp, *arg; /* interp NULL: ENOEXEC */
};
#define LINE(text) text, sizeof(text) - 1

Test(shebang, is_read_as_the_kernel_reads_it)
{
	static const struct row rows[] = {
		{LINE("#!/bin/sh\n"), "/bin/sh", NULL},
		{LINE("#!/bin/sh\nrest"), "/bin/sh", NULL},
		{LINE("#!/bin/sh"), "/bin/sh", NULL},
		{LINE("#! /bin/sh\n"), "/bin/sh", NULL},
		{LINE("#!\t \t/bin/sh\n"), "/bin/sh", NULL},
		{LINE("#!/bin/sh \n"), "/bin/sh", NULL},
		{LINE("#!/bin/sh \t \n"), "/bin/sh", NULL},
		{LINE("#!/bin/sh -e\n"), "/bin/sh", "-e"},
		{LINE("#!/bin/sh\t-e\n"), "/bin/sh", "-e"},
		{LINE("#!/bin/sh  -e  \n"), "/bin/sh", "-e"},
		{LINE("#!/bin/sh -e  -u\t-x\n"), "/bin/sh", "-e  -u\t-x"},
		{LINE("#!/bin/sh -e"), "/bin/sh", "-e"},
		{LINE("#!/bin/sh -e \t"), "/bin/sh", "-e \t"}, /* only a newline's blanks are trimmed */
		{LINE("#!/bin/sh\r\n"), "/bin/sh\r", NULL},
		{LINE("#!/bin/sh -e\r\n"), "/bin/sh", "-e\r"},
		{LINE("#!/bin/sh \r\n"), "/bin/sh", "\r"},
		{LINE("#!/bin/sh\0-e\n"), "/bin/sh", NULL},
		{LINE("#!/bin/sh -e\0x\n"), "/bin/sh", "-e"},
		{LINE("#!/bin/sh \0x\n"), "/bin/sh", ""},
		{LINE("#!sh\n"), "sh", NULL},
		{LINE("#!./sh x\n"), "./sh", "x"},
		{LINE("#!/a b/c\n"), "/a", "b/c"},
		{LINE("#!/\xff\xfe \xfd\n"), "/\xff\xfe", "\xfd"},
		{LINE("#!#!/bin/sh\n"), "#!/bin/sh", NULL},
		{LINE(""), NULL, NULL},
		{LINE("#"), NULL, NULL},
		{LINE("#!"), NULL, NULL},
		{LINE("#!\n"), NULL, NULL},
		{LINE("#!\n/bin/sh\n"), NULL, NULL},
		{LINE("#! \t \n"), NULL, NULL},
		{LINE("#! "), NULL, NULL},
		{LINE("#!\0/bin/sh\n"), NULL, NULL},
		{LINE("# !/bin/sh\n"), NULL, NULL},
		{LINE(" #!/bin/sh\n"), NULL, NULL},
		{LINE("!#/bin/sh\n"), NULL, NULL},
		{LINE("\n#!/bin/sh\n"), NULL, NULL},
		{LINE("\xef\xbb\xbf#!/bin/sh\n"), NULL, NULL},
		{LINE("\x7f"
		      "ELF"),
			NULL, NULL},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct row *row = &rows[i];
		struct shebang ret = {(char *)&ret, (char *)&ret};
		char *head;
		bool ok = parse(row->text, row->len, &head, &ret);
		cr_expect(ok == !!row->interp, "%zu: %s", i, row->text);
		if (!ok)
			cr_expect(ret.interp == (char *)&ret && ret.arg == (char *)&ret,
				"*ret touched: %zu: %s", i, row->text);
		else if (row->interp)
			cr_expect(!strcmp(ret.interp, row->interp) &&
					(row->arg ? ret.arg && !strcmp(ret.arg, row->arg) : !ret.arg),
				"%zu: %s gives \"%s\" \"%s\"", i, row->text, ret.interp,
				ret.arg ? ret.arg : "NULL");
		free(head);
	}
}

Test(shebang, takes_nothing_from_beyond_what_was_read)
{
	char head[SHEBANG_MAX] = "#!/bin/sh -e\n";
	struct shebang ret;
	cr_expect(shebang_parse(head, 6, &ret) && !strcmp(ret.interp, "/bin") && !ret.arg);
	memcpy(head, "#!/bin/sh -e\n", 13);
	cr_expect(!shebang_parse(head, 1, &ret) && !shebang_parse(head, 0, &ret));
}

/* --- compared with the kernel --- */

static size_t ran, refused;

/* Writes the script, executes it and compares the arguments of its interpreter with those of
 * shebang_parse(). */
static void compare(const char *text, size_t n)
{
	int fd = open("script", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0755);
	cr_assert(fd >= 0 && write(fd, text, n) == (ssize_t)n && !close(fd));
	const char *argv[] = {"ignored", "last", NULL}, *envp[] = {NULL};
	struct spawned s = spawn("./script", argv, envp, false);

	struct shebang line;
	struct stat st;
	char *head, want[1024];
	if (!parse(text, n, &head, &line)) {
		/* A NUL where the interpreter should begin is an empty path to the kernel: the current
		 * directory. */
		size_t at = 2;
		while (at < SHEBANG_MAX - 1 && (head[at] == ' ' || head[at] == '\t'))
			at++;
		bool empty = n >= 2 && !memcmp(head, "#!", 2) && at < SHEBANG_MAX - 1 && !head[at];
		cr_expect(s.error == (empty ? EACCES : ENOEXEC),
			"%zu bytes \"%s\": not a script, yet the kernel says %d, %s", n, text, s.error,
			s.out);
		refused++;
	} else if (stat(line.interp, &st) || !S_ISREG(st.st_mode)) {
		cr_expect(s.error && s.error != ENOEXEC,
			"%zu bytes \"%s\": interpreter \"%s\", yet the kernel says %d", n, text, line.interp,
			s.error);
	} else {
		const char *words[] = {"./script", line.interp, line.arg, "./script", "last"};
		size_t len = 0;
		for (size_t i = 0; i < COUNT(words); i++)
			if (words[i])
				len += (size_t)(stpcpy(want + len, words[i]) - (want + len)) + 1;
		cr_expect(!s.error && s.len == len && !memcmp(s.out, want, len),
			"%zu bytes \"%s\": \"%s\" \"%s\", yet the kernel says %d, \"%s\" \"%s\"", n, text,
			line.interp, line.arg ? line.arg : "NULL", s.error, s.out + strlen(s.out) + 1,
			s.out + strlen(s.out) + strlen(s.out + strlen(s.out) + 1) + 2);
		ran++;
	}
	free(head);
}

static char root[] = "/tmp/venvrun-shebang.XXXXXX";

static void enter(void)
{
	cr_assert(mkdtemp(root) && !chdir(root));
	cr_assert(!symlink(HELPER, "i") && !symlink(HELPER, "i\r"));
}

static void leave(void)
{
	const char *argv[] = {"rm", "-rf", root, NULL}, *envp[] = {"PATH=/bin:/usr/bin", NULL};
	spawn("rm", argv, envp, true);
	cr_expect(ran > 6, "only %zu scripts started: the test tests nothing", ran);
}

Test(shebang, agrees_with_the_kernel_on_every_short_line, .init = enter, .fini = leave, .timeout = 120)
{
	static const struct {
		const char *text;
		size_t len;
	} parts[] = {{LINE(" ")}, {LINE("\t")}, {LINE("./i")}, {LINE("x")}, {LINE("\n")}, {LINE("\r")},
		{LINE("\0")}};
	size_t n = COUNT(parts), all = n * n * n * n;
	for (size_t code = 0; code < all; code++) {
		char text[32] = "#!";
		size_t len = 2, rest = code;
		for (int k = 0; k < 4; k++, rest /= n) {
			memcpy(text + len, parts[rest % n].text, parts[rest % n].len);
			len += parts[rest % n].len;
		}
		compare(text, len);
	}
	cr_expect(refused > 100, "only %zu were refused", refused);
}

Test(shebang, agrees_with_the_kernel_on_odd_beginnings, .init = enter, .fini = leave, .timeout = 60)
{
	static const struct {
		const char *text;
		size_t len;
	} rows[] = {
		{LINE("")},
		{LINE("#")},
		{LINE("#!")},
		{LINE("#!i")},
		{LINE("#!i\n")},
		{LINE("#!i x\n")},
		{LINE("# !./i\n")},
		{LINE(" #!./i\n")},
		{LINE("\n#!./i\n")},
		{LINE("\xef\xbb\xbf#!./i\n")},
		{LINE("#!./i  a \t b  \n")},
		{LINE("#!./i  a \t b  ")},
		{LINE("#!./i -S a\r\n")},
		{LINE("#!./i\r\n")},
		{LINE("#!i\r\n")},
		{LINE("#!./nothing x\n")},
		{LINE("#!.\n")},
		{LINE("#!/\n")},
		{LINE("#!./i x\0y\nz")},
		{LINE("#!\0\n./i\n")},
		{LINE("#!./i \0 y\n")},
		{LINE("#!./i\0\0\n")},
		{LINE("#!./i a\n\0")},
		{LINE("#!././././i ====\n")},
		{LINE("#!./i \v\f\n")},
		{LINE("#!./i\v\n")},
		{LINE("#! ./i \xc2\xa0\n")},
	};
	for (size_t i = 0; i < COUNT(rows); i++)
		compare(rows[i].text, rows[i].len);
	for (size_t i = 0; i < 8; i++) {
		char path[] = "#!/tmp/venvrun-shebang.XXXXXX/i a\n";
		memcpy(path + 2, root, strlen(root));
		compare(path, sizeof path - 1 - i);
	}
}

/* Lines that end near the last byte that the kernel reads. */
Test(shebang, agrees_with_the_kernel_on_long_lines, .init = enter, .fini = leave, .timeout = 120)
{
	static const struct {
		const char *front;
		char fill;
		const char *back;
		size_t back_len;
	} rows[] = {
		{"#!", ' ', LINE("./i")},
		{"#!", ' ', LINE("./i\n")},
		{"#!", ' ', LINE("./i ")},
		{"#!", ' ', LINE("./i a")},
		{"#!", ' ', LINE("./i a\n")},
		{"#!", '\t', LINE("./i\0")},
		{"#!", ' ', LINE("./i\n\n")},
		{"#!", ' ', LINE("")},
		{"#!", ' ', LINE("\n")},
		{"#!./i ", 'a', LINE("")},
		{"#!./i ", 'a', LINE("\n")},
		{"#!./i ", 'a', LINE(" ")},
		{"#!./i ", 'a', LINE(" b\n")},
		{"#!./i ", 'a', LINE("\0")},
		{"#!./i ", ' ', LINE("b")},
		{"#!./i ", ' ', LINE("b\n")},
		{"#!./i ", ' ', LINE("\n")},
		{"#!./i ", ' ', LINE("")},
		{"#!./i a", ' ', LINE("")},
		{"#!./i a", ' ', LINE("\n")},
		{"#!./i a", ' ', LINE("b\n")},
		{"#!./i", '\0', LINE("")},
		{"#!./i", '\0', LINE("\n")},
		{"#!./i\0", ' ', LINE("x\n")},
		{"#!.", '/', LINE("i")},
		{"#!.", '/', LINE("i\n")},
		{"#!.", '/', LINE("i ")},
		{"#!.", '/', LINE("i a\n")},
		{"#!.", '/', LINE("i\0")},
		{"#!.", '/', LINE("i \n")},
		{"#!./", 'n', LINE("")},
		{"#!./", 'n', LINE("\n")},
		{"#!./i a", '\r', LINE("\n")},
	};
	for (size_t i = 0; i < COUNT(rows); i++)
		for (size_t n = SHEBANG_MAX - 4; n <= SHEBANG_MAX + 4; n++) {
			char text[SHEBANG_MAX + 8];
			size_t front = strlen(rows[i].front), back = n - rows[i].back_len;
			memset(text, rows[i].fill, sizeof text);
			memcpy(text, rows[i].front, front);
			memcpy(text + back, rows[i].back, rows[i].back_len);
			text[n] = '\0';
			compare(text, n);
		}
}

/* --- env's argument --- */

/* The words joined by '|'; "" for none. */
static void split(const char *arg, size_t max, char *out)
{
	char *copy = strdup(arg);
	const char *words[8] = {0};
	size_t n = shebang_env(copy, words, max);
	*out = 0;
	cr_expect(n <= max, "%s: %zu words of at most %zu", arg, n, max);
	for (size_t i = 0; i < n; i++)
		strcat(strcat(out, i ? "|" : ""), words[i]);
	free(copy);
}

Test(shebang, env_is_taken_apart_where_its_argument_is_plain)
{
	static const struct {
		const char *arg, *out;
	} rows[] = {
		{"python3", "python3"},
		{"/usr/bin/python3", "/usr/bin/python3"},
		{"-S python3", "python3"},
		{"-Spython3", "python3"},
		{"-S python3 -I", "python3|-I"},
		{"-S  python3 \t -I  -u ", "python3|-I|-u"},
		{"-S\tpython3\t-I", "python3|-I"},
		{"-S /usr/bin/python3 -W ignore", "/usr/bin/python3|-W|ignore"},
		{"python3 -I", ""},
		{"python3 ", ""},
		{"", ""},
		{"-S", ""},
		{"-S ", ""},
		{"-", ""},
		{"-i", ""},
		{"-i python3", ""},
		{"-u NAME", ""},
		{"--", ""},
		{"-v", ""},
		{"-vS python3", ""},
		{"-iS python3", ""},
		{"--split-string=python3", ""},
		{"--split-string python3", ""},
		{"-S -i python3", ""},
		{"-S -u X python3", ""},
		{"-S - python3", ""},
		{"-S -- python3", ""},
		{"-S A=1 python3", ""},
		{"-S A= python3", ""},
		{"A=1", ""},
		{"=", ""},
		{"-S 'python3'", ""},
		{"-S \"python3\" -I", ""},
		{"-S python3 'a b'", ""},
		{"-S python3 \\ta", ""},
		{"-S python3 a\\_b", ""},
		{"-S ${PYTHON}", ""},
		{"-S python3 ${OPTS}", ""},
		{"-S python3 $HOME", ""},
		{"-S python3 # comment", ""},
		{"-S #python3", ""},
		{"-S python3\\c -I", ""},
		{"-S a b c d e f g h i", ""},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		char out[128];
		split(rows[i].arg, 8, out);
		cr_expect(!strcmp(out, rows[i].out), "\"%s\": \"%s\"", rows[i].arg, out);
	}
}

Test(shebang, env_words_are_counted)
{
	static const struct {
		const char *arg;
		size_t max;
		const char *out;
	} rows[] = {
		{"-S a b c", 3, "a|b|c"},
		{"-S a b c", 4, "a|b|c"},
		{"-S a b c", 2, ""},
		{"-S a b c", 1, ""},
		{"-S a", 1, "a"},
		{"-S a", 0, ""},
		{"a", 1, "a"},
		{"a", 0, ""},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		char out[128];
		split(rows[i].arg, rows[i].max, out);
		cr_expect(!strcmp(out, rows[i].out), "\"%s\", %zu: \"%s\"", rows[i].arg, rows[i].max, out);
	}
}

/* env(1) splits an argument in the same way, where it is split at all. */
Test(shebang, env_agrees_with_env, .init = enter, .fini = leave, .timeout = 60)
{
	static const char *const args[] = {"./i", "-S ./i", "-S./i", "-S ./i -I", "-S  ./i \t a  b ",
		"-S\t./i\ta", "-S ./i -i", "-S ./i --", "-S ./i - x",
		"-S ./i a,b;c|d&e(f)<g>*h?[i]!{j}~k^l%m@n:o.p/q+r", "-S ./i \r", "-S ./i \v a", "-S ./i a\fb",
		"-S ./i \xc3\xa9", "-S ./i a=b", "-S ./i a#b"};
	for (size_t i = 0; i < COUNT(args); i++) {
		const char *argv[] = {"env", args[i], "script", NULL}, *envp[] = {NULL}, *words[8] = {0};
		struct spawned s = spawn("/usr/bin/env", argv, envp, false);
		char *copy = strdup(args[i]), want[256];
		size_t n = shebang_env(copy, words, 7), len = 0;
		words[n] = "script";
		for (size_t k = 0; k <= n; k++)
			len += (size_t)(stpcpy(want + len, words[k]) - (want + len)) + 1;
		if (n) {
			/* The first word is the helper's AT_EXECFN. */
			size_t execfn = strlen(s.out) + 1;
			cr_expect(s.len == execfn + len && !memcmp(s.out + execfn, want, len),
				"%s: env gives %s", args[i], s.out);
			ran++;
		}
		free(copy);
	}
}
