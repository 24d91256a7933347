// SPDX-License-Identifier: MIT
// The activation scripts of an environment, with every value quoted by the rules of their language.
//
// They are made from env-builder/layout/templates, which the Makefile turns into templates.h.
#pragma once

#include <stdbool.h>

/* Each function returns the text of a file, allocated.
 * env: the environment's path, absolute and without ':'.
 * prompt: the text in parentheses in front of the shell's prompt, one line. No shell expands or executes it.
 * moves: the script finds the environment by its own path instead of naming env. */

/* bin/activate, for bash, zsh, dash, ksh and busybox */
char *activation_sh(const char *env, const char *prompt, bool moves) __attribute__((returns_nonnull));
char *activation_csh(const char *env, const char *prompt, bool moves) __attribute__((returns_nonnull));
char *activation_fish(const char *env, const char *prompt, bool moves) __attribute__((returns_nonnull));
char *activation_ps1(const char *env, const char *prompt, bool moves) __attribute__((returns_nonnull));
/* nushell */
char *activation_nu(const char *env, const char *prompt, bool moves) __attribute__((returns_nonnull));
/* xonsh */
char *activation_xsh(const char *env, const char *prompt, bool moves) __attribute__((returns_nonnull));

/* activate.bat and deactivate.bat, for cmd, and activate_cmd.sh, a program for sh that both start. They
 * always find the environment by their own path. */
char *activation_bat(const char *prompt) __attribute__((returns_nonnull));
char *activation_leave_bat(void) __attribute__((returns_nonnull));
char *activation_cmd_sh(void) __attribute__((returns_nonnull));

/* activate_this.py, which finds the environment by its own path. site is its site-packages, relative to the
 * environment; number is the version X.Y of its Python. */
char *activation_this(const char *site, const int number[2], const char *prompt)
	__attribute__((returns_nonnull));

/* The module site of a Python 2.7 environment: lib/python2.7/site.py. */
char *activation_site27(void) __attribute__((returns_nonnull));
