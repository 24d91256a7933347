// SPDX-License-Identifier: MIT
// Is this process a Python interpreter, and if so, which?
#include "preload/process/python.h"

#include <limits.h>
#include <stddef.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/path.h"
#include "common/core/str.h"
#include "preload/base/elf_object.h"
#include "preload/base/files.h"
#include "preload/base/linkmap.h"
#include "preload/base/sys.h"
#include "preload/process/emulator.h"

/* The function that the main program of an interpreter calls: CPython since 3.8, 3.7, before; PyPy. */
static const char mains[][20] = {"Py_BytesMain", "_Py_UnixMain", "Py_Main", "pypy_main_startup"};

struct findings {
	bool calls_main; /* it needs one of mains[] */
	bool needs_more; /* and other functions of Python */
	bool defines_main;
	struct interp version; /* by the name of libpython */
};

static bool is_main_function(const char *name)
{
	for (size_t i = 0; i < COUNT(mains); i++)
		if (str_equal(name, mains[i]))
			return true;
	return false;
}

static bool read_needed(const char *name, void *ctx)
{
	struct findings *found = ctx;
	const char *own = name + (name[0] == '_');

	/* Most names of most programs end here. */
	if ((own[0] != 'P' && own[0] != 'p') || own[1] != 'y')
		return true;
	if (is_main_function(name))
		found->calls_main = true;
	else if (str_starts(name, "Py") || str_starts(name, "_Py"))
		found->needs_more = true;
	return true;
}

/* "/usr/lib/libpython3.11.so.1.0": its version is that of "python3.11". */
static bool library_version(const char *path, struct interp *ret)
{
	static const char prefix[] = "libpython";
	char name[24];
	const char *base = path_base(path);
	size_t n = 0;

	if (!str_starts(base, prefix))
		return false;
	for (base += 3; n < sizeof name - 1 && base[n] && !str_starts(base + n, ".so"); n++)
		name[n] = base[n];
	name[n] = '\0';
	/* libpython3.so only loads the other. */
	return interp_parse(name, ret) && ret->minor >= 0;
}

/* Does the main program call or define an interpreter's main function? */
static bool may_be_interpreter(const struct elf_object *object, struct findings *found)
{
	elf_object_wants(object, read_needed, found);
	for (size_t i = 0; i < COUNT(mains); i++)
		found->defines_main |= elf_object_find(object, mains[i]) != NULL;
	return found->defines_main || found->calls_main;
}

/* Are both files the same program? Programs differ near the beginning: in sizes, sections and build id. */
static bool is_same_program(const char *a, const char *b)
{
	char one[1024], other[1024];
	long n = files_read(a, 0, one, sizeof one), size = files_size(a);

	return n == sizeof one && size == files_size(b) && files_read(b, 0, other, sizeof other) == n &&
		!memcmp(one, other, sizeof one);
}

/* Is it an interpreter, by its file? Not inlined: python_is_running() runs in every process, and the path
 * would cost it one more page of the stack. */
static __attribute__((noinline)) bool is_interpreter(const struct state *state, const char *started,
	bool by_loader, const struct findings *found, struct interp *ret)
{
	static const char self[] = "/proc/self/exe";
	char exe[PATH_MAX];
	long n = sys_readlink(self, exe, sizeof exe - 1);

	exe[n > 0 ? n : 0] = '\0';
	/* Without /proc, and through the loader, started has to do. */
	bool known = n > 0 && !by_loader;
	if (interp_parse(path_base(known ? exe : started), ret))
		return true;
	/* Under valgrind the file is the script. */
	if (interp_parse(path_base(started), ret) && emulator_runs())
		return true;
	/* Under another name, it is CPython's main program, which only gives its arguments to libpython, or a
	 * copy of the environment's interpreter. All others embed Python. */
	if (found->calls_main && !found->needs_more) {
		*ret = found->version;
		return true;
	}
	if (!is_same_program(known ? self : started, state->policy.python))
		return false;
	*ret = (struct interp){state->policy.major, state->policy.minor};
	return true;
}

bool python_is_running(const struct state *state, const char *started, bool by_loader, struct interp *ret)
{
	struct findings found = {.version = {.minor = -1}};
	struct linkmap linkmap = linkmap_all();
	struct loaded loaded;
	struct elf_object object;

	if (!linkmap_step(&linkmap, &loaded) || !elf_object_open(loaded.address, &object) ||
		!may_be_interpreter(&object, &found))
		return false;
	while (linkmap_step(&linkmap, &loaded) && !library_version(loaded.name, &found.version))
		continue;
	return is_interpreter(state, started, by_loader, &found, ret);
}

/* A Python that is linked into the main program has no file name. */
static bool program_version(struct elf_object_address address, struct interp *ret)
{
	struct elf_object object;
	const unsigned long *hex = elf_object_open(address, &object) ? elf_object_find(&object, "Py_Version")
								     : NULL;

	if (hex)
		*ret = (struct interp){(int)(*hex >> 24), (int)(*hex >> 16 & 0xff)};
	return hex != NULL;
}

bool python_is_loaded(struct interp *ret)
{
	struct linkmap linkmap = linkmap_all();
	struct interp version = {.minor = -1};
	struct loaded loaded;
	bool found = false;

	while (!found && linkmap_step(&linkmap, &loaded))
		found = loaded.is_main ? program_version(loaded.address, &version)
				       : library_version(loaded.name, &version);
	if (found)
		*ret = version;
	return found;
}
