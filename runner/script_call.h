// SPDX-License-Identifier: MIT
// venvrun as the interpreter that a script names in its first line: the script is to run with ENV's Python.
//
// The kernel makes one word of what follows the interpreter, env -S splits it:
//
//	#!/usr/local/bin/venvrun ENV			venvrun 'ENV' ./script ARG...
//	#!/usr/local/bin/venvrun --isolated ENV		venvrun '--isolated ENV' ./script ARG...
//	#!/usr/bin/env -S venvrun --isolated ENV	venvrun '--isolated' 'ENV' ./script ARG...
#pragma once

struct script_call {
	/* the command line with these words apart and the script as its command; allocated */
	char **argv;
	const char *script; /* one of them; NULL: venvrun was not called by a script */
	char *words;        /* what the words lie in */
};

/* argv is kept by reference. To be given back with script_call_clear(). */
struct script_call script_call_find(char **argv);
void script_call_clear(const struct script_call *s);
