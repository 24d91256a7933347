// SPDX-License-Identifier: MIT
// What AddressSanitizer need not look for in a test program: it ends after one test, and leaves the freeing
// to that.

const char *__asan_default_options(void);

/* Asked by the runtime before main() (sanitizer/asan_interface.h). Not a variable of the environment, which
 * the programs under test would inherit: their leaks are findings. */
const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}
