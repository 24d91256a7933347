// SPDX-License-Identifier: MIT
// The rows of preload/hooks.def as data, so that libffi can call each function by its name.
#pragma once

#include <ffi.h>
#include <stddef.h>

#include "preload/hooks/kinds.h"
#include "tests/hooks/role.h"

/* clang-format off */
/* The kinds of preload/hooks/kinds.h, as numbers and as types of libffi. */
#define KIND_NAMES(X) \
	X(PATH) X(FILE) X(DIRFD) X(ATPATH) X(TEMPLATE) X(PATHS) X(LIBRARY) X(FD) X(ARGV) X(ENVP) \
	X(ARGS) X(ARGS_ENVP) X(PID) X(ACTIONS) X(CHANGES) X(ATTR) X(COMMAND) X(WORDS) X(WORDEXP) \
	X(TARGET) X(STR) X(IN) X(OUT) X(STREAM) X(TEXT) X(FLAGS) X(INT) X(UINT) X(LONG) X(ULONG) \
	X(NUMBER) X(MODE) X(ID) X(SIZE) X(SSIZE) X(OFF) X(WIDE)
/* clang-format on */
enum kind {
	NO_KIND,
#define X(name) IS_##name,
	KIND_NAMES(X)
#undef X
};

static inline ffi_type *kind_type(enum kind kind)
{
	switch (kind) {
#define FFI(name) (&ffi_type_##name)
#define JOIN(name) FFI(name)
#define X(name) \
	case IS_##name: \
		return JOIN(FFI_##name);
		KIND_NAMES(X)
#undef X
#undef JOIN
#undef FFI
	case NO_KIND:
		break;
	}
	return NULL;
}

/* Memory for one argument of any kind: libffi takes a pointer to each. */
union value {
	void *pointer;
	int sint;
	unsigned uint;
	long slong;
	unsigned long ulong;
	int64_t sint64;
};

struct row {
	const char *family, *name;
	enum role role;
	enum kind ret;
	enum kind kinds[8]; /* of the arguments; NO_KIND ends them */
};

/* The macro HOOK of an include of hooks.def that makes a table of struct row. */
#define KIND_ROW(family, ret, name, ...) {#family, #name, ROLE_##family, IS_##ret, {KINDS(IS_, __VA_ARGS__)}},
