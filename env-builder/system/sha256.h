// SPDX-License-Identifier: MIT
// SHA-256 and its longer kin, in the two spellings that are needed.
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Digest in hexadecimal, with its NUL. */
#define SHA256_HEX 65
/* Digest as RECORD has it: base64 with '-' and '_', without '=' (PEP 376, PEP 427), with its NUL. */
#define SHA256_RECORD 44

void sha256_hex(const void *data, size_t n, char ret[SHA256_HEX]);
void sha256_record(const void *data, size_t n, char ret[SHA256_RECORD]);

/* Is row, as it stands in RECORD behind a path (",sha256=DIGEST,SIZE"), true of data? sha384 and sha512 are
 * known, too; what is weaker is true of nothing. */
bool sha256_agrees(const char *row, const void *data, size_t n);
