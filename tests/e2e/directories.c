// SPDX-License-Identifier: MIT
// A base interpreter's site directory for a Python below venvrun: it is ENV's for every call that reads it.
// It is the base's own in other environments, and where ENV includes the system's packages.
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <string.h>

#include "common/core/count.h"
#include "tests/e2e/base.h"
#include "tests/fixture.h"
#include "tests/skip.h"

#define LOOKS SOURCE_DIR "/tests/data/directories.py"
#define HAS "def has(n):\n    try: __import__(n)\n    except ImportError: return False\n    return True\n"
#define SAYS HAS "print('%s %s' % (has('only_here'), has('only_base')))\n"

struct place {
	char *dir, *env, *python, *site;
	struct base base;
};

/* Makes a base and an environment of it; false where that is not possible. */
static bool place_make(struct place *ret, const struct installed_python *from)
{
	char *dir = fixture_dir(), *env = format("%s/env", dir);
	struct place place = {
		.dir = dir,
		.env = env,
		.python = format("%s/bin/python", env),
		.site = format("%s/lib/python%d.%d/site-packages", env, from->major, from->minor),
	};

	if (!base_make(&place.base, dir, from, "directories"))
		return false;
	fixture_env(env, place.base.python);
	*ret = place;
	return true;
}

/* The first Python 3 of which a base can be made; NULL: there is none. */
static const struct installed_python *place_any(struct place *ret)
{
	static struct installed_python list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX);

	for (size_t i = 0; i < count; i++)
		if (list[i].major == 3 && place_make(ret, &list[i]))
			return &list[i];
	return NULL;
}

/* Below venvrun ENV or without; no byte code is written. */
static struct spawned run(const struct place *place, const char *env, const char *script)
{
	const char *const below[] = {VENVRUN, env, "--", "sh", "-ec", script, NULL};
	const char *const set[] = {"PYTHONDONTWRITEBYTECODE=1", format("WORK=%s", place->dir),
		format("SITE=%s", place->site), format("BASE=%s", place->base.site),
		format("PYTHON=%s", place->python), format("BASE_PYTHON=%s", place->base.python), NULL};

	return fixture_run(env ? below : below + 3, set);
}

ParameterizedTestParameters(directories, have_the_environments_files_for_every_call)
{
	return interpreters_each();
}

ParameterizedTest(const struct installed_python *from, directories,
	have_the_environments_files_for_every_call, .timeout = 120)
{
	struct place place;

	if (!place_make(&place, from))
		return;
	struct spawned made = run(&place, NULL,
		"cd $SITE; mkdir -p carrier named-1.dist-info; : >carrier/__init__.py; echo data "
		">carrier/data.txt; ln -s only_here.py link; "
		"printf 'Metadata-Version: 2.1\\nName: named\\nVersion: 1\\n' >named-1.dist-info/METADATA; "
		"$PYTHON -c \"import zipfile; z = zipfile.ZipFile('zipped.zip', 'w'); "
		"z.writestr('in_zip.py', 'X = 1'); z.close()\"");
	cr_assert_eq(made.status, 0, "%s", made.out);
	struct spawned expected = run(&place, NULL, "$PYTHON " LOOKS " $SITE");
	struct spawned without = run(&place, NULL, "$PYTHON " LOOKS " $BASE");
	struct spawned s = run(&place, place.env, "$PYTHON " LOOKS " $BASE");
	cr_expect(!expected.status && expected.len > 1000 && expected.len < sizeof expected.out - 1, "%s: %s",
		from->label, expected.out);
	cr_expect_str_neq(without.out, expected.out, "%s: without venvrun: %s", from->label, without.out);
	cr_expect_str_eq(s.out, expected.out, "%s: got: %s\nexpected: %s", from->label, s.out, expected.out);
}

/* The output of a script in the base's directory that is started there, and its real path. */
Test(directories, are_the_environments_for_a_python_in_that_directory, .timeout = 60)
{
	static const char script[] =
		"cd $BASE; $PYTHON -c \"import os\n" SAYS
		"print(os.path.exists('only_here.py'), os.path.exists('./only_base.py'))\n"
		"print(os.getcwd() == os.environ['BASE'])\"";
	struct place place;

	if (!place_any(&place))
		return;
	struct spawned without = run(&place, NULL, script), s = run(&place, place.env, script);
	/* its own entries, and those of its real directory */
	cr_expect(strstr(without.out, "True True\n"), "%s", without.out);
	cr_expect(!strncmp(s.out, "True False\n", 11) && strstr(s.out, "\nTrue\n"), "%s", s.out);
}

/* The text of a link is translated as a path is: in the directory and elsewhere, by both calls. Text that
 * is no path is not changed. */
Test(directories, hold_links_that_lead_into_them, .timeout = 60)
{
	static const char script[] =
		"$PYTHON -c \"import os\n"
		"base, site, work = (os.environ[n] for n in ('BASE', 'SITE', 'WORK'))\n"
		"fd = os.open(base, os.O_RDONLY)\n"
		"os.symlink(base + '/only_here.py', base + '/absolute')\n"
		"os.symlink(base + '/only_here.py', 'absolute_at', dir_fd=fd)\n"
		"os.symlink('only_here.py', base + '/relative')\n"
		"os.symlink(base, work + '/elsewhere')\n"
		"print([os.path.exists(base + '/' + n) for n in ('absolute', 'absolute_at', 'relative')])\n"
		"print(os.path.exists(work + '/elsewhere/only_here.py'), os.readlink(work + '/elsewhere') == "
		"site)\n"
		"print(os.readlink(base + '/absolute') == site + '/only_here.py', os.readlink(base + "
		"'/relative'))\n"
		"for text in 'no path', base + '2/x', 'dist-packages/x':\n"
		"    os.symlink(text, work + '/text'); print(os.readlink(work + '/text') == text); "
		"os.remove(work + '/text')\n"
		"os.chdir(base)\n"
		"print(os.getcwd() == site, os.path.realpath(base) == base, os.path.samefile(base, site))\n"
		"\"; ls -L $SITE/absolute $SITE/absolute_at >/dev/null && echo for all";
	struct place place;

	if (!place_any(&place))
		return;
	struct spawned s = run(&place, place.env, script);
	cr_expect_str_eq(s.out,
		"[True, True, True]\nTrue True\nTrue only_here.py\nTrue\nTrue\nTrue\n"
		"True True True\nfor all\n",
		"%s", s.out);
}

Test(directories, in_sys_path_have_the_environments_packages, .timeout = 60)
{
	static const char script[] =
		"$BASE_PYTHON -c \"import sys, os\nsys.path.insert(0, os.environ['BASE'])\n" SAYS "\"";
	struct place place;

	if (!place_any(&place))
		return;
	struct spawned without = run(&place, NULL, script), s = run(&place, place.env, script);
	cr_expect_str_eq(without.out, "False True\n");
	cr_expect_str_eq(s.out, "True False\n");
}

/* Other environments: those that include the system's packages and those that name the base's directory. */
Test(directories, are_the_bases_in_other_environments, .timeout = 120)
{
	static const struct {
		const char *make, *script;
	} rows[] = {
		{VENVBUILD " --system-site-packages --without-pip -p $BASE_PYTHON $WORK/other", ""},
		{"$BASE_PYTHON -m venv --system-site-packages --without-pip $WORK/other", ""},
		{VENVBUILD " --without-pip -p $BASE_PYTHON $WORK/other",
			"sys.path.insert(0, os.environ['BASE'])\n"},
		{"$BASE_PYTHON -m venv --without-pip $WORK/other",
			"sys.path.insert(0, os.environ['BASE'])\n"},
	};
	struct place place;

	if (!place_any(&place))
		return;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct spawned made = run(&place, NULL, format("rm -rf $WORK/other; %s", rows[i].make));
		cr_expect_eq(made.status, 0, "%s: %s", rows[i].make, made.out);
		char *script = format("$WORK/other/bin/python -c \"import sys, os\n%s%s\"", rows[i].script,
			SAYS);
		struct spawned s = run(&place, place.env, script);
		cr_expect_str_eq(s.out, "False True\n", "%s: %s", rows[i].make, s.out);
	}
}

Test(directories, are_the_bases_where_the_environment_includes_them, .timeout = 60)
{
	struct place place;

	if (!place_any(&place))
		return;
	struct spawned made = run(&place, NULL,
		"sed -i 's/^include-system-site-packages.*/include-system-site-packages = true/' "
		"$WORK/env/pyvenv.cfg; grep -c true "
		"$WORK/env/pyvenv.cfg");
	cr_assert_str_eq(made.out, "1\n");
	struct spawned s = run(&place, place.env,
		"$BASE_PYTHON -c \"import sys, os\n" SAYS
		"print(sys.path.index(os.environ['SITE']) < sys.path.index(os.environ['BASE']))\n"
		"print('only_base.py' in os.listdir(os.environ['BASE']))\"");
	cr_expect_str_eq(s.out, "True True\nTrue\nTrue\n");
}

/* Below --isolated the user's site directory is hidden, for ENV's Python and for others of its version. */
Test(directories, of_the_user_are_hidden_when_isolated, .timeout = 60)
{
	static const char script[] =
		"mkdir -p $USERSITE; echo >$USERSITE/only_user.py; echo >$WORK/only_path.py; export "
		"PYTHONPATH=$WORK; "
		"%s $PYTHON -c \"import os, site, sys\n" HAS
		"u = os.environ['USERSITE']\n"
		"print(has('only_user'), has('only_path'), os.path.exists(u), os.path.exists(u + "
		"'/only_user.py'),\n"
		"      os.listdir(os.path.dirname(u)), bool(site.ENABLE_USER_SITE), has('only_here'))\"";
	struct place place;
	const struct installed_python *from = place_any(&place);

	if (!from)
		return;
	char *user = format("%s/.local/lib/python%d.%d/site-packages", place.dir, from->major, from->minor);
	char *set = format("unset PYTHONNOUSERSITE PYTHONUSERBASE; export HOME=$WORK USERSITE=%s; ", user);
	struct spawned without = run(&place, NULL, format("%s%s", set, format(script, "env")));
	cr_expect_str_eq(without.out, "False True True True ['site-packages'] False True\n", "%s",
		without.out);
	struct spawned s = run(&place, NULL,
		format("%s%s", set, format(script, format("%s --isolated %s --", VENVRUN, place.env))));
	cr_expect_str_eq(s.out, "False False False False [] False True\n", "%s", s.out);
}
