// SPDX-License-Identifier: MIT
// Every way to start a Python, with every interpreter of this machine: the environment's runs.
//
// Placeholders: {base} is the path of a base interpreter (/usr/bin/python3; for Python 2 that of the
// interpreter), {name} its name without directory, {dir} the test's directory.
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "common/core/count.h"
#include "tests/fixture.h"
#include "tests/interpreters.h"
#include "tests/skip.h"

/* Describes the Python that runs it, 2.7 or 3. */
#define REPORT \
	"import sys\nimport only_here\nprint('%s|%s|%s' % (sys.prefix, sys.executable, only_here.WHERE))\n"

static const struct {
	const char *name, *text;
} files[] = {
	{"absolute", "#!{base}\n" REPORT},
	{"by-env", "#!/usr/bin/env {name}\n" REPORT},
	{"isolated", "#!/usr/bin/env -S {name} -I\n" REPORT},
	{"nested", "#!{dir}/absolute\n"},
	{"nested-twice", "#!{dir}/nested\n"},
	{"report.py", REPORT},
	{"Makefile", "all:\n\t@{base} {dir}/report.py\n"},
	{"workers.py",
		"import multiprocessing, sys\n"
		"def work(line):\n"
		"    import only_here\n"
		"    line.put('%s|%s|%s' % (sys.prefix, sys.executable, only_here.WHERE))\n"
		"if __name__ == '__main__':\n"
		"    context = multiprocessing.get_context(sys.argv[1])\n"
		"    context.set_executable('{base}')\n"
		"    line = context.Queue()\n"
		"    worker = context.Process(target=work, args=(line,))\n"
		"    worker.start()\n"
		"    print(line.get(timeout=30))\n"
		"    worker.join()\n"},
};

/* A condition for a form, tested with python -c, and its name in messages. */
static const struct feature {
	const char *words, *test;
} always = {NULL, NULL}, isolation = {"no -I", "import sys; sys.flags.isolated"},
  posix_spawn = {"no os.posix_spawn", "import os; os.posix_spawn"},
  contexts = {"no multiprocessing.get_context", "import multiprocessing; multiprocessing.get_context"};

static const struct form {
	const char *name;
	const struct feature *needs;
	const char *words[8];
} forms[] = {
	{"#! with a path", &always, {"{dir}/absolute"}},
	{"#!/usr/bin/env", &always, {"{dir}/by-env"}},
	{"#!/usr/bin/env -S -I", &isolation, {"{dir}/isolated"}},
	{"#! of a script whose #! is Python", &always, {"{dir}/nested"}},
	{"#! three deep", &always, {"{dir}/nested-twice"}},
	{"an absolute path", &always, {"{base}", "-c", REPORT}},
	{"by PATH", &always, {"{name}", "{dir}/report.py"}},
	{"standard input", &always, {"sh", "-c", "{base} - < {dir}/report.py"}},
	{"sh", &always, {"sh", "-c", "{dir}/absolute && true"}},
	{"bash", &always, {"bash", "-c", "{base} {dir}/report.py && true"}},
	{"exec -a", &always, {"bash", "-c", "exec -a other {base} {dir}/report.py"}},
	{"make", &always, {"make", "-s", "-C", "{dir}"}},
	{"perl exec", &always, {"perl", "-e", "exec '{base}', '{dir}/report.py'"}},
	{"perl system", &always, {"perl", "-e", "system '{dir}/by-env'"}},
	{"xargs", &always, {"sh", "-c", "echo {dir}/report.py | xargs {base}"}},
	{"find -exec", &always, {"find", "{dir}/report.py", "-exec", "{base}", "{}", ";"}},
	{"env -i, a path", &always, {"env", "-i", "{base}", "{dir}/report.py"}},
	{"env -i, a script", &always, {"env", "-i", "{dir}/absolute"}},
	{"env -i twice", &always, {"env", "-i", "/bin/sh", "-c", "/usr/bin/env -i {dir}/absolute"}},
	{"nohup", &always, {"nohup", "{base}", "{dir}/report.py"}},
	{"timeout", &always, {"timeout", "30", "{dir}/by-env"}},
	{"subprocess, env={}", &always,
		{"{base}", "-c",
			"import subprocess; subprocess.check_call(['{base}', '{dir}/report.py'], env={})"}},
	{"subprocess, executable=", &always,
		{"{base}", "-c",
			"import subprocess; subprocess.check_call(['x', '{dir}/report.py'], "
			"executable='{base}')"}},
	{"subprocess, by PATH, env={}", &always,
		{"{base}", "-c",
			"import subprocess; subprocess.check_call(['{name}', '{dir}/report.py'], env={})"}},
	{"os.system", &always, {"{base}", "-c", "import os; os.system('{base} {dir}/report.py')"}},
	{"os.popen", &always,
		{"{base}", "-c", "import os, sys; sys.stdout.write(os.popen('{dir}/absolute').read())"}},
	{"os.execv", &always, {"{base}", "-c", "import os; os.execv('{base}', ['x', '{dir}/report.py'])"}},
	{"os.execle, empty environment", &always,
		{"{base}", "-c", "import os; os.execle('{dir}/absolute', 'x', {})"}},
	{"os.posix_spawn", &posix_spawn,
		{"{base}", "-c",
			"import os; os.waitpid(os.posix_spawn('{base}', ['x', '{dir}/report.py'], {}), 0)"}},
	{"multiprocessing spawn", &contexts, {"{base}", "{dir}/workers.py", "spawn"}},
	{"multiprocessing forkserver", &contexts, {"{base}", "{dir}/workers.py", "forkserver"}},
	{"a static busybox", &always, {"busybox", "sh", "-c", "{base} {dir}/report.py"}},
	{"a static program, raw system call", &always,
		{BUILD_DIR "/tests/programs/static_raw", "{base}", "{dir}/report.py"}},
	{"a static program, a script", &always, {BUILD_DIR "/tests/programs/static_raw", "{dir}/absolute"}},
	{"ld.so", &always, {BUILD_DIR "/tests/programs/through_loader", "{base}", "{dir}/report.py"}},
};

/* One environment, and the values of the placeholders. */
struct place {
	struct installed_python from;
	char *dir, *env;
	const char *base, *name;
};

static char *expand(const struct place *place, const char *text)
{
	const struct {
		const char *from, *to;
	} table[] = {{"{base}", place->base}, {"{name}", place->name}, {"{dir}", place->dir}};
	char *out = strdup(text);

	for (size_t i = 0; i < COUNT(table); i++) {
		char *at;
		while ((at = strstr(out, table[i].from)))
			out = format("%.*s%s%s", (int)(at - out), out, table[i].to,
				at + strlen(table[i].from));
	}
	return out;
}

static struct place set_up(const struct installed_python *from)
{
	struct place place = {.from = *from, .dir = fixture_dir()};

	place.env = format("%s/my env", place.dir);
	place.base = from->major == 2 ? from->path : "/usr/bin/python3";
	place.name = from->major == 2 ? "python2.7" : "python3";
	fixture_env(place.env, from->path);
	for (size_t i = 0; i < COUNT(files); i++)
		fixture_write(format("%s/%s", place.dir, files[i].name), 0755, expand(&place, files[i].text));
	return place;
}

static bool has(const struct place *place, const struct feature *feature)
{
	return !feature->test || !RUN(format("%s/bin/python", place->env), "-c", feature->test).status;
}

static struct spawned launch(const struct place *place, const struct form *form, bool under_venvrun)
{
	const char *words[12] = {VENVRUN, place->env, "--"};
	size_t n = under_venvrun ? 3 : 0;

	for (size_t i = 0; form->words[i]; i++)
		words[n++] = expand(place, form->words[i]);
	words[n] = NULL;
	return fixture_run(words, NULL);
}

/* Is it "prefix|executable|package", and are all three the environment's? */
static bool is_in_environment(const struct place *place, const char *out)
{
	char *expected = format("%s|%s/bin/p", place->env, place->env),
	     *package = format("|%s/lib/p", place->env);
	return !strncmp(out, expected, strlen(expected)) && strstr(out, package);
}

ParameterizedTestParameters(forms, each_starts_the_environments_python)
{
	return interpreters_each();
}

ParameterizedTest(const struct installed_python *from, forms, each_starts_the_environments_python,
	.timeout = 240)
{
	struct place place = set_up(from);

	for (size_t i = 0; i < COUNT(forms); i++) {
		if (!has(&place, forms[i].needs)) {
			skip(format("%s: %s has %s", forms[i].name, place.from.label, forms[i].needs->words));
			continue;
		}
		struct spawned s = launch(&place, &forms[i], true);
		cr_expect(!s.error && !s.status && is_in_environment(&place, s.out), "%s, %s: status %x: %s",
			place.from.label, forms[i].name, s.status, s.out);
	}
}

/* The control: without venvrun no form starts the environment's Python. */
Test(forms, none_starts_it_without_venvrun, .timeout = 240)
{
	struct installed_python first;

	interpreters(&first, 1);
	struct place place = set_up(&first);

	for (size_t i = 0; i < COUNT(forms); i++) {
		struct spawned s = launch(&place, &forms[i], false);
		cr_expect(!is_in_environment(&place, s.out), "%s: %s", forms[i].name, s.out);
	}
}

/* A carriage return is a part of the interpreter's name: the kernel finds no such file. */
Test(forms, a_shebang_with_crlf_is_refused_by_the_kernel, .timeout = 120)
{
	struct installed_python first;

	interpreters(&first, 1);
	struct place place = set_up(&first);
	char *script = format("%s/crlf", place.dir);

	fixture_write(script, 0755, expand(&place, "#!{base}\r\n" REPORT));
	struct spawned without = RUN("sh", "-c", script);
	struct spawned with = RUN(VENVRUN, place.env, "--", "sh", "-c", script);
	cr_expect_eq(WEXITSTATUS(without.status), 127);
	cr_expect_eq(with.status, without.status);
	cr_expect_str_eq(with.out, without.out);
}
