// SPDX-License-Identifier: MIT
// venvbuild that gets a signal while it probes an interpreter: the signal ends it, and no wrong message is
// printed.
#include <criterion/criterion.h>
#include <string.h>

#include "common/core/count.h"
#include "tests/fixture.h"

Test(interrupt, ends_a_builder_that_waits_for_an_interpreter, .timeout = 60)
{
	char *dir = fixture_dir();
	const char *slow = fixture_write(format("%s/python3", dir), 0755, "#!/bin/sh\nexec sleep 15\n");
	static const struct {
		const char *name, *status;
	} signals[] = {{"TERM", "143"}, {"HUP", "129"}};

	for (size_t i = 0; i < COUNT(signals); i++) {
		struct spawned s = RUN("sh", "-c",
			format(VENVBUILD " --no-cache -p %s %s/env & sleep 0.5; kill -%s $!; wait $!; "
					 "echo $?; test ! -e %s/env && echo none",
				slow, dir, signals[i].name, dir));
		cr_expect(strstr(s.out, format("%s\nnone\n", signals[i].status)), "%s: %s", signals[i].name,
			s.out);
		cr_expect(!strstr(s.out, "seconds"), "%s: %s", signals[i].name, s.out);
	}
}
