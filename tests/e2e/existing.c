// SPDX-License-Identifier: MIT
// venvbuild where the target exists: it is kept, replaced, updated or refused, and never half changed.
#include <criterion/criterion.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/tool/fs.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/home.h"
#include "tests/fixture.h"
#include "tests/skip.h"

#define BASE "/usr/bin/python3"

TestSuite(existing, .init = home_setup, .timeout = 300);

Test(existing, depends_on_the_target)
{
	static const struct {
		const char *name, *before, *options;
		int code;
		const char *says, *after; /* after: a shell test in the directory */
	} rows[] = {
		{"nothing", ":", "", 0, "", "test -e e/pyvenv.cfg"},
		{"an empty directory", "mkdir e", "", 0, "", "test -e e/pyvenv.cfg"},
		{"a link to an empty directory", "mkdir r; ln -s r e", "", 0, "",
			"test -L e && test -e r/pyvenv.cfg"},
		{"the same again", VENVBUILD " --without-pip -p " BASE " e", "", 0, "",
			"test -e e/pyvenv.cfg"},
		{"another environment", VENVBUILD " --without-pip --prompt x -p " BASE " e", "", 1, "--clear",
			"grep -q \"prompt = 'x'\" e/pyvenv.cfg"},
		{"--clear", VENVBUILD " --without-pip -p " BASE " e; touch e/mine", "--clear", 0, "",
			"test -e e/pyvenv.cfg && ! test -e e/mine"},
		{"--clear of a link", "mkdir r; touch r/pyvenv.cfg r/mine; ln -s r e", "--clear", 0, "",
			"test -L e && ! test -e r/mine"},
		{"--allow-existing", VENVBUILD " --without-pip -p " BASE " e; touch e/mine",
			"--allow-existing --prompt y", 0, "",
			"test -e e/mine && grep -q \"prompt = 'y'\" e/pyvenv.cfg"},
		{"--allow-existing beside other files", "mkdir e; touch e/mine", "--allow-existing", 0, "",
			"test -e e/mine && test -e e/pyvenv.cfg"},
		{"--allow-existing of files with other names",
			"mkdir -p e/d; touch e/d/mine; ln e/d/mine .other", "--allow-existing", 0, "",
			"test e/d/mine -ef .other"},
		{"--allow-existing beside a fifo and a link", "mkdir e; mkfifo e/f; ln -s none e/l",
			"--allow-existing", 0, "", "test -p e/f && test -h e/l"},
		{"--allow-existing keeps modes", "mkdir -p -m 2750 e e/bin; touch -d 2001-01-01 e/bin",
			"--allow-existing", 0, "",
			"test \"$(stat -c %a:%Y e/bin)\" = 2750:978307200 && test $(stat -c %a e) = 2750"},
		{"--allow-existing in a project",
			"mkdir e; echo build/ >e/.gitignore; "
			"echo mine >e/CACHEDIR.TAG",
			"--allow-existing", 0, "",
			"test \"$(cat e/.gitignore e/CACHEDIR.TAG | tr '\\n' ' ')\" = 'build/ mine '"},
		{"--allow-existing in a project without them", "mkdir e; touch e/setup.py",
			"--allow-existing", 0, "", "! test -e e/.gitignore && ! test -e e/CACHEDIR.TAG"},
		{"--upgrade in a project",
			VENVBUILD " --without-pip -p " BASE
				  " e; echo build/ >e/.gitignore; rm e/CACHEDIR.TAG",
			"--upgrade", 0, "",
			"test \"$(cat e/.gitignore)\" = build/ && ! test -e e/CACHEDIR.TAG"},
		{"--upgrade keeps lines that were added",
			VENVBUILD " --without-pip -p " BASE
				  " e; echo X=1 >>e/bin/activate; sed -i '2iset X 2' e/bin/activate.fish",
			"--upgrade", 0, "",
			"grep -qx X=1 e/bin/activate && "
			"grep -qx 'set X 2' e/bin/activate.fish"},
		{"--upgrade of a line that was changed",
			VENVBUILD " --without-pip -p " BASE
				  " e; sed -i s/VIRTUAL_ENV_PROMPT=/P=/ e/bin/activate",
			"--upgrade", 0, "e/bin/activate was changed", "! grep -q ^P= e/bin/activate"},
		{"--upgrade to another prompt", VENVBUILD " --without-pip -p " BASE " e",
			"--upgrade --prompt y", 0, "", "grep -q y e/bin/activate"},
		{"the same with a line added, a mark and a script deleted",
			VENVBUILD " --without-pip -p " BASE
				  " e; echo X=1 >>e/bin/activate; rm e/CACHEDIR.TAG "
				  "e/.gitignore e/bin/activate.csh",
			"", 0, "",
			"grep -qx X=1 e/bin/activate && "
			"! test -e e/CACHEDIR.TAG"},
		{"the same by another version of venvbuild",
			VENVBUILD " --without-pip -p " BASE
				  " e; sed -i 's/^venvrun.*/venvrun = 0.0/' e/pyvenv.cfg",
			"", 0, "", "test -e e/pyvenv.cfg"},
		{"another view of the base", VENVBUILD " --without-pip -p " BASE " e",
			"--system-site-packages", 1, "include-system-site-packages = false, not true",
			"test -e e/pyvenv.cfg"},
		{"another variable", VENVBUILD " --without-pip --env A=1 -p " BASE " e", "--env A=2", 1,
			"50-venvbuild.conf has other contents", "grep -q 1 e/etc/environment.d/*"},
		{"other files", "mkdir e; touch e/mine", "", 1, "not empty", "test \"$(ls -A e)\" = mine"},
		{"--clear of other files", "mkdir e; touch e/mine", "--clear", 1, "not an environment",
			"test \"$(ls -A e)\" = mine"},
		{"a file", "touch e", "", 1, "not a directory", "test -f e"},
		{"a dangling link", "ln -s none e", "", 1, "not a directory", "test -L e && ! test -e none"},
		{"a file for a directory", "mkdir e; touch e/bin e/pyvenv.cfg", "--allow-existing", 1,
			"e/bin", "test -f e/bin && ! test -e e/lib"},
		{"a link for a directory", "mkdir e r; ln -s ../r e/lib; touch e/pyvenv.cfg",
			"--allow-existing", 1, "e/lib", "test \"$(ls -A r)\" = ''"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *name = rows[i].name;
		char *at = in(format("row%zu", i));
		struct spawned s = RUN("sh", "-c", format("mkdir %s; cd %s; %s", at, at, rows[i].before));
		cr_assert_eq(spawned_code(s), 0, "%s: %s", name, s.out);
		int before = home_entries(at);
		s = RUN("sh", "-c",
			format("cd %s; exec " VENVBUILD " --without-pip -p " BASE " %s e", at,
				rows[i].options));
		cr_expect_eq(spawned_code(s), rows[i].code, "%s: %s", name, s.out);
		cr_expect(strstr(s.out, rows[i].says), "%s: %s", name, s.out);
		cr_expect_eq(spawned_code(RUN("sh", "-c", format("cd %s; %s", at, rows[i].after))), 0, "%s",
			name);
		cr_expect_eq(home_entries(at), before + (i == 0), "%s leaves something behind", name);
	}
}

Test(existing, stays_in_the_working_directory)
{
	char *env = in("env");
	cr_assert_eq(mkdir(env, 0755), 0);
	cr_assert_eq(chdir(env), 0);
	cr_expect_eq(spawned_code(RUN(VENVBUILD, "--without-pip", "-p", BASE, ".")), 0);
	cr_expect(fs_exists("pyvenv.cfg"), "the directory is the same");
	fixture_write("mine", 0644, "");
	cr_expect_eq(spawned_code(RUN(VENVBUILD, "--clear", "--without-pip", "-p", BASE, ".")), 0);
	cr_expect(fs_exists("pyvenv.cfg") && !fs_exists("mine"));
	expect_prefix(env, "the working directory");
	cr_assert(!mkdir("sub", 0755) && !chdir("sub"));
	fixture_write("mine", 0644, "");
	cr_expect_eq(spawned_code(RUN(VENVBUILD, "--upgrade", "--prompt", "x", "..")), 0);
	cr_expect(fs_exists("../bin/python") && fs_exists(in("env/sub/mine")),
		"a directory in it is the same");
	cr_expect_eq(spawned_code(RUN("grep", "-q", "^prompt = 'x'", in("env/pyvenv.cfg"))), 0);
}

Test(existing, upgrades_under_a_program_that_runs)
{
	char *env = in("env");
	cr_assert_eq(spawned_code(RUN(VENVBUILD, "--without-pip", "--copies", "-p", BASE, env)), 0);
	struct spawned s = RUN("sh", "-c",
		format("cd %s/env; mkdir sub; echo 1 >sub/f\n%s/bin/python -c 'import sys, subprocess\n"
		       "with open(\"sub/f\", \"a\") as f:\n"
		       "  subprocess.check_call([\"" VENVBUILD "\", \"--upgrade\", sys.prefix], cwd=\"/\")\n"
		       "  f.write(\"2\")\n"
		       "import json, subprocess; subprocess.check_call([sys.executable, \"-c\", \"\"])'\ncat "
		       "%s/sub/f",
			home, env, env));
	cr_expect(!spawned_code(s) && !strcmp(s.out, "1\n2"), "%s", s.out);
}

Test(existing, fills_a_directory_that_cannot_be_renamed)
{
	/* A mount point; a bind mount, which has the device of its parent; a directory below one without
	 * permission. */
	static const struct {
		const char *name, *before;
	} rows[] = {
		{"a mount point", "unshare -m sh -c 'mount -t tmpfs none e && exec sh ../build'"},
		{"a bind mount", "unshare -m sh -c 'mount --bind e e && exec sh ../build'"},
		{"a parent that denies us",
			"chown 65534 e; exec setpriv --reuid=65534 --clear-groups sh ../build"},
	};
	if (geteuid()) {
		skip("directories that cannot be renamed: only root can make them");
		return;
	}
	cr_assert_eq(chmod(home, 0755), 0);
	fixture_write(in("build"), 0644,
		"unset XDG_CACHE_HOME; HOME=/dev/null; export HOME\n" VENVBUILD " -p " BASE
		" e && test -e e/pyvenv.cfg && touch e/mine && " VENVBUILD " --clear -p " BASE
		" --prompt x e && test -e e/pyvenv.cfg && ! test -e e/mine && e/bin/pip --version && ls -A e "
		"| wc -l && exec ls -A\n");
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *at = in(format("at%zu", i));
		if (i < 2 && spawned_code(RUN("unshare", "-m", "true"))) {
			skip(format("%s: mount namespaces are not allowed here", rows[i].name));
			continue;
		}
		struct spawned s = RUN("sh", "-c",
			format("mkdir -p %s/e; cd %s; %s", at, at, rows[i].before));
		cr_expect_eq(spawned_code(s), 0, "%s: %s", rows[i].name, s.out);
		cr_expect(strstr(s.out, "\n7\ne\n"), "%s: %s", rows[i].name, s.out);
	}
}
