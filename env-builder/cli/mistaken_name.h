// SPDX-License-Identifier: MIT
// Names of environments that look like something else: "venvbuild install six" makes two environments.
#pragma once

/* Returns a sentence with the command that the user probably wanted, allocated; NULL for a usual name. */
char *mistaken_for(const char *name);
