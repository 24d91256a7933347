// SPDX-License-Identifier: MIT
// Scripts with unusual first lines are started or rejected as they are without the library.
#include <criterion/criterion.h>
#include <string.h>

#include "common/core/shebang.h"
#include "tests/fixture.h"
#include "tests/hooks/compare.h"

static const struct script {
	const char *text;
	size_t len;
} scripts[] = {
	{LINE("")},
	{LINE("\n")},
	{LINE("#")},
	{LINE("#!")},
	{LINE("#!\n")},
	{LINE("#! \t \n")},
	{LINE("#! ")},
	{LINE("#!./i\n")},
	{LINE("#!./i")},
	{LINE("#! \t./i\n")},
	{LINE("#!./i \t\n")},
	{LINE("#!i\n")},
	{LINE("#!./i a\n")},
	{LINE("#!./i a")},
	{LINE("#!./i  a \t b  \n")},
	{LINE("#!./i  a \t b  ")},
	{LINE("#!./i\ta\n")},
	{LINE("#!./i\r\n")},
	{LINE("#!./i a\r\n")},
	{LINE("#!./i \r\n")},
	{LINE("#!\0./i\n")},
	{LINE("#!./i\0a\n")},
	{LINE("#!./i a\0b\n")},
	{LINE("#!./i \0b\n")},
	{LINE("#!/\n")},
	{LINE("#!.\n")},
	{LINE("#!./missing a\n")},
	{LINE("#!./data\n")},
	{LINE("#!./secret a\n")},
	{LINE("# !./i\n")},
	{LINE(" #!./i\n")},
	{LINE("#!#!./i\n")},
	{LINE("\xef\xbb\xbf#!./i\n")},
	{LINE("#!./i \xc3\xa9\n")},
	{LINE("#!./plain x\n")},
	{LINE("#!./loop\n")},
	{LINE("#!./python2 x\n")},
	{LINE("#!./python3-config x\n")},
	{LINE("#!./dir/python3 x\n")},
	{LINE("#!./file/python3 x\n")},
	{LINE("#!/usr/bin/env ./i\n")},
	{LINE("#!/usr/bin/env missing\n")},
	{LINE("#!/usr/bin/env -S ./i a  b\n")},
	{LINE("#!/usr/bin/env -S -i B=1 ./i a\n")},
	{LINE("#!/usr/bin/env ./i a\n")},
	{LINE("#!/bin/sh\necho \"$0\" \"$#\" \"$@\"; exit 7\n")},
	{LINE("echo \"$0\" \"$#\" \"$@\"; exit 7\n")},
	{LINE("\x7f"
	      "ELF")},
	{LINE("\x7f"
	      "ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\x3e\0")},
	{LINE("\0\0\0\0")},
};

Test(scripts, scripts_with_unusual_first_lines, .init = compare_begin, .timeout = 300)
{
	compare_make_files();
	for (size_t i = 0; i < COUNT(scripts); i++) {
		struct target target = {.what = format("script %zu, \"%s\"", i, scripts[i].text),
			.file = "./script"};
		compare_write("script", scripts[i].text, scripts[i].len, 0755);
		compare(&target, 1, "kept", false);
	}
	compare_expect_started(300);
}

/* First lines that end near the limit of what the kernel reads. */
Test(scripts, first_lines_around_256_bytes, .init = compare_begin, .timeout = 300)
{
	static const struct {
		const char *front;
		char fill;
		const char *back;
		size_t back_len;
	} rows[] = {
		{"#!", ' ', LINE("./i")},
		{"#!", ' ', LINE("./i\n")},
		{"#!", ' ', LINE("./i a\n")},
		{"#!./i ", 'a', LINE("")},
		{"#!./i ", 'a', LINE("\n")},
		{"#!./i ", 'a', LINE(" \n")},
		{"#!./i a", ' ', LINE("b\n")},
		{"#!./i a", ' ', LINE("")},
		{"#!.", '/', LINE("i")},
		{"#!.", '/', LINE("i\n")},
		{"#!.", '/', LINE("i a\n")},
		{"#!./i", '\0', LINE("\n")},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		for (size_t n = SHEBANG_MAX - 1; n <= SHEBANG_MAX + 1; n++) {
			char text[SHEBANG_MAX + 8];
			struct target target = {.what = format("row %zu, %zu bytes", i, n),
				.file = "./script"};
			memset(text, rows[i].fill, sizeof text);
			memcpy(text, rows[i].front, strlen(rows[i].front));
			memcpy(text + n - rows[i].back_len, rows[i].back, rows[i].back_len);
			compare_write("script", text, n, 0755);
			compare(&target, 1, "kept", false);
		}
	}
	compare_expect_started(200);
}
