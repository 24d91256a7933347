// SPDX-License-Identifier: MIT
// The hooks whose program is a shell that libc starts with environ: system, popen, wordexp.
//
// If environ has the policy and the library, as nearly always, the call passes. If a program has cleared it,
// the command itself sets the two variables: environ belongs to the program and its other threads.
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "common/core/envp.h"
#include "common/core/envp_plan.h"
#include "common/core/names.h"
#include "common/core/str.h"
#include "common/core/writer.h"
#include "preload/base/environ.h"
#include "preload/base/errno.h"
#include "preload/base/readable.h"
#include "preload/base/state.h"
#include "preload/hooks/hook.h"
#include "preload/process/handed.h"
#include "preload/process/tracer.h"

/* An entry of an environment as NAME='VALUE'. */
static void write_entry(struct writer *w, const char *entry)
{
	size_t name = str_until(entry, '=');

	writer_bytes(w, entry, name);
	writer_text(w, "='");
	for (entry += name + 1; *entry; entry++) {
		if (*entry == '\'')
			writer_text(w, "'\\''");
		else
			writer_put(w, *entry);
	}
	writer_text(w, "' ");
}

/* "export LD_PRELOAD='...' VENVRUN_POLICY='...'; " */
static void write_export(struct writer *w, char *const *envp)
{
	writer_text(w, "export ");
	for (; *envp; envp++)
		if (envp_value(*envp, PRELOAD_VARIABLE) || envp_value(*envp, POLICY_VARIABLE))
			write_entry(w, *envp);
	writer_text(w, "; ");
}

/* The length of the text of a command substitution, up to the ')' or '`' that closes it. */
static size_t substitution_length(const char *s, char close)
{
	size_t depth = 0;
	char quote = 0;

	for (size_t i = 0; s[i]; i++) {
		if (s[i] == '\\' && quote != '\'' && s[i + 1])
			i++;
		else if (quote)
			quote = s[i] == quote ? 0 : quote;
		else if (s[i] == close && !depth)
			return i;
		else if (close == ')' && (s[i] == '\'' || s[i] == '"'))
			quote = s[i];
		else if (close == ')' && s[i] == '(')
			depth++;
		else if (close == ')' && s[i] == ')')
			depth--;
	}
	return strlen(s);
}

/* The bytes of the words up to and with the next character, escape, quoted text or opening of a
 * substitution. */
static size_t token_length(const char *words, bool quoted, bool *ret_substitutes)
{
	size_t n = 1;

	*ret_substitutes = words[0] == '`' || (words[0] == '$' && words[1] == '(' && words[2] != '(');
	if ((words[0] == '\\' && words[1]) || (*ret_substitutes && words[0] == '$'))
		return 2;
	if (words[0] == '\'' && !quoted) {
		while (words[n] && words[n] != '\'')
			n++;
		n += words[n] != '\0';
	}
	return n;
}

/* wordexp(3)'s words, with the export at the beginning of each command substitution. */
static void write_words(struct writer *w, const char *words, char *const *envp)
{
	bool quoted = false; /* in double quotes, where a single quote is an ordinary character */

	while (*words) {
		bool substitutes;
		size_t n = token_length(words, quoted, &substitutes);
		quoted ^= words[0] == '"';
		writer_bytes(w, words, n);
		char close = words[0] == '`' ? '`' : ')';
		words += n;
		if (!substitutes)
			continue;
		write_export(w, envp);
		/* With the character that closes it, which is no second opening. */
		n = substitution_length(words, close);
		n += words[n] != '\0';
		writer_bytes(w, words, n);
		words += n;
	}
	writer_put(w, '\0');
}

/* A shell command, after the export. */
static void write_command(struct writer *w, const char *command, char *const *envp)
{
	write_export(w, envp);
	writer_text(w, command);
	writer_put(w, '\0');
}

/* The text to run: source itself, or, if environ has lost our variables, what write makes of it, in the
 * room. */
static const char *prepare(struct room *room, enum hook id, const char *source,
	void (*write)(struct writer *w, const char *source, char *const *envp))
{
	const struct state *state = state_get();
	char *const *now = environ_now();
	struct writer w = {.size = 0};
	struct envp_plan plan;

	if (!state)
		return source;
	tracer_command(state, id, source);
	if (!source || !environ_copy(room, &now) || !readable_string(source) || !readable_array(now))
		return source;
	const struct state *handed = handed_state(state, now, room);
	if (!handed)
		return source;
	struct envp_wish wish = handed_wish(handed);
	char **envp = envp_plan_measure(now, &wish, &plan) ? handed_environ(room, &plan) : NULL;
	if (!envp)
		return source;
	write(&w, source, envp);
	w = (struct writer){.out = room_take(room, w.used), .size = w.used};
	if (!w.out)
		return source;
	write(&w, source, envp);
	return w.out;
}

/* The bytes for a call in its frame: an environment of some sixty variables. */
enum { COMMAND_ROOM = 512 };

int hook_system(const char *command)
{
	ROOM(room, COMMAND_ROOM);
	const char *text = prepare(&room, HOOK_system, command, write_command);
	int ret = NEXT(system) ? NEXT(system)(text) : (int)errno_return(-ENOSYS);

	room_leave(&room);
	return ret;
}

void *hook_popen(const char *command, const char *mode)
{
	ROOM(room, COMMAND_ROOM);
	const char *text = prepare(&room, HOOK_popen, command, write_command);
	void *ret = NULL;

	if (NEXT(popen))
		ret = NEXT(popen)(text, mode);
	else
		errno_return(-ENOSYS);
	room_leave(&room);
	return ret;
}

int hook_wordexp(const char *words, void *result, int flags)
{
	const int nospace = 1; /* WRDE_NOSPACE, the only error that is temporary */
	ROOM(room, COMMAND_ROOM);
	const char *text = prepare(&room, HOOK_wordexp, words, write_words);
	int ret = NEXT(wordexp) ? NEXT(wordexp)(text, result, flags) : nospace;

	room_leave(&room);
	return ret;
}
