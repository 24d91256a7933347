// SPDX-License-Identifier: MIT
// VENVRUN_BEFORE: the variables that the runner changed in addition to those that follow from the policy,
// with their values from before (an activated environment, PYTHONHOME, variables that the environment
// brings). The variable is absent where there are none. Its fields are separated by ';', and their texts
// encoded as in escape.h:
//
//	NAME=SET:WAS	set to SET, and WAS before
//	NAME=SET	set to SET, and unset before
//	NAME:WAS	unset, and WAS before
//
// before_format.h writes it. Async-signal-safe.
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* One field. The texts are encoded, by reference, and end at '=', ':', ';' or the NUL. */
struct before_change {
	const char *name;
	const char *set, *was; /* NULL: unset */
};

/* Reads the field at *at, which may be NULL, and moves *at to the next. False at the end, or where the text
 * is no field. */
bool before_next(const char **at, struct before_change *ret);

/* The first field for the variable whose name is n bytes. False, *ret undefined, if there is none. */
bool before_find(const char *before, const char *name, size_t n, struct before_change *ret);
