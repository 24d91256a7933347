// SPDX-License-Identifier: MIT
// A request for a Python, as text: --python 3.11, '>=3.9,<3.13', cpython3.13t, pypy3.9.
#pragma once

#include <stdbool.h>

enum request_impl {
	REQUEST_ANY, /* CPython is preferred */
	REQUEST_CPYTHON,
	REQUEST_PYPY,
};

enum request_op {
	REQUEST_PREFIX,     /* 3.11, ==3.11.*: the given parts are equal */
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
	int parts; /* how many elements of version are given, 1 to 3; the others are 0 */
	int version[3];
};

#define REQUEST_RULES 8

struct python_request {
	enum request_impl impl;
	bool threads; /* the free-threaded build, which only an explicit request selects */
	bool debug;   /* the debug build, likewise */
	int bits;     /* 32 or 64; 0: either */
	int machine;  /* EM_... of elf.h; 0: any */
	bool foreign; /* for another operating system: no interpreter fits */
	bool system;  /* none that pyenv, uv, asdf or mise installed */
	int count;
	struct request_rule rules[REQUEST_RULES];
};

/* Parses a request as virtualenv and uv accept it. In this order:
 *
 *	implementation	python, py, any, default, cpython, cp, pypy, pp, or none; '@' or '-' may follow
 *	version		3, 3.11, 3.11.4, 311; or rules with ',' between them (PEP 440): == != >= ~= ...
 *	build		t, +freethreaded or +gil; d, +debug, -dbg or -debug
 *	platform	-32, -64, -arm64, -linux-x86_64-gnu; the C library in it is ignored
 *
 * Or "system", pyenv's word for Pythons that it did not install. Returns whether text is a request:
 *
 *	"3.11"	"cpython3.13t"	"pypy3.9"	"pypy@3.10"	">=3.9,<3.13"	"python"	"~=3.9"
 *	"3.12-64"	"python3.12-dbg"	"any"	"3.13+gil"	"cpython-3.12.3-linux-x86_64-gnu"
 *	not: ""	"3.x"	"foo"	"3.11.2.1"	">=" */
bool python_request_parse(const char *text, struct python_request *ret);

/* Does a version agree with all rules? known is how many elements of version are known; a rule that needs
 * more of them agrees. */
bool python_request_agrees(const struct python_request *request, const int version[3], int known);
