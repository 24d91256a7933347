// SPDX-License-Identifier: MIT
// What --trace tells: one event, as a line for people or as a JSON object. Written alike by the library and
// by the runner.
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Which members an event of a kind has; what is NULL or 0 is left out. */
enum trace_kind {
	/* a program is about to be executed: call, file, to, rule, argv, why (it cannot be followed) and its
	 * error */
	TRACE_EXEC,
	TRACE_FAILED,  /* that call came back: call, file, error */
	TRACE_SPAWNED, /* it made a process: file, child */
	/* the late redirect: file (what runs), to (what is executed) or why (it goes on), argv, python */
	TRACE_RESTART,
	/* what paths mean from now on in this process, which has a Python: python, to (site-packages), why
	 * (not), argv */
	TRACE_PATHS,
	TRACE_PATH, /* a path that means another: file, to; without to it is hidden */
};

struct trace_event {
	enum trace_kind kind;
	int pid, parent;  /* the process and its parent */
	int depth;        /* how far below the first process, for the line */
	const char *call; /* the function's name */
	const char *file; /* what the program asked for */
	const char *to;   /* what it gets */
	const char *rule; /* exec_rule_name() */
	const char *why;
	int major, minor;  /* the Python's version; a minor below 0 is not known */
	int error;         /* an errno */
	char *const *argv; /* argc arguments, of which all can be read; NULL: none */
	size_t argc;
	bool has_more; /* there are more than argc */
	int child;     /* the new process */
};

/* no event is longer, NUL included: PIPE_BUF, up to which writes to a pipe do not mix */
#define TRACE_MAX 4096

/* Writes the event with a newline and a NUL to out if size allows. Returns the bytes it takes, like
 * snprintf(3) + 1.
 *
 *	venvrun: [4711]   execve /usr/bin/python3 -> /e/bin/python3 (interpreter): -I 'a b'
 *	{"event": "exec", "pid": 4711, "parent": 4710, "call": "execve", "file": "/usr/bin/python3",
 *		"to": "/e/bin/python3", "rule": "interpreter", "argv": ["python3", "-I", "a b"]}
 *
 * In JSON, bytes that are not UTF-8 are lone surrogates, as common/tool/json.h has them; in the line, control
 * characters are \xXX, and a word of argv is quoted as for a shell; argv[0] is left out. A file or a to that
 * takes more than 1500 bytes is cut, and so is argv at 700: "..." ends it in the line, "cut": true the
 * object. Async-signal-safe. */
size_t trace_format(char *out, size_t size, const struct trace_event *event, bool json);
