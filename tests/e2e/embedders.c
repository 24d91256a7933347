// SPDX-License-Identifier: MIT
// activate_this.py in every Python, and activate.xsh in xonsh where that is installed.
#include <criterion/criterion.h>
#include <string.h>
#include <unistd.h>

#include "tests/e2e/shells.h"
#include "tests/fixture.h"
#include "tests/interpreters.h"
#include "tests/skip.h"

/* Executes activate_this.py twice and checks the result; argv: the environment. */
static const char embedder[] =
	"import os, subprocess, sys\n"
	"env, prompt = sys.argv[1:]\n"
	"path = env + '/bin/activate_this.py'\n"
	"for again in (1, 2):\n"
	"    exec(compile(open(path).read(), path, 'exec'), {'__file__': path})\n"
	"    import only_here\n"
	"    assert only_here.WHERE.startswith(env + '/'), only_here.WHERE\n"
	"    assert sys.path[0].startswith(env + '/') and len(sys.path) == len(set(sys.path)), sys.path\n"
	"    assert sys.prefix == sys.exec_prefix == env != sys.real_prefix, sys.prefix\n"
	"    assert os.environ['PATH'] == env + '/bin:/usr/bin:/bin', os.environ['PATH']\n"
	"    assert os.environ['VIRTUAL_ENV'] == env and 'PYTHONHOME' not in os.environ\n"
	"    assert os.environ['VIRTUAL_ENV_PROMPT'] == prompt, os.environ['VIRTUAL_ENV_PROMPT']\n"
	"assert subprocess.call(['python', '-c', 'import only_here']) == 0\n"
	"try:\n"
	"    exec(compile(open(path).read(), path, 'exec'), {})\n"
	"except RuntimeError as e:\n"
	"    assert 'activate_this.py' in str(e)\n"
	"else:\n"
	"    assert False, 'it cannot know where it is'\n";

Test(embedders, activate_in_every_python, .timeout = 120)
{
	static struct installed_python list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX);
	cr_assert_eq(chdir(fixture_dir()), 0);
	char *here = getcwd(NULL, 0);
	for (size_t i = 0; i < count; i++) {
		char *env = format("%s/it's %zu\xc3\xa9", here, i);
		fixture_env(env, list[i].path);
		const char *words[] = {list[i].path, "-c", embedder, env, strrchr(env, '/') + 1, NULL};
		const char *set[] = {"PATH=/usr/bin:/bin", "PYTHONHOME", "PYTHONPATH", "LC_ALL=C.UTF-8",
			NULL};
		struct spawned s = fixture_run(words, set);
		cr_expect(!s.error && !s.status && !s.len, "%s: %s", list[i].label, s.out);
	}
}

Test(embedders, are_warned_of_another_version, .timeout = 60)
{
	static struct installed_python list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX), other = 0;
	while (other < count && (list[other].major < 3 || list[other].minor == list[0].minor))
		other++;
	if (other == count) {
		skip("activate_this.py in another version of Python: there is one interpreter only");
		return;
	}
	char *env = format("%s/env", fixture_dir());
	fixture_env(env, list[0].path);
	struct spawned s = RUN(list[other].path, "-c",
		"import runpy, sys; runpy.run_path(sys.argv[1]); import only_here",
		format("%s/bin/activate_this.py", env));
	cr_expect(!s.status && strstr(s.out, "is an environment of Python"), "%s", s.out);
}

/* Every text is written into the program as bytes, and read back exactly. */
Test(embedders, get_every_prompt_as_it_is, .timeout = 120)
{
	cr_assert_eq(chdir(fixture_dir()), 0);
	for (size_t i = 0; i < hostile_count; i++) {
		if (strchr(hostile_names[i], '\n')) /* a prompt is one line */
			continue;
		struct spawned s = RUN(VENVBUILD, "--clear", "--without-pip", "-p", "/usr/bin/python3",
			format("--prompt=%s", hostile_names[i]), "env");
		cr_assert(!s.status, "%s", s.out);
		s = RUN("/usr/bin/python3", "-c",
			"import os, runpy, sys; runpy.run_path('env/bin/activate_this.py'); "
			"sys.exit(os.environ['VIRTUAL_ENV_PROMPT'] != sys.argv[1] or os.path.exists('PWN'))",
			hostile_names[i]);
		cr_expect(!s.status, "%s: %s", hostile_names[i], s.out);
	}
}

Test(embedders, include_xonsh, .timeout = 120)
{
	if (RUN("sh", "-c", "command -v xonsh").status) {
		skip("activate.xsh: xonsh is not installed");
		return;
	}
	char *dir = fixture_dir();
	cr_assert_eq(chdir(dir), 0);
	cr_assert_eq(
		RUN(VENVBUILD, "--without-pip", "-p", "/usr/bin/python3", "it's $(touch PWN)", "two").status,
		0);
	const char *words[] = {"xonsh", "--no-rc", "-c",
		"before = dict(__xonsh__.env.detype())\n"
		"source \"two/bin/activate.xsh\"\n"
		"source \"it's $(touch PWN)/bin/activate.xsh\"\n"
		"python -c 'import os, sys; print(sys.prefix == os.environ[\"VIRTUAL_ENV\"], "
		"os.environ[\"VIRTUAL_ENV_PROMPT\"])'\n"
		"deactivate\n"
		"after = dict(__xonsh__.env.detype())\n"
		"print({k for k in {*before, *after} if before.get(k) != after.get(k)} - {'_', "
		"'LAST_RETURN_CODE'})\n",
		NULL};
	const char *set[] = {format("HOME=%s", dir), "VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT", NULL};
	struct spawned s = fixture_run(words, set);
	cr_expect(!s.status && !strcmp(s.out, "True it's $(touch PWN)\nset()\n"), "%s", s.out);
	cr_expect(access("PWN", F_OK) < 0, "the name was executed");
}

/* One xonsh for all rows, as it takes half a second to start. It expands variables in the entries of PATH,
 * which cannot be quoted. */
Test(embedders, accept_every_name_in_xonsh, .timeout = 120)
{
	static const char script[] =
		"import os\n"
		"for name in sorted(os.listdir('.'), key=os.fsencode):\n"
		"    before = dict(__xonsh__.env.detype())\n"
		"    aliases['source']([name + '/bin/activate.xsh'])\n"
		"    python -c 'import os, sys; v = os.environ[\"VIRTUAL_ENV\"]; "
		"print(v.endswith(\"/\" + os.environ[\"VIRTUAL_ENV_PROMPT\"]), "
		"sys.prefix == v, os.path.samefile(v, sys.argv[1]))' @('./' + name)\n"
		"    deactivate\n"
		"    after = dict(__xonsh__.env.detype())\n"
		"    print({k for k in {*before, *after} if before.get(k) != "
		"after.get(k)}, 'deactivate' in aliases)\n";
	if (RUN("sh", "-c", "command -v xonsh").status) {
		skip("names of environments in xonsh: xonsh is not installed");
		return;
	}
	char *dir = fixture_dir();
	cr_assert_eq(chdir(dir), 0);
	for (size_t i = 0; i < hostile_count; i++)
		if (!strstr(hostile_names[i], "$HOME"))
			cr_assert_eq(RUN(VENVBUILD, "--without-pip", "-p", "/usr/bin/python3", "--",
					     hostile_names[i])
					     .status,
				0);
	const char *words[] = {"xonsh", "--no-rc", "-c", script, NULL};
	const char *set[] = {"HOME=/nonexistent", "LC_ALL=C.UTF-8", "VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT",
		NULL};
	struct spawned s = fixture_run(words, set);
	size_t right = 0;
	for (const char *line = "True True True\nset() False\n";
		!strncmp(s.out + right * strlen(line), line, strlen(line)); right++)
		;
	cr_expect_eq(right, hostile_count - 1, "%s", s.out);
	cr_expect(access("PWN", F_OK) < 0, "a name was executed");
}
