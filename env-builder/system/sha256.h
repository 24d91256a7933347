// SPDX-License-Identifier: MIT
// SHA-256 digests in hexadecimal and as RECORD has them; SHA-384 and SHA-512 are only compared.
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Bytes of a digest in hexadecimal, with its NUL. */
#define SHA256_HEX 65
/* Bytes of a digest in RECORD, with its NUL: base64 with '-' and '_', without '=' (PEP 376, PEP 427). */
#define SHA256_RECORD 44

void sha256_hex(const void *data, size_t n, char ret[SHA256_HEX]);
void sha256_record(const void *data, size_t n, char ret[SHA256_RECORD]);

/* Do the remaining fields of a row of RECORD (",sha256=DIGEST,SIZE") have the hash and the size of these n
 * bytes? Weaker hashes than SHA-256 never agree. */
bool sha256_agrees(const char *fields, const void *data, size_t n);
