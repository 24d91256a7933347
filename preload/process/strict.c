// SPDX-License-Identifier: MIT
// A strict policy refuses a program that cannot be followed.
#include "preload/process/strict.h"

#include <errno.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "common/core/count.h"
#include "preload/base/sys.h"

static struct iovec text(const char *s)
{
	return (struct iovec){(char *)s, strlen(s)};
}

int strict_refuse_file(const char *file, enum exec_escape escape)
{
	/* One call, so that lines of several processes do not mix. */
	const struct iovec line[] = {text("venvrun: refused by --strict: "), text(file), text(": "),
		text(exec_escape_name(escape)), text("\n")};

	sys_call(SYS_writev, STDERR_FILENO, (long)line, COUNT(line), 0, 0, 0);
	return -EACCES;
}

int strict_refuse(const struct exec_plan *plan)
{
	return strict_refuse_file(plan->file, plan->escape);
}
