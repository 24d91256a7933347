// SPDX-License-Identifier: MIT
// The number of elements of an array. Not for a pointer: the compiler would accept it and count wrongly.
#pragma once

#define COUNT(array) (sizeof(array) / sizeof *(array))
