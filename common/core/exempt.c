// SPDX-License-Identifier: MIT
// Exempt programs and scripts.
#include "common/core/exempt.h"

#include <errno.h>

#include "common/core/glob.h"
#include "common/core/path.h"
#include "common/core/str.h"
#include "common/core/system_packages.h"

#define ROOM 256 /* bytes for the path of a file: the stack may be small */

static bool is_path(const char *pattern)
{
	for (const char *p = pattern; *p; p++)
		if (*p == '*' || *p == '?' || *p == '[' || *p == '\\')
			return false;
	return pattern[0] == '/';
}

static bool same_base(const char *a, const char *b)
{
	return str_equal(path_base(a), path_base(b));
}

static bool is_script(const struct exec_io *io, const char *path)
{
	char head[2];
	return io->read(path, 0, head, sizeof head) == sizeof head && head[0] == '#' && head[1] == '!';
}

/* Does the pattern name the file that path leads to, and whose own path is real? One program may have many
 * names and behave differently under each (busybox): then path or real must have the pattern's name. */
static bool names_file(const struct exec_io *io, const char *pattern, const char *path, const char *real)
{
	if (glob_match_path(pattern, real))
		return true;
	return is_path(pattern) && io->same(pattern, path) > 0 &&
		(same_base(pattern, path) || same_base(pattern, real) || is_script(io, path));
}

static enum exempt of_pattern(const struct policy *policy, size_t i)
{
	return policy_keeps_only(policy, i) ? EXEMPT_KEEP_ONLY : EXEMPT_KEEP;
}

static enum exempt kept_by_file(const struct policy *policy, const struct exec_io *io, const char *path)
{
	char real[ROOM];
	long n = io->real(path, real, sizeof real);

	/* A path that is too long is cut, and not compared with patterns; it may still be the same file. */
	if (n <= 0 && n != -ENAMETOOLONG)
		return EXEMPT_NOT;
	for (size_t i = 0; i < policy->keeps; i++)
		if (names_file(io, policy->keep[i], path, n > 0 ? real : path))
			return of_pattern(policy, i);
	return EXEMPT_NOT;
}

enum exempt exempt_kept(const struct policy *policy, const struct exec_io *io, const char *path, bool by_text)
{
	for (size_t i = 0; i < policy->keeps; i++)
		if (glob_match_path(policy->keep[i], path))
			return of_pattern(policy, i);
	return policy->keeps && !by_text ? kept_by_file(policy, io, path) : EXEMPT_NOT;
}

enum exempt exempt_program(const struct policy *policy, const struct exec_io *io, const char *path,
	bool by_text)
{
	enum exempt kept = exempt_kept(policy, io, path, by_text);

	if (kept)
		return kept;
	return !policy->system_follows && system_packages_manager(io, path) ? EXEMPT_MANAGER : EXEMPT_NOT;
}

enum exempt exempt_script(const struct policy *policy, const struct exec_io *io, const char *script)
{
	enum exempt kept = exempt_kept(policy, io, script, false);

	if (kept)
		return kept;
	if (policy->system_follows)
		return EXEMPT_NOT;
	/* dnf and others are Python scripts, and run scripts of packages. */
	if (system_packages_manager(io, script))
		return EXEMPT_MANAGER;
	return system_packages_script(policy, io, script) ? EXEMPT_SYSTEM : EXEMPT_NOT;
}
