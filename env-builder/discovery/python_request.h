// SPDX-License-Identifier: MIT
// Which Python is asked for, as text: -p 3.11, -p '>=3.9,<3.13', -p cpython3.13t, -p pypy3.9.
#pragma once

#include <stdbool.h>

enum request_impl {
	REQUEST_ANY, /* CPython is preferred */
	REQUEST_CPYTHON,
	REQUEST_PYPY,
};

enum request_op {
	REQUEST_PREFIX,     /* 3.11, ==3.11.*: the parts that are given agree */
	REQUEST_NOT_PREFIX, /* !=3.11.* */
	REQUEST_EQ,
	REQUEST_NE,
	REQUEST_GE,
	REQUEST_GT,
	REQUEST_LE,
	REQUEST_LT,
};

struct request_rule {
	enum request_op op;
	int parts; /* how many of version[] are given, 1 to 3; the others are 0 */
	int version[3];
};

#define REQUEST_RULES 8

struct python_request {
	enum request_impl impl;
	bool threads; /* the free-threaded build: only where the text says so */
	bool debug;   /* the debug build: likewise */
	int bits;     /* 32 or 64; 0: either */
	int machine;  /* EM_... of elf.h; 0: any */
	bool foreign; /* for another system than this: there is none */
	bool system;  /* none that pyenv, uv, asdf or mise installed */
	int count;
	struct request_rule rules[REQUEST_RULES];
};

/* Reads a specification, as virtualenv and uv take them: an implementation (python, py, any, default,
 * cpython, cp, pypy, pp, or none; '@' may follow, or '-' where it is cpython or pypy), then a version (3,
 * 3.11, 3.11.4, 311) or rules with ',' between them (PEP 440: == === != <= >= < > ~=, and ".*" behind == and
 * !=), then what kind of build: t, +freethreaded or +gil; d, +debug, -dbg or -debug; and -32, -64, or a
 * platform (-arm64, -linux-x86_64-gnu), of which the C library is not looked at. Or "system", which is
 * pyenv's word for what it did not install.
 *
 *	"3.11"	"cpython3.13t"	"pypy3.9"	"pypy@3.10"	">=3.9,<3.13"	"python"	"~=3.9"
 *	"3.12-64"	"python3.12-dbg"	"3.13+freethreaded"	"cpython-3.12.3-linux-x86_64-gnu"	"any"
 *	not: ""	"3.x"	"foo"	"3.11.2.1"	">=" */
bool python_request_parse(const char *text, struct python_request *ret);

/* Does a version agree with all rules? known: how many of version[] are known; a rule that depends on more
 * counts as agreeing. */
bool python_request_agrees(const struct python_request *spec, const int version[3], int known);
