// SPDX-License-Identifier: MIT
// env-builder/system/process.c: the ways in which a program may end.
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>

#include "common/core/count.h"
#include "env-builder/system/process.h"

Test(process, reports_how_a_program_ended, .timeout = 60)
{
	static const struct {
		const char *command, *why; /* NULL: it ended well */
		int status;
	} rows[] = {
		{"echo yes", NULL, 0},
		{"echo one >&2; echo two >&2; exit 3", "it exited with status 3: two", 3},
		{"kill -9 $$", "it was killed by signal 9", -1},
		{"sleep 20", "it did not end within 1 seconds", -1},
		{"trap '' TERM INT; sleep 20; sleep 20", "it did not end within 1 seconds", -1},
		{"yes | head -c 3000000; yes | head -c 3000000 >&2; exit 0", NULL, 0},
		{"exec >&- 2>&-; exit 4", "it exited with status 4", 4},
		{"read x; test -z \"$x\"", NULL, 0},
		{"test \"$PWD\" = /tmp", NULL, 0},
		{"test \"$VENVRUN\" = off", NULL, 0},
		{"sleep 30 & echo yes", NULL, 0},
		{"sleep 30 & exit 3", "it exited with status 3", 3},
		{"exec >&- 2>&-; sleep 20 # within", "it did not end within 1 seconds", -1},
	};
	int tmp = open("/tmp", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *argv[] = {(char *)"/bin/sh", (char *)"-c", (char *)rows[i].command, NULL};
		struct process_result result;
		bool hangs = rows[i].why && strstr(rows[i].why, "within");
		int r = process_run(argv, tmp, hangs ? 1 : 20, &result);
		cr_expect_eq(r, rows[i].why ? -1 : 0, "%s: %s", rows[i].command, result.why);
		cr_expect(rows[i].why ? result.why && !strcmp(result.why, rows[i].why) : !result.why,
			"%s: %s", rows[i].command, result.why);
		cr_expect_eq(result.exit_status, rows[i].status, "%s: %d", rows[i].command,
			result.exit_status);
		process_result_clear(&result);
	}
}
