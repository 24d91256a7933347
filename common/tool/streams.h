// SPDX-License-Identifier: MIT
// Makes sure that standard input, output and error are open.
#pragma once

/* Called first in main(): opens /dev/null for each that is closed, so that no file that is opened later
 * becomes one of them. They are closed again when the program executes another (O_CLOEXEC). */
void streams_open(void);
