// SPDX-License-Identifier: MIT
// env-builder/system/sha256.c: digests in both spellings, and which rows of RECORD agree.
#include <criterion/criterion.h>

#include "common/core/count.h"
#include "env-builder/system/sha256.h"

Test(sha256, hashes_as_record_does)
{
	char hex[SHA256_HEX], record[SHA256_RECORD];
	sha256_hex("", 0, hex);
	cr_expect_str_eq(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	sha256_record("", 0, record);
	cr_expect_str_eq(record, "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU");
}

/* The data is "abc". */
Test(sha256, agrees_with_hash_and_size)
{
	static const struct {
		const char *fields;
		bool agrees;
	} rows[] = {
		{",sha256=ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0,3", true},
		{",sha384=ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP_W-2AhgcroefMI1i67KE0yCWn,3", true},
		{",sha512=3a81oZNherrMQXNJriBBMRLm-k6JqX6iCp7u5ktV05ohkpkqJ0_BqDa6PCOj_"
		 "uu9RU1EI2Q86A4qmslPpUyknw,3",
			true},
		{",sha256=ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0,4", false},
		{",sha256=ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFaA,3", false},
		{",md5=kAFQmDzST7DWlj99KOF_cg,3", false},
		{",sha1=qZk-NkcGgWq6PiVxeFDCbJzQ2J0,3", false},
		{",,", false},
		{"", false},
		{"sha256=ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0,3", false},
	};
	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect_eq(sha256_agrees(rows[i].fields, "abc", 3), rows[i].agrees, "%s", rows[i].fields);
}
