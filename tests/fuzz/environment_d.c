// SPDX-License-Identifier: MIT
// Fuzzes environment_d_parse: a file of environment.d may have any text. A variable that is set can be
// written as a line, which is parsed to the same value.
#include "common/tool/cleanup.h"
#include "common/tool/text.h"
#include "common/env/environment_d.h"
#include "tests/fuzz/targets.h"

struct one {
	const char *name, *value;
	int times;
};

static const char *get(void *ctx, const char *name)
{
	(void)ctx;
	check(environment_d_name_ok(name));
	return strlen(name) % 2 ? "$A \"'\\\n" : NULL;
}

static bool is_same(void *ctx, const char *name, const char *value)
{
	struct one *one = ctx;
	check(!strcmp(name, one->name) && !strcmp(value, one->value));
	one->times++;
	return true;
}

static bool set(void *ctx, const char *name, const char *value)
{
	int *left = ctx;
	struct one one = {name, value, 0};
	_cleanup_free_ char *line = environment_d_line(name, value), *why = NULL;
	check(environment_d_name_ok(name));
	check(!environment_d_parse("line", line, &(struct environment_d){is_same, get, &one}, &why) &&
		one.times == 1);
	check(*left > 0); /* it must not be called after it returned false */
	return --*left > 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_free_ char *text = text_copy_n((const char *)data, strnlen((const char *)data, size)),
			    *why = NULL;
	int left = 8, r = environment_d_parse("a file", text, &(struct environment_d){set, get, &left}, &why);
	check(r < 0 ? why && strstr(why, "'a file':") : !why && (r == 1) == !left);
	_cleanup_free_ char *other = NULL;
	left = 8;
	r = environment_d_parse_dotenv("a file", text, &(struct environment_d){set, get, &left}, &other);
	check(r < 0 ? other && strstr(other, "'a file':") : !other && (r == 1) == !left);
	return 0;
}
