// SPDX-License-Identifier: MIT
// The rules of a decision (exec.h), and the reasons why a program cannot be followed, with their names.
#pragma once

enum exec_rule {
	RULE_NONE,          /* not a Python, or its call does not show it: unchanged */
	RULE_INTERPRETER,   /* a base interpreter: replaced by ENV's */
	RULE_SHEBANG,       /* a script for a base interpreter: run by ENV's */
	RULE_ENVIRONMENT,   /* ENV's own interpreter, or a script for it: argv[0] becomes its path */
	RULE_FOREIGN,       /* another environment's interpreter, or a script for it: unchanged */
	RULE_KEEP,          /* exempt by --keep: it and what it starts run as without venvrun */
	RULE_KEEP_ONLY,     /* exempt by --keep-only: runs as without venvrun; what it starts is followed */
	RULE_INTROSPECTION, /* a query about itself (introspection.h): it and what it starts unchanged */
	RULE_OFF, /* VENVRUN=off is in the environment: it and what it starts run as without venvrun */
	RULE_UNREACHABLE, /* it would be ENV's interpreter, which cannot be executed from here: unchanged */
	RULE_SYSTEM,      /* a script or a tool of the system's packages: runs as without venvrun */
};

/* The word for a rule in --explain and --trace: "none", "interpreter", "keep-only", ... */
const char *exec_rule_name(enum exec_rule rule);

/* Why the program that runs in the end cannot be followed. A strict policy refuses it. */
enum exec_escape {
	ESCAPE_NONE,
	ESCAPE_STATIC,   /* it has no loader, which would read LD_PRELOAD */
	ESCAPE_GO,       /* it makes system calls without libc */
	ESCAPE_SET_ID,   /* its loader ignores LD_PRELOAD (ld.so(8), secure-execution mode) */
	ESCAPE_FOREIGN,  /* it is for another machine, or an ABI for which there is no library */
	ESCAPE_EMULATED, /* ENV's interpreter would replace it, without the emulator that runs this process */
	ESCAPE_UNREACHABLE, /* ENV's interpreter would replace it, and cannot be executed from here */
};

/* The reason in words, for a message: "it is a static program", ... */
const char *exec_escape_name(enum exec_escape escape);
