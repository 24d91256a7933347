// SPDX-License-Identifier: MIT
// common/core/exempt.c and common/core/system_packages.c, on the files of fake.h.
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/exempt.h"
#include "common/core/system_packages.h"
#include "tests/unit/fake.h"

static struct policy policy = {.env = "/e", .python = "/e/bin/python", .major = 3, .minor = 11};

Test(exempt, package_managers_are_known_by_name_and_directory)
{
	static const struct {
		const char *path;
		bool manages;
	} rows[] = {
		{"/usr/bin/dpkg", true},
		{"/bin/dpkg", true},
		{"/sbin/apk", true},
		{"/usr/bin/dpkg-preconfigure", true},
		{"/link/dpkg", true},
		{"/link/rpm", false}, /* a link to another program */
		{"/s/dpkg", false},
		{"/usr/bin/x/dpkg", false},
		{"/usr/local/bin/dpkg", false},
		{"dpkg", false},
		{"/usr/bin/dpkg-deb", false},
		{"/usr/bin/dpk", false},
		{"/usr/bin/true", false},
	};
	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect(system_packages_manager(&fake_io, rows[i].path) == rows[i].manages, "%s",
			rows[i].path);
}

static void try_brought(const char *env, const char *path, bool brought)
{
	policy.env = env;
	cr_expect(system_packages_script(&policy, &fake_io, path) == brought, "%s below %s", path, env);
	policy.env = "/e";
}

Test(exempt, scripts_of_packages_are_known_by_directory)
{
	static const struct {
		const char *path;
		bool brought;
	} rows[] = {
		{"/usr/bin/tool", true},
		{"/usr/share/x/y.py", true},
		{"y.py", true},
		{"/link/tool", true},
		{"/usr/lib/python3/dist-packages/x.py", true},
		{"/usr/bin/linked", false},
		{"/usr/local/bin/tool", false},
		{"/usr/src/app/tool", false},
		{"/s/plain", false},
		{"/usr/bin/gone", false},
		{"/usr/share/x/mesonbuild/scripts/python_info.py", false},
		/* the library of another Python, for every prefix; that of the environment's version is the
		 * environment's, too */
		{"/usr/lib/python3.9/timeit.py", true},
		{"/opt/py/lib/python3.9/timeit.py", true},
		{"/usr/lib/python3.11/timeit.py", false},
		{"/venv/lib/python3.9/site-packages/x.py", false},
	};
	for (size_t i = 0; i < COUNT(rows); i++)
		try_brought("/e", rows[i].path, rows[i].brought);
	try_brought("/usr/share/e", "/usr/share/e/bin/tool", false);
	try_brought("/usr/share/e", "/usr/share/x/y.py", true);
	try_brought("/usr", "/usr/bin/tool", false);
}

struct pattern {
	const char *pattern, *path;
	bool by_text, takes;
};

Test(exempt, a_pattern_names_a_file)
{
	static const struct pattern rows[] = {
		{"/s/plain", "/s/plain", false, true},
		{"/s/plain", "/s/../s/plain", false, true},
		{"/s/plain", "/link/plain", false, true},
		{"/link/plain", "/s/plain", false, true},
		{"/s/*", "/link/plain", false, true},
		{"plain", "/link/plain", false, true},
		{"/link/*", "/link/plain", false, true},
		{"/s/plain", "/s/flag", false, false},
		{"/s/plai", "/s/plain", false, false},
		{"/s/gone", "/s/plain", false, false},
		/* one program with many names */
		{"/bin/cat", "/bin/cat", false, true},
		{"/bin/cat", "/bin/chmod", false, false},
		{"/bin/busybox", "/bin/cat", false, true},
		/* the interpreter of an environment is not the one to which its link leads */
		{"/usr/bin/python3", "/e/bin/python3", true, false},
		{"python3", "/e/bin/python3", true, true},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct policy p = policy;
		p.keep[0] = "nothing";
		p.keep[1] = rows[i].pattern;
		p.keeps = 2;
		p.only = i % 2 << 1;
		enum exempt wanted = !rows[i].takes ? EXEMPT_NOT : i % 2 ? EXEMPT_KEEP_ONLY : EXEMPT_KEEP;
		cr_expect(exempt_kept(&p, &fake_io, rows[i].path, rows[i].by_text) == wanted, "%s %s",
			rows[i].pattern, rows[i].path);
	}
}

static long fail_real(const char *path, char *buf, size_t n)
{
	(void)buf;
	(void)n;
	cr_expect(false, "looked for %s", path);
	return 0;
}

Test(exempt, nothing_is_looked_at_unasked)
{
	struct exec_io io = fake_io;
	struct policy p = policy;
	io.real = fail_real;
	cr_expect(exempt_program(&p, &io, "/usr/bin/true", false) == EXEMPT_NOT);
	cr_expect(exempt_program(&p, &io, "/usr/bin/dpkg", false) == EXEMPT_MANAGER);
	cr_expect(exempt_script(&p, &fake_io, "/usr/bin/dnf") == EXEMPT_MANAGER);
	cr_expect(exempt_script(&p, &fake_io, "/usr/bin/tool") == EXEMPT_SYSTEM);
	p.system_follows = true;
	cr_expect(exempt_script(&p, &fake_io, "/usr/bin/dnf") == EXEMPT_NOT);
	cr_expect(exempt_program(&p, &io, "/usr/bin/dpkg", false) == EXEMPT_NOT);
	cr_expect(exempt_script(&p, &io, "/usr/bin/tool") == EXEMPT_NOT);
}
