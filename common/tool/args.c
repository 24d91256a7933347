// SPDX-License-Identifier: MIT
// Options on the command line.
#include "common/tool/args.h"

#include <string.h>

#include "common/tool/cleanup.h"
#include "common/tool/spell.h"

const struct args_option *args_find(const struct args_option *table, size_t count, const char *name, size_t n)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(table[i].name) == n && !memcmp(table[i].name, name, n))
			return &table[i];
	return NULL;
}

static bool may_lack_value(const struct args_option *option)
{
	return option->value && *option->value == '[';
}

char *args_value(const struct args_option *option, const char *name, const char **value, char ***argv)
{
	if (*value && !option->value)
		return text_format("%s takes no argument", name);
	if (may_lack_value(option) && *value && !**value)
		return text_format("%s= needs a value; without one: %s", name, name);
	if (*value || !option->value || may_lack_value(option))
		return NULL;
	if (!(*argv)[1])
		return text_format("%s needs an argument: %s%s%s", name, name, name[1] == '-' ? "=" : " ",
			option->value);
	*value = *++*argv;
	return NULL;
}

char *args_set(const struct args_option *option, struct options *options, const char *value)
{
	if (option->set)
		return option->set(options, value ? value : "");
	*(bool *)((char *)options + option->flag) = true;
	if (option->excludes)
		*(bool *)((char *)options + option->excludes) = false;
	return NULL;
}

static char *read_one(const struct args_option *option, const char *name, const char *value,
	struct options *options, char ***argv)
{
	char *wrong = args_value(option, name, &value, argv);
	return wrong ? wrong : args_set(option, options, value);
}

/* The only option that begins with name, else the one of which name is a misspelling; NULL where there is
 * none. */
static const struct args_option *nearest(const struct args_option *table, size_t count, const char *name)
{
	const struct args_option *best = NULL, *begins = NULL;
	size_t len = strlen(name), bound = spell_bound(len), many = 0;
	for (size_t i = 0; i < count && len > 1 && len <= SPELL_LONGEST; i++) {
		size_t d = spell_distance(name, table[i].name);
		if (d < bound || (d == bound && !best)) {
			best = &table[i];
			bound = d;
		}
		if (text_starts(table[i].name, name)) {
			begins = &table[i];
			many++;
		}
	}
	return many == 1 ? begins : best;
}

static char *unknown(const struct args_option *table, size_t count, const char *word, const char *name)
{
	const struct args_option *near = nearest(table, count, name);
	_cleanup_free_ char *quoted = text_quoted(word);
	return near
		? text_format("unknown option %s; did you mean --%s? --help lists all", quoted, near->name)
		: text_format("unknown option %s; --help lists all", quoted);
}

static char *read_letters(const struct args_option *table, size_t count, struct options *options,
	char ***argv)
{
	const char *word = **argv;
	for (const char *letter = word + 1; *letter; letter++) {
		const struct args_option *option = NULL;
		for (size_t i = 0; i < count && !option; i++)
			if (table[i].letter == *letter)
				option = &table[i];
		if (!option)
			return unknown(table, count, word, word + 1);
		const char name[] = {'-', *letter, '\0'};
		char *wrong = read_one(option, name, option->value && letter[1] ? letter + 1 : NULL, options,
			argv);
		if (wrong || option->value)
			return wrong;
	}
	return NULL;
}

char *args_read(const struct args_option *table, size_t count, struct options *options, char ***argv)
{
	const char *word = **argv;
	if (word[1] != '-')
		return read_letters(table, count, options, argv);
	size_t n = strcspn(word, "=");
	_cleanup_free_ char *name = text_copy_n(word, n);
	const struct args_option *option = args_find(table, count, name + 2, n - 2);
	if (!option)
		return unknown(table, count, name, name + 2);
	return read_one(option, name, word[n] ? word + n + 1 : NULL, options, argv);
}

void args_help(const struct args_option *table, size_t count, size_t column, struct text *out)
{
	for (size_t i = 0; i < count; i++) {
		const struct args_option *option = &table[i];
		size_t start = out->len;
		const char letter[] = {'-', option->letter, ',', '\0'};
		text_add_format(out, "  %3s --%s", option->letter ? letter : "", option->name);
		if (option->value)
			text_add_format(out, "%s%s", may_lack_value(option) ? "" : "=", option->value);
		text_add(out, " ");
		for (const char *line = option->help; *line;) {
			size_t n = strcspn(line, "\n");
			while (out->len < start + column)
				text_add(out, " ");
			text_add_format(out, "%.*s\n", (int)n, line);
			line += n + (line[n] == '\n');
			start = out->len;
		}
	}
}
