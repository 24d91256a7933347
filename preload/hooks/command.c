// SPDX-License-Identifier: MIT
// The hooks whose program is a shell that libc starts with the process's own environ: system, popen, wordexp.
//
// Where environ holds the policy and the library, which it nearly always does, the call passes. Where a
// program has cleared it, the command sets the two variables itself: environ belongs to the program and to
// its other threads.
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "common/core/names.h"
#include "common/core/count.h"
#include "common/core/envp.h"
#include "common/core/envp_plan.h"
#include "preload/base/environ.h"
#include "preload/base/errno.h"
#include "preload/hooks/hook.h"
#include "preload/base/readable.h"
#include "preload/base/state.h"
#include "preload/process/handed.h"
#include "preload/process/tracer.h"

/* Writes text to out where there is one, and returns its length: each writer below is called twice, first to
 * measure, then to fill. */
static size_t put(char *out, const char *text)
{
	size_t n = strlen(text);
	if (out)
		memcpy(out, text, n);
	return n;
}

/* One entry of an environment, in single quotes if it is NAME='VALUE' that is wanted. */
static size_t put_entry(char *out, const char *entry)
{
	size_t n = 0;

	for (; *entry != '='; entry++, n++)
		if (out)
			out[n] = *entry;
	n += put(out ? out + n : NULL, "='");
	for (entry++; *entry; entry++) {
		const char plain[] = {*entry, '\0'};
		n += put(out ? out + n : NULL, *entry == '\'' ? "'\\''" : plain);
	}
	return n + put(out ? out + n : NULL, "' ");
}

/* "export LD_PRELOAD='...' VENVRUN_POLICY='...'; " for the entries of envp that a cleared environ lacks. */
static size_t put_export(char *out, char *const *envp)
{
	static const char names[][20] = {PRELOAD_VARIABLE "=", POLICY_VARIABLE "="};
	size_t n = put(out, "export ");

	for (; *envp; envp++)
		for (size_t i = 0; i < COUNT(names); i++)
			if (strlen(*envp) > strlen(names[i]) && !memcmp(*envp, names[i], strlen(names[i])))
				n += put_entry(out ? out + n : NULL, *envp);
	return n + put(out ? out + n : NULL, "; ");
}

/* The length of a command substitution's text up to what closes it: ')' or '`'. */
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

/* wordexp(3)'s words, with the export at the start of each command substitution. */
static size_t put_words(char *out, const char *words, char *const *envp)
{
	/* between double quotes, where substitutions go on and single quotes mean nothing */
	bool quoted = false;
	size_t n = 0;

	while (*words) {
		size_t opening = 1, length = 0;
		bool command = false;
		if (words[0] == '\\' && words[1]) {
			opening = 2;
		} else if (words[0] == '"') {
			quoted = !quoted;
		} else if (words[0] == '\'' && !quoted) {
			while (words[opening] && words[opening] != '\'')
				opening++;
			opening += words[opening] != '\0';
		} else if (words[0] == '`' || (words[0] == '$' && words[1] == '(' && words[2] != '(')) {
			command = true;
			opening = words[0] == '`' ? 1 : 2;
			length = substitution_length(words + opening, words[0] == '`' ? '`' : ')');
		}
		if (out)
			memcpy(out + n, words, opening);
		n += opening;
		words += opening;
		if (!command)
			continue;
		n += put_export(out ? out + n : NULL, envp);
		if (out)
			memcpy(out + n, words, length);
		n += length;
		words += length;
		/* What closes it is no second opening. */
		if (*words) {
			if (out)
				out[n] = *words;
			n++;
			words++;
		}
	}
	if (out)
		out[n] = '\0';
	return n + 1;
}

/* A shell command, with the export in front. */
static size_t put_command(char *out, const char *command, char *const *envp)
{
	size_t n = put_export(out, envp);
	n += put(out ? out + n : NULL, command);
	if (out)
		out[n] = '\0';
	return n + 1;
}

/* The text that is to take source's place, as writer gives it where environ has lost us; or source itself. */
static const char *prepare(struct room *room, enum hook id, const char *source,
	size_t (*writer)(char *out, const char *source, char *const *envp))
{
	const struct state *state = state_get();
	char *const *now = environ_now();
	const char *ret = source;

	if (!state)
		return source;
	tracer_command(state, id, source);
	if (!source || !environ_copy(room, &now) || !readable_string(source) || !readable_array(now))
		return source;
	const struct state *handed = handed_state(state, now, room);
	if (!handed)
		return source;
	struct envp_wish wish = handed_wish(handed);
	struct envp_plan plan;
	char **envp = envp_plan_measure(now, &wish, &plan) ? handed_environ(room, &plan) : NULL;
	if (!envp)
		return source;
	char *text = room_take(room, writer(NULL, source, envp));
	if (text) {
		writer(text, source, envp);
		ret = text;
	}
	return ret;
}

/* What a call has in its frame: an environment of some sixty variables. */
enum { COMMAND_ROOM = 512 };

int hook_system(const char *command)
{
	ROOM(room, COMMAND_ROOM);
	const char *text = prepare(&room, HOOK_system, command, put_command);
	int ret = NEXT(system) ? NEXT(system)(text) : (int)errno_return(-ENOSYS);

	room_leave(&room);
	return ret;
}

void *hook_popen(const char *command, const char *mode)
{
	ROOM(room, COMMAND_ROOM);
	const char *text = prepare(&room, HOOK_popen, command, put_command);
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
	const int nospace = 1; /* WRDE_NOSPACE, the only error that says "not now" */
	ROOM(room, COMMAND_ROOM);
	const char *text = prepare(&room, HOOK_wordexp, words, put_words);
	int ret = NEXT(wordexp) ? NEXT(wordexp)(text, result, flags) : nospace;

	room_leave(&room);
	return ret;
}
