// SPDX-License-Identifier: MIT
// Are the paths that this process gives to libc translated?
#include "preload/process/redirect.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>

#include "common/core/owner.h"
#include "common/core/path.h"
#include "common/core/pathmap.h"
#include "preload/base/files.h"
#include "preload/base/readable.h"
#include "preload/base/state.h"
#include "preload/base/sys.h"
#include "preload/process/pending_dlopen.h"
#include "preload/process/python.h"
#include "preload/process/tracer.h"

/* PHASE_OFF is zero, so that each call passes before the decision. From PHASE_UNSURE on, the loaded libraries
 * have to be looked at. Each load has a number of its own there, so that a look that began before a load does
 * not end its phase. */
enum phase { PHASE_OFF, PHASE_ON, PHASE_UNSURE };
int redirect_phase;

/* Bytes for the path of a program: a longer one is read again with PATH_MAX. */
enum { FIRST_SIZE = 256 };

static bool is_settled;    /* the decision is final, whatever is loaded */
static bool is_reported;   /* the trace has that there is a Python of another version */
static bool starts_inside; /* the process was started below a base site directory: so are relative paths */

/* Does the program, an interpreter or one that embeds it, belong to another environment? False: its path
 * takes more than size bytes. */
static bool find_foreign(const struct state *state, size_t size, bool *ret)
{
	ROOM(room, 2 * FIRST_SIZE + OWNER_ROOM);
	char *exe = room_take(&room, size), *probe = room_take(&room, size + OWNER_ROOM);
	struct exec_io io = files_io();
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

	if (!find_foreign(state, FIRST_SIZE, &ret))
		find_foreign(state, PATH_MAX, &ret);
	return ret;
}

/* In another root, or for another user, the environment may not exist. Then no path is translated, so that a
 * program has the packages of that root. */
static bool is_reachable(const struct state *state)
{
	const char *site = state->policy.site;
	int error = site ? files_exists(site) : 0;

	/* An environment may have no site-packages. */
	return error != -EACCES &&
		((error != -ENOENT && error != -ENOTDIR) || !files_exists(state->policy.env));
}

static void turn(const struct state *state, bool on)
{
	if (on) {
		starts_inside = translate_relative(state, AT_FDCWD, "", NULL, UINT_MAX).size;
		tracer_redirected(state);
	}
	__atomic_store_n(&redirect_phase, on ? PHASE_ON : PHASE_OFF, __ATOMIC_RELEASE);
}

/* Decides again: has a Python of the environment's version been loaded? */
static void look(const struct state *state)
{
	int phase = __atomic_load_n(&redirect_phase, __ATOMIC_ACQUIRE);
	struct interp version;
	bool loaded = python_is_loaded(&version);

	if (loaded && version.major == state->policy.major && version.minor == state->policy.minor) {
		is_settled = true;
		const char *why = NULL;
		if (is_foreign(state))
			why = "the program belongs to another environment";
		else if (!is_reachable(state))
			why = "the environment cannot be accessed from here";
		if (why)
			tracer_unredirected(state, &version, why);
		turn(state, !why);
		return;
	}
	if (loaded && !is_reported) {
		is_reported = true;
		tracer_unredirected(state, &version, TRACE_VERSION);
	}
	if (!pending_dlopen_go_on())
		__atomic_compare_exchange_n(&redirect_phase, &phase, PHASE_OFF, false, __ATOMIC_RELEASE,
			__ATOMIC_RELAXED);
}

static bool redirects(const struct state *state)
{
	return state && (state->policy.site || state->policy.hides);
}

/* Only for a Python that is loaded already. */
static void report_none(const struct state *state, enum redirect_host host)
{
	struct interp version = {state->policy.major, state->policy.minor};

	if (host == HOST_ENVIRONMENT || (host == HOST_PROGRAM && python_is_loaded(&version)))
		tracer_unredirected(state, &version,
			"the environment has no site-packages, or includes the system's");
}

void redirect_start(enum redirect_host host)
{
	const struct state *state = state_get();

	is_settled = host != HOST_PROGRAM || !redirects(state);
	if (!is_settled)
		look(state);
	else if (host == HOST_ENVIRONMENT && redirects(state))
		turn(state, true);
	if (state && state->policy.trace && !redirects(state))
		report_none(state, host);
}

void redirect_reconsider(void)
{
	static unsigned loads; /* its low half counts: every machine can add to a whole word */

	if (is_settled || !redirects(state_get()))
		return;
	pending_dlopen_begin();
	unsigned count = __atomic_add_fetch(&loads, 1, __ATOMIC_RELAXED) & UINT16_MAX;
	__atomic_store_n(&redirect_phase, PHASE_UNSURE + (int)count, __ATOMIC_RELEASE);
}

enum path_class { PATH_UNCHANGED, PATH_ABSOLUTE, PATH_RELATIVE };

/* Which paths could lead to one of the policy's directories? */
static enum path_class classify(int dirfd, const char *path)
{
	const char *limit = readable_path_page(path), *end;

	if (!limit)
		return PATH_UNCHANGED;
	enum pathmap_scan scan = pathmap_scan(path, limit, &end);
	bool is_absolute = path[0] == '/';
	bool is_inside = starts_inside && (dirfd == AT_FDCWD || dirfd == TRANSLATE_NAME) && path[0] &&
		!is_absolute;
	/* The scan is of the first page alone: what it found tells nothing of the next. */
	if ((scan == SCAN_NOTHING ? !is_inside : !readable_path(path)) || strlen(path) >= TRANSLATE_MOST)
		return PATH_UNCHANGED;
	if (is_absolute)
		return PATH_ABSOLUTE;
	if (dirfd == TRANSLATE_LINK_TEXT || (dirfd == TRANSLATE_NAME && !path_dir_len(path)))
		return PATH_UNCHANGED;
	return scan != SCAN_LIMIT || is_inside || pathmap_may(path) ? PATH_RELATIVE : PATH_UNCHANGED;
}

/* The state where paths are translated, else NULL. */
static const struct state *translating_state(void)
{
	const struct state *state = state_get();

	if (state && __atomic_load_n(&redirect_phase, __ATOMIC_ACQUIRE) >= PHASE_UNSURE)
		look(state);
	return __atomic_load_n(&redirect_phase, __ATOMIC_ACQUIRE) == PHASE_ON ? state : NULL;
}

struct translation redirect_measure(int dirfd, const char *path)
{
	const struct state *state = translating_state();
	struct translation ret = {.size = 0};

	switch (state ? classify(dirfd, path) : PATH_UNCHANGED) {
	case PATH_UNCHANGED:
		break;
	case PATH_ABSOLUTE:
		ret = translate_absolute(state, path);
		if (dirfd == TRANSLATE_LINK_TEXT && ret.kind == PATHMAP_HIDDEN)
			ret.size = 0;
		break;
	case PATH_RELATIVE:
		ret = translate_relative(state, dirfd, path, NULL, UINT_MAX);
	}
	return ret;
}

const char *redirect_fill(struct room *room, struct translation translation, int dirfd, const char *path)
{
	const struct state *state = state_get();
	char *out = translation.size ? room_take(room, translation.size) : NULL;

	if (!out)
		return path;
	if (translation.tail)
		translate_fill(state, translation, out);
	else if (!translate_relative(state, dirfd, path, out, translation.size).size)
		return path;
	tracer_path(state, path, translation.kind == PATHMAP_SITE ? out : NULL);
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
	return translate_relative(state_get(), fd, name, NULL, UINT_MAX).kind == PATHMAP_HIDDEN;
}
