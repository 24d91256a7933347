// SPDX-License-Identifier: MIT
// Names of environments that look like something else: "venvbuild install six" makes two.
#pragma once

/* What somebody may have meant who gave this name to an environment: a sentence, allocated;
 * NULL where it looks like one. */
char *mistaken_for(const char *name);
