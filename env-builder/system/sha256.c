// SPDX-License-Identifier: MIT
// SHA-256 digests in hexadecimal and as RECORD has them.
#include "env-builder/system/sha256.h"

#include <sha2.h>
#include <stdint.h>
#include <string.h>

#include "common/core/count.h"
#include "common/tool/cleanup.h"
#include "common/tool/text.h"

static void digest(const void *data, size_t n, uint8_t ret[SHA256_DIGEST_LENGTH])
{
	SHA2_CTX ctx;
	SHA256Init(&ctx);
	SHA256Update(&ctx, data, n);
	SHA256Final(ret, &ctx);
}

void sha256_hex(const void *data, size_t n, char ret[SHA256_HEX])
{
	uint8_t bytes[SHA256_DIGEST_LENGTH];
	digest(data, n, bytes);
	for (size_t i = 0; i < sizeof(bytes); i++) {
		ret[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
		ret[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
	}
	ret[SHA256_HEX - 1] = '\0';
}

/* Base64 with '-' and '_', without '='. ret has four bytes for each three of bytes, and one for the NUL. */
static void encode(const uint8_t *bytes, size_t size, char *ret)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	uint32_t group = 0;
	unsigned bits = 0;
	for (size_t i = 0; i < size; i++) {
		group = group << 8 | bytes[i];
		for (bits += 8; bits >= 6; bits -= 6)
			*ret++ = digits[group >> (bits - 6) & 63];
	}
	if (bits)
		*ret++ = digits[group << (6 - bits) & 63];
	*ret = '\0';
}

void sha256_record(const void *data, size_t n, char ret[SHA256_RECORD])
{
	uint8_t bytes[SHA256_DIGEST_LENGTH];
	digest(data, n, bytes);
	encode(bytes, sizeof(bytes), ret);
}

bool sha256_agrees(const char *fields, const void *data, size_t n)
{
	static const struct {
		const char *name;
		size_t size;
		void (*init)(SHA2_CTX *ctx);
		void (*update)(SHA2_CTX *ctx, const uint8_t *data, size_t n);
		void (*final)(uint8_t *ret, SHA2_CTX *ctx);
	} kinds[] = {
		{"sha256", SHA256_DIGEST_LENGTH, SHA256Init, SHA256Update, SHA256Final},
		{"sha384", SHA384_DIGEST_LENGTH, SHA384Init, SHA384Update, SHA384Final},
		{"sha512", SHA512_DIGEST_LENGTH, SHA512Init, SHA512Update, SHA512Final},
	};
	for (size_t i = 0; i < COUNT(kinds); i++) {
		uint8_t bytes[SHA512_DIGEST_LENGTH];
		char text[2 * SHA512_DIGEST_LENGTH];
		SHA2_CTX ctx;
		size_t k = strlen(kinds[i].name);
		if (*fields != ',' || strncmp(fields + 1, kinds[i].name, k) != 0 || fields[1 + k] != '=')
			continue;
		kinds[i].init(&ctx);
		kinds[i].update(&ctx, data, n);
		kinds[i].final(bytes, &ctx);
		encode(bytes, kinds[i].size, text);
		_cleanup_free_ char *expected = text_format(",%s=%s,%zu", kinds[i].name, text, n);
		return !strcmp(fields, expected);
	}
	return false;
}
