// SPDX-License-Identifier: MIT
// The path of libvenvrun.so.
#include "runner/library.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/names.h"
#include "common/core/path.h"
#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"

/* The ELF header of this program, a symbol of the linker. The library must be for the same machine. */
extern const ElfW(Ehdr) __ehdr_start;

/* The characters that separate paths in LD_PRELOAD, for glibc or musl, or start an expansion (ld.so(8)). */
#define UNFIT " :$\t\n\v\f\r"

/* Why the loader would not load the file at path, allocated; NULL if it would. */
static char *refused(const char *path)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ElfW(Ehdr) head;

	if (fd < 0)
		return text_copy(strerror(errno));
	ssize_t n = read(fd, &head, sizeof(head));
	if (n < 0)
		return text_copy(strerror(errno));
	if (n != sizeof(head) || memcmp(head.e_ident, ELFMAG, SELFMAG) != 0 || head.e_type != ET_DYN)
		return text_copy("it is not a shared library");
	if (head.e_ident[EI_CLASS] != __ehdr_start.e_ident[EI_CLASS] ||
		head.e_ident[EI_DATA] != __ehdr_start.e_ident[EI_DATA] ||
		head.e_machine != __ehdr_start.e_machine)
		return text_copy("it is for another kind of machine than venvrun");
	return NULL;
}

/* The directory of this program, with a '/' at its end, allocated; NULL without /proc. */
static char *program_dir(void)
{
	char *exe = fs_readlink("/proc/self/exe");
	if (exe)
		exe[path_dir_len(exe)] = '\0';
	return exe;
}

static char *named_library(const char *name, char **ret_why)
{
	_cleanup_free_ char *path = fs_absolute(name);
	_cleanup_free_ char *why = path ? refused(path) : text_copy(strerror(errno));
	if (!why)
		return take(&path);
	_cleanup_free_ char *quoted = text_quoted(name);
	*ret_why = text_format("cannot use the library %s, which " LIBRARY_VARIABLE
			       " names: %s; correct or unset " LIBRARY_VARIABLE,
		quoted, why);
	return NULL;
}

static char *own_library(char **ret_why)
{
	_cleanup_free_ char *dir = program_dir();
	if (!dir) {
		*ret_why = text_format("cannot find " LIBRARY_NAME
				       ": the path of venvrun is unknown: /proc/self/exe: %s; "
				       "mount /proc, or set " LIBRARY_VARIABLE,
			strerror(errno));
		return NULL;
	}
	_cleanup_free_ char *beside = text_format("%s" LIBRARY_NAME, dir);
	_cleanup_free_ char *installed = text_format("%s../lib/venvrun/" LIBRARY_NAME, dir);
	path_clean(installed, installed);

	char **found = access(beside, F_OK) ? &installed : &beside;
	if (access(*found, F_OK)) {
		_cleanup_free_ char *one = text_quoted(beside), *other = text_quoted(installed);
		*ret_why = text_format(
			"cannot find " LIBRARY_NAME
			": neither %s nor %s exists; build it with make, install it with make install, "
			"or set " LIBRARY_VARIABLE,
			one, other);
		return NULL;
	}
	_cleanup_free_ char *why = refused(*found);
	if (!why)
		return take(found);
	_cleanup_free_ char *quoted = text_quoted(*found);
	*ret_why = text_format(
		"cannot use the library %s: %s; build or install venvrun again, or set " LIBRARY_VARIABLE,
		quoted, why);
	return NULL;
}

/* Is it a directory that only this user can change? */
static bool is_private(const char *path)
{
	struct stat st;
	return !lstat(path, &st) && S_ISDIR(st.st_mode) && st.st_uid == geteuid() && !(st.st_mode & 022);
}

/* The directory for links, made if it does not exist; allocated. */
static char *private_dir(char **ret_why)
{
	const char *run = getenv("XDG_RUNTIME_DIR");
	/* After sudo -E it may belong to another user, who could replace the link. */
	bool usable = run && *run == '/' && !run[strcspn(run, UNFIT)] && is_private(run);
	_cleanup_free_ char *path = usable ? text_format("%s/venvrun", run)
					   : text_format("/tmp/venvrun-%u", (unsigned)geteuid());
	_cleanup_free_ char *quoted = text_quoted(path);
	if (mkdir(path, 0700) && errno != EEXIST) {
		*ret_why = text_format("cannot make the directory %s: %s", quoted, strerror(errno));
		return NULL;
	}
	if (!is_private(path)) {
		*ret_why = text_format(
			"cannot use %s: it must be a directory of this user to which no other user can "
			"write; remove it",
			quoted);
		return NULL;
	}
	return take(&path);
}

/* FNV-1a, 64 bits: the name of a path's directory. */
static uint64_t hash(const char *s)
{
	uint64_t h = 0xcbf29ce484222325;
	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 0x100000001b3;
	return h;
}

static bool leads_to(const char *link, const char *path)
{
	_cleanup_free_ char *target = fs_readlink(link);
	return target && !strcmp(target, path);
}

/* Safe for many venvruns at a time: each renames a link of its own, and all links are the same. */
static int make_link(const char *path, const char *link)
{
	_cleanup_free_ char *own = text_format("%s.%ld", link, (long)getpid());
	if (symlink(path, own) && (errno != EEXIST || unlink(own) || symlink(path, own)))
		return -1;
	if (!rename(own, link))
		return 0;
	int e = errno;
	unlink(own);
	errno = e;
	return -1;
}

/* A link to the library at path, allocated. It has a directory of its own, because its name must be
 * LIBRARY_NAME: by that a nested venvrun and the library recognise it. */
static char *linked(const char *path, char **ret_why)
{
	_cleanup_free_ char *why = NULL, *private = private_dir(&why), *quoted = text_quoted(path);
	if (private) {
		_cleanup_free_ char *dir = text_format("%s/%016llx", private, (unsigned long long)hash(path));
		_cleanup_free_ char *link = text_format("%s/" LIBRARY_NAME, dir);
		if (leads_to(link, path))
			return take(&link);
		if ((!mkdir(dir, 0700) || errno == EEXIST) && !make_link(path, link))
			return take(&link);
		why = text_format("cannot make the link %s: %s", link, strerror(errno));
	}
	*ret_why = text_format(
		"the path of the library %s contains a blank, ':' or '$', which LD_PRELOAD does not "
		"allow, and no link to it can be made: %s; or install venvrun at another path",
		quoted, why);
	return NULL;
}

char *library_find(char **ret_why)
{
	const char *name = getenv(LIBRARY_VARIABLE);
	_cleanup_free_ char *path = name && *name ? named_library(name, ret_why) : own_library(ret_why);
	if (!path || !path[strcspn(path, UNFIT)])
		return take(&path);
	return linked(path, ret_why);
}

char *library_find32(const char *lib)
{
	_cleanup_free_ char *target = fs_readlink(lib);
	const char *real = target ? target : lib;
	_cleanup_free_ char *path = text_format("%.*slib32/" LIBRARY_NAME, (int)path_dir_len(real), real);

	if (__ehdr_start.e_ident[EI_CLASS] != ELFCLASS64 || access(path, R_OK))
		return NULL;
	if (!path[strcspn(path, UNFIT)])
		return take(&path);
	char *why = NULL, *link = linked(path, &why);
	free(why);
	return link;
}
