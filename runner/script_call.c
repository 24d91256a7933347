// SPDX-License-Identifier: MIT
// venvrun as the interpreter in a script's first line.
#include "runner/script_call.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/path.h"
#include "common/core/shebang.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "runner/libc_io.h"

#define BLANKS " \t"
#define WORDS_MAX 24 /* of a first line, split by env -S */

/* Does a first line name this program? */
static bool is_us(const char *interp)
{
	return !strcmp(path_base(interp), "venvrun") || libc_io.same(interp, "/proc/self/exe") > 0;
}

/* Are the first words of argv, after the program's name, those that env(1) makes of arg? Quotes and variables
 * are not evaluated: in that case each word must occur in arg, in this order. */
static bool is_called_by_env(char *arg, char *const *argv, size_t count)
{
	const char *words[WORDS_MAX + 1];
	_cleanup_free_ char *copy = text_copy(arg);
	size_t found = shebang_env(copy, words, WORDS_MAX + 1);

	if (found) {
		bool same = found == count && is_us(words[0]);
		for (size_t i = 1; same && i < count; i++)
			same = !strcmp(words[i], argv[i]);
		return same;
	}
	const char *at = strstr(arg, "venvrun");
	for (size_t i = 1; at && i < count; i++) {
		at = strstr(at, argv[i]);
		at = at ? at + strlen(argv[i]) : NULL;
	}
	return at != NULL;
}

/* Does the script call this program with the words before it? *ret_line is the argument that the kernel did
 * not split, or NULL. */
static bool is_called_by(const char *script, char *const *argv, size_t count, const char **ret_line)
{
	char head[SHEBANG_MAX];
	struct shebang line;
	long n = libc_io.read(script, 0, head, sizeof(head));

	*ret_line = NULL;
	if (n <= 0 || !shebang_parse(head, (size_t)n, &line))
		return false;
	if (!strcmp(path_base(line.interp), "env"))
		return line.arg && is_called_by_env(line.arg, argv, count);
	if (!is_us(line.interp) || count != (line.arg ? 2 : 1) ||
		(line.arg && strcmp(line.arg, argv[1]) != 0))
		return false;
	*ret_line = line.arg ? argv[1] : NULL;
	return true;
}

/* Splits a line into argv, unless it is the path of an ENV that contains blanks. Returns the number of
 * words. */
static size_t split(char *line, char **argv)
{
	size_t count = 0;

	if (fs_is_dir(line)) {
		argv[0] = line;
		return 1;
	}
	char *state;
	for (char *word = strtok_r(line, BLANKS, &state); word; word = strtok_r(NULL, BLANKS, &state))
		argv[count++] = word;
	return count;
}

/* Do the words contain ENV or "--"? If not, "--" is added: else the script would be read as ENV. */
static bool has_env(char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(words[i], "--"))
			return true;
	return count > 1 && words[0][0] != '-';
}

struct script_call script_call_find(char **argv)
{
	struct script_call ret = {0};
	const char *line = NULL;
	size_t at = 1, total = 0, used;

	while (argv[total])
		total++;
	while (at < total && at <= WORDS_MAX && !is_called_by(argv[at], argv, at, &line))
		at++;
	if (at >= total || at > WORDS_MAX)
		return ret;
	ret.argv = need(calloc(total + SHEBANG_MAX + 2, sizeof(*ret.argv)));
	ret.argv[0] = argv[0];
	if (line) {
		ret.words = text_copy(line);
		used = 1 + split(ret.words, ret.argv + 1);
	} else {
		memcpy(ret.argv + 1, argv + 1, (at - 1) * sizeof(*argv));
		used = at;
	}
	if (!has_env(ret.argv + 1, used - 1))
		ret.argv[used++] = (char *)"--";
	ret.script = argv[at];
	memcpy(ret.argv + used, argv + at, (total - at) * sizeof(*argv));
	return ret;
}

void script_call_clear(const struct script_call *call)
{
	free(call->argv);
	free(call->words);
}
