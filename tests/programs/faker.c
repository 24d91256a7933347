// SPDX-License-Identifier: MIT
// Answers the probe of venvbuild as an interpreter does, with the facts of FILE.facts: a test can have any
// Python.
//
// The lines of that file are printed first and override the following ones. A file with "!hang", "!crash",
// "!silent", "!noise" or "!cut" spoils the answer instead. Each probe adds a byte to FILE.asked.
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char defaults[] =
	"implementation=CPython\nversion=3.12.1\nversion_info=3.12.1.final.0\nthreads=\nprefix=/nowhere\n"
	"exec_prefix=/nowhere\nstdlib=/nowhere/lib\nlibrary=\nwheels=\ntag=fake-00\nwide=1\ndebug=\n";

int main(int argc, char **argv)
{
	char path[4096], text[4096] = "";
	(void)argc;
	snprintf(path, sizeof(path), "%s.asked", argv[0]);
	int asked = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
	if (asked >= 0 && write(asked, "x", 1) < 0)
		return 1;
	snprintf(path, sizeof(path), "%s.facts", argv[0]);
	int file = open(path, O_RDONLY);
	if (file >= 0 && read(file, text, sizeof(text) - 1) < 0)
		return 1;
	if (!strncmp(text, "!hang", 5)) {
		snprintf(path, sizeof(path), "%s.pid", argv[0]);
		FILE *pid = fopen(path, "w");
		if (pid && fprintf(pid, "%d\n", (int)getpid()) > 0 && !fclose(pid))
			pause();
		return 1;
	}
	if (!strncmp(text, "!crash", 6))
		raise(SIGSEGV);
	if (!strncmp(text, "!silent", 7))
		return 0;
	bool noise = !strncmp(text, "!noise", 6), cut = !strncmp(text, "!cut", 4);
	printf("%svenvrun-facts 1\n%sexecutable=%s\n%s%s",
		noise ? "Hello from sitecustomize\nversion=9.9.9\n" : "", *text == '!' ? "" : text, argv[0],
		defaults, cut ? "" : "end=\n");
	return fflush(stdout) != 0;
}
