// SPDX-License-Identifier: MIT
// Standard input, output and error, whoever started us.
#pragma once

/* To be called first in main(): opens /dev/null in the place of those that are closed, so that no other file
 * is taken for one of them. What is executed finds them closed again. */
void streams_open(void);
