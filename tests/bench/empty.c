// SPDX-License-Identifier: MIT
// The least that a preload library can be: what any such library costs, for libvenvrun.so to be set beside.

static volatile int loaded;

__attribute__((constructor)) static void start(void)
{
	loaded = 1;
}
