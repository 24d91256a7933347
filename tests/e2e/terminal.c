// SPDX-License-Identifier: MIT
// Text of foreign files cannot control the user's terminal: names, METADATA and contents, in messages and
// lists.
#include <criterion/criterion.h>

#include "tests/e2e/rows.h"
#include "tests/fixture.h"

TestSuite(terminal, .init = rows_setup, .timeout = 300);

/* Each row ends with a search for control characters in the output. e: an environment, site: its packages,
 * esc: ESC ] 0 ; x BEL. */
#define BEGIN \
	"B=" VENVBUILD \
	"; export XDG_CACHE_HOME=$PWD/cache; esc=$(printf '\\033]0;x\\007'); " \
	"cp -a $E e; cd e/lib/python3*/site-packages; site=$PWD; cd - >/dev/null; "
#define CLEAN \
	" >said 2>&1; LC_ALL=C grep -n \"$(printf '[\\001-\\010\\013-\\037\\177]')\" said && " \
	"fail it speaks; cat said"

static const struct row rows[] = {
	{"METADATA, by --info",
		BEGIN "mkdir $site/p-1.dist-info; printf \"Name: p$esc\\nVersion: "
		      "1\\302\\233m\\n\\n\" >$site/p-1.dist-info/METADATA; $V --info e" CLEAN,
		0, {"p\\x1b]0;x\\x07 1\\xc2\\x9bm"}},
	{"METADATA, by --info --json",
		BEGIN "mkdir $site/p-1.dist-info; printf \"Name: p$esc\\nVersion: "
		      "1\\302\\233m\\n\\n\" >$site/p-1.dist-info/METADATA; $V --info --json e" CLEAN,
		0, {"p\\u001b]0;x\\u0007", "1\\u009bm"}},
	{"a directory's name, by --info", BEGIN "mkdir \"$site/p$esc-1.dist-info\"; $V --info e" CLEAN, 0,
		{"p\\x1b]0;x\\x07 1"}},
	{"a newline in a name, by --info",
		BEGIN "mkdir \"$site/$(printf 'p\\nsize 0')-1.dist-info\"; "
		      "$V --info e" CLEAN,
		0, {"p\\x0asize 0 1"}},
	{"METADATA, by --lock",
		BEGIN "mkdir $site/p-1.dist-info; printf \"Name: p$esc\\nVersion: 1\\n\\n\" "
		      ">$site/p-1.dist-info/METADATA; $B --lock - e" CLEAN,
		0, {"has no metadata with a name and a version"}},
	{".python-version", BEGIN "echo \"3.99$esc\" >.python-version; $B f" CLEAN, 0, {"\\x1b]0;x\\x07"}},
	{"pyvenv.cfg", BEGIN "printf \"home = /gone$esc\\n\" >e/pyvenv.cfg; $V e true" CLEAN, 0,
		{"/gone\\x1b]0;x\\x07"}},
	{"an environment's name", BEGIN "$V \"./x$esc\" true" CLEAN, 0, {"x\\x1b]0;x\\x07"}},
	{"an environment's name, similar",
		BEGIN "mv e \"abcdefgh$(printf '\\033')\"; $V abcdefghi true" CLEAN, 0, {"$'abcdefgh\\x1b'"}},
	{"a command's name", BEGIN "$V e \"./x$esc\"" CLEAN, 0, {"x\\x1b]0;x\\x07"}},
	{"--explain", BEGIN "$V --explain e sh -c \"$esc\"" CLEAN, 0, {"$'\\"}},
	{"-v", BEGIN "$V -v e true \"$esc\"" CLEAN, 0, {"$'\\x1b]0;x\\x07'"}},
	{"an option", BEGIN "$B \"--$esc\"" CLEAN, 0, {"\\x1b]0;x\\x07"}},
	{"variables",
		BEGIN "mkdir -p e/etc/environment.d; echo \"$esc\" >e/etc/environment.d/1.conf; "
		      "$V e true" CLEAN,
		0, {"1.conf:1"}},
	{"--dry-run", BEGIN "$B --dry-run --without-pip -p /usr/bin/python3 \"f$esc\"" CLEAN, 0,
		{"f\\x1b]0;x\\x07"}},
	{"a pyproject.toml",
		BEGIN
		"printf '[project]\\nname = \"p\"\\nversion = \"1\"\\ndependencies = "
		"[\"a\\\\u001b[2J\"]\\n' >pyproject.toml; $B -p /usr/bin/python3 -r pyproject.toml f" CLEAN,
		0, {"dependencies"}},
	{"writing that turns round", BEGIN "$V \"./x$(printf '\\342\\200\\256')\" true" CLEAN, 0,
		{"x\\xe2\\x80\\xae"}},
	{"the same, in JSON",
		BEGIN "mkdir \"$site/p$(printf '\\342\\200\\256')-1.dist-info\"; "
		      "$V --info --json e" CLEAN,
		0, {"p\\u202e"}},
};

Test(terminal, is_not_controlled_by_foreign_text)
{
	ROWS(terminal, rows);
}
