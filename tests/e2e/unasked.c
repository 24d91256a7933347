// SPDX-License-Identifier: MIT
// venvbuild executes no code of a wheel or of the working directory: both have modules with names of the
// standard library, which report that they are imported. With every interpreter.
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/core/count.h"
#include "tests/e2e/home.h"
#include "tests/fixture.h"
#include "tests/interpreters.h"

#define DATA SOURCE_DIR "/tests/data"

/* argv: tests/data, the home. home/hostile has the modules, home/wheels a wheel "one" to install, home/seeds
 * one of a pip with the modules in it. */
static const char prepare[] =
	"import base64, hashlib, os, sys, zipfile\n"
	"data, home = sys.argv[1:]; sys.path.insert(0, data); sys.dont_write_bytecode = True; "
	"import tinybackend\n"
	"names = '''__future__ _collections_abc abc argparse bisect codecs collections compileall concurrent "
	"copyreg encodings filecmp\n"
	"    fnmatch functools genericpath getopt glob hashlib imp importlib inspect io json linecache "
	"locale logging marshal multiprocessing\n"
	"    operator optparse os pathlib pip pkgutil platform posixpath py_compile random re runpy shutil "
	"site sitecustomize struct\n"
	"    subprocess sysconfig tempfile threading token tokenize tomllib traceback types urllib "
	"usercustomize warnings weakref zipfile'''.split()\n"
	"text = 'open(%r, \"a\").write(__name__ + \"\\\\n\")\\n' % (home + '/ran')\n"
	"os.mkdir(home + '/hostile'); os.mkdir(home + '/seeds')\n"
	"for name in names:\n"
	"    with open(home + '/hostile/' + name + '.py', 'w') as f: f.write(text)\n"
	"with open(home + '/hostile/pyproject.toml', 'w') as f: f.write('[project]\\nname = \"p\"\\nversion "
	"= \"1\"\\ndependencies = [\"one\"]\\n')\n"
	"tinybackend.write_wheel(home + '/wheels', 'one', {'one.py': ''})\n"
	"tinybackend.write_wheel(home + '/wheels', 'starts', {'starts.pth': 'import sys; "
	"' + text, 'sitecustomize.py': text, 'tomli.py': text,\n"
	"    'packaging/__init__.py': text, 'packaging/markers.py': text, 'packaging/requirements.py': "
	"text})\n"
	"files = dict((name + '.py', text) for name in names if name != 'pip')\n"
	"files.update({'pip/__init__.py': text, 'pip/__main__.py': text, 'encodings/__init__.py': text})\n"
	"files['pip-9.9.dist-info/METADATA'] = 'Metadata-Version: 2.1\\nName: pip\\nVersion: 9.9\\n'\n"
	"files['pip-9.9.dist-info/WHEEL'] = 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: "
	"py3-none-any\\n'\n"
	"record = ''\n"
	"with zipfile.ZipFile(home + '/seeds/pip-9.9-py2.py3-none-any.whl', 'w') as archive:\n"
	"    for path, content in files.items():\n"
	"        digest = "
	"base64.urlsafe_b64encode(hashlib.sha256(content.encode()).digest()).rstrip(b'=').decode()\n"
	"        record += '%s,sha256=%s,%d\\n' % (path, digest, len(content))\n"
	"        archive.writestr(path, content)\n"
	"    archive.writestr('pip-9.9.dist-info/RECORD', record + 'pip-9.9.dist-info/RECORD,,\\n')\n";

static const struct row {
	const char *name;
	const char *words[8]; /* of venvbuild, in home/hostile; '@' in front is home */
	bool newer;           /* than Python 2.7, whose site starts as it is imported */
} rows[] = {
	{"a wheel is unpacked", {"--extra-search-dir", "@/seeds", "--pip", "9.9", "@/seeded"}, false},
	{"pip installs", {"--no-index", "--find-links", "@/wheels", "--install", "one", "@/installed"},
		false},
	{"pip installs what runs at every start",
		{"--no-index", "--find-links", "@/wheels", "--install", "starts>0; os_name=='posix'",
			"@/starts"},
		true},
	{"the base's pip installs",
		{"--without-pip", "--no-index", "--find-links=../wheels", "--install", "one", "@/without"},
		false},
	{"a project is read", {"--no-index", "--find-links", "@/wheels", "-r", "pyproject.toml", "@/project"},
		false},
	{"--lock of an existing environment",
		{"--no-index", "--find-links=../wheels", "--install=one", "--allow-existing", "--lock",
			"@/lock", "@/installed"},
		false},
};

static void setup(void)
{
	home_setup();
	home_index();
	struct spawned s = RUN("/usr/bin/python3", "-c", prepare, DATA, home);
	cr_assert(!s.error && !s.status, "%s", s.out);
	cr_assert_eq(chdir(in("hostile")), 0);
}

TestSuite(unasked, .init = setup, .timeout = 300);

ParameterizedTestParameters(unasked, executes_no_code_of_others)
{
	return interpreters_each();
}

ParameterizedTest(struct installed_python *python, unasked, executes_no_code_of_others)
{
	for (const struct row *row = rows; row < rows + COUNT(rows); row++) {
		const char *words[12] = {VENVBUILD, "-p", python->path};
		if (row->newer && python->major < 3)
			continue;
		for (size_t i = 0; row->words[i]; i++)
			words[3 + i] = *row->words[i] == '@' ? format("%s%s", home, row->words[i] + 1)
							     : row->words[i];
		struct spawned s = fixture_run(words, NULL);
		cr_expect_eq(spawned_code(s), 0, "%s: %s: %s", python->label, row->name, s.out);
		s = RUN("sh", "-c", "test ! -e \"$1\" || sort -u \"$1\"; rm -f \"$1\"", "sh", in("ran"));
		cr_expect_str_eq(s.out, "", "%s: %s: these ran: %s", python->label, row->name, s.out);
	}
}
