// SPDX-License-Identifier: MIT
// Which of pip, setuptools and wheel are asked for, as words of the command line.
#pragma once

/* Puts NAME[==VERSION],... in place of *seeds, an allocated array of allocated words that ends in NULL (or
 * NULL, which stands for pip alone); with '+' in front, beside what is there; with '-', without it.
 * virtualenv calls the base's own version "bundle" or "embed". Returns NULL, or what is wrong with it,
 * allocated. */
char *seed_option_set(char ***seeds, const char *list);

void seed_option_clear(char ***seeds);
