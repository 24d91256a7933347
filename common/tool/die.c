// SPDX-License-Identifier: MIT
// Messages on stderr, and the end of a program after an error.
#include "common/tool/die.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/tool/printable.h"

static const char *program = "venvrun";
static int program_status = 1;

void die_setup(const char *name, int status)
{
	program = name;
	program_status = status;
}

/* One write, so that the messages of programs that run at the same time do not mix. */
static void __attribute__((format(printf, 1, 0))) print_message(const char *format, va_list args)
{
	char *message = NULL, *line = NULL, *shown = NULL;
	/* Without need(), which would call this function. */
	if (vasprintf(&message, format, args) >= 0 && asprintf(&line, "%s: %s\n", program, message) >= 0 &&
		(shown = malloc(4 * strlen(line) + 1)) &&
		write(STDERR_FILENO, shown, printable_copy(shown, line, "\n\t")) >= 0) {
		free(shown);
		free(line);
		free(message);
	}
}

void die(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	print_message(format, args);
	va_end(args);
	exit(program_status);
}

void die_with(int status, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	print_message(format, args);
	va_end(args);
	exit(status);
}

void warn(const char *format, ...)
{
	int saved = errno;
	va_list args;
	va_start(args, format);
	print_message(format, args);
	va_end(args);
	errno = saved;
}

void *need(void *p)
{
	if (!p)
		die("out of memory");
	return p;
}
