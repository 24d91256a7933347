// SPDX-License-Identifier: MIT
// Programs of other kinds than venvrun's own: 32-bit, musl, static, set-user-id. They are followed where that
// is possible, and their loader prints no message.
#include <criterion/criterion.h>
#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "common/core/count.h"
#include "tests/fixture.h"
#include "tests/skip.h"

#define SOURCE SOURCE_DIR "/tests/programs/scrubbed.c"
#define BASE "/usr/bin/python3"
#define PRINT "import sys; print(sys.prefix)"

/* The builds of scrubbed.c, which executes its arguments with an empty environment. */
static const struct {
	const char *name, *compiler;
	bool followed; /* its child is, which it starts with an empty environment */
} kinds[] = {
	{"native", "${CC:-cc}", true},
	{"32-bit", "${CC:-cc} -m32", true},
	{"musl", "musl-gcc", true},
	{"static", "${CC:-cc} -static", false},
	{"32-bit static", "${CC:-cc} -m32 -static", false},
};
#define KINDS COUNT(kinds)

static char *build(const char *dir, size_t kind)
{
	char *path = format("%s/%zu", dir, kind);

	if (RUN("sh", "-c", format("%s -o %s " SOURCE, kinds[kind].compiler, path)).status) {
		skip(format("abi: this compiler makes no %s program", kinds[kind].name));
		return NULL;
	}
	return path;
}

Test(abi, one_after_the_other_is_followed_in_silence, .timeout = 120)
{
	char *dir = fixture_dir(), *env = format("%s/env", dir), *programs[KINDS];

	fixture_env(env, BASE);
	for (size_t i = 0; i < KINDS; i++)
		programs[i] = build(dir, i);
	for (size_t i = 0; i < KINDS; i++) {
		for (size_t j = 0; j < KINDS; j++) {
			if (!programs[i] || !programs[j])
				continue;
			struct spawned s = RUN(VENVRUN, env, "--", programs[i], programs[j], BASE, "-c",
				PRINT);
			bool followed = kinds[i].followed && kinds[j].followed;
			cr_expect(s.status == 0 &&
					(followed ? !strcmp(s.out, format("%s\n", env))
						  : !strstr(s.out, "ERROR")),
				"%s, then %s: %s", kinds[i].name, kinds[j].name, s.out);
		}
	}
}

/* Also by a descriptor, which has no path. A static program has lost the policy by then. */
Test(abi, one_by_a_descriptor_of_the_other_is_followed_in_silence, .timeout = 120)
{
	static const char *const by[] = {"-f", "-d"};
	char *dir = fixture_dir(), *env = format("%s/env", dir), *programs[KINDS];

	fixture_env(env, BASE);
	for (size_t i = 0; i < KINDS; i++)
		programs[i] = build(dir, i);
	for (size_t i = 0; i < KINDS; i++) {
		for (size_t j = 0; programs[i] && kinds[i].followed && j < 2 * KINDS; j++) {
			const char *next = programs[j / 2], *how = by[j % 2];
			if (!next)
				continue;
			struct spawned s = RUN(VENVRUN, env, "--", programs[i], how, next, how, BASE, "-c",
				PRINT);
			bool followed = kinds[j / 2].followed;
			cr_expect(s.status == 0 &&
					(followed ? !strcmp(s.out, format("%s\n", env))
						  : !strstr(s.out, "ERROR")),
				"%s, then %s, %s: %s", kinds[i].name, kinds[j / 2].name, how, s.out);
			s = RUN(VENVRUN, "--strict", env, "--", programs[i], how, next, "/bin/true");
			cr_expect(!strstr(s.out, "it is a static program") == followed &&
					(s.status == 0) == followed,
				"%s, then %s, %s, --strict: %s", kinds[i].name, kinds[j / 2].name, how,
				s.out);
		}
	}
}

/* libc starts a 64-bit shell with the environ of the 32-bit program. */
Test(abi, a_32_bit_program_that_runs_a_shell_is_followed_in_silence, .timeout = 60)
{
	char *dir = fixture_dir(), *env = format("%s/env", dir), *program = format("%s/program", dir);
	char *source = format("%s/program.c", dir);

	fixture_write(source, 0644,
		"#include <stdlib.h>\nint main(int argc, char **argv)\n{\n"
		"\tif (argc > 2)\n\t\tclearenv();\n\treturn system(argv[1]) != 0;\n}\n");
	if (RUN("sh", "-c", format("${CC:-cc} -m32 -o %s %s", program, source)).status) {
		skip("abi: this compiler makes no 32-bit program that runs a shell");
		return;
	}
	fixture_env(env, BASE);
	char *command = format(BASE " -c '" PRINT "'"), *expected = format("%s\n", env);
	struct spawned s = RUN(VENVRUN, env, "--", program, command);
	cr_expect_str_eq(s.out, expected, "%s", s.out);
	s = RUN(VENVRUN, env, "--", program, command, "cleared");
	cr_expect_str_eq(s.out, expected, "cleared: %s", s.out);
	s = RUN(VENVRUN, env, "--", program, format("%s '%s'", program, "env -i " BASE " -c \"" PRINT "\""));
	cr_expect_str_eq(s.out, expected, "twice: %s", s.out);
}

/* Where there is no 32-bit library, a 32-bit program runs unchanged, and a child with its environment is
 * followed. */
Test(abi, without_a_library_for_it_a_32_bit_program_runs_in_silence, .timeout = 60)
{
	char *dir = fixture_dir(), *env = format("%s/env", dir), *program = build(dir, 1);

	if (!program)
		return;
	fixture_env(env, BASE);
	cr_assert_eq(RUN("cp", LIBRARY, dir).status, 0);
	const char *const set[] = {format("VENVRUN_LIBRARY=%s/libvenvrun.so", dir), NULL};
	struct spawned s = fixture_run((const char *const[]){VENVRUN, env, "--", "sh", "-c",
					       format("%s /bin/echo ran; echo $?", program), NULL},
		set);
	cr_expect_str_eq(s.out, "ran\n0\n", "%s", s.out);
	s = fixture_run((const char *const[]){VENVRUN, "--strict", env, "--", "sh", "-c",
				format("%s /bin/echo ran", program), NULL},
		set);
	cr_expect(strstr(s.out, "there is no library for its ABI") && !strstr(s.out, "ran\n"), "%s", s.out);
}

/* The loader ignores LD_PRELOAD there; neither it nor venvrun prints a message. */
Test(abi, a_set_user_id_program_runs_as_it_would, .timeout = 60)
{
	char *dir = fixture_dir(), *env = format("%s/env", dir), *program = build(dir, 0);

	if (geteuid() != 0) {
		skip("abi: a set-user-id program of another user: only root can make one");
		return;
	}
	fixture_env(env, BASE);
	cr_assert_eq(RUN("sh", "-c",
			     format("chown 65534 %s && chmod 4755 %s && chmod 755 %s", program, program, dir))
			     .status,
		0);
	struct spawned plain = RUN(program, BASE, "-c", PRINT);
	struct spawned under = RUN(VENVRUN, env, "--", "sh", "-c",
		format("%s " BASE " -c '" PRINT "'; true", program));
	cr_expect_str_eq(under.out, plain.out, "%s", under.out);
	cr_expect(!strstr(under.out, env), "%s", under.out);
}

/* The same for a program with file capabilities that another user than root starts. --strict refuses it. */
Test(abi, a_program_with_capabilities_is_refused_by_strict, .timeout = 60)
{
	/* struct vfs_cap_data, linux/capability.h: version 2, CAP_NET_RAW (13) permitted, effective */
	const unsigned capabilities[5] = {0x02000001, 1u << 13, 0, 0, 0};
	char *dir = fixture_dir(), *env = format("%s/env", dir), *program = build(dir, 0);

	if (setxattr(program, "security.capability", capabilities, sizeof capabilities, 0)) {
		skip("abi: a program with capabilities: only root can make one, where the file system has "
		     "them");
		return;
	}
	if (RUN("sh", "-c", format("chmod 755 %s && cp " VENVRUN " " BUILD_DIR "/libvenvrun.so %s", dir, dir))
			.status ||
		RUN("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "test", "-r", program)
			.status) {
		skip("abi: a program with capabilities: no other user can be had here");
		return;
	}
	fixture_env(env, BASE);
	static const struct {
		const char *user, *ends;
	} users[] = {{"", "ran\n"},
		{"setpriv --reuid=65534 --regid=65534 --clear-groups ", "or has capabilities"}};
	for (size_t i = 0; i < COUNT(users); i++) {
		char *run = format("%s%s/venvrun", users[i].user, dir),
		     *end = format("%s /bin/echo ran", program);
		struct spawned s = RUN("sh", "-c", format("%s %s -- sh -c '%s; true' 2>&1", run, env, end));
		cr_expect_str_eq(s.out, "ran\n", "%s%s", users[i].user, s.out);
		s = RUN("sh", "-c",
			format("%s --strict %s -- sh -c '%s; true' 2>&1 | head -1", run, env, end));
		cr_expect(strstr(s.out, users[i].ends), "%s%s", users[i].user, s.out);
		s = RUN("sh", "-c", format("%s --strict %s -- %s 2>&1 | head -1", run, env, end));
		cr_expect(strstr(s.out, users[i].ends), "%s%s", users[i].user, s.out);
	}
}

/* The inner policy applies to every process below it, and the outer one to those after it. */
Test(abi, a_nested_venvrun_replaces_the_policy, .timeout = 60)
{
	char *dir = fixture_dir(), *outer = format("%s/outer", dir), *inner = format("%s/inner", dir);

	fixture_env(outer, BASE);
	fixture_env(inner, BASE);
	char *ask = format("env -i " BASE " -c '" PRINT "'");
	struct spawned s = RUN(VENVRUN, outer, "--", "sh", "-c",
		format("%s; " VENVRUN " %s -- sh -c \"%s\"; %s", ask, inner, ask, ask));
	cr_expect_str_eq(s.out, format("%s\n%s\n%s\n", outer, inner, outer), "%s", s.out);
}
