// SPDX-License-Identifier: MIT
// System calls, made directly: without errno, cancellation points, and code of other interposers in a vfork
// child. Async-signal-safe, vfork-safe.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/syscall.h>

/* For older headers. Since Linux 5.1 a new call has the same number on all machines below. */
#ifndef SYS_open_tree
#define SYS_open_tree 428
#endif
#ifndef SYS_openat2
#define SYS_openat2 437
#endif
#ifndef SYS_faccessat2
#define SYS_faccessat2 439
#endif
#ifndef SYS_fchmodat2
#define SYS_fchmodat2 452
#endif

/* Returns the kernel's result: a negative errno on failure. On i386 the sixth argument is not passed. */
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
	__asm__ volatile("svc 0"
			 : "+r"(x0)
			 : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
			 : "memory");
	return x0;
#elif defined(__riscv)
	register long a7 __asm__("a7") = n;
	register long a0 __asm__("a0") = a;
	register long a1 __asm__("a1") = b;
	register long a2 __asm__("a2") = c;
	register long a3 __asm__("a3") = d;
	register long a4 __asm__("a4") = e;
	register long a5 __asm__("a5") = f;
	__asm__ volatile("ecall"
			 : "+r"(a0)
			 : "r"(a7), "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a5)
			 : "memory");
	return a0;
#elif defined(__arm__)
	/* r7 has the number, and may be the frame pointer. */
	long r7;
	register long r0 __asm__("r0") = a;
	register long r1 __asm__("r1") = b;
	register long r2 __asm__("r2") = c;
	register long r3 __asm__("r3") = d;
	register long r4 __asm__("r4") = e;
	register long r5 __asm__("r5") = f;
	__asm__ volatile("mov %1, r7\n\tmov r7, %2\n\tsvc 0\n\tmov r7, %1"
			 : "+r"(r0), "=&r"(r7)
			 : "r"(n), "r"(r1), "r"(r2), "r"(r3), "r"(r4), "r"(r5)
			 : "memory");
	return r0;
#elif defined(__powerpc64__)
	register long r0 __asm__("r0") = n;
	register long r3 __asm__("r3") = a;
	register long r4 __asm__("r4") = b;
	register long r5 __asm__("r5") = c;
	register long r6 __asm__("r6") = d;
	register long r7 __asm__("r7") = e;
	register long r8 __asm__("r8") = f;
	/* A flag shows a failure, and the number is positive. */
	__asm__ volatile("sc\n\tbns+ 1f\n\tneg %1, %1\n1:"
			 : "+r"(r0), "+r"(r3), "+r"(r4), "+r"(r5), "+r"(r6), "+r"(r7), "+r"(r8)
			 :
			 : "memory", "cr0", "ctr", "r9", "r10", "r11", "r12");
	return r3;
#elif defined(__s390x__)
	register long r1 __asm__("r1") = n;
	register long r2 __asm__("r2") = a;
	register long r3 __asm__("r3") = b;
	register long r4 __asm__("r4") = c;
	register long r5 __asm__("r5") = d;
	register long r6 __asm__("r6") = e;
	register long r7 __asm__("r7") = f;
	__asm__ volatile("svc 0"
			 : "+r"(r2)
			 : "r"(r1), "r"(r3), "r"(r4), "r"(r5), "r"(r6), "r"(r7)
			 : "memory");
	return r2;
#else
#error "preload/base/sys.h: teach it this machine's system call instruction"
#endif
}

/* Memory of that many bytes, zeroed; NULL if there is none. */
void *sys_memory(size_t size);

/* Frees it. */
void sys_release(void *memory, size_t size);

/* The calling thread's number. A child of vfork(2) or clone(2) has its own, whatever it shares. */
int sys_thread(void);

/* Is there a thread of that number, in this process or another? */
bool sys_thread_exists(int thread);

/* readlink(2): the bytes written, no NUL. */
long sys_readlink(const char *path, char *buf, size_t n);

/* getcwd(2): the length, its NUL not counted. */
long sys_getcwd(char *buf, size_t n);

#define SYS_FD_ROOM 26 /* "/proc/self/fd/", the digits of an int, NUL */

/* Writes the name of a descriptor in /proc. Returns its length; 0 for a negative descriptor. */
size_t sys_fd_path(char *out, int fd);

/* Can a program have arguments and an environment of that many bytes? If not, the kernel returns E2BIG. */
bool sys_fits(size_t bytes);

int sys_execve(const char *path, char *const *argv, char *const *envp);
int sys_execveat(int dirfd, const char *path, char *const *argv, char *const *envp, int flags);
