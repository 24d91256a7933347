// SPDX-License-Identifier: MIT
// Executes FILE with an empty environment in COUNT vfork(2) children, and prints the growth of its own
// memory:
//
//	leaks COUNT FILE [ARGUMENTS]	with ARGUMENTS arguments for FILE
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct memory {
	size_t heap, mapped, end, pages, maps;
};

/* The memory of the process: allocated by malloc(3), the end of the heap, and the pages and mappings of the
 * kernel. */
static struct memory look(void)
{
#if defined(__GLIBC__) && !__GLIBC_PREREQ(2, 33)
	struct mallinfo info = mallinfo();
#else
	struct mallinfo2 info = mallinfo2();
#endif
	struct memory now = {.heap = (size_t)info.uordblks,
		.mapped = (size_t)info.hblkhd,
		.end = (size_t)sbrk(0)};
	static char text[1 << 16];
	FILE *f = fopen("/proc/self/statm", "r");

	if (!f || fscanf(f, "%zu", &now.pages) != 1 || fclose(f) || !(f = fopen("/proc/self/maps", "r")))
		exit(2);
	while (fgets(text, sizeof text, f))
		now.maps++;
	fclose(f);
	return now;
}

static void children(size_t count, char *file, size_t arguments)
{
	static char *const none[] = {NULL};
	static char *argv[100001];

	for (size_t i = 0; i <= arguments; i++)
		argv[i] = i ? (char *)"argument" : file;
	while (count--) {
		int status = 0;
		/* Its effect on the parent is tested.
		 * NOLINTNEXTLINE(clang-analyzer-security.insecureAPI.vfork) */
		pid_t pid = vfork();
		if (!pid) {
			execve(file, argv, none);
			_exit(127);
		}
		if (pid < 0 || waitpid(pid, &status, 0) != pid || status) {
			printf("status %x\n", (unsigned)status);
			exit(2);
		}
	}
}

int main(int argc, char **argv)
{
	size_t arguments = argc == 4 ? strtoul(argv[3], NULL, 10) : 0;

	if (argc < 3 || arguments > 100000)
		return 2;
	/* The first call also allocates buffers of stdio and binds functions, which is not counted. */
	look();
	children(1, argv[2], arguments);
	struct memory before = look();
	children(strtoul(argv[1], NULL, 10), argv[2], arguments);
	struct memory after = look();
	printf("heap %ld, mapped %ld, end of heap %ld, pages %ld, mappings %ld\n",
		(long)(after.heap - before.heap), (long)(after.mapped - before.mapped),
		(long)(after.end - before.end), (long)(after.pages - before.pages),
		(long)(after.maps - before.maps));
	return 0;
}
