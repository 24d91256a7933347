// SPDX-License-Identifier: MIT
// What the paths that this process hands to libc mean.
#include "common/core/pathmap.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>

#include "common/core/owner.h"
#include "common/core/path.h"
#include "preload/process/pending_dlopen.h"
#include "preload/process/python.h"
#include "preload/base/user_memory.h"
#include "preload/process/redirect.h"
#include "preload/base/state.h"
#include "preload/base/sys.h"
#include "preload/process/tracer.h"

/* Zero, so that before the decision every call passes. PHASE_UNSURE and what is above it: what is loaded has
 * to be looked at. Each load has a number of its own there, so that what another thread found before it does
 * not end it. */
enum phase { PHASE_OFF, PHASE_ON, PHASE_UNSURE };
int redirect_phase;

static bool settled; /* an interpreter is what it is, whatever it loads */
static bool told;    /* that there is a Python of another version */
/* the process was started in a directory that is redirected: relative paths lead there */
static bool inside;

/* Paths are short: what does not fit SHORT bytes is tried again with PATH_MAX. The kernel takes no path
 * beyond that, but realpath(3) and glob(3) do; what is LONGEST is left to them as it is. */
enum { SHORT = 256, LONGEST = 16 * PATH_MAX };

/* The directory of an interpreter or of a program that embeds one belongs to another environment? Told within
 * size bytes, or not: false. */
static bool tell_foreign(const struct state *state, size_t size, bool *ret)
{
	ROOM(room, 2 * SHORT + OWNER_ROOM);
	char *exe = room_take(&room, size), *probe = room_take(&room, size + OWNER_ROOM);
	struct exec_io io = state_io();
	long n = exe && probe ? sys_readlink("/proc/self/exe", exe, size) : 0;

	if (n > 0 && n < (long)size) {
		exe[n] = '\0';
		*ret = owner_of(&state->policy, &io, exe, probe) == OWNER_FOREIGN;
	}
	room_leave(&room);
	return n < (long)size;
}

static bool is_foreign(const struct state *state)
{
	bool ret = false;

	if (!tell_foreign(state, SHORT, &ret))
		tell_foreign(state, PATH_MAX, &ret);
	return ret;
}

/* In another root, or for another user, the environment may not be there: then paths mean what they say, and
 * a program has the packages of where it is. */
static bool is_reachable(const struct state *state)
{
	const char *site = state->policy.site;
	int error = site ? sys_exists(site) : 0;

	/* Without a directory for packages it is still an environment. */
	return error != -EACCES &&
		((error != -ENOENT && error != -ENOTDIR) || !sys_exists(state->policy.env));
}

/* Where a relative path starts from: its length; size, if that does not suffice; or 0. */
static size_t start_of(int dirfd, char *out, size_t size)
{
	char link[SYS_FD_ROOM];
	long n;

	if (dirfd == AT_FDCWD || dirfd == REDIRECT_NAME)
		n = sys_getcwd(out, size);
	else
		n = sys_fd_path(link, dirfd) ? sys_readlink(link, out, size) : 0;
	if (n == -ERANGE || n == (long)size)
		return size;
	if (n <= 0 || out[0] != '/')
		return 0;
	out[n] = '\0';
	return (size_t)n;
}

static const char *directory(const struct state *state, struct meant meant)
{
	return meant.kind == PATHMAP_SITE ? state->policy.site : PATHMAP_NOWHERE;
}

static struct meant measure(const struct state *state, const char *path)
{
	struct pathmap found = pathmap_find(&state->policy, path);
	struct meant ret = {.size = 0, .kind = found.kind, .tail = path + found.tail};

	if (found.kind != PATHMAP_NONE)
		ret.size = (unsigned)(strlen(directory(state, ret)) + strlen(ret.tail) + 1);
	return ret;
}

static const char *fill(const struct state *state, char *out, struct meant meant)
{
	const char *dir = directory(state, meant);
	size_t n = strlen(dir);

	memcpy(out, dir, n);
	memcpy(out + n, meant.tail, meant.size - n);
	return out;
}

/* The same for a relative path, or both at once where out is not NULL: by the absolute path that it has now.
 * Another thread may have changed the directory since it was measured. */
static __attribute__((noinline)) struct meant look_relative(const struct state *state, char *out,
	unsigned size, int dirfd, const char *path, size_t most)
{
	ROOM(room, 2 * SHORT);
	size_t length = strlen(path);
	char *whole = room_take(&room, most + 1 + length + 1);
	size_t n = whole ? start_of(dirfd, whole, most) : 0;
	struct meant ret = {.size = 0};

	if (n && n < most) {
		whole[n] = '/';
		memcpy(whole + n + 1, path, length + 1);
		ret = measure(state, whole);
		if (ret.size > size)
			ret.size = 0;
		else if (out && ret.size)
			fill(state, out, ret);
		ret.tail = NULL;
	}
	room_leave(&room);
	return n == most && most < PATH_MAX ? look_relative(state, out, size, dirfd, path, PATH_MAX) : ret;
}

static void turn(const struct state *state, bool on)
{
	if (on) {
		inside = look_relative(state, NULL, UINT_MAX, AT_FDCWD, "", SHORT).size;
		trace_redirected(state);
	}
	__atomic_store_n(&redirect_phase, on ? PHASE_ON : PHASE_OFF, __ATOMIC_RELEASE);
}

/* Has a Python of the environment's version been loaded? */
static void look(const struct state *state)
{
	int phase = __atomic_load_n(&redirect_phase, __ATOMIC_ACQUIRE);
	struct interp version;
	bool loaded = python_is_loaded(&version);

	if (loaded && version.major == state->policy.major && version.minor == state->policy.minor) {
		settled = true;
		const char *why = NULL;
		if (is_foreign(state))
			why = "the program is another environment's";
		else if (!is_reachable(state))
			why = "the environment cannot be reached from here";
		if (why)
			trace_unredirected(state, &version, why);
		turn(state, !why);
		return;
	}
	if (loaded && !told) {
		told = true;
		trace_unredirected(state, &version, TRACE_VERSION);
	}
	if (!pending_dlopen_go_on())
		__atomic_compare_exchange_n(&redirect_phase, &phase, PHASE_OFF, false, __ATOMIC_RELEASE,
			__ATOMIC_RELAXED);
}

static bool redirects(const struct state *state)
{
	return state && (state->policy.site || state->policy.hides);
}

/* Of a process that has a Python; what it loads later is not told. */
static void tell_that_none_is(const struct state *state, enum redirect_host host)
{
	struct interp version = {state->policy.major, state->policy.minor};

	if (host == HOST_ENVIRONMENT || (host == HOST_PROGRAM && python_is_loaded(&version)))
		trace_unredirected(state, &version,
			"the environment has no site-packages of its own, or the system's as well");
}

void redirect_start(enum redirect_host host)
{
	const struct state *state = state_get();

	settled = host != HOST_PROGRAM || !redirects(state);
	if (!settled)
		look(state);
	else if (host == HOST_ENVIRONMENT && redirects(state))
		turn(state, true);
	if (state && state->policy.trace && !redirects(state))
		tell_that_none_is(state, host);
}

void redirect_reconsider(void)
{
	static unsigned loads; /* of which the low half counts: all machines add to a whole word at once */

	if (settled || !redirects(state_get()))
		return;
	pending_dlopen_begin();
	unsigned count = __atomic_add_fetch(&loads, 1, __ATOMIC_RELAXED) & UINT16_MAX;
	__atomic_store_n(&redirect_phase, PHASE_UNSURE + (int)count, __ATOMIC_RELEASE);
}

struct meant redirect_measure(int dirfd, const char *path)
{
	const struct state *state = state_get();
	const char *end, *limit;
	const struct meant itself = {.size = 0};

	if (state && __atomic_load_n(&redirect_phase, __ATOMIC_ACQUIRE) >= PHASE_UNSURE)
		look(state);
	if (!state || __atomic_load_n(&redirect_phase, __ATOMIC_ACQUIRE) != PHASE_ON ||
		!(limit = readable_path_page(path)))
		return itself;
	bool leads_there = inside && (dirfd == AT_FDCWD || dirfd == REDIRECT_NAME) && path[0] &&
		path[0] != '/';
	enum pathmap_scan scan = pathmap_scan(path, limit, &end);
	/* A mark in the first page says nothing of what follows in the next. */
	if ((scan == SCAN_NOTHING ? !leads_there : !readable_path(path)) || strlen(path) >= LONGEST)
		return itself;
	if (path[0] == '/') {
		struct meant ret = measure(state, path);
		return dirfd == REDIRECT_TARGET && ret.kind == PATHMAP_HIDDEN ? itself : ret;
	}
	if ((scan == SCAN_LIMIT && !leads_there && !pathmap_may(path)) ||
		(dirfd == REDIRECT_NAME && !path_dir_len(path)) || dirfd == REDIRECT_TARGET)
		return itself;
	return look_relative(state, NULL, UINT_MAX, dirfd, path, SHORT);
}

const char *redirect_fill(struct room *room, struct meant meant, int dirfd, const char *path)
{
	const struct state *state = state_get();
	char *out = meant.size ? room_take(room, meant.size) : NULL;

	if (!out)
		return path;
	if (meant.tail)
		fill(state, out, meant);
	else if (!look_relative(state, out, meant.size, dirfd, path, SHORT).size)
		return path;
	trace_path(state, path, meant.kind == PATHMAP_SITE ? out : NULL);
	return out;
}

const char *redirect_path(struct room *room, int dirfd, const char *path)
{
	return redirect_fill(room, redirect_look(dirfd, path), dirfd, path);
}

bool redirect_hides_name(const char *name)
{
	const struct state *state;

	return __atomic_load_n(&redirect_phase, __ATOMIC_ACQUIRE) == PHASE_ON && (state = state_get()) &&
		state->policy.hides && pathmap_may(name);
}

bool redirect_hides(int fd, const char *name)
{
	return look_relative(state_get(), NULL, UINT_MAX, fd, name, SHORT).kind == PATHMAP_HIDDEN;
}
