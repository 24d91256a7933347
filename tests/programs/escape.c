// SPDX-License-Identifier: MIT
// Scrubs its environment in one way and starts a program in one form; tests/hooks/escape.def has both lists.
//
//	escape FORM SCRUB OTHERS FILE [ARG0 ARG...]
//	escape all SCRUB OTHERS FILE [ARG0 ARG...]
//	escape --table
//
// "all": each form that a hook sees, in a child, whose status is printed. OTHERS is the LD_PRELOAD of the
// scrubs preload_...; $OTHER_POLICY is the policy of policy_other and policy_added. FILE "NULL" is a null
// pointer, and argv is one if ARG0 is "NULL". The output of the started program is printed. If the call
// returns, its result is printed: "execve: -1 ENOENT", "posix_spawn: 0 0 status 0", and a line for each array
// of the caller that was changed. --table prints the table of docs/guarantees.md.
#include <stdbool.h>

#include "common/core/count.h"
#include "tests/programs/calls.h"
#include "tests/programs/scrub.h"

enum takes { ENVP, ENVP_SET, ENVIRON };
enum reach { HOOKED, RAW, STATIC };
enum carries { NO, YES, NOTHING };

static const struct form {
	const char *id, *words;
	enum takes takes;
	enum reach reach;
	long (*call)(struct call *);
} forms[] = {
#define FORM(id, words, takes, reach) {#id, words, takes, reach, form_##id},
#include "tests/hooks/escape.def"
#undef FORM
};

static const struct {
	const char *id, *words;
	enum carries carries;
} scrubs[] = {
#define SCRUB(id, words, carries, others) {#id, words, carries},
#include "tests/hooks/escape.def"
#undef SCRUB
};

static _Noreturn void fail(const char *what, const char *which)
{
	fprintf(stderr, "escape: %s: %s\n", what, which);
	exit(3);
}

/* --- the arrays that must not be changed --- */

struct snapshot {
	const char *what;
	char **array, **pointers, **strings;
	size_t count;
};

static struct snapshot snapshots[3];

static struct snapshot look(const char *what, char **array)
{
	struct snapshot now = {.what = what, .array = array, .count = length(array)};

	now.pointers = calloc(now.count + 1, sizeof(char *));
	now.strings = calloc(now.count + 1, sizeof(char *));
	if (!now.pointers || !now.strings)
		abort();
	for (size_t i = 0; i < now.count; i++) {
		now.pointers[i] = array[i];
		now.strings[i] = strdup(array[i]);
	}
	return now;
}

static void compare(const struct snapshot *before_call, char **array)
{
	bool same = array == before_call->array && length(array) == before_call->count;

	for (size_t i = 0; same && i < before_call->count; i++)
		same = array[i] == before_call->pointers[i] && !strcmp(array[i], before_call->strings[i]);
	if (!same)
		printf("%s was written\n", before_call->what);
}

/* --- the call --- */

static void prepare(struct call *call, const char *file, char **argv)
{
	static char command[70000];
	size_t n = 0;

	call->file = strcmp(file, "NULL") != 0 ? file : NULL;
	call->argv = argv[0] && !strcmp(argv[0], "NULL") ? NULL : argv;
	if (!call->file)
		return;
	const char *slash = strrchr(file, '/');
	call->dir = !slash      ? strdup(".")
		: slash == file ? strdup("/")
				: strndup(file, (size_t)(slash - file));
	call->name = strdup(slash ? slash + 1 : file);
	call->command = command;
	n = (size_t)snprintf(command, sizeof command, "'%s'", file);
	for (char **arg = call->argv; arg && *arg && arg[1] && n < sizeof command; arg++)
		n += (size_t)snprintf(command + n, sizeof command - n, " '%s'", arg[1]);
	if (n >= sizeof command)
		fail("the command is too long", file);
}

static void run(const struct form *form, enum scrub how, const char *others, const char *file, char **argv)
{
	struct call call = {.status = 0};

	prepare(&call, file, argv);
	call.envp = scrub(how, others);
	if (form->takes == ENVIRON)
		environ = call.envp;
	snapshots[0] = look("argv", call.argv);
	snapshots[1] = look("envp", call.envp);
	snapshots[2] = look("environ", environ);

	errno = 0;
	long ret = form->call(&call);
	int error = errno;
	compare(&snapshots[0], call.argv);
	compare(&snapshots[1], call.envp);
	compare(&snapshots[2], environ);
	const char *name = error ? error_name(error) : "0";
	printf("%s: %ld %s status %x\n", form->id, ret, name, (unsigned)call.status);
}

static void run_all(enum scrub how, const char *others, const char *file, char **argv)
{
	for (const struct form *form = forms; form < forms + COUNT(forms); form++) {
		int status = 0;
		if (form->reach != HOOKED)
			continue;
		pid_t pid = fork();
		if (!pid) {
			run(form, how, others, file, argv);
			exit(0);
		}
		waitpid(pid, &status, 0);
		printf("%s ended: %x\n", form->id, (unsigned)status);
	}
}

/* --- the table --- */

static void print_table(void)
{
	static const char *const layers[] = {
		[HOOKED] = "",
		[RAW] = "planned: `--engine=notify`, `--engine=ns`",
		[STATIC] = "planned: the two engines; `--strict` refuses the program",
	};

	for (size_t s = 0; s < SCRUBS; s++)
		printf("%zu. %s\n", s + 1, scrubs[s].words);
	printf("\n| started by |");
	for (size_t s = 0; s < SCRUBS; s++)
		printf(" %zu |", s + 1);
	printf(" else reached by |\n|---|");
	for (size_t s = 0; s < SCRUBS; s++)
		printf("---|");
	printf("---|\n");
	for (size_t f = 0; f < COUNT(forms); f++) {
		printf("| %s |", forms[f].words);
		for (size_t s = 0; s < SCRUBS; s++) {
			bool held = forms[f].reach == HOOKED || scrubs[s].carries == YES;
			bool refused = forms[f].takes == ENVP_SET && scrubs[s].carries == NOTHING;
			printf(" %s |", refused ? "EINVAL" : held ? "held" : "**no**");
		}
		printf(" %s |\n", layers[forms[f].reach]);
	}
}

int main(int argc, char **argv)
{
	const struct form *form = forms;
	unsigned how = 0;

	if (argc == 2 && !strcmp(argv[1], "--table")) {
		print_table();
		return 0;
	}
	if (argc < 5)
		fail("usage", "escape FORM SCRUB OTHERS FILE [ARG0 ARG...]");
	setvbuf(stdout, NULL, _IOLBF, 0);
	while (form < forms + COUNT(forms) && strcmp(form->id, argv[1]) != 0)
		form++;
	while (how < SCRUBS && strcmp(scrubs[how].id, argv[2]) != 0)
		how++;
	bool all = !strcmp(argv[1], "all");
	if ((form == forms + COUNT(forms) && !all) || how == SCRUBS)
		fail("no such form or scrub", argv[1]);
	if (all)
		run_all((enum scrub)how, argv[3], argv[4], argv + 5);
	else
		run(form, (enum scrub)how, argv[3], argv[4], argv + 5);
	return 0;
}
