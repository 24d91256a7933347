// SPDX-License-Identifier: MIT
// The scripts that a shell sources, each value quoted in the way of its shell.
#pragma once

/* The texts of bin/activate (bash, zsh, dash, ksh, busybox), activate.csh, activate.fish and Activate.ps1 for the environment
 * at env, an absolute path without newline or ':'; prompt is what stands in parentheses in front of the shell's own.
 * A prompt is text: no shell expands or executes what is in it. Allocated. */
char *activate_sh(const char *env, const char *prompt) __attribute__((returns_nonnull));
char *activate_csh(const char *env, const char *prompt) __attribute__((returns_nonnull));
char *activate_fish(const char *env, const char *prompt) __attribute__((returns_nonnull));
char *activate_ps1(const char *env, const char *prompt) __attribute__((returns_nonnull));

/* The site module of a Python 2.7 environment. */
char *activate_site27(void) __attribute__((returns_nonnull));
