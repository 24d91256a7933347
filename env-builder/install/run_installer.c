// SPDX-License-Identifier: MIT
// Runs the installer, and our own Python programs beside it.
#include "env-builder/install/run_installer.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/fs.h"
#include "common/tool/text.h"
#include "env-builder/install/installer_args.h"
#include "env-builder/relocate/replace_prefix.h"
#include "env-builder/system/process.h"
#include "env-builder/system/signals.h"
#include "templates.h"

#define OUTPUT_MAX ((size_t)1 << 20)

void run_program_add_list(struct strings *args, const struct strings *list)
{
	for (size_t i = 0; i < list->count; i++)
		strings_add(args, list->list[i]);
	strings_add(args, "--");
}

/* The temporary path will be gone when the user reads the text. */
static char *with_final_path(const struct installer *installer, const char *said)
{
	const struct install_target *target = installer->target;
	const struct replace_prefix paths = {{installer->env, target->real}, target->path, false};
	struct text text = {0};
	return replace_prefix_text(&paths, said, strlen(said), &text) ? text_take(&text) : text_copy(said);
}

/* Is the FILE of a -r our standard input, as /dev/stdin is? Otherwise the installer's standard input is
 * empty. */
static bool reads_input(const struct requirement_sources *sources)
{
	struct stat own, st;
	if (!sources->count || fstat(STDIN_FILENO, &own) < 0)
		return false;
	for (size_t i = 0; i < sources->count; i++)
		if (!stat(sources->list[i].file, &st) && st.st_dev == own.st_dev && st.st_ino == own.st_ino)
			return true;
	return false;
}

static int run(const struct installer *installer, const struct strings *argv, const char *what,
	char **ret_why)
{
	const struct install_request *request = installer->request;
	const char *path = getenv("PATH");
	_cleanup_free_ char *virtual_env = text_format("VIRTUAL_ENV=%s", installer->env);
	_cleanup_free_ char *tmpdir = text_format("TMPDIR=%s", installer->dir);
	_cleanup_free_ char *new_path = text_format("PATH=%s/bin%s%s", installer->env, path ? ":" : "",
		path ? path : "");
	const char *const set[] = {virtual_env, tmpdir, new_path, "PIP_DISABLE_PIP_VERSION_CHECK=1",
		"PIP_NO_INPUT=1", "UV_TARGET", "UV_PREFIX", "UV_SYSTEM_PYTHON", "UV_WORKING_DIR", NULL};
	_cleanup_free_ char **env = process_environ(set);
	_cleanup_free_ char *said = NULL, *why = NULL;
	int r = process_watch(argv->list, env, reads_input(&request->sources), request->show, &said, &why);
	if (r < 0 && !signals_pending()) {
		_cleanup_free_ char *text = with_final_path(installer, said);
		_cleanup_text_ struct text shown = {0};
		text_add_printable(&shown, text, "\n\t");
		fputs(shown.data ? shown.data : "", stderr);
		*ret_why = text_format("cannot %s: %s%s", what, why, *said ? "; its output is above" : "");
	} else if (r < 0) {
		*ret_why = text_copy("stopped by a signal");
	}
	return r;
}

/* Modules in the working directory are not to be imported, and Python before 3.4 has no -I
 * (interpreter_isolation()). The program is an argument: a "from __future__" must be in its first line. */
static const char run_code[] =
	"import sys\nsys.path[:] = [path for path in sys.path if path]\n"
	"exec(compile(sys.argv.pop(1), 'venvbuild', 'exec'))\n";

/* The same, for use with -S, where packages are only read: no line of a .pth file and no sitecustomize is
 * executed. */
static const char read_code[] =
	"import sys\nimport site\nsite.exec = site.execsitecustomize = lambda "
	"*words: None\nsite.main()\n"
	"exec(compile(sys.argv.pop(1), 'venvbuild', 'exec'))\n";

/* Adds a program, up to its own arguments; reads: it only reads packages. The site module of a Python before
 * 3.4 runs when it is imported, so that one is started as usual. -B: the compiled files of pip are not
 * kept. */
static void add_program(struct strings *argv, const struct installer *installer, const char *const *parts,
	bool reads)
{
	const char *isolation = interpreter_isolation(installer->target->python);
	struct text program = {0};
	reads = reads && !strcmp(isolation, "-I");
	for (; *parts; parts++)
		text_add(&program, *parts);
	strings_add(argv, installer->interpreter);
	strings_add(argv, isolation);
	strings_add(argv, "-B");
	strings_add(argv, reads ? "-Sc" : "-c");
	strings_add(argv, reads ? read_code : run_code);
	strings_add_take(argv, text_take(&program));
	strings_add(argv, installer->dir);
	strings_add(argv, installer->pip ? installer->pip : "");
}

/* Adds the installer's command, up to "install". */
static void add_installer(struct strings *argv, const struct installer *installer)
{
	static const char *const parts[] = {template_pip_settings_py, template_run_pip_py, NULL};
	if (!installer->uv) {
		add_program(argv, installer, parts, false);
		strings_add(argv, "install");
		return;
	}
	const char *const words[] = {installer->uv, "pip", "install", "--python", installer->interpreter};
	for (size_t i = 0; i < COUNT(words); i++)
		strings_add(argv, words[i]);
}

int run_install(const struct installer *installer, const struct strings *args, const char *what,
	char **ret_why)
{
	_cleanup_strings_ struct strings argv = {0};
	add_installer(&argv, installer);
	for (size_t i = 0; i < args->count; i++)
		strings_add(&argv, args->list[i]);
	_cleanup_free_ char *command = installer_args_command(args, installer->request);
	_cleanup_free_ char *whole = text_format("install packages: %s", command);
	return run(installer, &argv, what ? what : whole, ret_why);
}

/* The text of a file in the temporary directory, allocated; NULL: there is none. The file is removed. */
static char *take_file(const struct installer *installer, const char *name)
{
	_cleanup_free_ char *path = text_format("%s/%s", installer->dir, name), *text = NULL;
	if (fs_read(path, OUTPUT_MAX, &text, NULL) < 0)
		return NULL;
	unlink(path);
	return with_final_path(installer, text);
}

int run_program(const struct installer *installer, const char *const *parts, const struct strings *args,
	const char *what, char **ret_why)
{
	_cleanup_strings_ struct strings argv = {0};
	add_program(&argv, installer, parts, true);
	for (size_t i = 0; i < args->count; i++)
		strings_add(&argv, args->list[i]);
	int r = run(installer, &argv, what, ret_why);
	_cleanup_free_ char *why = take_file(installer, "why"), *notes = take_file(installer, "notes");
	char *save = NULL;
	for (char *line = notes ? strtok_r(notes, "\n", &save) : NULL; line;
		line = strtok_r(NULL, "\n", &save))
		warn("%s", line);
	if (r < 0 && why) {
		free(*ret_why);
		*ret_why = text_format("cannot %s: %s", what, why);
	}
	return r;
}
