// SPDX-License-Identifier: MIT
// venvrun: selects the environment, writes the policy and executes the command, in which every Python is
// ENV's.
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "common/core/names.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "common/tool/streams.h"
#include "runner/child_environ.h"
#include "runner/command_line.h"
#include "runner/exec_failure.h"
#include "runner/explain.h"
#include "runner/info.h"
#include "runner/launch.h"
#include "runner/library.h"
#include "runner/patterns.h"
#include "runner/pip.h"
#include "runner/policy_builder.h"
#include "runner/script_call.h"
#include "runner/select_env.h"
#include "runner/trace_sink.h"

/* Writes out to standard output. Returns the exit status. */
static int print(const struct text *out, char **ret_why)
{
	_cleanup_text_ struct text shown = {0};
	text_add_printable(&shown, out->data ? out->data : "", "\n\t");
	for (size_t done = 0; done < shown.len;) {
		ssize_t n = write(STDOUT_FILENO, shown.data + done, shown.len - done);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			*ret_why = text_format("cannot write to standard output: %s", strerror(errno));
			return EXIT_OURS;
		}
		done += (size_t)n;
	}
	return 0;
}

/* The user's shell, the command if none is given. */
static char *const *shell(void)
{
	static char fallback[] = "/bin/sh";
	static char *command[2];
	char *name = getenv("SHELL");
	command[0] = name && *name ? name : fallback;
	return command;
}

/* The words of the command; before a script whose interpreter is venvrun, ENV's Python. *ret_memory is to be
 * freed. */
static char *const *command(const struct options *options, const struct env *env, char ***ret_memory)
{
	char *const *words = options->command ? options->command : shell();
	size_t n = 0;

	if (!options->script)
		return words;
	while (words[n])
		n++;
	*ret_memory = need(calloc(n + 2, sizeof(**ret_memory)));
	(*ret_memory)[0] = env->python;
	memcpy(*ret_memory + 1, words, n * sizeof(*words));
	return *ret_memory;
}

static int enter(const char *dir, char **ret_why)
{
	if (!dir || !chdir(dir))
		return 0;
	_cleanup_free_ char *quoted = text_quoted(dir);
	*ret_why = text_format("cannot change to directory %s: %s", quoted, strerror(errno));
	return -1;
}

static void print_verbose(const struct env *env, const char *lib, const struct launch *l)
{
	_cleanup_text_ struct text line = {0};
	warn("environment %s, Python %d.%d, made by %s", env->root, env->major, env->minor, env->maker);
	warn("library %s", lib);
	text_add_quoted(&line, l->call.file);
	for (char *const *word = l->call.argv; *word && word[1]; word++) {
		text_add(&line, " ");
		text_add_quoted(&line, word[1]);
	}
	warn("%s %s (rule: %s%s%s)", l->plan.refused ? "not executing" : "executing", line.data,
		exec_rule_name(l->plan.rule), l->plan.escape ? "; cannot be followed: " : "",
		l->plan.escape ? exec_escape_name(l->plan.escape) : "");
}

static int print_info(const struct options *options, const struct env *env, const char *fault, char **ret_why)
{
	_cleanup_text_ struct text out = {0};
	_cleanup_(site_dirs_clear) struct site_dirs sites = site_dirs_find(env, "", NULL, NULL);
	struct policy policy = {0};

	policy_build_sites(&policy, env, &sites, false);
	info(env, fault, &policy, options->json, &out);
	return print(&out, ret_why);
}

static int print_explanation(const struct options *options, const struct launch *l, char **ret_why)
{
	_cleanup_text_ struct text out = {0};
	_cleanup_free_ char *why = NULL;
	int status = explain(l, options->json, &out, ret_why);
	int printed = print(&out, &why);

	if (printed && !status)
		*ret_why = take(&why);
	return status ? status : printed;
}

/* Executes the command. trace is the sink, or NULL. Returns only if that fails. */
static int execute(const struct launch *l, const char *trace, char **ret_why)
{
	bool traced = trace && trace_sink_launch(trace, l);
	int error = launch_exec(l);
	if (traced)
		trace_sink_failed(trace, l, error);
	return exec_failure_of(l, error, ret_why);
}

/* Runs the command in env, or explains it. Returns the exit status, if the command is not executed. */
static int run(const struct options *options, const struct env *env, char **ret_why)
{
	if (select_env_usable(env, ret_why))
		return EXIT_OURS;
	_cleanup_free_ char *lib = library_find(ret_why);
	if (!lib)
		return EXIT_OURS;
	_cleanup_(environ_list_clear) struct environ_list vars;
	environ_list_start(&vars, environ);
	if (child_environ_set(&vars, env, options, ret_why))
		return EXIT_OURS;

	_cleanup_free_ char *lib32 = library_find32(lib), *policy_entry = NULL, *trace = NULL;
	if (options->trace && !(trace = trace_sink_path(options->trace, ret_why)))
		return EXIT_OURS;
	const char *home = options->isolated ? environ_list_get(&vars, "HOME") : NULL;
	const char *user_base = options->isolated ? environ_list_get(&vars, "PYTHONUSERBASE") : NULL;
	_cleanup_(site_dirs_clear) struct site_dirs sites = site_dirs_find(env, "", home, user_base);
	_cleanup_strings_ struct strings keep = patterns_resolve(options->keep);
	_cleanup_strings_ struct strings keep_only = patterns_resolve(options->keep_only);
	const struct policy_parts parts = {env, &sites, lib, lib32, trace, options, strings_const(&keep),
		strings_const(&keep_only)};
	struct policy policy;
	if (policy_build(&parts, &policy, &policy_entry, ret_why))
		return EXIT_OURS;
	child_environ_preload(&vars, lib, strchr(policy_entry, '=') + 1);
	/* After all relative paths of the options were resolved. */
	if (enter(options->chdir, ret_why))
		return EXIT_OURS;

	_cleanup_(launch_clear) struct launch launch;
	_cleanup_free_ char **memory = NULL;
	launch_resolve(&launch, &policy, policy_entry, command(options, env, &memory), &vars);
	if ((*ret_why = pip_missing(&launch, env)))
		return EXIT_NOT_FOUND;
	if (options->explain)
		return print_explanation(options, &launch, ret_why);
	if (trace && trace_sink_check(trace, ret_why))
		return EXIT_OURS;
	if (options->verbose)
		print_verbose(env, lib, &launch);
	return execute(&launch, trace, ret_why);
}

static int venvrun(const struct options *options, char **ret_why)
{
	_cleanup_text_ struct text out = {0};
	if (options->help) {
		command_line_help(&out);
		return print(&out, ret_why);
	}
	if (options->version) {
		text_add(&out, "venvrun " VENVRUN_VERSION "\n");
		return print(&out, ret_why);
	}
	_cleanup_(env_clear) struct env env = {0};
	_cleanup_free_ char *fault = NULL;
	if (select_env(options, &env, &fault, ret_why))
		return EXIT_OURS;
	return options->info ? print_info(options, &env, fault, ret_why) : run(options, &env, ret_why);
}

int main(int argc, char **argv)
{
	(void)argc;
	streams_open();
	die_setup("venvrun", EXIT_OURS);
	_cleanup_(command_line_clear) struct options options;
	_cleanup_free_ char *why = NULL;
	_cleanup_(script_call_clear) struct script_call call = script_call_find(argv);
	int status = EXIT_OURS;
	if (!command_line_parse(call.argv ? call.argv : argv, &options, &why)) {
		/* The script may also be an argument of a command. */
		if (options.command && options.command[0] == call.script)
			options.script = call.script;
		status = venvrun(&options, &why);
	}
	if (why && !options.quiet)
		warn("%s", why);
	return status;
}
