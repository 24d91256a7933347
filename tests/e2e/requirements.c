// SPDX-License-Identifier: MIT
// venvbuild -r and -e: requirements in lists and in the files of projects.
#include <criterion/criterion.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/tool/fs.h"
#include "tests/e2e/wheelhouse.h"
#include "tests/interpreters.h"
#include "tests/skip.h"

TestSuite(requirements, .init = wheelhouse_setup, .timeout = 300);

Test(requirements, reads_what_a_project_needs)
{
	static const struct {
		const char *text, *says;
	} rows[] = {
		{"[project]\nname = 'p'\nrequires-python = '>=3.6'\ndependencies = ['one', \"two; "
		 "python_version < '3'\"]\n",
			""},
		{"[project]\nname = 'p'\n", ""},
		{"[project]\nname = 'p'\nrequires-python = '<3'\n", "requires Python <3"},
		{"[project]\nname = 'p'\ndynamic = ['dependencies']\n", "dynamic"},
		{"[project]\nname = 'p'\ndependencies = ['--index-url=x']\n", "--index-url"},
		{"[project]\nname = 'p'\ndependencies = 'one'\n", "not a list"},
		{"[project]\nname = 'p'\ndependencies = ['one', \"\\u0000\", 'nosuchpackage']\n",
			"not a requirement in one line"},
		{"[project]\nname = 'p'\ndependencies = ['one', '', 'nosuchpackage']\n",
			"not a requirement in one line"},
		{"[project]\nname = 'p'\ndependencies = ['one', ' ']\n", "not a requirement in one line"},
		{"[project]\nname = 'p'\ndependencies = ['one', \"two\\nthree\"]\n",
			"not a requirement in one line"},
		{"[project]\nname = 'p'\ndependencies = ['one', \"two\\u001b[2J\"]\n",
			"not a requirement in one line"},
		{"[project]\nname = 'p'\ndependencies = ['one', \"two\\u2028three\"]\n",
			"not a requirement in one line"},
		{"[project]\nname = 'p'\ndependencies = ['one', 2]\n", "not a requirement in one line"},
		{NULL, "longer than 1 MiB"},
		{"[project]\nname = 'p'\ndependencies = ['# one']\n", "not a requirement in one line"},
		{"\xef\xbb\xbf[project]\nname = 'p'\n", ""},
		{"[project]\nname = 'p'\n[tool.x]\na = {b = 1, # of 1.1\n  c = [1,\n 2,],\n}\n"
		 "d = '{\\'\n",
			""},
		{"[project]\nname = 'p'\n[tool.x]\na = {,}\n", "pyproject.toml"},
		{"[tool.x]\n", "no [project] table"},
		{"[project\n", "pyproject.toml"},
	};
	mkdir(in("p"), 0700);
	for (size_t i = 0; i < COUNT(rows); i++) {
		fixture_write(in("p/pyproject.toml"), 0644,
			rows[i].text ? rows[i].text
				     : "[project]\n"
				       "name = 'p'\ndependencies = [\n");
		if (!rows[i].text)
			RUN("sh", "-c",
				"{ yes \"  'one >= "
				"0.000000000000000000000000000000000000000000000000000000000000000001',\" | "
				"head -20000; echo \"'nosuchpackage']\"; } >>\"$1\"",
				"sh", in("p/pyproject.toml"));
		char *env = in(format("env%zu", i));
		struct spawned s = BUILD("-p", BASE, "-r", in("p/pyproject.toml"), env);
		cr_expect(spawned_code(s) == !!*rows[i].says && strstr(s.out, rows[i].says), "%s: %s",
			rows[i].text, s.out);
		cr_expect(fs_exists(env) == !*rows[i].says && !fs_exists(in("two")), "%s", rows[i].text);
	}
	expect_command(in("env0"), "one");
	cr_expect(!fs_exists(in("env0/bin/two")) && !fs_exists(in("env1/bin/one")));
}

Test(requirements, refuses_the_same_projects_with_uv)
{
	static const char *const rows[][2] = {{"requires-python = '<3'\ndependencies = ['one']\n",
						      "requires Python <3"},
		{"dynamic = ['dependencies']\n", "dynamic"}, {"dependencies = 'one'\n", "not a list"},
		{"requires-python = '>=3'\ndependencies = ['one']\n", ""}};
	if (spawned_code(RUN("uv", "--version")) != 0) {
		skip("projects with --installer=uv: uv is not installed");
		return;
	}
	mkdir(in("p"), 0700);
	for (size_t i = 0; i < COUNT(rows); i++) {
		fixture_write(in("p/pyproject.toml"), 0644,
			format("[project]\nname = 'p'\nversion = '1'\n%s", rows[i][0]));
		struct spawned s = BUILD("-p", BASE, "--installer=uv", "-r", in("p/pyproject.toml"),
			in("env"));
		cr_expect(spawned_code(s) == !!*rows[i][1] && strstr(s.out, rows[i][1]) &&
				fs_exists(in("env")) == !*rows[i][1],
			"%s: %s", rows[i][0], s.out);
	}
}

Test(requirements, reports_settings_of_a_project_that_are_not_used)
{
	static const char *const rows[][2] = {{"[project]\nname = 'p'\n[dependency-groups]\ndev = ['one']\n",
						      "groups of [dependency-groups] (dev)"},
		{"[project]\nname = 'p'\ndependencies = []\n[project.optional-dependencies]\nx = ['one']\n",
			"extras (x)"},
		{"[project]\nname = 'p'\n[tool.poetry.dependencies]\none = '*'\n", "[tool.poetry]"},
		{"[project]\nname = 'p'\ndependencies = ['one']\n[dependency-groups]\n"
		 "dev = ['two']\n",
			NULL}};
	mkdir(in("p"), 0700);
	for (size_t i = 0; i < COUNT(rows); i++) {
		fixture_write(in("p/pyproject.toml"), 0644, rows[i][0]);
		struct spawned s = BUILD("-p", BASE, "-r", in("p/pyproject.toml"), in(format("env%zu", i)));
		cr_expect(!spawned_code(s) && (rows[i][1] ? strstr(s.out, rows[i][1]) != NULL : !s.len),
			"%s: %s", rows[i][0], s.out);
	}
}

/* TOML is read by each interpreter's own module, or that of its pip. */
Test(requirements, reads_toml_with_every_interpreter)
{
	static struct installed_python list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX);
	mkdir(in("p"), 0700);
	fixture_write(in("p/pyproject.toml"), 0644,
		"\xef\xbb\xbf[project]\nname = 'p'\ndependencies = [\n"
		"  \"one\", # one\n]\n[tool.x]\na = {b = \"\\x41\", # of 1.1\n  "
		"c = [1,\n 2,],\n}\n");
	for (size_t i = 0; i < count; i++) {
		char *env = in(format("env%zu", i));
		struct spawned s = BUILD("-p", list[i].path, "-r", in("p/pyproject.toml"), env);
		cr_expect(!spawned_code(s) && !s.len, "%s: %s", list[i].label, s.out);
		cr_expect(fs_exists(format("%s/bin/one", env)), "%s", list[i].label);
	}
}

Test(requirements, installs_an_editable_project)
{
	struct spawned s = BUILD("-p", BASE, "-e", in("project"), in("env"));
	cr_expect(!spawned_code(s), "%s", s.out);
	fixture_write(in("project/greeter.py"), 0644, "def main():\n    print('edited')\n");
	cr_expect_str_eq(RUN(in("env/bin/greet")).out, "edited\n");
}

/* A file that pip accepts is accepted. */
Test(requirements, takes_lists_in_every_encoding)
{
	static const char *const lists[] = {"\xef\xbb\xbfone\n", "# -*- coding: latin-1 -*-\none # \xe9\n",
		"one\\\r\n==1.0\r\n", "\n# nothing but one\n./wheels/one-1.0-py2.py3-none-any.whl\n",
		"One == 1.* ; python_version > '2'\ntwo ; extra == 'x'\n"};
	static struct installed_python list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX);
	cr_assert(!chdir(home));
	for (size_t k = 0; k < count; k++) {
		if (list[k].pypy || (list[k].major == 3 && strncmp(list[k].path, BASE, strlen(BASE)) != 0))
			continue;
		for (size_t i = 0; i < COUNT(lists); i++) {
			fixture_write("list", 0644, lists[i]);
			struct spawned s = BUILD("--clear", "-p", list[k].path, "-r", "list", "env");
			cr_expect(!spawned_code(s) && fs_exists("env/bin/one"), "%s: %s: %s", list[k].label,
				lists[i], s.out);
		}
	}
}

/* Each is a command line of a shell that passes a list: "$0" is venvbuild, "$@" its options. */
Test(requirements, reads_lists_from_pipes)
{
	static const char *const lines[] = {"echo one | \"$0\" \"$@\" -r /dev/stdin env",
		"echo one >list; "
		"\"$0\" \"$@\" -r /dev/stdin env <list",
		"echo one | \"$0\" \"$@\" -r /dev/fd/0 -r /dev/null env", "\"$0\" \"$@\" -r <(echo one) env",
		"mkfifo fifo; echo one >fifo & \"$0\" \"$@\" -r fifo env",
		"\"$0\" \"$@\" -r /dev/fd/5 env 5< <(echo one)",
		"echo two | while read -r name; "
		"do \"$0\" \"$@\" --install one env; done"};
	cr_assert(!chdir(home));
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct spawned s = RUN("bash", "-c", lines[i], VENVBUILD, "--no-index", "--find-links",
			"wheels", "--clear", "-p", BASE);
		cr_expect(!spawned_code(s) && fs_exists("env/bin/one"), "%s: %s", lines[i], s.out);
	}
}

/* An index in files with a yanked release. */

Test(requirements, asks_for_hashes)
{
	struct spawned s = RUN("sh", "-c", "sha256sum \"$1\"/one-*.whl | cut -d' ' -f1", "sh", in("wheels"));
	cr_assert_eq(s.len, 65, "%s", s.out);
	s.out[64] = '\0';
	fixture_write(in("right"), 0644, format("one==1.0 --hash=sha256:%s\n", s.out));
	s.out[0] = s.out[0] == '0' ? '1' : '0';
	fixture_write(in("wrong"), 0644, format("one==1.0 --hash=sha256:%s\n", s.out));
	fixture_write(in("without"), 0644, "one==1.0\n");
	static const struct {
		const char *list, *says;
	} rows[] = {{"wrong", "DO NOT MATCH"}, {"without", "--require-hashes"}, {"right", ""}};
	for (size_t i = 0; i < COUNT(rows); i++) {
		s = BUILD("-p", BASE, "--require-hashes", "-r", in(rows[i].list), in("env"));
		cr_expect(spawned_code(s) == !!*rows[i].says && strstr(s.out, rows[i].says), "%s: %s",
			rows[i].list, s.out);
		cr_expect(fs_exists(in("env")) == !*rows[i].says, "%s", rows[i].list);
	}
}
