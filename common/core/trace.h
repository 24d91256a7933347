// SPDX-License-Identifier: MIT
// One event of --trace, as a line for people or as a JSON object. The library and the runner write it in the
// same form.
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* The kinds of events, each with its members. A member that is NULL or 0 is left out. */
enum trace_kind {
	/* a program is about to be executed: call, file, to, rule, argv, why it cannot be followed, and
	 * error */
	TRACE_EXEC,
	TRACE_FAILED,  /* that call failed: call, file, error */
	TRACE_SPAWNED, /* that call made a process: file, child */
	/* the late redirect: file (the running one), to (the executed one) or why there is none, argv,
	 * python */
	TRACE_RESTART,
	/* paths are translated from now on in this process, which has a Python: python, to (site-packages) or
	 * why they are not, argv */
	TRACE_PATHS,
	TRACE_PATH, /* a path: file, and to, the translated path; without to it is hidden */
};

/* More than any reason has; with it, an event fits in TRACE_MAX. */
#define TRACE_WHY 100

struct trace_event {
	enum trace_kind kind;
	int pid, parent;   /* the process and its parent */
	int depth;         /* generations below the first process, for the line */
	const char *call;  /* the name of the function */
	const char *file;  /* the requested file or path */
	const char *to;    /* the one that replaces it */
	const char *rule;  /* exec_rule_name() */
	const char *why;   /* a phrase of fewer than TRACE_WHY bytes */
	int major, minor;  /* the version of the Python; a minor below 0: not known */
	int error;         /* an errno */
	char *const *argv; /* argc arguments, all of them readable; NULL: none */
	size_t argc;
	bool has_more; /* there are more than argc */
	int child;     /* the new process */
};

/* The bytes of the longest event with its NUL: PIPE_BUF, up to which writes to a pipe do not mix. */
#define TRACE_MAX 4096

/* Writes the event with a newline and a NUL to out if size allows. Returns the bytes it takes, like
 * snprintf(3) + 1.
 *
 *	venvrun: [4711]   execve /usr/bin/python3 -> /e/bin/python3 (interpreter): -I 'a b'
 *	{"event": "exec", "pid": 4711, "parent": 4710, "call": "execve", "file": "/usr/bin/python3",
 *		"to": "/e/bin/python3", "rule": "interpreter", "argv": ["python3", "-I", "a b"]}
 *
 * In JSON, bytes that are no UTF-8 are lone surrogates, as in common/tool/json.h. In the line, control
 * characters are \xXX, words of argv are quoted for a shell, and argv[0] is left out. file and to are cut at
 * 1500 bytes, and argv at 700: a cut text ends with "..." in the line, and the object has "cut": true.
 * Async-signal-safe. */
size_t trace_format(char *out, size_t size, const struct trace_event *event, bool json);
