// SPDX-License-Identifier: MIT
// Which script an interpreter's command line runs; async-signal-safe and vfork-safe.
#pragma once

/* The script in the arguments of a Python, as they stand behind its options; NULL where it runs none: -c, -m,
 * standard input.
 *
 *	python3 -Es -X dev x.py -c	-> x.py		python3 -Im pip	-> NULL
 *	python3 -W ignore - x.py	-> NULL
 *
 * argv may be NULL. What is returned may be a directory or an archive, or not there at all. */
const char *cmdline_python(char *const *argv);

/* The same for sh, bash, dash, ksh and zsh:
 *
 *	sh -e -o pipefail x.sh a	-> x.sh		bash -lc 'x.sh'	-> NULL */
const char *cmdline_shell(char *const *argv);
