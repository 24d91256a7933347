// SPDX-License-Identifier: MIT
// Programs that write to a base interpreter's site directories: Python's installers write to ENV's, others to
// the base's.
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <string.h>

#include "common/core/count.h"
#include "tests/e2e/base.h"
#include "tests/fixture.h"
#include "tests/skip.h"

#define BACKEND SOURCE_DIR "/tests/data/tinybackend.py"

/* Is a test of the shell true? */
static bool holds(const char *condition)
{
	return !RUN("sh", "-c", condition).status;
}

/* With the same private base, and without byte code, which would be written beside imported modules. */
static struct spawned in(const char *env, const char *script)
{
	const char *const below[] = {VENVRUN, env, "--", "sh", "-ec", script, NULL};
	const char *const set[] = {"PYTHONDONTWRITEBYTECODE=1", "PIP_DISABLE_PIP_VERSION_CHECK=1",
		"PIP_ROOT_USER_ACTION=ignore", "PIP_NO_INDEX=1", NULL};

	return fixture_run(env ? below : below + 3, set);
}

struct installer {
	const char *name;
	const char *script; /* $python, $base, $site, $wheel, $project */
	const char *module; /* what it installs */
	int minor_until;    /* of Python 3, 0: all */
	bool two;           /* in Python 2, too */
};

static const struct installer installers[] = {
	{"pip --target", "$python -m pip install --no-deps --target $site $wheel", "tinybackend.py", 0,
		false},
	{"pip --prefix", "$python -m pip install --no-deps --prefix $base $wheel", "tinybackend.py", 0,
		false},
	{"pip by the base's own interpreter", "$base/bin/python3* -m pip install --no-deps $wheel",
		"tinybackend.py", 0, false},
	{"setup.py --prefix", "cd $project; $python setup.py -q install --prefix $base", "simple.py", 11,
		true},
	{"setup.py --install-lib", "cd $project; $python setup.py -q install --install-lib $site",
		"simple.py", 11, true},
	{"setup.py --root", "cd $project; $python setup.py -q install --root / --prefix $base", "simple.py",
		11, true},
	{"shutil", "$python -c \"import shutil; shutil.copytree('$project', '$site/simple')\"",
		"simple/simple.py", 0, true},
	{"zipfile", "$python -c \"import zipfile; zipfile.ZipFile('$wheel').extractall('$site')\"",
		"tinybackend.py", 0, true},
	{"rename",
		"cp $project/simple.py $work/new; $python -c \"import os; os.rename('$work/new', "
		"'$site/new.py')\"",
		"new.py", 0, true},
	{"chdir",
		"cd $base/lib; $python -c \"import os, glob; "
		"os.chdir(glob.glob('python*/site-packages')[0]); "
		"open('new.py', 'w')\"",
		"new.py", 0, true},
};

ParameterizedTestParameters(installers, write_to_the_environment)
{
	return interpreters_each();
}

ParameterizedTest(const struct installed_python *from, installers, write_to_the_environment, .timeout = 300)
{
	char *dir = fixture_dir(), *env = format("%s/env", dir), *project = format("%s/project", dir);
	struct base base;

	if (!base_make(&base, dir, from, "installers"))
		return;
	cr_assert(!RUN(VENVBUILD, "-p", base.python, env).status);
	cr_assert(holds(format("mkdir %s && /usr/bin/python3 " BACKEND " %s", project, dir)));
	fixture_write(format("%s/simple.py", project), 0644, "X = 1\n");
	fixture_write(format("%s/setup.py", project), 0644,
		"from distutils.core import setup\nsetup(name='simple', version='1', "
		"py_modules=['simple'])\n");
	char *site = format("%s/lib/python%d.%d/site-packages", env, from->major, from->minor);
	char *variables = format(
		"work=%s python=%s/bin/python base=%s site=%s project=%s "
		"wheel=%s/tinybackend-1.0-py2.py3-none-any.whl; ",
		dir, env, base.prefix, base.site, project, dir);
	char *before = base_sum(base.prefix);

	for (size_t i = 0; i < COUNT(installers); i++) {
		const struct installer *this = &installers[i];
		if (from->major == 2 ? !this->two : this->minor_until && from->minor > this->minor_until)
			continue;
		char *script = format("%s%s", variables, this->script);
		struct spawned s = in(env, script);
		cr_expect_eq(s.status, 0, "%s: %s: %s", from->label, this->name, s.out);
		cr_expect(holds(format("test -f %s/%s", site, this->module)), "%s: %s: not in ENV: %s",
			from->label, this->name, s.out);
		cr_expect_str_eq(base_sum(base.prefix), before, "%s: %s: the base has changed: %s",
			from->label, this->name, s.out);
		/* A build leaves traces that make the next one do less. */
		holds(format("cd %s && rm -rf %s simple* tinybackend* new.py; rm -rf %s/build", site,
			this->module, project));
	}
	/* Without venvrun they write to the base, or the test would say nothing. */
	char *script = format("%s$python -c \"import shutil; shutil.copytree('$project', '$site/simple')\"",
		variables);
	struct spawned s = in(NULL, script);
	cr_expect_eq(s.status, 0, "%s", s.out);
	cr_expect_str_neq(base_sum(base.prefix), before, "%s: without venvrun", from->label);
}

/* Programs that are no Python; $from has a file "new.py", and must come to be $site/new.py. */
static const struct {
	const char *needs, *script;
} programs[] = {
	{"cp", "cp -a $from/new.py $site"},
	{"cp", "cp -a $from/. $site"},
	{"mv", "cp $from/new.py $from/moved; mv $from/moved $site/new.py"},
	{"install", "install -m 644 $from/new.py $site"},
	{"ln", "ln $from/new.py $site/new.py"},
	{"sh", "cd $site && cat $from/new.py >new.py"},
	{"tar", "tar -C $from -cf $work/x.tar new.py && tar -C $site -xf $work/x.tar"},
	{"rsync", "rsync -a $from/ $site/"},
	{"perl", "perl -MFile::Copy -e 'copy($ARGV[0], $ARGV[1]) or die' $from/new.py $site/new.py"},
	{"dpkg-deb", "dpkg-deb -x $work/x.deb $work"},
	{"dpkg",
		"dpkg --root=$work --force-not-root --force-script-chrootless --log=/dev/null -i "
		"$work/x.deb"},
	/* and below a Python that is redirected itself */
	{"cp", "$python -c \"import subprocess; subprocess.check_call(['cp', '$from/new.py', '$site'])\""},
	{"cp", "$python -c \"import os; assert not os.system('cp $from/new.py $site')\""},
};

/* A package with the file at the path that it has below work. */
#define PACKAGE \
	"mkdir -p $work/package/DEBIAN $work/package/${site#$work} $work/var/lib/dpkg/updates " \
	"$work/var/lib/dpkg/info; " \
	"cp -p $from/new.py $work/package/${site#$work}; : >$work/var/lib/dpkg/status; " \
	"printf 'Package: new\\nVersion: 1\\nArchitecture: all\\nMaintainer: a <a@b>\\nDescription: x\\n' " \
	">$work/package/DEBIAN/control; dpkg-deb -b $work/package $work/x.deb"

Test(installers, other_programs_see_and_write_the_base, .timeout = 120)
{
	char *dir = fixture_dir(), *env = format("%s/env", dir), *from = format("%s/from", dir);
	struct installed_python list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX), i = 0;
	struct base base;

	while (i < count && !base_make(&base, dir, &list[i], "installers"))
		i++;
	if (i == count)
		return;
	fixture_env(env, base.python);
	cr_assert(holds(format("mkdir %s && echo >%s/new.py", from, from)));
	char *variables = format("work=%s base=%s site=%s from=%s python=%s/bin/python; ", dir, base.prefix,
		base.site, from, env);
	char *site = format("%s/lib/python%d.%d/site-packages", env, list[i].major, list[i].minor);
	if (holds("command -v dpkg-deb"))
		cr_assert(holds(format("set -e; %s" PACKAGE, variables)));

	for (size_t k = 0; k < COUNT(programs); k++) {
		if (!holds(format("command -v %s", programs[k].needs))) {
			skip(format("installers: %s is not installed", programs[k].needs));
			continue;
		}
		struct spawned s = in(env, format("%s%s", variables, programs[k].script));
		cr_expect_eq(s.status, 0, "%s: %s", programs[k].script, s.out);
		cr_expect(holds(format("test -f %s/new.py", base.site)), "%s: not in the base: %s",
			programs[k].script, s.out);
		cr_expect(!holds(format("test -f %s/new.py", site)), "%s: in ENV: %s", programs[k].script,
			s.out);
		holds(format("rm -f %s/new.py", base.site));
	}
	static const char *const readers[] = {"ls $site", "find $site -type f",
		"tar -C $site -cf - . | tar -t", "cd $site && ls", "echo $site/*", "cat $site/only_*",
		"rsync -r $site/", "$python -c \"import os; os.system('ls $site')\""};
	for (size_t k = 0; k < COUNT(readers); k++) {
		char *script = format("%s%s", variables, readers[k]);
		struct spawned without = in(NULL, script), s = in(env, script);
		cr_expect(!without.status && without.len, "%s: %s", readers[k], without.out);
		cr_expect_str_eq(s.out, without.out, "%s: %s", readers[k], s.out);
	}
}

/* Debian's own directories, where nothing is at stake: an empty file system lies over them in a mount
 * namespace. */
#define PLACES "/usr/lib/python3/dist-packages"
#define HIDDEN "mount -t tmpfs none " PLACES " && echo X=1 >" PLACES "/only_base.py && "

Test(installers, write_to_the_environment_instead_of_dist_packages, .timeout = 120)
{
	char *dir = fixture_dir(), *env = format("%s/env", dir);

	if (!holds("unshare -m sh -c '" HIDDEN "/usr/bin/python3 -c \"import only_base\"'")) {
		skip("installers: no Debian Python whose " PLACES
		     " can be covered (by root, in a mount namespace)");
		return;
	}
	cr_assert(!RUN(VENVBUILD, "-p", "/usr/bin/python3", env).status);
	cr_assert(holds(format("/usr/bin/python3 " BACKEND " %s", dir)));
	char *install = format("/usr/bin/python3 -m pip install --no-deps --target " PLACES
			       " %s/tinybackend-1.0-py2.py3-none-any.whl",
		dir);
	char *script = format("unshare -m sh -ec '" HIDDEN "%s -q %s -- sh -c \"%s\"; ls " PLACES "'",
		VENVRUN, env, install);
	struct spawned s = in(NULL, script);
	cr_expect(!s.status && strstr(s.out, "\nonly_base.py\n") && !strstr(s.out, "tinybackend.py"), "%s",
		s.out);
	cr_expect(holds(format("test -f %s/lib/python3*/site-packages/tinybackend.py", env)), "%s", s.out);
}
