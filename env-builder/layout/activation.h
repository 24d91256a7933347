// SPDX-License-Identifier: MIT
// The scripts that activate an environment, each value quoted in the way of its language.
#pragma once

#include <stdbool.h>

/* The texts of bin/activate (bash, zsh, dash, ksh, busybox), activate.csh, activate.fish, Activate.ps1,
 * activate.nu (nushell) and activate.xsh (xonsh) for the environment at env, an absolute path without ':';
 * prompt is what stands in parentheses in front of the shell's own, a line. It is text: no shell expands or
 * executes what is in it. Where it moves, each finds out where it lies by then. Allocated. */
char *activation_sh(const char *env, const char *prompt, bool moves) __attribute__((returns_nonnull));
char *activation_csh(const char *env, const char *prompt, bool moves) __attribute__((returns_nonnull));
char *activation_fish(const char *env, const char *prompt, bool moves) __attribute__((returns_nonnull));
char *activation_ps1(const char *env, const char *prompt, bool moves) __attribute__((returns_nonnull));

char *activation_nu(const char *env, const char *prompt, bool moves) __attribute__((returns_nonnull));
char *activation_xsh(const char *env, const char *prompt, bool moves) __attribute__((returns_nonnull));

/* activate.bat and deactivate.bat, for cmd, and activate_cmd.sh, the program for sh that both ask; they find
 * themselves. */
char *activation_bat(const char *prompt) __attribute__((returns_nonnull));
char *activation_leave_bat(void) __attribute__((returns_nonnull));
char *activation_cmd_sh(void) __attribute__((returns_nonnull));

/* activate_this.py, which finds itself; site is its site-packages below ENV, number the version of its
 * Python. */
char *activation_this(const char *site, const int number[2], const char *prompt)
	__attribute__((returns_nonnull));

/* The site module of a Python 2.7 environment. */
char *activation_site27(void) __attribute__((returns_nonnull));
