// SPDX-License-Identifier: MIT
// venvbuild on a system where a usual facility is missing: each row works, or its message has the cause.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/core/count.h"
#include "tests/fixture.h"
#include "tests/skip.h"

#define BUILD VENVBUILD " -p /usr/bin/python3 "
#define WORKS \
	" && \"$PWD\"/e/bin/python -c 'import sys; sys.exit(not sys.prefix.endswith(\"/e\"))' && e/bin/pip " \
	"--version"
#define TEXT(x) #x
#define NUMBER(x) TEXT(x)
/* Every system call of that number fails, as on a file system that does not support it. */
#define REFUSING(errno_number, call) BUILD_DIR "/tests/programs/inject " #errno_number " =" NUMBER(call) " "
#define BARE BUILD "--without-pip "
#define STARTS " && e/bin/python -c ''"
/* For a user who owns no file here; the program is in a directory that everybody can enter. */
#define AS_NOBODY \
	"cp " VENVBUILD \
	" v; chmod 755 . v; setpriv --reuid=65534 --regid=65534 --clear-groups env -u " \
	"XDG_CACHE_HOME HOME=/nonexistent ./v -p /usr/bin/python3 --without-pip "
#define NO_LINKS "! find e -type l | grep ."

/* A file system without links, modes, owners and the exchange of names. */
#define EXFAT \
	"mkdir x && truncate -s 500M i && { mkfs.exfat i && l=$(losetup -f --show i) && mount.exfat-fuse " \
	"$l x && losetup -d $l; } >said 2>&1 && " \
	"trap \"umount $PWD/x\" EXIT && cd x && "

enum need { NOTHING, NAMESPACE, TRACE, EXFAT_MOUNT };

/* Each is a shell command in an empty directory. A row with "cache" in it has an empty cache there; the
 * others share one. */
static const struct row {
	const char *name, *command;
	const char *says; /* a part of its output; a row that fails leaves no file */
	int code;
	enum need need;
} rows[] = {
	{"umask 077", "umask 077; " BUILD "e" WORKS " && ! find e cache -perm /077 ! -type l | grep .",
		"pip ", 0, NOTHING},
	{"umask 002", "umask 002; " BUILD "e" WORKS " && ! find e ! -type l ! -perm -660 | grep .", "", 0,
		NOTHING},
	{"HOME unset", "unset HOME XDG_CACHE_HOME; " BUILD "--without-pip e && e/bin/python -c ''", "", 0,
		NOTHING},
	{"HOME that is read-only",
		"mkdir h; mount -t tmpfs -o ro none h; unset XDG_CACHE_HOME; HOME=$PWD/h; export HOME; " BUILD
		"e" WORKS,
		"pip ", 0, NAMESPACE},
	{"a cache that is read-only", "mkdir cache; mount -t tmpfs -o ro none cache; " BUILD "e" WORKS,
		"pip ", 0, NAMESPACE},
	{"a target that is read-only", "mkdir t; mount -t tmpfs -o ro none t; cd t; " BUILD "e",
		"Read-only file system", 1, NAMESPACE},
	{"a target that is full",
		"mkdir t; mount -t tmpfs -o size=400k none t; cd t; " BUILD "e; c=$?; ls -A; exit $c",
		"No space left on device", 1, NAMESPACE},
	{"a cache that is full",
		"mkdir cache; mount -t tmpfs -o size=400k none cache; " BUILD
		"e; c=$?; find cache -name '*.new'; exit $c",
		"No space left on device", 1, NAMESPACE},
	{"no inodes",
		"mkdir t; mount -t tmpfs -o nr_inodes=20 none t; cd t; " BUILD "e; c=$?; ls -A; exit $c",
		"No space left on device", 1, NAMESPACE},
	{"no /proc", "mount -t tmpfs none /proc; " BUILD "e" WORKS, "pip ", 0, NAMESPACE},
	{"a cache on another device", "mkdir cache; mount -t tmpfs none cache; " BUILD "e" WORKS, "pip ", 0,
		NAMESPACE},
	{"a cache on another device, hard links asked for",
		"mkdir cache; mount -t tmpfs none cache; " BUILD "--link-mode=hardlink e", "--link-mode=copy",
		1, NAMESPACE},
	{"noexec",
		"mkdir t; mount -t tmpfs -o noexec none t; cd t; " BUILD "e && e/bin/python -m pip --version",
		"pip ", 0, NAMESPACE},
	{"noexec, copies",
		"mkdir t; mount -t tmpfs -o noexec none t; cd t; " BUILD
		"--copies e; ls -A; test -e e/pyvenv.cfg",
		"", 0, NAMESPACE},
	{"no symbolic links", REFUSING(1, SYS_symlinkat) BUILD "e" WORKS " && " NO_LINKS, "pip ", 0, TRACE},
	{"no hard links", REFUSING(1, SYS_linkat) BUILD "e" WORKS, "pip ", 0, TRACE},
	{"no exchange of names",
		"touch x; mkdir e; touch e/pyvenv.cfg; " REFUSING(22, SYS_renameat2) BUILD "--clear e" WORKS,
		"pip ", 0, TRACE},
	{"no exchange of names, --upgrade",
		BUILD "e; mkdir e/s; touch e/mine e/s/mine; " REFUSING(22, SYS_renameat2) BUILD
		"--upgrade --prompt new e" WORKS
		" && test -e e/mine -a -e e/s/mine && grep -q new e/pyvenv.cfg",
		"pip ", 0, TRACE},
	{"no hard links, --upgrade",
		BUILD "e; touch e/mine; " REFUSING(1, SYS_linkat) BUILD "--upgrade e" WORKS
									" && test -e e/mine",
		"pip ", 0, TRACE},
	{"something mounted in it, --upgrade",
		BUILD "e; mkdir e/m; mount -t tmpfs none e/m; touch e/m/mine; " BUILD "--upgrade e; "
		      "c=$?; test -e e/m/mine && umount e/m && exit $c",
		"unmount it", 1, NAMESPACE},
	{"a quota for directories", REFUSING(122, SYS_mkdirat) BARE "e; c=$?; ls -A; exit $c",
		"Disk quota exceeded", 1, TRACE},
	{"a quota for links", REFUSING(122, SYS_symlinkat) BARE "e; c=$?; ls -A; exit $c",
		"Disk quota exceeded", 1, TRACE},
	{"a directory of another user", AS_NOBODY "e; c=$?; rm v; ls -A; exit $c", "Permission denied", 1,
		NAMESPACE},
	{"a directory for everybody",
		"chmod 1777 .; mkdir t; chmod 1777 t; " AS_NOBODY "t/e && t/e/bin/python -c ''", "", 0,
		NAMESPACE},
	{"another user's environment in a directory for everybody",
		BARE "e; mkdir t; mv e t; chmod 1777 t; " AS_NOBODY "--clear t/e; c=$?; rm v; "
		     "test -e t/e/pyvenv.cfg || echo gone; ls -A t | grep -v '^e$'; exit $c",
		"Operation not permitted", 1, NAMESPACE},
	{"TMPDIR that is missing", "touch r; TMPDIR=$PWD/none; export TMPDIR; " BARE "-r r e" STARTS, "", 0,
		NOTHING},
	{"TMPDIR that is read-only",
		"mkdir t; mount -t tmpfs -o ro none t; touch r; TMPDIR=$PWD/t; export TMPDIR; " BARE
		"-r r e; c=$?; rm r; ls -A | grep -v '^t$'; exit $c",
		"cannot make a temporary directory in", 1, NAMESPACE},
	{"a link to an environment, to be installed in",
		"touch r; " BARE "real; ln -s real e; " BARE "--allow-existing -r r e && test -L e" STARTS,
		"", 0, NOTHING},
	{"--clear in the working directory",
		BARE "e; cd e; touch x; " BARE "--clear . && cd ..; test ! -e e/x" STARTS
		     " && ! ls -A . e | grep venvbuild-",
		"", 0, NOTHING},
	{"--clear where something is mounted",
		"mkdir e; mount -t tmpfs none e; " BARE "e; touch e/x; " BARE
		"--clear e && test ! -e e/x" STARTS " && ! ls -A . e | grep venvbuild-",
		"", 0, NAMESPACE},
	{"exFAT", EXFAT BUILD "e" WORKS " && " NO_LINKS, "pip ", 0, EXFAT_MOUNT},
	{"exFAT with the cache on it", EXFAT "XDG_CACHE_HOME=$PWD/c " BUILD "e" WORKS, "pip ", 0,
		EXFAT_MOUNT},
	{"exFAT, --upgrade",
		EXFAT BUILD "--no-cache e; touch e/mine; " BUILD "--upgrade --prompt new e" WORKS
			    " && test -e e/mine && grep -q new e/pyvenv.cfg",
		"pip ", 0, EXFAT_MOUNT},
	{"exFAT, --standalone", EXFAT BUILD "--relocatable --standalone e && mv e f && f/bin/pip --version",
		"pip ", 0, EXFAT_MOUNT},
	{"no locks", REFUSING(37, SYS_flock) BUILD "e" WORKS, "pip ", 0, TRACE},
};

static bool can(enum need need)
{
	switch (need) {
	case NOTHING:
		return true;
	case NAMESPACE:
		return !geteuid() && !RUN("unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt").status;
	case TRACE:
		return !RUN("sh", "-c", REFUSING(1, SYS_symlinkat) "true").status;
	case EXFAT_MOUNT:
		return can(NAMESPACE) &&
			!RUN("unshare", "-m", "sh", "-c", format("cd %s && " EXFAT "true", fixture_dir()))
				 .status;
	}
	return false;
}

Test(places, works_or_reports_why_not, .timeout = 300)
{
	char *shared = fixture_dir();
	/* LeakSanitizer (make SAN=...) needs ptrace, which the test uses itself. */
	setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct row *row = &rows[i];
		if (!can(row->need)) {
			static const char *const lacks[] = {[NAMESPACE] = "only root can make it",
				[TRACE] = "no ptrace here",
				[EXFAT_MOUNT] = "root, loop devices, exfatprogs and exfat-fuse make it"};
			skip(format("places: %s: %s", row->name, lacks[row->need]));
			continue;
		}
		/* The runtime reads ASAN_OPTIONS there. */
		if (!strcmp(row->name, "no /proc") &&
			skip_if_sanitized("places: no /proc: a sanitizer is in the programs"))
			continue;
		char *dir = fixture_dir();
		char *script = format("cd %s; XDG_CACHE_HOME=%s/cache; export XDG_CACHE_HOME; %s", dir,
			strstr(row->command, "cache") ? dir : shared, row->command);
		struct spawned s = row->need == NAMESPACE || row->need == EXFAT_MOUNT
			? RUN("unshare", "-m", "sh", "-c", script)
			: RUN("sh", "-c", script);
		cr_expect(WIFEXITED(s.status) && WEXITSTATUS(s.status) == row->code &&
				strstr(s.out, row->says),
			"%s: %x %s", row->name, s.status, s.out);
		const char *end = s.len ? strrchr(s.out, '\n') : NULL;
		cr_expect(!row->code || (!strncmp(s.out, "venvbuild: ", 11) && end == strchr(s.out, '\n')),
			"%s: it says more, or leaves something: %s", row->name, s.out);
		RUN("rm", "-rf", format("%s/e", dir), format("%s/cache", dir));
	}
}
