// SPDX-License-Identifier: MIT
// The smallest preload library: the cost that every preload library has.

static volatile int loaded;

__attribute__((constructor)) static void start(void)
{
	loaded = 1;
}
