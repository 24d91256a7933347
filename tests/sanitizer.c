// SPDX-License-Identifier: MIT
// Options of AddressSanitizer for the test programs: they do not free memory, as the process ends after one
// test.

const char *__asan_default_options(void);

/* The runtime calls it before main() (sanitizer/asan_interface.h). A variable of the environment would also
 * apply to the programs under test, whose leaks are findings. */
const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}
