// SPDX-License-Identifier: MIT
// common/core/exec_rule.c: the names of rules.
#include <criterion/criterion.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/exec_rule.h"

Test(exec_rule, every_rule_has_a_name)
{
	static const char *const words[] = {
		[RULE_NONE] = "none",
		[RULE_INTERPRETER] = "interpreter",
		[RULE_SHEBANG] = "shebang",
		[RULE_ENVIRONMENT] = "environment",
		[RULE_FOREIGN] = "foreign",
		[RULE_KEEP] = "keep",
		[RULE_KEEP_ONLY] = "keep-only",
		[RULE_INTROSPECTION] = "introspection",
		[RULE_OFF] = "off",
		[RULE_UNREACHABLE] = "unreachable",
		[RULE_SYSTEM] = "system",
	};
	for (size_t i = 0; i < COUNT(words); i++)
		cr_expect(!strcmp(exec_rule_name((enum exec_rule)i), words[i]), "%s", words[i]);
}
