// SPDX-License-Identifier: MIT
// venvrun as the interpreter in a script's first line: ENV's Python runs the script.
//
// The kernel passes all words after the interpreter as one argument, env -S splits them:
//
//	#!/usr/local/bin/venvrun ENV			venvrun 'ENV' ./script ARG...
//	#!/usr/local/bin/venvrun --isolated ENV		venvrun '--isolated ENV' ./script ARG...
//	#!/usr/bin/env -S venvrun --isolated ENV	venvrun '--isolated' 'ENV' ./script ARG...
#pragma once

struct script_call {
	char **argv; /* the command line with these words split and the script as its command; allocated */
	const char *script; /* an element of argv; NULL: venvrun was not called by a script */
	char *words;        /* holds the words */
};

/* Strings of argv are kept by reference. script_call_clear() frees the result. */
struct script_call script_call_find(char **argv);
void script_call_clear(const struct script_call *call);
