// SPDX-License-Identifier: MIT
// Tests of common/env/site_dirs.c: on trees that the test makes, and compared with every
// interpreter of this machine.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/env/env.h"
#include "tests/fixture.h"
#include "tests/interpreters.h"
#include "common/env/site_dirs.h"
#include "env-builder/discovery/env_fault.h"

static char *dir;

static void setup(void)
{
	dir = fixture_dir();
}

TestSuite(site_dirs, .init = setup, .timeout = 60);

/* A row's tree is made of words, below the test's directory: "NAME/" a directory, "NAME>TARGET" a symbolic
 * link, "NAME" a program. "@" in the rows is that directory. The environment is e. */
struct row {
	const char *name;
	const char *tree;
	const char *cfg;  /* pyvenv.cfg; NULL: none */
	const char *base; /* the expected directories in their order, each after a blank */
	const char *user;
	const char *user_base;
};

#define VENV311 "e/lib/python3.11/site-packages/ e/bin/ e/bin/python"
#define HOME(bin) "version = 3.11\ninclude-system-site-packages = false\nhome = @" bin "\n"
#define SYSTEM311 \
	" @/usr/lib/python3/dist-packages @/usr/local/lib/python3.11/dist-packages " \
	"@/usr/lib/python3.11/dist-packages" \
	" @/usr/lib/python3.11/site-packages @/usr/local/lib/python3.11/site-packages"
#define USER311 " @/h/.local/lib/python3.11/site-packages"

static const struct row rows[] = {
	{"of the system", VENV311 " usr/bin/ usr/lib/python3.11/os.py", HOME("/usr/bin"),
		" @/usr/lib/python3.11/site-packages"
		" @/usr/lib/python3/dist-packages @/usr/local/lib/python3.11/dist-packages "
		"@/usr/lib/python3.11/dist-packages"
		" @/usr/local/lib/python3.11/site-packages",
		USER311, NULL},
	{"a base of its own", VENV311 " p/bin/ p/lib/python3.11/os.py", HOME("/p/bin"),
		" @/p/lib/python3.11/site-packages" SYSTEM311, USER311, NULL},
	{"those that exist come first",
		VENV311 " p/bin/ p/lib/python3.11/os.py usr/local/lib/python3.11/site-packages/",
		HOME("/p/bin"),
		" @/usr/local/lib/python3.11/site-packages @/p/lib/python3.11/site-packages "
		"@/usr/lib/python3/dist-packages"
		" @/usr/local/lib/python3.11/dist-packages @/usr/lib/python3.11/dist-packages "
		"@/usr/lib/python3.11/site-packages",
		USER311, NULL},
	{"a base behind a link", VENV311 " q/bin/ q/lib/python3.11/os.py p>q", HOME("/p/bin"),
		" @/p/lib/python3.11/site-packages @/q/lib/python3.11/site-packages" SYSTEM311, USER311,
		NULL},
	{"packages behind a link",
		VENV311 " p/bin/ p/lib/python3.11/os.py s/x-packages/ "
			"p/lib/python3.11/site-packages>../../../s/x-packages",
		HOME("/p/bin"), " @/p/lib/python3.11/site-packages @/s/x-packages" SYSTEM311, USER311, NULL},
	{"packages behind a link, under a name no policy carries",
		VENV311 " p/bin/ p/lib/python3.11/os.py s/x/ p/lib/python3.11/site-packages>../../../s/x",
		HOME("/p/bin"), " @/p/lib/python3.11/site-packages" SYSTEM311, USER311, NULL},
	{"packages that are env's by a link",
		VENV311 " p/bin/ p/lib/python3.11/os.py "
			"p/lib/python3.11/site-packages>../../../e/lib/python3.11/site-packages",
		HOME("/p/bin"), SYSTEM311, USER311, NULL},
	{"packages that are env's, both being links",
		"s/x-packages/ e/lib/python3.11/site-packages>../../../s/x-packages e/bin/ e/bin/python"
		" p/bin/ p/lib/python3.11/os.py p/lib/python3.11/site-packages>../../../s/x-packages",
		HOME("/p/bin"), SYSTEM311, USER311, NULL},
	{"a link in another bin",
		"e/lib/python3.11/site-packages/ e/bin/ p/bin/ p/bin/python3.11 p/lib/python3.11/os.py "
		"h/.local/bin/"
		" h/.local/bin/python>../../../p/bin/python3.11 e/bin/python>../../h/.local/bin/python",
		HOME("/h/.local/bin"), " @/p/lib/python3.11/site-packages" SYSTEM311, USER311, NULL},
	{"a base that is the user's", VENV311 " h/.local/bin/ h/.local/lib/python3.11/os.py",
		HOME("/h/.local/bin"), " @/h/.local/lib/python3.11/site-packages" SYSTEM311, "", NULL},
	{"an environment's environment",
		VENV311
		" o/bin/ o/lib/python3.11/os.py o/pyvenv.cfg=home=@/p/bin p/bin/ p/lib/python3.11/os.py",
		HOME("/o/bin"), " @/p/lib/python3.11/site-packages" SYSTEM311, USER311, NULL},
	{"a merged /usr",
		VENV311
		" usr/bin/ bin>usr/bin lib>usr/lib usr/lib/python3.11/os.py usr/lib/python3/dist-packages/",
		HOME("/usr/bin"),
		" @/usr/lib/python3/dist-packages @/lib/python3/dist-packages "
		"@/usr/lib/python3.11/site-packages"
		" @/usr/local/lib/python3.11/dist-packages @/usr/lib/python3.11/dist-packages "
		"@/usr/local/lib/python3.11/site-packages",
		USER311, NULL},
	{"a /lib of its own",
		VENV311 " usr/bin/ lib/ usr/lib/python3.11/os.py usr/lib/python3/dist-packages/",
		HOME("/usr/bin"),
		" @/usr/lib/python3/dist-packages @/usr/lib/python3.11/site-packages "
		"@/usr/local/lib/python3.11/dist-packages"
		" @/usr/lib/python3.11/dist-packages @/usr/local/lib/python3.11/site-packages",
		USER311, NULL},
	{"lib64", VENV311 " usr/bin/ usr/lib64/python3.11/os.py", HOME("/usr/bin"),
		" @/usr/lib/python3.11/site-packages"
		" @/usr/lib64/python3.11/site-packages @/usr/lib/python3/dist-packages "
		"@/usr/local/lib/python3.11/dist-packages"
		" @/usr/lib/python3.11/dist-packages @/usr/local/lib/python3.11/site-packages "
		"@/usr/local/lib64/python3.11/site-packages",
		USER311, NULL},
	{"lib64 that is lib", VENV311 " p/bin/ p/lib/python3.11/os.py p/lib64>lib", HOME("/p/bin"),
		" @/p/lib/python3.11/site-packages" SYSTEM311, USER311, NULL},
	{"/usr/local behind a link",
		VENV311 " p/bin/ p/lib/python3.11/os.py var/local/ usr/ usr/local>../var/local",
		HOME("/p/bin"),
		" @/p/lib/python3.11/site-packages @/usr/lib/python3/dist-packages "
		"@/usr/local/lib/python3.11/dist-packages"
		" @/var/local/lib/python3.11/dist-packages @/usr/lib/python3.11/dist-packages "
		"@/usr/lib/python3.11/site-packages"
		" @/usr/local/lib/python3.11/site-packages @/var/local/lib/python3.11/site-packages",
		USER311, NULL},
	{"without threads' lock",
		"e/lib/python3.13t/site-packages/ e/bin/ e/bin/python p/bin/ p/lib/python3.13t/os.py",
		"version = 3.13.0\nhome = @/p/bin\n",
		" @/p/lib/python3.13t/site-packages @/usr/lib/python3/dist-packages"
		" @/usr/local/lib/python3.13t/dist-packages @/usr/lib/python3.13t/dist-packages "
		"@/usr/lib/python3.13t/site-packages"
		" @/usr/local/lib/python3.13t/site-packages",
		" @/h/.local/lib/python3.13t/site-packages @/h/.local/lib/python3.13/site-packages", NULL},
	{"Python 2.7", "e/lib/python2.7/site-packages/ e/bin/ e/bin/python p/bin/ p/lib/python2.7/os.py",
		"version = 2.7.18\nhome = @/p/bin\n",
		" @/p/lib/python2.7/site-packages @/usr/local/lib/python2.7/dist-packages"
		" @/usr/lib/python2.7/dist-packages @/usr/lib/python2.7/site-packages "
		"@/usr/local/lib/python2.7/site-packages",
		" @/h/.local/lib/python2.7/site-packages", NULL},
	{"virtualenv before 20",
		"e/lib/python2.7/site-packages/ e/bin/ e/bin/python e/bin/activate_this.py p/bin/ "
		"p/lib/python2.7/os.py"
		" e/lib/python2.7/orig-prefix.txt=@/p",
		NULL,
		" @/p/lib/python2.7/site-packages @/usr/local/lib/python2.7/dist-packages"
		" @/usr/lib/python2.7/dist-packages @/usr/lib/python2.7/site-packages "
		"@/usr/local/lib/python2.7/site-packages",
		" @/h/.local/lib/python2.7/site-packages", NULL},
	{"PyPy", "e/lib/pypy3.9/site-packages/ e/bin/ e/bin/python p/bin/ p/lib/pypy3.9/os.py",
		"version = 3.9\nhome = @/p/bin\n",
		" @/p/lib/pypy3.9/site-packages @/usr/lib/python3/dist-packages "
		"@/usr/local/lib/pypy3.9/dist-packages"
		" @/usr/lib/pypy3.9/dist-packages @/usr/lib/pypy3.9/site-packages "
		"@/usr/local/lib/pypy3.9/site-packages",
		" @/h/.local/lib/pypy3.9/site-packages @/h/.local/lib/python3.9/site-packages", NULL},
	{"PyPy before 7.3.8", "e/site-packages/ e/bin/ e/bin/python p/bin/ p/lib-python/3/",
		"version = 3.7\nhome = @/p/bin\n",
		" @/p/lib/pypy3.7/site-packages @/p/site-packages @/usr/lib/python3/dist-packages "
		"@/usr/local/lib/pypy3.7/dist-packages"
		" @/usr/lib/pypy3.7/dist-packages @/usr/lib/pypy3.7/site-packages "
		"@/usr/local/lib/pypy3.7/site-packages",
		" @/h/.local/lib/pypy3.7/site-packages @/h/.local/lib/python3.7/site-packages", NULL},
	{"conda, its own base", VENV311 " e/conda-meta/ e/lib/python3.11/os.py", NULL, SYSTEM311, USER311,
		NULL},
	{"an environment of conda's", VENV311 " p/bin/ p/conda-meta/ p/lib/python3.11/os.py", HOME("/p/bin"),
		" @/p/lib/python3.11/site-packages" SYSTEM311, USER311, NULL},
	{"an interpreter without packages", "e/bin/ e/bin/python p/bin/", HOME("/p/bin"), SYSTEM311, USER311,
		NULL},
	{"a home that is no bin", VENV311 " p/x/ p/lib/python3.11/os.py", HOME("/p/x"), SYSTEM311, USER311,
		NULL},
	{"PYTHONUSERBASE", VENV311 " p/bin/", HOME("/p/bin"), SYSTEM311,
		" @/u/lib/python3.11/site-packages" USER311, "@/u/./"},
	{"PYTHONUSERBASE, relative", VENV311 " p/bin/", HOME("/p/bin"), SYSTEM311, USER311, "u"},
	{"a home behind a link", VENV311 " p/bin/ r/ h>r", HOME("/p/bin"), SYSTEM311,
		USER311 " @/r/.local/lib/python3.11/site-packages", NULL},
};

/* text with dir in place of "@" */
static char *placed(const char *text)
{
	char *out = format("%s", "");

	for (; *text; text++)
		out = *text == '@' ? format("%s%s", out, dir) : format("%s%c", out, *text);
	return out;
}

static void make(const char *tree)
{
	char *words = placed(tree), *save;

	for (char *word = strtok_r(words, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
		char *link = strchr(word, '>'), *text = strchr(word, '='), *path = format("%s/%s", dir, word);
		bool is_dir = word[strlen(word) - 1] == '/';
		cr_assert(!RUN("mkdir", "-p",
			is_dir ? path : format("%.*s", (int)(strrchr(path, '/') - path), path))
				   .status);
		if (link)
			cr_assert(!symlink(link + 1, format("%s/%.*s", dir, (int)(link - word), word)), "%s",
				word);
		else if (text)
			fixture_write(format("%s/%.*s", dir, (int)(text - word), word), 0644,
				format("%s\n", text + 1));
		else if (!is_dir)
			fixture_write(path, 0755, "");
	}
}

static struct env read_env(void)
{
	struct env env;
	char *why = NULL;
	cr_assert(!env_open(format("%s/e", dir), &env, &why), "%s", why);
	return env;
}

static char *joined(const struct site_list *list)
{
	char *out = format("%s", "");
	for (size_t i = 0; i < list->count; i++)
		out = format("%s %s", out, list->path[i]);
	return out;
}

Test(site_dirs, are_those_of_the_bases_kind)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct row *row = &rows[i];
		dir = fixture_dir();
		make(row->tree);
		if (row->cfg)
			fixture_write(format("%s/e/pyvenv.cfg", dir), 0644, placed(row->cfg));
		struct env env = read_env();
		struct site_dirs sites = site_dirs_find(&env, dir, format("%s/h", dir),
			row->user_base ? placed(row->user_base) : NULL);
		cr_expect_str_eq(joined(&sites.base), placed(row->base), "%s:\n%s\n%s", row->name,
			joined(&sites.base), placed(row->base));
		cr_expect_str_eq(joined(&sites.user), placed(row->user), "%s:\n%s\n%s", row->name,
			joined(&sites.user), placed(row->user));
		site_dirs_clear(&sites);
		cr_expect(!sites.base.count && !sites.user.count);
		env_clear(&env);
	}
}

Test(site_dirs, of_a_plain_prefix_are_none_of_its_own)
{
	make("usr/bin/ usr/bin/python usr/lib/python3.11/site-packages/ usr/lib/python3.11/os.py usr/local/ "
	     "usr/lib/python3/dist-packages/"
	     " lib>usr/lib e>usr h/");
	struct env env = read_env();
	struct site_dirs sites = site_dirs_find(&env, dir, NULL, NULL);
	cr_expect_str_eq(joined(&sites.base), "");
	cr_expect_eq(sites.user.count, 0);
}

#define ASK \
	"import site, sys\n" \
	"print('\\n'.join(site.getsitepackages() + ['user ' + site.getusersitepackages()]))\n" \
	"import sysconfig\n" \
	"print('\\n'.join(set(sysconfig.get_paths()[k] for k in ('purelib', 'platlib'))))"

static bool has(const struct site_list *list, const char *path)
{
	for (size_t i = 0; i < list->count; i++)
		if (!strcmp(list->path[i], path))
			return true;
	return false;
}

/* The directories of a base interpreter are those of an environment that is made from it. */
static void compare(const struct installed_python *base)
{
	struct spawned told = fixture_run((const char *const[]){base->path, "-c", ASK, NULL},
		(const char *const[]){"PYTHONPATH", "PYTHONHOME", "PYTHONUSERBASE", NULL});
	char *save;
	size_t compared = 0;

	cr_assert(!told.status, "%s: %s", base->label, told.out);
	dir = fixture_dir();
	fixture_env(format("%s/e", dir), base->path);
	struct env env = read_env();
	struct site_dirs sites = site_dirs_find(&env, "", getenv("HOME"), NULL);
	for (char *line = strtok_r(told.out, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		/* A policy has no name for site-python, which Python 2.7 has for all versions. */
		if (strstr(line, "/site-python"))
			continue;
		compared++;
		if (!strncmp(line, "user ", 5))
			cr_expect(has(&sites.user, line + 5), "%s: %s is not in%s", base->label, line,
				joined(&sites.user));
		else
			cr_expect(has(&sites.base, line), "%s: %s is not in%s", base->label, line,
				joined(&sites.base));
	}
	cr_expect(compared >= 3, "%s: %zu", base->label, compared);
	cr_expect(!has(&sites.base, env.site), "%s", base->label);
	site_dirs_clear(&sites);
	env_clear(&env);
}

Test(site_dirs, are_what_every_interpreter_here_says, .timeout = 240)
{
	struct installed_python list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX);

	for (size_t i = 0; i < count; i++)
		compare(&list[i]);
}
