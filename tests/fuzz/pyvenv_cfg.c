// SPDX-License-Identifier: MIT
// Fuzzes pyvenv_cfg_parse: pyvenv.cfg may have any bytes. Keys and values are trimmed, and a value can be
// quoted and unquoted.
#include <ctype.h>

#include "common/tool/cleanup.h"
#include "common/tool/text.h"
#include "common/env/pyvenv_cfg.h"
#include "tests/fuzz/targets.h"

static bool is_trimmed(const char *s)
{
	size_t n = strlen(s);
	return !strchr(s, '\n') && (!n || (!strchr(" \t\r", s[0]) && !strchr(" \t\r", s[n - 1])));
}

static bool is_printed(const char *s)
{
	while (*s && !iscntrl((unsigned char)*s))
		s++;
	return !*s;
}

static void check_value(const char *value)
{
	_cleanup_free_ char *plain = pyvenv_cfg_unquote(value), *repr = pyvenv_cfg_repr(value),
			    *again = pyvenv_cfg_unquote(repr);
	check(strlen(plain) <= strlen(value) && is_printed(repr) && pyvenv_cfg_is_line(repr));
	check(!strcmp(again, value));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pyvenv_cfg cfg;
	bool wrong = pyvenv_cfg_parse(text_copy_n((const char *)data, size), size, &cfg);

	if (wrong)
		return 0;
	check(cfg.count > 0);
	for (size_t i = 0; i < cfg.count; i++) {
		const struct pyvenv_cfg_line *line = &cfg.lines[i];
		check(*line->key && is_trimmed(line->key) && is_trimmed(line->value) &&
			!strchr(line->key, '='));
		for (const char *c = line->key; *c; c++)
			check(!isupper((unsigned char)*c));
		const char *first = pyvenv_cfg_get(&cfg, line->key);
		check(first && (first == line->value || first < line->value));
		check_value(line->value);
	}
	pyvenv_cfg_clear(&cfg);
	return 0;
}
