// SPDX-License-Identifier: MIT
// What an environment with an interpreter, or with pip, must answer.
#pragma once

/* Each fails the test, with what in front, where it is not so; env is an absolute path. */

/* Its python has it as its sys.prefix. */
void expect_prefix(const char *env, const char *what);
/* Its pip runs, and is its own. */
void expect_pip(const char *env, const char *what);
