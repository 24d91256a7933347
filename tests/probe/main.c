// SPDX-License-Identifier: MIT
// Calls every row of hooks.def that takes a path, with every test path, and writes a log of each call.
//
//	probe_paths ROOT LIBRARY OUT original|translated [brief]
//
// The paths are in a redirected directory, or they are the translated paths: OUT must be the same for both.
// Each call is made in a process of its own and on new files (scene.h), as it may crash. OUT has a line for
// each:
//
//	NAME recipe 0, path 0, absolute, a missing file: -1 ENOENT
//
// and below it, with a tab, the files that the call changed. "NAME: missing" is a row that this libc does not
// have. If it was compiled with PYTHON, this program has the symbol Py_Version, as a Python interpreter has.
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/core/count.h"
#include "tests/probe/call.h"
#include "tests/probe/log.h"
#include "tests/probe/scene.h"

#ifdef PYTHON
extern const unsigned long Py_Version;
const unsigned long Py_Version = PYTHON;
#endif

static const struct row rows[] = {
#define HOOK KIND_ROW
#include "preload/hooks.def"
#undef HOOK
};

/* The log of a child. */
static struct {
	char text[65536];
	char made[8];
} * shared;

static FILE *out;

/* Prints text with XXXXXX for the random part of a name. */
static void print(const char *text)
{
	const char *at;

	for (; *shared->made && (at = strstr(text, shared->made)); text = at + strlen(shared->made))
		fprintf(out, "%.*sXXXXXX", (int)(at - text), text);
	fputs(text, out);
}

static void try_call(const struct row *row, const struct recipe *recipe, enum range range,
	const struct test_path *test, size_t turn)
{
	int status;

	shared->made[0] = '\0';
	log_begin(shared->text, sizeof shared->text);
	pid_t pid = fork();
	if (!pid) {
		call_row(row, recipe, range, test, turn, shared->made);
		_exit(0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		scene_fail("fork for", row->name);
	print(shared->text);
	if (status)
		fprintf(out, " status %x", (unsigned)status);
	print(scene_changes());
	putc('\n', out);
	scene_reset();
}

static void try_recipe(const struct row *row, size_t number, const struct recipe *recipe,
	struct test_path_choice choice)
{
	struct test_path test;

	choice.ending = row->kinds[0] == IS_TEMPLATE ? recipe->text : "";
	for (size_t turn = 0; turn < call_turns(row); turn++) {
		for (size_t i = 0; test_path_take(&choice, i, &test); i++) {
			if (!*test.what)
				continue;
			if (test.is_text)
				strcat(test.path, choice.ending);
			fprintf(out, "%s recipe %zu, path %zu, %s:", row->name, number, turn, test.what);
			try_call(row, recipe, choice.range, &test, turn);
		}
	}
}

static void try_row(const struct row *row, enum range range, bool brief)
{
	struct test_path_choice choice = {.range = range,
		.brief = brief,
		.loads = !strcmp(row->family, "load")};
	size_t number = 0;

	choice.lists = !strcmp(row->family, "listing");
	for (const enum kind *kind = row->kinds; *kind; kind++)
		choice.takes_dirfd |= *kind == IS_ATPATH;
	for (const struct recipe *r = NULL; (r = recipe_next(row->name, r));)
		try_recipe(row, number++, r, choice);
}

int main(int argc, char **argv)
{
	const struct rlimit no_core = {0, 0};

	if (argc < 5) {
		fprintf(stderr, "usage: probe_paths ROOT LIBRARY OUT original|translated [brief]\n");
		return 3;
	}
	setrlimit(RLIMIT_CORE, &no_core);
	out = fopen(argv[3], "we");
	shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (!out || shared == MAP_FAILED)
		scene_fail("write", argv[3]);
	scene_open(argv[1], argv[2]);
	enum range range = strcmp(argv[4], "translated") != 0 ? RANGE_ORIGINAL : RANGE_TRANSLATED;
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (rows[i].role != TAKES_PATH)
			continue;
		if (scene_libc(rows[i].name))
			try_row(&rows[i], range, argc > 5);
		else
			fprintf(out, "%s: missing\n", rows[i].name);
	}
	return fclose(out) ? 3 : 0;
}
