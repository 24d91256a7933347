// SPDX-License-Identifier: MIT
// The names of rules and reasons. Arrays and no pointers, which the loader would have to relocate in every
// process.
#include "common/core/exec_rule.h"

const char *exec_rule_name(enum exec_rule rule)
{
	static const char names[][16] = {
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

	return names[rule];
}

const char *exec_escape_name(enum exec_escape escape)
{
	static const char names[][72] = {
		[ESCAPE_NONE] = "it can be followed",
		[ESCAPE_STATIC] = "it is a static program",
		[ESCAPE_GO] = "it is a Go program, which makes system calls without libc",
		[ESCAPE_SET_ID] = "it is a set-user-id or set-group-id program, or has capabilities",
		[ESCAPE_FOREIGN] = "it is a program for another machine, or there is no library for its ABI",
		[ESCAPE_EMULATED] = "the environment's interpreter would leave the emulator that runs it",
		[ESCAPE_UNREACHABLE] = "the environment's interpreter cannot be executed from here",
	};

	return names[escape];
}
