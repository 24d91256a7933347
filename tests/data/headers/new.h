// SPDX-License-Identifier: MIT
// As if <string.h> were that of a C library which has its functions as macros, too: glibc 2.43 has memchr so.
#include <string.h>

#undef memcpy
#define memcpy(to, from, n) _Generic(0, int : (memcpy)(to, from, n))
#undef memmove
#define memmove(to, from, n) _Generic(0, int : (memmove)(to, from, n))
#undef memset
#define memset(to, value, n) _Generic(0, int : (memset)(to, value, n))
#undef memcmp
#define memcmp(a, b, n) _Generic(0, int : (memcmp)(a, b, n))
#undef memchr
#define memchr(from, value, n) _Generic(0, int : (memchr)(from, value, n))
#undef strlen
#define strlen(s) _Generic(0, int : (strlen)(s))
