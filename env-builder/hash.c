// SPDX-License-Identifier: MIT
// SHA-256, in the two spellings that are needed.
#include "env-builder/hash.h"

#include <sha2.h>
#include <stdint.h>

static void digest(const void *data, size_t n, uint8_t ret[SHA256_DIGEST_LENGTH])
{
	SHA2_CTX ctx;
	SHA256Init(&ctx);
	SHA256Update(&ctx, data, n);
	SHA256Final(ret, &ctx);
}

void hash_hex(const void *data, size_t n, char ret[HASH_HEX])
{
	uint8_t bytes[SHA256_DIGEST_LENGTH];
	digest(data, n, bytes);
	for (size_t i = 0; i < sizeof(bytes); i++) {
		ret[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
		ret[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
	}
	ret[HASH_HEX - 1] = '\0';
}

void hash_record(const void *data, size_t n, char ret[HASH_RECORD])
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	uint8_t bytes[SHA256_DIGEST_LENGTH + 1] = {0};
	digest(data, n, bytes);
	for (size_t i = 0, out = 0; i < SHA256_DIGEST_LENGTH; i += 3) {
		uint32_t group = (uint32_t)bytes[i] << 16 | (uint32_t)bytes[i + 1] << 8 | (i + 2 < sizeof(bytes) ? bytes[i + 2] : 0);
		for (int shift = 18; shift >= 0 && out < HASH_RECORD - 1; shift -= 6)
			ret[out++] = digits[group >> shift & 63];
	}
	ret[HASH_RECORD - 1] = '\0';
}
