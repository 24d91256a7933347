// SPDX-License-Identifier: MIT
// env-builder/wheel/extract.c: what is extracted from a wheel, and which wheels are refused.
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/core/count.h"
#include "env-builder/wheel/extract.h"
#include "tests/fixture.h"

/* Makes DIR/NAME from Python: "files" is an expression for a dict of the files in the archive besides
 * RECORD, which "record" may change. */
static const char maker[] =
	"import zipfile, hashlib, base64, sys\n"
	"files = {'d/m.py': b'x = 1\\n', 'd-1.dist-info/WHEEL': b'Wheel-Version: 1.0\\n',\n"
	"         'd-1.dist-info/entry_points.txt': b'[console_scripts]\\nd = d.m:f\\n'}\n"
	"def h(b): return 'sha256=' + "
	"base64.urlsafe_b64encode(hashlib.sha256(b).digest()).rstrip(b'=').decode()\n"
	"more, twice, mode = {}, (), 0o100644\n"
	"%s\n"
	"record = ''.join('%%s,%%s,%%d\\n' %% (k, h(v), len(v)) for k, v in files.items()) + "
	"'d-1.dist-info/RECORD,,\\n'\n"
	"%s\n"
	"with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as z:\n"
	"    for k, v in [*files.items(), *more.items(), *twice]:\n"
	"        i = zipfile.ZipInfo(k); i.external_attr = mode << 16; i.create_system = 3; z.writestr(i, "
	"v)\n"
	"    z.writestr('d-1.dist-info/RECORD', record)\n";

/* "raw" changes the archive: it sees the bytes as a bytearray b, and central(name) is an offset in it. */
static const char changer[] =
	"b = bytearray(open(sys.argv[1], 'rb').read())\n"
	"def central(name):\n"
	"    at = b.rindex(name.encode()) - 46\n"
	"    assert b[at:at+4] == b'PK\\1\\2'\n"
	"    return at\n"
	"def local(name):\n"
	"    return b.index(name.encode()) - 30\n"
	"%s\n"
	"open(sys.argv[1], 'wb').write(b)\n";

static char *make(const char *dir, const char *before, const char *after, const char *raw)
{
	char *wheel = format("%s/d-1-py3-none-any.whl", dir);
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	char *program = format(maker, before, after);
	struct spawned s = RUN("/usr/bin/python3", "-W", "ignore", "-c",
		raw ? format("%s%s", program, format(changer, raw)) : program, wheel);
	cr_assert(!s.error && !s.status, "%s", s.out);
	return wheel;
}

static int unpack(const char *before, const char *after, const char *raw, char **why, char **ret_dir)
{
	static char *dir;
	static int count;
	dir = dir ? dir : fixture_dir();
	char *wheel = make(dir, before, after, raw), *out = format("%s/out%d", dir, count++);
	cr_assert_eq(mkdir(out, 0755), 0);
	struct wheel w;
	*ret_dir = out;
	return wheel_extract(wheel, open(out, O_RDONLY | O_DIRECTORY), &w, why);
}

Test(extract, extracts_what_record_lists, .timeout = 60)
{
	char *why = NULL, *dir;
	umask(022);
	cr_assert_eq(unpack("mode = 0o100755", "", NULL, &why, &dir), 0, "%s", why);
	struct stat st;
	cr_assert_eq(stat(format("%s/d/m.py", dir), &st), 0);
	cr_expect_eq(st.st_mode & 07777, 0755);
	cr_expect(stat(format("%s/d-1.dist-info/RECORD", dir), &st) < 0, "RECORD is written later");
}

Test(extract, extracts_data_files_to_their_path_in_site_packages, .timeout = 60)
{
	char *why = NULL, *dir;
	cr_assert_eq(unpack("files.update({'d-1.data/purelib/d/p.py': b'', 'd-1.data/platlib/q': b'', "
			    "'d-1.data/scripts/s': b'', 'd-1.data/data/x': b''})",
			     "", NULL, &why, &dir),
		0, "%s", why);
	static const char *const files[] = {"d/m.py", "d/p.py", "q", "d-1.data/scripts/s", "d-1.data/data/x"};
	for (size_t i = 0; i < COUNT(files); i++)
		cr_expect(!access(format("%s/%s", dir, files[i]), F_OK), "%s", files[i]);
	cr_expect(access(format("%s/d-1.data/purelib", dir), F_OK) < 0);
}

static const struct {
	const char *name, *before, *after, *why, *raw;
} bad_wheels[] = {
	{"a name that climbs", "", "more = {'../evil': b'x'}", "lead outside", NULL},
	{"an absolute name", "", "more = {'/tmp/evil': b'x'}", "lead outside", NULL},
	{"a file that is not listed", "", "more = {'d/extra.py': b'x'}", "not listed", NULL},
	{"a file that is listed in vain", "", "record += 'd/gone.py,sha256=x,1\\n'", "missing", NULL},
	{"a hash that is another", "", "record = record.replace('sha256=', 'sha256=A', 1)",
		"differs from its hash", NULL},
	{"a name twice", "twice = [('d/m.py', b'x = 1\\n')]", "", "name twice", NULL},
	{"a link", "mode = 0o120777", "", "link", NULL},
	{"another .data directory", "files['e-1.data/scripts/x'] = b''", "", "another name", NULL},
	{"a file called .data", "files['x.data'] = b''", "", "another name", NULL},
	{"a file called as its .data directory", "files['d-1.data'] = b''", "", "in none of purelib", NULL},
	{"an unknown part of .data", "files['d-1.data/stdlib/x'] = b''", "", "in none of purelib", NULL},
	{"a file in no part of .data", "files['d-1.data/data'] = b''", "", "in none of purelib", NULL},
	{".data in .data", "files['d-1.data/purelib/d-1.data/scripts/x'] = b''", "", ".data directory in",
		NULL},
	{"a name that climbs out of .data", "more = {'d-1.data/data/../../evil': b'x'}", "", "lead outside",
		NULL},
	{"a file of .data that is not listed", "more = {'d-1.data/data/x': b'x'}", "", "not listed", NULL},
	{"two files with one path", "files['d-1.data/purelib/d/m.py'] = b''", "", "same destination", NULL},
	{"two files of .data with one path",
		"files['d-1.data/purelib/x'] = files['d-1.data/platlib/x'] = b''", "", "same destination",
		NULL},
	{"a file of .data in a file", "files['d-1.data/purelib/d/m.py/x'] = b''", "",
		"a file and a directory", NULL},
	{"RECORD in .data", "files['d-1.data/purelib/d-1.dist-info/RECORD'] = b''", "", "replace its RECORD",
		NULL},
	{"WHEEL in .data alone",
		"files['d-1.data/purelib/d-1.dist-info/WHEEL'] = files.pop('d-1.dist-info/WHEEL')", "",
		"no WHEEL", NULL},
	{"a script in a directory", "files['d-1.data/scripts/a/b'] = b''", "", "script in a directory", NULL},
	{"a script called python3", "files['d-1.data/scripts/python3'] = b''", "", "environment's own", NULL},
	{"a script called activate.fish", "files['d-1.data/scripts/activate.fish'] = b''", "",
		"environment's own", NULL},
	{"an interpreter", "files['d-1.data/data/bin/pypy3.9'] = b''", "", "environment's own", NULL},
	{"Activate.ps1", "files['d-1.data/data/bin/Activate.ps1'] = b''", "", "environment's own", NULL},
	{"pyvenv.cfg", "files['d-1.data/data/pyvenv.cfg'] = b''", "", "environment's own", NULL},
	{"pyvenv.cfg in bin", "files['d-1.data/scripts/pyvenv.cfg'] = b''", "", "environment's own", NULL},
	{"a directory pyvenv.cfg", "files['d-1.data/data/pyvenv.cfg/x'] = b''", "", "environment's own",
		NULL},
	{"Wheel-Version 2", "files['d-1.dist-info/WHEEL'] = b'Wheel-Version: 2.0\\n'", "", "Wheel-Version",
		NULL},
	{"Wheel-Version 9, and 1 in another header",
		"files['d-1.dist-info/WHEEL'] = b'Wheel-Version: "
		"9.0\\nGenerator: Wheel-Version: 1.0\\n'",
		"", "Wheel-Version", NULL},
	{"Wheel-Version 9, and 1 behind the headers",
		"files['d-1.dist-info/WHEEL'] = b'Wheel-Version: "
		"9.0\\n\\nWheel-Version: 1.0\\n'",
		"", "Wheel-Version", NULL},
	{"Wheel-Version 10", "files['d-1.dist-info/WHEEL'] = b'Wheel-Version: 10.0\\n'", "", "Wheel-Version",
		NULL},
	{"a NUL in WHEEL", "files['d-1.dist-info/WHEEL'] = b'Wheel-Version: 1.0\\n\\0'", "", "NUL byte",
		NULL},
	{"a NUL in entry_points.txt",
		"files['d-1.dist-info/entry_points.txt'] = b'[console_scripts]\\n\\0a "
		"= b:c\\n'",
		"", "NUL byte", NULL},
	{"a hash of another kind that is wrong", "", "record = record.replace('sha256=', 'sha512=', 1)",
		"differs from its hash", NULL},
	{"more files than can be", "files.update(('d/%d' % i, b'') for i in range(100000))", "",
		"more than 100,000 files", NULL},
	{"a RECORD that is damaged", "", "record = 'nonsense'", "RECORD is damaged", NULL},
	{"no RECORD", "", "record = ''", "no RECORD", "b[:] = b.replace(b'/RECORD', b'/RECORX')"},
	{"no WHEEL", "del files['d-1.dist-info/WHEEL']", "", "no WHEEL", NULL},
	{"an empty hash", "", "record = record.replace(h(files['d/m.py']), '')", "differs from its hash",
		NULL},
	{"a weak hash", "", "record = record.replace('sha256=', 'md5=', 1)", "differs from its hash (sha256",
		NULL},
	{"a size that is another", "", "record = record.replace(',6\\n', ',7\\n', 1)",
		"differs from its hash", NULL},
	{"a name with a backslash", "files['d\\\\..\\\\x'] = b''", "", "RECORD is damaged", NULL},
	{"a name that is too long", "files['d/' + 'x' * 256] = b''", "", "RECORD is damaged", NULL},
	{"a path that is too long", "files['d/' * 600 + 'x'] = b''", "", "too long", NULL},
	{"a path that is much too long", "files['d/' * 30000 + 'x'] = b''", "", "too long", NULL},
	{"a newline in a name", "files['d/a\\nb'] = b''", "", "RECORD is damaged", NULL},
	{"a NUL in a name", "files['d/aXb'] = b''", "", "NUL", "b[:] = b.replace(b'd/aXb', b'd/a\\0b')"},
	{"a file in a file", "files['d/m.py/x'] = b''", "", "a file and a directory", NULL},
	{"a directory that is a file", "files = {'d/m.py/x': b'', **files}", "", "a file and a directory",
		NULL},
	{"a device", "mode = 0o020644", "", "link or a special file", NULL},
	{"a size that is too small", "", "", "damaged", "at = central('d/m.py'); b[at+24] = 5"},
	{"a size that is too large", "", "", "damaged", "at = central('d/m.py'); b[at+24] = 7"},
	{"a size that is far too large", "", "", "too large",
		"at = central('d/m.py'); b[at+24:at+28] = b'\\xff\\xff\\xff\\x7f'"},
	{"a bomb", "files['d/zeros'] = bytes(70 << 20)", "", "too large", NULL},
	{"a bomb with a small size in its header", "files['d/zeros'] = bytes(70 << 20)", "", "damaged",
		"at = central('d/zeros'); b[at+24:at+28] = b'\\0\\0\\1\\0'"},
	{"another checksum", "", "", "damaged",
		"at = central('d/m.py'); b[at+16] ^= 1; b[local('d/m.py')+14] ^= 1"},
	{"encryption", "", "", "encrypted",
		"at = central('d/m.py'); b[at+8] |= 1; b[local('d/m.py')+6] |= 1"},
	{"an unknown method", "", "", "damaged",
		"at = central('d/m.py'); b[at+10] = 99; b[local('d/m.py')+8] = 99"},
	{"two dist-info directories", "files['e-1.dist-info/RECORD'] = b'x,,'", "", ".dist-info", NULL},
};

Test(extract, refuses_what_is_not_in_order, .timeout = 120)
{
	for (size_t i = 0; i < COUNT(bad_wheels); i++) {
		char *why = NULL, *dir;
		cr_expect_eq(unpack(bad_wheels[i].before, bad_wheels[i].after, bad_wheels[i].raw, &why, &dir),
			-1, "%s", bad_wheels[i].name);
		cr_expect(why && strstr(why, bad_wheels[i].why), "%s: %s", bad_wheels[i].name, why);
		cr_expect(access(format("%s/../evil", dir), F_OK) < 0);
	}
}

/* Forms that archivers may choose. */
Test(extract, reads_every_form_of_archive, .timeout = 60)
{
	static const char *const rows[][2] = {
		{"data descriptors",
			"class F:\n"
			"    def __init__(s, p): s.f = open(p, 'wb')\n"
			"    def write(s, b): return s.f.write(b)\n"
			"    def flush(s): s.f.flush()\n"
			"    def close(s): s.f.close()\n"
			"name = sys.argv[1]; out = F(name); sys.argv[1] = out\n"
			"import atexit; atexit.register(out.flush)"},
		{"zip64",
			"old = zipfile.ZipFile.open\n"
			"zipfile.ZipFile.open = lambda z, n, mode='r', pwd=None, *, force_zip64=False: "
			"old(z, n, mode, pwd, force_zip64=mode == 'w')"},
		{"a comment",
			"old = zipfile.ZipFile.close\ndef close(z): z.comment = b'c' * 1000; "
			"old(z)\nzipfile.ZipFile.close = close"},
		{"stored",
			"old = zipfile.ZipFile.__init__\nzipfile.ZipFile.__init__ = lambda z, n, m, c: "
			"old(z, n, m)"},
		{"directories", "twice = [('d/', b''), ('e/f/', b'')]"},
		{"a name that is not ASCII", "files['d/\\xe4\\u20ac.py'] = b'x'"},
		{"sha384",
			"h = lambda v: 'sha384=' + "
			"base64.urlsafe_b64encode(hashlib.sha384(v).digest()).rstrip(b'=').decode()"},
		{"sha512",
			"h = lambda v: 'sha512=' + "
			"base64.urlsafe_b64encode(hashlib.sha512(v).digest()).rstrip(b'=').decode()"},
		{"Wheel-Version 1.9, in small letters",
			"files['d-1.dist-info/WHEEL'] = b'Generator: "
			"x\\r\\nwheel-version:1.9\\r\\n'"},
		{"66,000 files", "files.update(('d/%d' % i, b'') for i in range(66000))"},
		{"a comma in a name", "files['d/a,b.py'] = b'x'"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *why = NULL, *dir;
		const char *after = strstr(rows[i][0], "comma")
			? "record = record.replace('d/a,b.py', '\"d/a,b.py\"')"
			: "";
		cr_expect_eq(unpack(rows[i][1], after, NULL, &why, &dir), 0, "%s: %s", rows[i][0], why);
		cr_expect(!access(format("%s/d/m.py", dir), F_OK), "%s", rows[i][0]);
	}
}

/* An archive in which any byte is wrong is refused, or its files are extracted correctly. */
Test(extract, refuses_what_is_damaged_anywhere, .timeout = 120)
{
	char *dir = fixture_dir(), *good = make(dir, "", "", NULL), *bad = format("%s/bad.whl", dir),
	     *text = format("%s/out/d/m.py", dir);
	char bytes[4096], module[16];
	int fd = open(good, O_RDONLY), accepted = 0;
	ssize_t n = read(fd, bytes, sizeof(bytes));
	cr_assert(n > 500 && n < (ssize_t)sizeof(bytes));
	for (ssize_t i = 0; i < 2 * n; i++) {
		bool cut = i % 2;
		if (cut && i % 64 != 1)
			continue;
		char old = bytes[i / 2];
		bytes[i / 2] = (char)(old ^ (1 << (i / 2 % 8)));
		int out = open(bad, O_WRONLY | O_CREAT | O_TRUNC, 0600);
		cr_assert(write(out, bytes, (size_t)(cut ? i / 2 : n)) >= 0 && !close(out));
		bytes[i / 2] = old;
		char *why = NULL;
		struct wheel wheel;
		RUN("rm", "-rf", format("%s/out", dir));
		cr_assert_eq(mkdir(format("%s/out", dir), 0700), 0);
		int to = open(format("%s/out", dir), O_RDONLY | O_DIRECTORY);
		if (!wheel_extract(bad, to, &wheel, &why)) {
			int m = open(text, O_RDONLY);
			cr_expect(!cut && read(m, module, sizeof(module)) == 6 &&
					!memcmp(module, "x = 1\n", 6),
				"byte %zd", i / 2);
			close(m);
			accepted++;
			wheel_clear(&wheel);
		} else {
			/* It is not the errno of a seek to a wrong offset. */
			cr_expect(why && *why && !strstr(why, strerror(EINVAL)), "byte %zd: %s", i / 2, why);
		}
		close(to);
	}
	cr_expect(accepted > 0 && accepted < n / 2, "%d of %zd", accepted, n);
}

Test(extract, refuses_what_is_no_archive, .timeout = 30)
{
	char *dir = fixture_dir(), *path = format("%s/x.whl", dir), *why = NULL;
	struct wheel wheel;
	fixture_write(path, 0644, "PK nonsense");
	cr_expect_eq(wheel_extract(path, open(dir, O_RDONLY | O_DIRECTORY), &wheel, &why), -1);
	cr_expect(why && strstr(why, "no zip archive"), "%s", why);
}
