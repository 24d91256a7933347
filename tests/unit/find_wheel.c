// SPDX-License-Identifier: MIT
// env-builder/wheel/find_wheel.c: the advice where there is no wheel.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/core/count.h"
#include "env-builder/wheel/find_wheel.h"
#include "tests/skip.h"

/* The interpreter has no wheels. */
Test(find_wheel, advises_what_helps)
{
	static const struct {
		const char *prefix, *seed, *otherwise, *says, *not ;
	} rows[] = {
		{"/usr", "wheel", "--seed pip", "apt install python3-wheel-whl", "python3-venv"},
		{"/usr", "setuptools", "--seed pip", "apt install python3-setuptools-whl", "python3-venv"},
		{"/usr", "pip", "--without-pip", "apt install python3-venv", "--installer"},
		{"/opt/python", "pip", "--installer=uv", "do without it: --installer=uv", "--without-pip"},
		{"/opt/python", "wheel", "--seed pip", "--extra-search-dir", "apt install"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct interpreter python = {.path = (char *)"/nowhere/python3",
			.home = (char *)"/nowhere",
			.implementation = (char *)"CPython",
			.version = (char *)"3.11.2",
			.number = {3, 11, 2},
			.threads = (char *)"",
			.prefix = (char *)rows[i].prefix,
			.stdlib = (char *)"/nowhere",
			.wheels = (char *)""};
		char *why = NULL, *wheel = find_wheel(&python, rows[i].seed, NULL, rows[i].otherwise, &why);
		if (wheel) {
			skip("find_wheel: this system has the wheel, so there is no advice");
			continue;
		}
		cr_expect(strstr(why, rows[i].says) && !strstr(why, rows[i].not ), "%s: %s", rows[i].seed,
			why);
	}
}
