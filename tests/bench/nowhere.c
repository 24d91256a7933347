// SPDX-License-Identifier: MIT
// access(2) without a kernel, to be preloaded behind a wrapper: what is left is the wrapper's cost.
int access(const char *path, int mode);

int access(const char *path, int mode)
{
	(void)path;
	return mode;
}
