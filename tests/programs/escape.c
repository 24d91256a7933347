// SPDX-License-Identifier: MIT
// Scrubs its environment in one way and starts a program in one form, both named in tests/hooks/escape.def.
//
//	escape FORM SCRUB OTHERS FILE [ARG0 ARG...]
//	escape all SCRUB OTHERS FILE [ARG0 ARG...]
//	escape --table
//
// "all": each form that the library reaches, in a child of its own, whose status is printed. OTHERS is the
// LD_PRELOAD of SCRUB preload_...; $OTHER_POLICY is the policy of policy_other and policy_added. FILE "NULL"
// is a null pointer, and so is argv where ARG0 is "NULL". What the program that is started prints is printed.
// When the call returns, so does what it returned: "execve: -1 ENOENT", "posix_spawn: 0 0 status 0", and a
// line for every array of the caller's that is not what it was. --table prints the table of
// docs/guarantees.md.
#include "tests/programs/calls.h"

#include <stdbool.h>

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
#define FORMS (sizeof forms / sizeof *forms)

enum scrub {
#define SCRUB(id, words, carries, others) SCRUB_##id,
#include "tests/hooks/escape.def"
#undef SCRUB
	SCRUBS
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

/* --- environments --- */

static size_t length(char *const *array)
{
	size_t n = 0;
	while (array && array[n])
		n++;
	return n;
}

static bool is_named(const char *entry, const char *name)
{
	size_t n = strlen(name);
	return !strncmp(entry, name, n) && entry[n] == '=';
}

/* A copy of environ without the variable (NULL: with all), with room for an entry in front and one behind. */
static char **copy(const char *without)
{
	size_t n = length(environ), used = 1;
	char **array = calloc(n + 3, sizeof *array);

	if (!array)
		abort();
	for (size_t i = 0; i < n; i++)
		if (!without || !is_named(environ[i], without))
			array[used++] = environ[i];
	return array + 1;
}

static char *entry(const char *name, const char *value)
{
	char *text;
	if (asprintf(&text, "%s=%s", name, value) < 0)
		abort();
	return text;
}

static char **behind(char **array, char *last)
{
	array[length(array)] = last;
	return array;
}

static char **before(char *first, char **array)
{
	*--array = first;
	return array;
}

/* The environment, scrubbed. What can only be done to environ is done to it. */
static char **scrub(enum scrub how, const char *others)
{
	static char *none[] = {NULL};
	const char *ours = getenv("LD_PRELOAD"), *policy = getenv("VENVRUN_POLICY");
	char *list;

	if (asprintf(&list, "%s %s", others, ours ? ours : "") < 0)
		abort();
	switch (how) {
	case SCRUB_kept:
		break;
	case SCRUB_empty:
		return none;
	case SCRUB_null:
		return NULL;
	case SCRUB_clearenv:
		clearenv();
		break;
	case SCRUB_environ_null:
		environ = NULL;
		break;
	case SCRUB_preload_unset:
		return copy("LD_PRELOAD");
	case SCRUB_preload_replaced:
		return behind(copy("LD_PRELOAD"), entry("LD_PRELOAD", others));
	case SCRUB_preload_behind:
		return behind(copy("LD_PRELOAD"), entry("LD_PRELOAD", list));
	case SCRUB_preload_twice_last:
		return before(entry("LD_PRELOAD", others), copy(NULL));
	case SCRUB_preload_twice_first:
		return behind(copy(NULL), entry("LD_PRELOAD", others));
	case SCRUB_reversed: {
		char **array = copy(NULL);
		for (size_t i = 0, n = length(array); i < n; i++)
			array[i] = environ[n - 1 - i];
		return array;
	}
	case SCRUB_policy_unset:
		return copy("VENVRUN_POLICY");
	case SCRUB_policy_damaged:
		return behind(copy("VENVRUN_POLICY"), entry("VENVRUN_POLICY", "damaged"));
	case SCRUB_policy_cut:
		return behind(copy("VENVRUN_POLICY"),
			entry("VENVRUN_POLICY", policy ? strndup(policy, strlen(policy) / 2) : ""));
	case SCRUB_policy_twice:
		return behind(copy(NULL), entry("VENVRUN_POLICY", "damaged"));
	case SCRUB_policy_newer:
		return behind(copy("VENVRUN_POLICY"),
			entry("VENVRUN_POLICY", "2;env=/e;python=/e/bin/python"));
	case SCRUB_policy_other:
		return behind(copy("VENVRUN_POLICY"), entry("VENVRUN_POLICY", getenv("OTHER_POLICY")));
	case SCRUB_policy_added:
		return behind(copy(NULL), entry("VENVRUN_POLICY", getenv("OTHER_POLICY")));
	case SCRUBS:
		break;
	}
	return environ;
}

/* --- what must not be written --- */

struct seen {
	const char *what;
	char **array, **pointers, **strings;
	size_t count;
};

static struct seen seen[3];

static struct seen look(const char *what, char **array)
{
	struct seen now = {.what = what, .array = array, .count = length(array)};

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

static void compare(const struct seen *before_call, char **array)
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
	seen[0] = look("argv", call.argv);
	seen[1] = look("envp", call.envp);
	seen[2] = look("environ", environ);

	errno = 0;
	long ret = form->call(&call);
	int error = errno;
	compare(&seen[0], call.argv);
	compare(&seen[1], call.envp);
	compare(&seen[2], environ);
	const char *name = error ? error_name(error) : "0";
	printf("%s: %ld %s status %x\n", form->id, ret, name, (unsigned)call.status);
}

static void run_all(enum scrub how, const char *others, const char *file, char **argv)
{
	for (const struct form *form = forms; form < forms + FORMS; form++) {
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
	for (size_t f = 0; f < FORMS; f++) {
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
	while (form < forms + FORMS && strcmp(form->id, argv[1]) != 0)
		form++;
	while (how < SCRUBS && strcmp(scrubs[how].id, argv[2]) != 0)
		how++;
	bool all = !strcmp(argv[1], "all");
	if ((form == forms + FORMS && !all) || how == SCRUBS)
		fail("no such form or scrub", argv[1]);
	if (all)
		run_all((enum scrub)how, argv[3], argv[4], argv + 5);
	else
		run(form, (enum scrub)how, argv[3], argv[4], argv + 5);
	return 0;
}
