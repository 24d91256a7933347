// SPDX-License-Identifier: MIT
// The options of venvbuild: how each is read, and its text in --help.
#include "env-builder/cli/option_table.h"

#include <stddef.h>
#include <string.h>

#include "common/core/count.h"
#include "common/env/environment_d.h"
#include "common/tool/cleanup.h"
#include "common/tool/text.h"
#include "env-builder/cli/options.h"
#include "env-builder/cli/seed_option.h"

static char *invalid(const char *option, const char *needed, const char *value)
{
	_cleanup_free_ char *quoted = text_quoted(value);
	return text_format("%s needs %s, not %s", option, needed, quoted);
}

/* The installer would read an empty value, or one with a dash, as something else. */
static char *refused_word(const char *option, const char *value)
{
	return *value && *value != '-' ? NULL : invalid(option, "a value", value);
}

static char *add_word(struct strings *list, const char *option, const char *value)
{
	char *wrong = refused_word(option, value);
	if (!wrong)
		strings_add(list, value);
	return wrong;
}

static char *set_installer(struct options *o, const char *value)
{
	o->create.install.uv = !strcmp(value, "uv");
	return o->create.install.uv || !strcmp(value, "pip") ? NULL
							     : invalid("--installer", "pip or uv", value);
}

static char *add_variable(struct options *o, const char *value)
{
	const char *equals = strchr(value, '=');
	_cleanup_free_ char *name = equals ? text_copy_n(value, (size_t)(equals - value)) : NULL;
	if (!name || !environment_d_name_ok(name))
		return invalid("--env", "NAME=VALUE", value);
	if (strpbrk(equals, "\r\n"))
		return text_format("--env %s: the value cannot have more than one line", name);
	strings_add(&o->create.variables, value);
	return NULL;
}

static char *set_means(struct options *o, const char *value)
{
	static const struct {
		const char *name;
		enum file_means means;
	} modes[] = {{"reflink", FILE_REFLINK}, {"hardlink", FILE_HARDLINK}, {"copy", FILE_COPY},
		{"symlink", FILE_SYMLINK}};
	for (size_t i = 0; i < COUNT(modes); i++)
		if (!strcmp(value, modes[i].name)) {
			o->create.means = modes[i].means;
			return NULL;
		}
	return invalid("--link-mode", "reflink, hardlink, copy or symlink", value);
}

static char *add_requirement(struct options *o, const char *value)
{
	char *wrong = refused_word("--requirement", value);
	if (!wrong)
		requirement_sources_add(&o->create.install.sources, value);
	return wrong;
}

static char *add_package(struct options *o, const char *value)
{
	return add_word(&o->create.install.packages, "--install", value);
}

static char *add_editable(struct options *o, const char *value)
{
	return add_word(&o->create.install.editables, "--editable", value);
}

static char *add_find_links(struct options *o, const char *value)
{
	return add_word(&o->create.install.links, "--find-links", value);
}

static char *add_index(struct options *o, const char *value)
{
	return add_word(&o->create.install.indexes, "--extra-index-url", value);
}

static char *set_index(struct options *o, const char *value)
{
	o->create.install.index = value;
	return refused_word("--index-url", value);
}

static char *add_wheels(struct options *o, const char *value)
{
	return add_word(&o->create.install.wheel_dirs, "--extra-search-dir", value);
}

static char *set_seeds(struct options *o, const char *value)
{
	o->seeds_given = true;
	return seed_option_set(&o->create.install.seeds, value);
}

static char *set_without_pip(struct options *o, const char *value)
{
	(void)value;
	o->seeds_given = true;
	strings_clear(&o->create.install.seeds);
	return NULL;
}

static char *set_python(struct options *o, const char *value)
{
	strings_add(&o->pythons, value);
	return *value ? NULL : text_copy("--python needs a version or a path");
}

static char *set_prompt(struct options *o, const char *value)
{
	o->create.prompt = value;
	return strpbrk(value, "\r\n") ? text_copy("--prompt cannot have more than one line") : NULL;
}

static char *set_lock(struct options *o, const char *value)
{
	o->create.install.lock = value;
	if (text_ends(value, ".toml") && !requirement_is_pylock_name(value))
		return invalid("--lock", "the name pylock.toml or pylock.NAME.toml for TOML", value);
	return *value ? NULL : text_copy("--lock needs a file");
}

static char *set_cache_dir(struct options *o, const char *value)
{
	o->cache_dir = value;
	return *value ? NULL : text_copy("--cache-dir needs a directory");
}

#define FLAG(member) offsetof(struct options, member)
const struct args_option option_table[] = {
	{"python", 'p', "SPEC",
		"the base interpreter: 3.11, >=3.9, cpython3.13t, pypy3.9, a\n"
		"path, an environment; repeatable: the first one found\n"
		"(default: .python-version here or above, else the newest)",
		set_python, 0, 0},
	{"seed", 0, "NAME[,NAME...]",
		"the packages of a new environment: pip, setuptools, wheel,\n"
		"each with or without ==VERSION (default: pip)",
		set_seeds, 0, 0},
	{"without-pip", 0, NULL, "make it without packages", set_without_pip, 0, 0},
	{"extra-search-dir", 0, "DIR", "search the wheels of --seed in DIR first (repeatable)", add_wheels, 0,
		0},
	{"requirement", 'r', "FILE",
		"install the requirements in FILE: a list for pip, a lock, or\n"
		"the dependencies in a pyproject.toml (repeatable)",
		add_requirement, 0, 0},
	{"install", 0, "REQUIREMENT", "install it: name, name==1.0, directory, wheel (repeatable)",
		add_package, 0, 0},
	{"editable", 'e', "DIR",
		"install the project in DIR; changes to it take effect\n"
		"(repeatable)",
		add_editable, 0, 0},
	{"find-links", 0, "DIR", "also search packages in DIR or a page of links (repeatable)",
		add_find_links, 0, 0},
	{"index-url", 0, "URL", "search packages in this index", set_index, 0, 0},
	{"extra-index-url", 0, "URL", "also search packages in this index (repeatable)", add_index, 0, 0},
	{"no-index", 0, NULL, "search packages in no index", NULL, FLAG(create.install.no_index), 0},
	{"require-hashes", 0, NULL, "refuse to install a file whose hash is not in FILE", NULL,
		FLAG(create.install.require_hashes), 0},
	{"installer", 0, "NAME",
		"pip (default): that of the environment, else of the base\n"
		"interpreter; or uv",
		set_installer, 0, 0},
	{"lock", 0, "FILE",
		"write what is installed to FILE, with hashes: a pylock.toml\n"
		"or a list for pip; without -r, --install and -e: lock the\n"
		"existing ENV",
		set_lock, 0, 0},
	{"upgrade", 0, NULL,
		"give the existing ENV the newest interpreter of its X.Y, or\n"
		"that of --python; its other settings do not change",
		NULL, FLAG(upgrade), 0},
	{"repair", 0, NULL,
		"repair the existing ENV after it or its base interpreter was\n"
		"moved; nothing else in it changes",
		NULL, FLAG(repair), 0},
	{"upgrade-deps", 0, NULL, "upgrade pip, or the packages of --seed, from the index", NULL,
		FLAG(create.install.upgrade_seeds), 0},
	{"system-site-packages", 0, NULL, "allow imports from the packages of the base interpreter", NULL,
		FLAG(create.system_site), 0},
	{"prompt", 0, "TEXT",
		"the name before the shell's prompt; \".\" is that of the\n"
		"working directory",
		set_prompt, 0, 0},
	{"copies", 0, NULL, "copy the interpreter", NULL, FLAG(create.copies), FLAG(symlinks)},
	{"symlinks", 0, NULL, "create a symbolic link to it (default)", NULL, FLAG(symlinks),
		FLAG(create.copies)},
	{"relocatable", 0, NULL, "make an environment that works after it was moved", NULL,
		FLAG(create.relocatable), 0},
	{"standalone", 0, NULL,
		"make one that contains its base interpreter and standard\n"
		"library",
		NULL, FLAG(create.standalone), 0},
	{"clear", 0, NULL, "replace the existing environment", NULL, FLAG(create.clear), 0},
	{"allow-existing", 0, NULL,
		"make it in a directory that is not empty: files of the same\n"
		"name are replaced, all others stay",
		NULL, FLAG(create.allow_existing), 0},
	{"trust", 0, NULL, "use an existing ENV that is neither yours nor root's", NULL, FLAG(trust), 0},
	{"without-scm-ignore-files", 0, NULL, "write no .gitignore", NULL, FLAG(create.no_ignore_file), 0},
	{"env", 0, "NAME=VALUE",
		"set a variable for programs in ENV; stored in\n"
		"ENV/etc/environment.d (repeatable)",
		add_variable, 0, 0},
	{"link-mode", 0, "MODE",
		"how files of the cache get into ENV: reflink, hardlink, copy,\n"
		"symlink (default: the first of the first three that works)",
		set_means, 0, 0},
	{"cache-dir", 0, "DIR",
		"the cache (default: $XDG_CACHE_HOME/venvrun, else\n"
		"~/.cache/venvrun)",
		set_cache_dir, 0, 0},
	{"no-cache", 0, NULL, "neither read nor write the cache", NULL, FLAG(no_cache), 0},
	{"clear-cache", 0, NULL, "empty the cache first; without ENV do nothing else", NULL,
		FLAG(clear_cache), 0},
	{"list-pythons", 0, NULL, "list the interpreters that are found, the preferred one first", NULL,
		FLAG(list_pythons), 0},
	{"dry-run", 0, NULL, "print the plan; do nothing", NULL, FLAG(output.dry_run), 0},
	{"json", 0, NULL, "print the result, the plan or the list as JSON", NULL, FLAG(output.json), 0},
	{"verbose", 'v', NULL, "report what was made; show the output of the installer", NULL,
		FLAG(output.verbose), FLAG(output.quiet)},
	{"quiet", 'q', NULL,
		"print only errors (default: hints too, and on a terminal what\n"
		"was made and the progress of the installer)",
		NULL, FLAG(output.quiet), FLAG(output.verbose)},
	{"version", 'V', NULL, "print the version", NULL, FLAG(version), 0},
	{"help", 'h', NULL, "print this summary", NULL, FLAG(help), 0},
};

const size_t option_count = COUNT(option_table);
