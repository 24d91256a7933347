// SPDX-License-Identifier: MIT
// System calls made directly: no errno, no cancellation point, no other interposer's code in a vfork child.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/syscall.h>

/* Returns what the kernel returns: a negative errno on failure. i386 passes no sixth argument. Async-signal-safe, like
 * all below. */
static inline long sys_call(long n, long a, long b, long c, long d, long e, long f)
{
#if defined(__x86_64__)
	long ret;
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;
	__asm__ volatile("syscall"
			 : "=a"(ret)
			 : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return ret;
#elif defined(__i386__)
	long ret;
	(void)f;
	__asm__ volatile("int $0x80" : "=a"(ret) : "a"(n), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e) : "memory");
	return ret;
#elif defined(__aarch64__)
	register long x8 __asm__("x8") = n;
	register long x0 __asm__("x0") = a;
	register long x1 __asm__("x1") = b;
	register long x2 __asm__("x2") = c;
	register long x3 __asm__("x3") = d;
	register long x4 __asm__("x4") = e;
	register long x5 __asm__("x5") = f;
	__asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
	return x0;
#elif defined(__riscv)
	register long a7 __asm__("a7") = n;
	register long a0 __asm__("a0") = a;
	register long a1 __asm__("a1") = b;
	register long a2 __asm__("a2") = c;
	register long a3 __asm__("a3") = d;
	register long a4 __asm__("a4") = e;
	register long a5 __asm__("a5") = f;
	__asm__ volatile("ecall" : "+r"(a0) : "r"(a7), "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a5) : "memory");
	return a0;
#else
#error "preload/sys.h: teach it this machine's system call instruction"
#endif
}

/* The functions of struct exec_io (common/core/io.h). */
int sys_executable(const char *path);
int sys_exists(const char *path);
long sys_read(const char *path, size_t offset, char *buf, size_t n);
int sys_set_id(const char *path);

/* May the real user execute it? What the effective one becomes before a program starts with POSIX_SPAWN_RESETIDS. */
int sys_executable_by_real_user(const char *path);

/* The size of a file in bytes, or a negative errno. */
long sys_size(const char *path);

/* Memory of that many bytes, zeroed and never given back; NULL if there is none. */
void *sys_memory(size_t size);

/* readlink(2): the bytes written, no NUL. */
long sys_readlink(const char *path, char *buf, size_t n);

/* getcwd(2): the length, its NUL not counted. */
long sys_getcwd(char *buf, size_t n);

#define SYS_FD_ROOM 26 /* "/proc/self/fd/", the digits of an int, NUL */

/* Writes the name that a descriptor has in /proc; returns its length, 0 for a negative one. */
size_t sys_fd_path(char *out, int fd);

/* Can arrays of that many bytes be arguments and environment of a program at all, or is the kernel sure to say E2BIG? */
bool sys_fits(size_t bytes);

int sys_execve(const char *path, char *const *argv, char *const *envp);
int sys_execveat(int dirfd, const char *path, char *const *argv, char *const *envp, int flags);
