// SPDX-License-Identifier: MIT
// env-builder/wheel.c and unpack.c: what a wheel may hold, and what it is refused for.
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "env-builder/wheel.h"
#include "tests/fixture.h"

Test(wheel, allows_only_names_below)
{
	static const char *const good[] = {"pip/__init__.py", "a", "a-1.dist-info/RECORD", "..a/b", "a b"};
	static const char *const bad[] = {"", "/a", "../a", "a/../b", "a//b", "a/", "./a", "a/.", "a\\b", "a\nb", "a/.."};
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		cr_expect(wheel_path_ok(good[i]), "%s", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		cr_expect(!wheel_path_ok(bad[i]), "%s", bad[i]);
}

Test(wheel, reads_record)
{
	struct wheel wheel = {0};
	cr_assert(wheel_parse_record(strdup("b.py,sha256=x,1\n\"a,\"\"q\"\".py\",,\r\n"), &wheel));
	cr_expect_eq(wheel.count, 2);
	cr_expect_str_eq(wheel.rows[0].path, "a,\"q\".py");
	cr_expect_str_eq(wheel.rows[1].rest, ",sha256=x,1");
	struct text t = {0};
	wheel_add_csv(&t, wheel.rows[0].path);
	cr_expect_str_eq(t.data, "\"a,\"\"q\"\".py\"");
	static const char *const bad[] = {"a.py\n", "\"a.py,,\n", "a.py,,\na.py,,\n", "../a.py,,\n"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct wheel none = {0};
		cr_expect(!wheel_parse_record(strdup(bad[i]), &none), "%s", bad[i]);
	}
}

Test(wheel, reads_entry_points)
{
	struct wheel wheel = {0};
	wheel_parse_scripts(strdup("[other]\nx = y:z\n[console_scripts]\n pip = pip._internal:main [extra]\npython = a:b\nbad\n"
				   "evil = os:system('x')\n[gui_scripts]\ngui=g:C.run\n"),
		&wheel);
	cr_assert_eq(wheel.script_count, 2);
	cr_expect_str_eq(wheel.scripts[0].name, "pip");
	cr_expect_str_eq(wheel.scripts[0].module, "pip._internal");
	cr_expect_str_eq(wheel.scripts[0].attr, "main");
	cr_expect_str_eq(wheel.scripts[1].attr, "C.run");
}

/* Makes DIR/NAME from Python: "files" is an expression for a dict of what goes into the archive beside RECORD, which
 * "record" may change. */
static const char maker[] =
	"import zipfile, hashlib, base64, sys\n"
	"files = {'d/m.py': b'x = 1\\n', 'd-1.dist-info/WHEEL': b'Wheel-Version: 1.0\\n',\n"
	"         'd-1.dist-info/entry_points.txt': b'[console_scripts]\\nd = d.m:f\\n'}\n"
	"def h(b): return 'sha256=' + base64.urlsafe_b64encode(hashlib.sha256(b).digest()).rstrip(b'=').decode()\n"
	"more, twice, mode = {}, (), 0o100644\n"
	"%s\n"
	"record = ''.join('%%s,%%s,%%d\\n' %% (k, h(v), len(v)) for k, v in files.items()) + 'd-1.dist-info/RECORD,,\\n'\n"
	"%s\n"
	"with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as z:\n"
	"    for k, v in [*files.items(), *more.items(), *twice]:\n"
	"        i = zipfile.ZipInfo(k); i.external_attr = mode << 16; i.create_system = 3; z.writestr(i, v)\n"
	"    z.writestr('d-1.dist-info/RECORD', record)\n";

static int unpack(const char *before, const char *after, char **why, char **ret_dir)
{
	static char *dir;
	static int count;
	dir = dir ? dir : fixture_dir();
	char *wheel = format("%s/d-1-py3-none-any.whl", dir), *out = format("%s/out%d", dir, count++);
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	struct spawned s = RUN("/usr/bin/python3", "-W", "ignore", "-c", format(maker, before, after), wheel);
	cr_assert(!s.error && !s.status, "%s", s.out);
	cr_assert_eq(mkdir(out, 0755), 0);
	struct wheel w;
	*ret_dir = out;
	return wheel_unpack(wheel, open(out, O_RDONLY | O_DIRECTORY), &w, why);
}

Test(wheel, unpacks_what_record_lists, .timeout = 60)
{
	char *why = NULL, *dir;
	umask(022);
	cr_assert_eq(unpack("mode = 0o100755", "", &why, &dir), 0, "%s", why);
	struct stat st;
	cr_assert_eq(stat(format("%s/d/m.py", dir), &st), 0);
	cr_expect_eq(st.st_mode & 07777, 0755);
	cr_expect(stat(format("%s/d-1.dist-info/RECORD", dir), &st) < 0, "RECORD is written later");
}

static const struct {
	const char *name, *before, *after, *why;
} bad_wheels[] = {
	{"a name that climbs", "", "more = {'../evil': b'x'}", "lead outside"},
	{"an absolute name", "", "more = {'/tmp/evil': b'x'}", "lead outside"},
	{"a file that is not listed", "", "more = {'d/extra.py': b'x'}", "not listed"},
	{"a file that is listed in vain", "", "record += 'd/gone.py,sha256=x,1\\n'", "missing"},
	{"a hash that is another", "", "record = record.replace('sha256=', 'sha256=A', 1)", "not what its RECORD says"},
	{"a name twice", "twice = [('d/m.py', b'x = 1\\n')]", "", "name twice"},
	{"a link", "mode = 0o120777", "", "link"},
	{"a .data directory", "files['d-1.data/scripts/x'] = b''", "", ".data"},
	{"Wheel-Version 2", "files['d-1.dist-info/WHEEL'] = b'Wheel-Version: 2.0\\n'", "", "Wheel-Version"},
	{"a RECORD that is damaged", "", "record = 'nonsense'", "RECORD is damaged"},
	{"two dist-info directories", "files['e-1.dist-info/RECORD'] = b'x,,'", "", ".dist-info"},
};

Test(wheel, refuses_what_is_not_in_order, .timeout = 120)
{
	for (size_t i = 0; i < sizeof(bad_wheels) / sizeof(*bad_wheels); i++) {
		char *why = NULL, *dir;
		cr_expect_eq(unpack(bad_wheels[i].before, bad_wheels[i].after, &why, &dir), -1, "%s", bad_wheels[i].name);
		cr_expect(why && strstr(why, bad_wheels[i].why), "%s: %s", bad_wheels[i].name, why);
		cr_expect(access(format("%s/../evil", dir), F_OK) < 0);
	}
}

Test(wheel, refuses_what_is_no_archive, .timeout = 30)
{
	char *dir = fixture_dir(), *path = format("%s/x.whl", dir), *why = NULL;
	struct wheel wheel;
	fixture_write(path, 0644, "PK nonsense");
	cr_expect_eq(wheel_unpack(path, open(dir, O_RDONLY | O_DIRECTORY), &wheel, &why), -1);
	cr_expect(why && strstr(why, "no zip archive"), "%s", why);
}
