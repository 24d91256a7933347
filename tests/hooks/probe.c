// SPDX-License-Identifier: MIT
// Calls one hooked function by its name, with an empty environment. The signature is known only at run time.
//
//	probe NAME FILE [ARG...]
//
// NAME is a row of preload/hooks.def. The kinds of the row define the arguments: FILE as path, name,
// descriptor, directory and name, shell command or command substitution; FILE and the ARGs as argv. FILE
// "NULL" is a null pointer. The output of the started program is printed. If the call returns, its result is
// printed: "NAME: -1 ENOENT". Exit status 2: this libc has no such symbol. "probe --rows" lists its rows:
// those that start a program, or prepare a start. tests/probe calls the functions that take a path, as they
// may remove it.
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wordexp.h>

#include "common/core/count.h"
#include "tests/hooks/kind.h"
#include "tests/libc.h"

#define ARGUMENTS_MAX 40

static const struct row rows[] = {
#define HOOK KIND_ROW
#include "preload/hooks.def"
#undef HOOK
};

struct call {
	union value values[ARGUMENTS_MAX];
	ffi_type *types[ARGUMENTS_MAX];
	unsigned count, fixed; /* fixed: those before the "..." */
	int pid;
	wordexp_t words;
	posix_spawn_file_actions_t actions;
};

static _Noreturn void fail(const char *what)
{
	fprintf(stderr, "probe: %s: %s\n", what, strerror(errno));
	exit(3);
}

static union value *add(struct call *call, enum kind kind)
{
	if (call->count == ARGUMENTS_MAX)
		fail("too many arguments");
	call->types[call->count] = kind_type(kind);
	return &call->values[call->count++];
}

/* FILE ARG... as one shell command, each word in single quotes. */
static char *command_of(char **argv)
{
	static char command[4096];
	size_t n = 0;

	for (; *argv; argv++)
		n += (size_t)snprintf(command + n, sizeof command - n, "%s'%s'", n ? " " : "", *argv);
	return command;
}

static void add_all(struct call *call, const struct row *row, char **argv)
{
	static char *empty[] = {NULL};
	static char words[4200], mode[] = "r";
	char *file = strcmp(argv[0], "NULL") ? argv[0] : NULL, *slash = file ? strrchr(file, '/') : NULL;
	long syscall_arguments[6] = {(long)file, (long)argv, (long)empty};

	for (const enum kind *kind = row->kinds; *kind; kind++) {
		switch (*kind) {
		case IS_PATH:
		case IS_FILE:
			add(call, *kind)->pointer = file;
			break;
		case IS_DIRFD:
			if (slash)
				*slash = '\0';
			add(call, *kind)->sint = slash ? open(*file ? file : "/", O_PATH) : AT_FDCWD;
			if (slash)
				*slash = '/';
			break;
		case IS_ATPATH:
			add(call, *kind)->pointer = slash ? slash + 1 : file;
			break;
		case IS_FD:
			add(call, *kind)->sint = file ? open(file, O_RDONLY) : -1;
			break;
		case IS_ARGV:
			add(call, *kind)->pointer = argv;
			break;
		case IS_ARGS:
		case IS_ARGS_ENVP:
			call->fixed = call->count + 1;
			for (char **arg = argv; *arg; arg++)
				add(call, *kind)->pointer = *arg;
			add(call, *kind)->pointer = NULL;
			if (*kind == IS_ARGS_ENVP)
				add(call, *kind)->pointer = empty;
			break;
		case IS_ENVP:
			add(call, *kind)->pointer = empty;
			break;
		case IS_PID:
			add(call, *kind)->pointer = &call->pid;
			break;
		case IS_COMMAND:
			add(call, *kind)->pointer = file ? command_of(argv) : NULL;
			break;
		case IS_STR:
			add(call, *kind)->pointer = mode;
			break;
		case IS_WORDS:
			snprintf(words, sizeof words, "$(%s)", command_of(argv));
			add(call, *kind)->pointer = words;
			break;
		case IS_WORDEXP:
			add(call, *kind)->pointer = &call->words;
			break;
		case IS_NUMBER:
			call->fixed = call->count + 1;
			add(call, *kind)->slong = SYS_execve;
			break;
		case IS_LONG:
			add(call, *kind)->slong = syscall_arguments[call->count - 1];
			break;
		case IS_CHANGES:
			posix_spawn_file_actions_init(&call->actions);
			add(call, *kind)->pointer = &call->actions;
			break;
		case IS_ACTIONS:
		case IS_ATTR:
			add(call, *kind)->pointer = NULL;
			break;
		default:
			add(call, *kind)->sint = 0;
		}
	}
}

/* Prints the output of the started program and waits for its end. */
static void finish(const struct row *row, struct call *call, const union value *result)
{
	if (row->ret == IS_STREAM && result->pointer) {
		for (int c; (c = getc(result->pointer)) != EOF;)
			putchar(c);
		pclose(result->pointer);
	} else if (row->kinds[0] == IS_PID && !result->sint) {
		if (strncmp(row->name, "pidfd", 5) != 0) {
			waitpid(call->pid, NULL, 0);
		} else {
			siginfo_t info;
			wait_for_pidfd(call->pid, &info);
		}
	} else if (row->kinds[0] == IS_WORDS && !result->sint && call->words.we_wordc) {
		puts(call->words.we_wordv[0]);
	} else if (row->kinds[0] == IS_CHANGES) {
		posix_spawn_file_actions_destroy(&call->actions);
	}
}

static void call_row(const struct row *row, char **argv)
{
	struct call call = {.count = 0};
	void *pointers[ARGUMENTS_MAX];
	/* libffi writes small integers as a whole ffi_arg. */
	union {
		ffi_arg wide;
		union value value;
	} result = {.wide = 0};
	ffi_cif cif;
	void *function = dlsym(RTLD_DEFAULT, row->name);

	if (!function) {
		fprintf(stderr, "probe: no symbol %s\n", row->name);
		exit(2);
	}
	add_all(&call, row, argv);
	for (unsigned i = 0; i < call.count; i++)
		pointers[i] = &call.values[i];
	ffi_status status = call.fixed
		? ffi_prep_cif_var(&cif, FFI_DEFAULT_ABI, call.fixed, call.count, kind_type(row->ret),
			  call.types)
		: ffi_prep_cif(&cif, FFI_DEFAULT_ABI, call.count, kind_type(row->ret), call.types);
	if (status != FFI_OK)
		fail("libffi does not support this signature");

	clearenv();
	errno = 0;
	ffi_call(&cif, FFI_FN(function), &result, pointers);
	int error = errno;
	finish(row, &call, &result.value);
	const char *name = error ? error_name(error) : "0";
	if (row->ret == IS_STREAM)
		printf("%s: %s %s\n", row->name, result.value.pointer ? "stream" : "NULL", name);
	else
		printf("%s: %ld %s\n", row->name,
			row->ret == IS_LONG ? result.value.slong : result.value.sint, name);
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "--rows")) {
		for (size_t i = 0; i < COUNT(rows); i++)
			if (rows[i].role != TAKES_PATH)
				puts(rows[i].name);
		return 0;
	}
	if (argc < 3) {
		fprintf(stderr, "usage: probe NAME FILE [ARG...] or probe --rows\n");
		return 3;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (strcmp(rows[i].name, argv[1]) != 0 || rows[i].role == TAKES_PATH)
			continue;
		call_row(&rows[i], argv + 2);
		return 0;
	}
	fprintf(stderr, "probe: no row %s\n", argv[1]);
	return 3;
}
