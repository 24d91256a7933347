// SPDX-License-Identifier: MIT
// Is this process run by an emulator?
#include "preload/emulator.h"

#include <limits.h>
#include <string.h>

#include "preload/sys.h"

/* Emulators answer for their program where it asks for /proc/self/exe, and none for the thread's own name of it. */
static __attribute__((noinline)) bool differ(const char *one, const char *other, size_t room)
{
	char a[room], b[room];
	long n = sys_readlink(one, a, room), m = sys_readlink(other, b, room);

	if (room < PATH_MAX && (n == (long)room || m == (long)room))
		return differ(one, other, PATH_MAX);
	return n > 0 && m > 0 && (n != m || memcmp(a, b, (size_t)n) != 0);
}

bool emulator_runs(void)
{
	return differ("/proc/self/exe", "/proc/thread-self/exe", 256);
}

/* A client request of valgrind: instructions without effect anywhere else, but that the result stays what it was (valgrind.h,
 * VALGRIND_DO_CLIENT_REQUEST_EXPR). */
static unsigned long request(const unsigned long *arguments, unsigned long result)
{
#if defined(__x86_64__) && !defined(__ILP32__)
	__asm__ volatile("rolq $3, %%rdi\n\trolq $13, %%rdi\n\trolq $61, %%rdi\n\trolq $51, %%rdi\n\txchgq %%rbx, %%rbx"
			 : "+d"(result)
			 : "a"(arguments)
			 : "cc", "memory");
#elif defined(__i386__)
	__asm__ volatile("roll $3, %%edi\n\troll $13, %%edi\n\troll $29, %%edi\n\troll $19, %%edi\n\txchgl %%ebx, %%ebx"
			 : "+d"(result)
			 : "a"(arguments)
			 : "cc", "memory");
#elif defined(__aarch64__)
	register unsigned long x3 __asm__("x3") = result;
	register const unsigned long *x4 __asm__("x4") = arguments;
	__asm__ volatile("ror x12, x12, #3\n\tror x12, x12, #13\n\tror x12, x12, #51\n\tror x12, x12, #61\n\torr x10, x10, x10"
			 : "+r"(x3)
			 : "r"(x4)
			 : "cc", "memory");
	result = x3;
#else
	(void)arguments;
#endif
	return result;
}

bool emulator_follows(void)
{
	static const char command[] = "v.clo --trace-children=yes";
	enum { MONITOR_COMMAND = 0x1202, DONE = 0, UNKNOWN = 1, NOBODY = 2 };
	const unsigned long arguments[6] = {MONITOR_COMMAND, (unsigned long)command};
	unsigned long result = request(arguments, NOBODY);

	return result == DONE || (result != UNKNOWN && !emulator_runs());
}
