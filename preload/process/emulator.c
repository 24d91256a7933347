// SPDX-License-Identifier: MIT
// Is this process run by an emulator?
#include "preload/process/emulator.h"

#include <limits.h>
#include <string.h>

#include "preload/base/files.h"
#include "preload/base/room.h"
#include "preload/base/sys.h"

/* Does another process trace this one? */
static bool is_traced(void)
{
	static const char name[] = "\nTracerPid:\t";
	char text[512];
	long n = files_read("/proc/self/status", 0, text, sizeof text);

	for (long at = 0; at + (long)sizeof name <= n; at++)
		if (!memcmp(text + at, name, sizeof name - 1))
			return text[at + (long)sizeof name - 1] != '0';
	return false;
}

static bool is_qemu(const char *path, size_t n)
{
	static const char name[] = "/qemu-";
	size_t length = sizeof name - 1, start = n;

	while (start && path[start - 1] != '/')
		start--;
	return start && n - start + 1 > length && !memcmp(path + start - 1, name, length);
}

/* Emulators return their program's path for /proc/self/exe, but not for /proc/thread-self/exe. So does proot,
 * which is a tracer. qemu is recognised by its name, also if it is traced itself. */
bool emulator_runs(void)
{
	struct room room = {.left = 0};
	char *own = room_take(&room, PATH_MAX), *real = room_take(&room, PATH_MAX);
	long n = own && real ? sys_readlink("/proc/self/exe", own, PATH_MAX) : 0;
	long m = n > 0 ? sys_readlink("/proc/thread-self/exe", real, PATH_MAX) : 0;
	bool ret = m > 0 && (n != m || memcmp(own, real, (size_t)n) != 0) &&
		(is_qemu(real, (size_t)m) || !is_traced());

	room_leave(&room);
	return ret;
}

/* A client request of valgrind (valgrind.h, VALGRIND_DO_CLIENT_REQUEST_EXPR). Elsewhere the instructions have
 * no effect, and the result stays. */
static unsigned long request(const unsigned long *arguments, unsigned long result)
{
#if defined(__x86_64__) && !defined(__ILP32__)
	__asm__ volatile(
		"rolq $3, %%rdi\n\trolq $13, %%rdi\n\trolq $61, %%rdi\n\trolq $51, %%rdi\n"
		"\txchgq %%rbx, %%rbx"
		: "+d"(result)
		: "a"(arguments)
		: "cc", "memory");
#elif defined(__i386__)
	__asm__ volatile(
		"roll $3, %%edi\n\troll $13, %%edi\n\troll $29, %%edi\n\troll $19, %%edi\n"
		"\txchgl %%ebx, %%ebx"
		: "+d"(result)
		: "a"(arguments)
		: "cc", "memory");
#elif defined(__aarch64__)
	register unsigned long x3 __asm__("x3") = result;
	register const unsigned long *x4 __asm__("x4") = arguments;
	__asm__ volatile(
		"ror x12, x12, #3\n\tror x12, x12, #13\n\tror x12, x12, #51\n\tror x12, x12, #61\n"
		"\torr x10, x10, x10"
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
