// SPDX-License-Identifier: MIT
// venvbuild --upgrade and --upgrade-deps: a new pip, and a new interpreter in an environment.
#include <criterion/criterion.h>
#include <string.h>

#include "common/core/count.h"
#include "common/tool/fs.h"
#include "tests/e2e/wheelhouse.h"

TestSuite(upgrade, .init = wheelhouse_setup, .timeout = 300);

Test(upgrade, upgrades_pip)
{
	char *env = in("env");
	struct spawned s = RUN(BASE, "-c", wheelhouse_program, DATA, in("wheels"), "pip");
	cr_assert(!spawned_code(s), "%s", s.out);
	RUN("sh", "-c",
		"cd \"$1\" && mkdir x && cd x && " BASE
		" -m zipfile -e ../pip-1.0-py2.py3-none-any.whl . && "
		"mv pip-1.0.dist-info pip-999.dist-info && "
		"sed -i s/1.0/999/ pip-999.dist-info/METADATA && sed -i s/pip-1.0/pip-999/ "
		"pip-999.dist-info/RECORD && " BASE
		" -m zipfile -c ../pip-999-py3-none-any.whl pip.py "
		"pip-999.dist-info && cd .. && rm -r x pip-1.0*",
		"sh", in("wheels"));
	s = BUILD("-p", BASE, "--upgrade-deps", env);
	cr_expect(!spawned_code(s), "%s", s.out);
	s = RUN("sh", "-c", "ls \"$1\"/lib/*/site-packages", "sh", env);
	cr_expect(strstr(s.out, "pip-999.dist-info\n") && !strstr(s.out, "\npip\n"), "%s", s.out);
}

Test(upgrade, upgrades_the_interpreter_and_keeps_other_settings)
{
	static const struct {
		const char *make, *break_it;
	} rows[] = {
		{VENVBUILD " --without-pip -p " BASE " --prompt \"it's\" --system-site-packages", "true"},
		{BASE " -m venv --without-pip --prompt \"it's\" --system-site-packages", "true"},
		{BASE " -m venv --without-pip --prompt \"it's\" --system-site-packages",
			"for p in python python3 python3.*; do test ! -h $p || ln -snf /nonexistent/python3 "
			"$p; done; sed -i 's|^home.*|home = /nonexistent|' ../pyvenv.cfg"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *env = in(format("env%zu", i));
		struct spawned s = RUN("sh", "-c",
			format("%s \"$1\" && cd \"$1\"/bin && %s", rows[i].make, rows[i].break_it), "sh",
			env);
		cr_assert(!spawned_code(s), "%s", s.out);
		s = BUILD("--upgrade", "--install", "one", env);
		cr_expect(!spawned_code(s), "%s: %s", rows[i].make, s.out);
		expect_command(env, "one");
		s = RUN("sh", "-c",
			"cat \"$1\"/pyvenv.cfg; ls \"$1\"/bin \"$1\"/lib; test ! -e \"$1\"/bin/pip && "
			"\"$1\"/bin/python3 -c "
			"'import site; print(site.getsitepackages())'",
			"sh", env);
		cr_expect(!spawned_code(s) && strstr(s.out, "prompt = \"it's\"\n") &&
				strstr(s.out, "include-system-site-packages = true") &&
				strstr(s.out, "venvrun = "),
			"%s: %s", rows[i].make, s.out);
	}
	struct spawned s = RUN(VENVBUILD, "--upgrade", in("nothing"));
	cr_expect(spawned_code(s) == 1 && strstr(s.out, "no environment exists there") &&
			!fs_exists(in("nothing")),
		"%s", s.out);
	s = RUN(VENVBUILD, "--upgrade", in("wheels"));
	cr_expect(spawned_code(s) == 1 && strstr(s.out, "no environment exists there"), "%s", s.out);
}

Test(upgrade, needs_a_pip_to_upgrade)
{
	char *env = in("env");
	struct spawned s = RUN(VENVBUILD, "-q", "-p", BASE, "--without-pip", env);
	cr_assert(!spawned_code(s), "%s", s.out);
	s = BUILD("--upgrade", "--upgrade-deps", env);
	cr_expect(spawned_code(s) == 1 && strstr(s.out, "it has no pip for --upgrade-deps; use --seed pip"),
		"%s", s.out);
}
