// SPDX-License-Identifier: MIT
// Fuzzes path_clean: the output is clean and not longer than the input, and to clean it again changes
// nothing.
#include "common/core/path.h"
#include "tests/fuzz/targets.h"

static bool is_clean(const char *path)
{
	size_t n = strlen(path);
	if (!strcmp(path, "/"))
		return true;
	if (path[0] != '/' || path[n - 1] == '/' || strstr(path, "//") || strstr(path, "/./") ||
		strstr(path, "/../"))
		return false;
	return strcmp(path + path_dir_len(path), ".") && strcmp(path + path_dir_len(path), "..");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *in = malloc(size + 1);
	if (size)
		memcpy(in, data, size);
	in[size] = '\0';
	size_t room = strlen(in) + 1;
	char *out = malloc(room), *again = malloc(room);

	size_t n = path_clean(out, in);
	check(n < room && strlen(out) == n && (in[0] == '/') == (n > 0));
	if (n) {
		check(is_clean(out) && path_under(out, out));
		check(path_clean(again, out) == n && !strcmp(again, out));
	}
	check(path_clean(in, in) == n && !strcmp(in, out));
	check(strlen(path_base(out)) + path_dir_len(out) == n);
	free(in);
	free(out);
	free(again);
	return 0;
}
