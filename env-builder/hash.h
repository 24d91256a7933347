// SPDX-License-Identifier: MIT
// SHA-256, in the two spellings that are needed.
#pragma once

#include <stddef.h>

/* Digest in hexadecimal, with its NUL. */
#define HASH_HEX 65
/* Digest as RECORD has it: base64 with '-' and '_', without '=' (PEP 376, PEP 427), with its NUL. */
#define HASH_RECORD 44

void hash_hex(const void *data, size_t n, char ret[HASH_HEX]);
void hash_record(const void *data, size_t n, char ret[HASH_RECORD]);
