// SPDX-License-Identifier: MIT
// Tables of shell scripts with their expected results: tests of the built venvrun.
#include "tests/e2e/rows.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/tool/text.h"
#include "tests/e2e/script.h"
#include "tests/fixture.h"
#include "tests/skip.h"

static const char preamble[] =
	"IFS='\n'\n"
	"json() { /usr/bin/python3 -c \"import json, os, sys; x = json.load(sys.stdin); $1\"; }\n"
	"fail() { echo \"$@\"; exit 99; }\n"
	"same() { [ \"$1\" = \"$2\" ] || fail \"expected: $2\" \"got: $1\"; }\n"
	"events() { python3 -c \"import json, os, sys\n"
	"events = [json.loads(line) for line in open('t')]\n"
	"def has(**members): return any(members.items() <= e.items() for e in events)\n"
	"$1\" || { cat t; exit 99; }; }\n"
	"damaged() { cp -a \"$E\" bad; rm bad/pyvenv.cfg; }\n";

static const char *variables[8];

void rows_setup(void)
{
	const char *home = fixture_dir(), *theirs = getenv("HOME");
	variables[0] = "V=" VENVRUN;
	variables[1] = "L=" LIBRARY;
	variables[2] = "P=" BUILD_DIR "/tests/programs";
	variables[3] = format("E=%s/env", home);
	variables[4] = format("HOME_OF_PYENV=%s", theirs ? theirs : "");
	/* With SAN=address: its runtime is not the first library where another is preloaded. */
	variables[5] = "ASAN_OPTIONS=verify_asan_link_order=0";
	struct script_result r = script_run(home, variables, preamble,
		"exec /usr/bin/python3 -m venv --without-pip \"$E\"");
	cr_assert_eq(r.status, 0, "python3 -m venv: %s", r.out);
}

void rows_check(const char *suite, const struct row *rows, size_t count)
{
	for (const struct row *row = rows; row < rows + count; row++) {
		struct script_result r = script_run(fixture_dir(), variables, preamble, row->script);
		if (!r.status && text_starts(r.out, "SKIP ")) {
			skip(format("%s: %s: %.*s", suite, row->name, (int)strcspn(r.out, "\n") - 5,
				r.out + 5));
			continue;
		}
		cr_expect(r.status == row->status, "%s: %s: status %d, expected %d; it said: %s", suite,
			row->name, r.status, row->status, r.out);
		for (size_t w = 0; w < sizeof(row->words) / sizeof(*row->words) && row->words[w]; w++)
			cr_expect(strstr(r.out, row->words[w]), "%s: %s: no \"%s\" in: %s", suite, row->name,
				row->words[w], r.out);
		cr_expect(!strstr(r.out, "Sanitizer"), "%s: %s: %s", suite, row->name, r.out);
	}
}
