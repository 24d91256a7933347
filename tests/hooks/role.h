// SPDX-License-Identifier: MIT
// What the rows of each family of preload/hooks.def do. A new family does not compile until it is added here.
#pragma once

enum role {
	STARTS_PROGRAM,
	PREPARES_START,
	TAKES_PATH,

	ROLE_exec = STARTS_PROGRAM,
	ROLE_list = STARTS_PROGRAM,
	ROLE_pidfd = STARTS_PROGRAM,
	ROLE_command = STARTS_PROGRAM,
	ROLE_actions = PREPARES_START,
	ROLE_path = TAKES_PATH,
	ROLE_template = TAKES_PATH,
	ROLE_tree = TAKES_PATH,
	ROLE_load = TAKES_PATH,
	ROLE_listing = TAKES_PATH,
};
