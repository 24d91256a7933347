// SPDX-License-Identifier: MIT
// venvbuild --relocatable: an environment works after it was renamed, copied or linked.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/core/count.h"
#include "tests/e2e/home.h"
#include "tests/fixture.h"
#include "tests/interpreters.h"
#include "tests/skip.h"

#define DATA SOURCE_DIR "/tests/data"

/* Names that are too long or too odd for a first line. */
#define THERE "it's \"moved\" $HOME `x`\t!"

/* A wheel with an entry point, a script whose docstring must stay the first string, and one that names its
 * encoding; and a wheel with a .pth file that names a directory of the environment. */
static const char wheel_program[] =
	"import sys; sys.path.insert(0, sys.argv[1]); sys.dont_write_bytecode = True; import tinybackend\n"
	"say = 'import sys\\ndef main():\\n    print(\"one in \" + sys.prefix)\\nif __name__ == "
	"\"__main__\":\\n    main()\\n'\n"
	"tinybackend.write_wheel(sys.argv[2], 'one', {'one.py': say,\n"
	"    'one-1.0.data/scripts/future': '#!python\\n\"\"\"A docstring.\"\"\"\\nfrom __future__ import "
	"print_function\\n'\n"
	"        'import one\\none.main()\\n',\n"
	"    'one-1.0.data/scripts/latin': '#!python\\n# coding: latin-1\\nimport one\\nassert u\"\\xe4\" == "
	"u\"\\\\xe4\"\\none.main()\\n'\n"
	"        .encode('latin-1')},\n"
	"    '[console_scripts]\\none = one:main\\n')\n";

static void setup(void)
{
	home_setup();
	home_index();
	unsetenv("VIRTUAL_ENV");
	struct spawned s = RUN("/usr/bin/python3", "-c", wheel_program, DATA, in("wheels"));
	cr_assert(!spawned_code(s), "%s", s.out);
}

TestSuite(relocatable, .init = setup, .timeout = 300);

static void make(const char *env, const char *python)
{
	struct spawned s = RUN(VENVBUILD, "--relocatable", "-p", python, "--no-index", "--find-links",
		in("wheels"), "--install", "one", env);
	cr_assert(!spawned_code(s), "%s: %s", python, s.out);
	/* zipfile stores no mode */
	cr_expect_eq(spawned_code(
			     RUN("chmod", "+x", format("%s/bin/future", env), format("%s/bin/latin", env))),
		0);
}

static void expect(const char *env, const char *command)
{
	struct spawned s = RUN("sh", "-uc", command, env);
	cr_expect_str_eq(s.out, format("one in %s\n", env), "%s: %s", command, s.out);
}

/* Every way to start a script. */
static void expect_scripts(const char *env)
{
	expect(env, "\"$0/bin/one\"");
	expect(env, "\"$0/bin/future\"");
	expect(env, "\"$0/bin/latin\"");
	expect(env, "cd \"$0/bin\" && ./one");
	expect(env, "cd \"$0\" && bin/one");
	expect(env, "cd \"$0/bin\" && sh one");
	expect(env, "PATH=\"$0/bin:$PATH\" && one");
	expect(env, "ln -sf \"$0/bin/one\" \"$0/../link\" && \"$0/../link\"");
	expect(env, "ln -sfn \"$0/bin\" \"$0/../links\" && \"$0/../links/one\"");
	expect(env, "\"$0/bin/python\" -m one");
	struct spawned s = RUN(VENVRUN, env, "--", "/usr/bin/python3", "-c", "import sys; print(sys.prefix)");
	cr_expect_str_eq(s.out, format("%s\n", env), "venvrun: %s", s.out);
	s = RUN(format("%s/bin/pip", env), "--version");
	cr_expect(!spawned_code(s) && strstr(s.out, format("from %s/lib/", env)), "%s", s.out);
}

/* Each file has the size and hash of its row in RECORD. */
static void expect_record(const char *env)
{
	struct spawned s = RUN(format("%s/bin/python", env), "-c",
		"import base64, csv, glob, hashlib, os, sys\n"
		"for record in glob.glob(sys.prefix + '/lib/p*/site-packages/*.dist-info/RECORD'):\n"
		"    for path, digest, size in csv.reader(open(record)):\n"
		"        data = open(os.path.join(os.path.dirname(os.path.dirname(record)), path), "
		"'rb').read()\n"
		"        hashed = 'sha256=' + "
		"base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip('=')\n"
		"        assert not digest or (digest, int(size)) == (hashed, len(data)), path\n");
	cr_expect(!spawned_code(s), "%s", s.out);
}

static void expect_activation(const char *env)
{
	static const struct {
		const char *shell, *name, *program;
	} rows[] = {
		{"bash", "bash", ". bin/activate; python -m one; cd bin; . ./activate; python -m one"},
		{"zsh", "zsh", ". bin/activate; python -m one; cd bin; . ./activate; python -m one"},
		{"dash", "dash", ". bin/activate; python -m one; cd bin; . ./activate; python -m one"},
		{"ksh", "ksh", ". bin/activate; python -m one; cd bin; . ./activate; python -m one"},
		{"busybox", "sh", ". bin/activate; python -m one; cd bin; . ./activate; python -m one"},
		{"fish", "fish",
			"source bin/activate.fish; python -m one; cd bin; source activate.fish; python -m "
			"one"},
		{"tcsh", "tcsh",
			"source bin/activate.csh; python -m one; cd bin; source activate.csh; python -m one"},
		{"bsd-csh", "csh",
			"source bin/activate.csh; python -m one; cd bin; source activate.csh; python -m one"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct spawned s = RUN("sh", "-c", "cd \"$0\" && exec env -- \"$@\" 2>&1", env, rows[i].shell,
			strcmp(rows[i].shell, "busybox") ? "-c" : "sh",
			strcmp(rows[i].shell, "busybox") ? rows[i].program : "-c",
			strcmp(rows[i].shell, "busybox") ? "x" : rows[i].program);
		if (spawned_code(s) == 127)
			skip(format("relocatable: %s is not installed", rows[i].shell));
		else
			cr_expect_str_eq(s.out, format("one in %s\none in %s\n", env, env), "%s: %s",
				rows[i].name, s.out);
	}
}

Test(relocatable, works_where_it_is_renamed_or_copied_to)
{
	make(in("here"), "/usr/bin/python3");
	expect_scripts(in("here"));
	expect_record(in("here"));
	cr_expect_eq(spawned_code(RUN("mv", in("here"), in(THERE))), 0);
	expect_scripts(in(THERE));
	expect_activation(in(THERE));
	cr_expect_eq(spawned_code(RUN("cp", "-a", in(THERE), in("copy"))), 0);
	expect_scripts(in("copy"));
	cr_expect_eq(spawned_code(RUN("ln", "-s", in(THERE), in("by link"))), 0);
	expect(in("by link"), "\"$0/bin/one\"");
	struct spawned s = RUN("grep", "-rlI", "--exclude=pyvenv.cfg", "--exclude=activate*",
		format("%s/here", home), in(THERE));
	cr_expect(spawned_code(s) == 1, "they name its first place: %s", s.out);
	s = RUN(VENVBUILD, "--upgrade", in("copy"));
	cr_expect(!spawned_code(s), "%s", s.out);
	cr_expect_eq(spawned_code(RUN("mv", in("copy"), in("upgraded"))), 0);
	expect_scripts(in("upgraded"));
}

Test(relocatable, is_for_every_interpreter)
{
	static struct installed_python list[INTERPRETERS_MAX];
	size_t count = interpreters(list, INTERPRETERS_MAX);
	if (!getenv("VENVRUN_EVERY")) /* "make check-standalone" tests each of them */
		count = 1;
	for (size_t i = 0; i < count; i++) {
		char *here = in(format("here%zu", i)), *there = in(format("there %zu", i));
		struct spawned s = RUN(VENVBUILD, "--relocatable", "-p", list[i].path, here);
		cr_expect(!spawned_code(s), "%s: %s", list[i].label, s.out);
		cr_expect_eq(spawned_code(RUN("mv", here, there)), 0);
		s = RUN(format("%s/bin/pip", there), "--version");
		cr_expect(!spawned_code(s) && strstr(s.out, format("from %s/", there)), "%s: %s",
			list[i].label, s.out);
	}
}
