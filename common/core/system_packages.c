// SPDX-License-Identifier: MIT
// Programs of the system's packages.
#include "common/core/system_packages.h"

#include <errno.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/interp.h"
#include "common/core/path.h"
#include "common/core/str.h"

/* bytes for the path of a file, or for its beginning: the stack may be small */
#define ROOM 192

static const char managers[][20] = {"apk", "apt", "apt-get", "aptitude", "debconf", "dnf", "dnf-3", "dnf5",
	"dpkg", "dpkg-preconfigure", "dpkg-reconfigure", "dpkg-trigger", "emerge", "microdnf", "pacman",
	"py3clean", "py3compile", "pyclean", "pycompile", "pypy3clean", "pypy3compile", "rpm", "tdnf",
	"unattended-upgrade", "xbps-install", "xbps-reconfigure", "xbps-remove", "yum", "zypper"};

/* Their directories; /bin and /sbin for systems where these are no links to /usr. */
static const char program_dirs[][11] = {"/usr/bin/", "/usr/sbin/", "/bin/", "/sbin/"};

/* Directories with scripts of packages. Not all of /usr: /usr/local is the administrator's, and /usr/src has
 * projects. */
static const char script_dirs[][16] = {"/usr/bin/", "/usr/sbin/", "/usr/games/", "/usr/lib/", "/usr/lib32/",
	"/usr/lib64/", "/usr/libexec/", "/usr/libx32/", "/usr/share/", "/bin/", "/sbin/", "/lib/", "/lib64/"};

/* Scripts that build systems run with the Python that a project is to use, in order to learn about it. */
static const char queries[][40] = {"/mesonbuild/scripts/python_info.py"};

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);
	return n >= m && !memcmp(s + n - m, end, m);
}

static bool is_manager(const char *name)
{
	for (size_t i = 0; i < COUNT(managers); i++)
		if (str_equal(name, managers[i]))
			return true;
	return false;
}

/* Directly in one of program_dirs? */
static bool is_program(const char *path)
{
	for (size_t i = 0; i < COUNT(program_dirs); i++)
		if (str_starts(path, program_dirs[i]) && path_dir_len(path) == strlen(program_dirs[i]))
			return true;
	return false;
}

bool system_packages_manager(const struct exec_io *io, const char *path)
{
	char real[ROOM];

	if (!is_manager(path_base(path)))
		return false;
	return is_program(path) ||
		(io->real(path, real, sizeof real) > 0 && is_program(real) && is_manager(path_base(real)));
}

/* The version in "/lib/pythonX.Y/" or "/lib64/pythonX.Y/" of a path, and the length of the prefix before
 * that. */
static bool find_library(const char *path, struct interp *ret, size_t *ret_prefix)
{
	static const char libs[][8] = {"/lib/", "/lib64/"};

	for (const char *p = path; *p; p++)
		for (size_t i = 0; i < COUNT(libs); i++) {
			char name[16] = "";
			const char *start = p + strlen(libs[i]);
			if (*p != '/' || !str_starts(p, libs[i]))
				continue;
			size_t n = str_until(start, '/');
			if (start[n] != '/' || n >= sizeof name)
				continue;
			memcpy(name, start, n);
			if (!interp_parse(name, ret) || ret->minor < 0)
				continue;
			*ret_prefix = (size_t)(p - path);
			return true;
		}
	return false;
}

static bool is_environment(const struct exec_io *io, char *path, size_t prefix)
{
	static const char cfg[] = "/pyvenv.cfg";
	char kept[sizeof cfg];

	/* There is room: "/lib/pythonX.Y/", which it replaces for a moment, is longer. */
	memcpy(kept, path + prefix, sizeof cfg);
	memcpy(path + prefix, cfg, sizeof cfg);
	bool ret = io->exists(path) == 0;
	memcpy(path + prefix, kept, sizeof cfg);
	return ret;
}

bool system_packages_script(const struct policy *policy, const struct exec_io *io, const char *path)
{
	char real[ROOM];
	struct interp version;
	size_t prefix;
	long n = io->real(path, real, sizeof real);

	/* Also as it is written: the environment's root may be a link. */
	if ((n <= 0 && n != -ENAMETOOLONG) || path_under(real, policy->env) || path_under(path, policy->env))
		return false;
	if (find_library(real, &version, &prefix))
		return (version.major != policy->major || version.minor != policy->minor) &&
			!is_environment(io, real, prefix);
	for (size_t i = 0; i < COUNT(queries); i++)
		if (ends_with(real, queries[i]))
			return false;
	for (size_t i = 0; i < COUNT(script_dirs); i++)
		if (str_starts(real, script_dirs[i]))
			return true;
	return false;
}
