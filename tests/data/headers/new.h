// SPDX-License-Identifier: MIT
// As if <string.h> were that of a C library which has its functions as macros, too: glibc 2.43 has memchr so.
#include <string.h>

#define memcpy(to, from, n) _Generic(0, int : (memcpy)(to, from, n))
#define memmove(to, from, n) _Generic(0, int : (memmove)(to, from, n))
#define memset(to, value, n) _Generic(0, int : (memset)(to, value, n))
#define memcmp(a, b, n) _Generic(0, int : (memcmp)(a, b, n))
#define memchr(from, value, n) _Generic(0, int : (memchr)(from, value, n))
#define strlen(s) _Generic(0, int : (strlen)(s))
