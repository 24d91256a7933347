// SPDX-License-Identifier: MIT
// common/core/trace.c.
#include <criterion/criterion.h>
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/trace.h"
#include "tests/fixture.h"

static const char *formatted(const struct trace_event *event, bool json)
{
	size_t size = trace_format(NULL, 0, event, json);
	char *out = malloc(size); /* of exactly its size, for AddressSanitizer */

	cr_expect_eq(trace_format(out, size, event, json), size);
	cr_expect(size && !out[size - 1] && strlen(out) == size - 1 && size <= TRACE_MAX, "%zu bytes", size);
	return out;
}

static char *const words[] = {(char *)"p", (char *)"-S", (char *)"", (char *)"a b", (char *)"it's",
	(char *)"\n"};

static const struct row {
	struct trace_event event;
	const char *line, *json;
} rows[] = {
	{{TRACE_EXEC, 7, 6, 1, "execve", "/usr/bin/python3", "/e/bin/python", "interpreter", NULL, 0, 0, 0,
		 NULL, 0, false, 0},
		"venvrun: [7]   execve /usr/bin/python3 -> /e/bin/python (interpreter)\n",
		"{\"event\": \"exec\", \"pid\": 7, \"parent\": 6, \"call\": \"execve\", \"file\": "
		"\"/usr/bin/python3\", "
		"\"to\": \"/e/bin/python\", \"rule\": \"interpreter\"}\n"},
	{{TRACE_EXEC, 7, 6, 0, "execv", "/bin/sh", "/bin/sh", "none", NULL, 0, 0, 0, NULL, 0, false, 0},
		"venvrun: [7] execv /bin/sh (none)\n",
		"{\"event\": \"exec\", \"pid\": 7, \"parent\": 6, \"call\": \"execv\", \"file\": "
		"\"/bin/sh\", \"to\": \"/bin/sh\", "
		"\"rule\": \"none\"}\n"},
	{{TRACE_EXEC, 7, 6, 0, "execv", "/s", "/s", "none", "it is static", 0, 0, 0, NULL, 0, false, 0},
		"venvrun: [7] execv /s (none; cannot be followed: it is static)\n",
		"{\"event\": \"exec\", \"pid\": 7, \"parent\": 6, \"call\": \"execv\", \"file\": \"/s\", "
		"\"to\": \"/s\", "
		"\"rule\": \"none\", \"why\": \"it is static\"}\n"},
	{{TRACE_FAILED, 7, 6, 2, "execv", "/s", NULL, NULL, NULL, 0, 0, 13, NULL, 0, false, 0},
		"venvrun: [7]     execv /s failed: EACCES, Permission denied\n",
		"{\"event\": \"failed\", \"pid\": 7, \"parent\": 6, \"call\": \"execv\", \"file\": \"/s\", "
		"\"errno\": 13, "
		"\"error\": \"EACCES\", \"message\": \"Permission denied\"}\n"},
	{{TRACE_FAILED, 7, 6, 0, "execv", "/s", NULL, NULL, NULL, 0, 0, 999, NULL, 0, false, 0},
		"venvrun: [7] execv /s failed: errno 999\n",
		"{\"event\": \"failed\", \"pid\": 7, \"parent\": 6, \"call\": \"execv\", \"file\": \"/s\", "
		"\"errno\": 999}\n"},
	{{TRACE_EXEC, 7, 6, 0, "execve", "/p", "/p", "unreachable", "it is not there", 0, 0, 2, NULL, 0,
		 false, 0},
		"venvrun: [7] execve /p (unreachable; cannot be followed: it is not there: ENOENT, No such "
		"file or directory)\n",
		"{\"event\": \"exec\", \"pid\": 7, \"parent\": 6, \"call\": \"execve\", \"file\": \"/p\", "
		"\"to\": \"/p\", "
		"\"rule\": \"unreachable\", \"why\": \"it is not there\", \"errno\": 2, \"error\": "
		"\"ENOENT\", "
		"\"message\": \"No such file or directory\"}\n"},
	{{TRACE_EXEC, 7, 6, 0, "execve", "/p", "/p", "none", NULL, 0, 0, 0, words, COUNT(words), false, 0},
		"venvrun: [7] execve /p (none): -S '' 'a b' 'it'\\''s' '\\x0a'\n",
		"{\"event\": \"exec\", \"pid\": 7, \"parent\": 6, \"call\": \"execve\", \"file\": \"/p\", "
		"\"to\": \"/p\", "
		"\"rule\": \"none\", \"argv\": [\"p\", \"-S\", \"\", \"a b\", \"it's\", \"\\u000a\"]}\n"},
	{{TRACE_EXEC, 7, 6, 0, "execve", "/p", "/p", "none", NULL, 0, 0, 0, words, 2, true, 0},
		"venvrun: [7] execve /p (none): -S...\n",
		"{\"event\": \"exec\", \"pid\": 7, \"parent\": 6, \"call\": \"execve\", \"file\": \"/p\", "
		"\"to\": \"/p\", "
		"\"rule\": \"none\", \"argv\": [\"p\", \"-S\"], \"cut\": true}\n"},
	{{TRACE_EXEC, 7, 6, 0, "execve", "/p", "/p", "none", NULL, 0, 0, 0, words, 0, false, 0},
		"venvrun: [7] execve /p (none)\n",
		"{\"event\": \"exec\", \"pid\": 7, \"parent\": 6, \"call\": \"execve\", \"file\": \"/p\", "
		"\"to\": \"/p\", "
		"\"rule\": \"none\", \"argv\": []}\n"},
	{{TRACE_SPAWNED, 7, 6, 1, NULL, "/p", NULL, NULL, NULL, 0, 0, 0, NULL, 0, false, 8},
		"venvrun: [7]   started [8]: /p\n",
		"{\"event\": \"spawned\", \"pid\": 7, \"parent\": 6, \"file\": \"/p\", \"child\": 8}\n"},
	{{TRACE_RESTART, 7, 6, 0, NULL, "/e/bin/python", "/e/bin/python", NULL, NULL, 3, -1, 0, words, 2,
		 false, 0},
		"venvrun: [7] started without its path, restarted as /e/bin/python: -S\n",
		"{\"event\": \"restart\", \"pid\": 7, \"parent\": 6, \"file\": \"/e/bin/python\", \"to\": "
		"\"/e/bin/python\", "
		"\"argv\": [\"p\", \"-S\"], \"python\": \"3\"}\n"},
	{{TRACE_RESTART, 7, 6, 0, NULL, "/usr/bin/python3", "/e/bin/python", NULL, NULL, 3, -1, 0, NULL, 0,
		 false, 0},
		"venvrun: [7] started as /usr/bin/python3 -> /e/bin/python\n",
		"{\"event\": \"restart\", \"pid\": 7, \"parent\": 6, \"file\": \"/usr/bin/python3\", \"to\": "
		"\"/e/bin/python\", "
		"\"python\": \"3\"}\n"},
	{{TRACE_RESTART, 7, 6, 0, NULL, "/usr/bin/python3", NULL, NULL, "so", 3, 11, 0, NULL, 0, false, 0},
		"venvrun: [7] started as /usr/bin/python3, continues: so\n",
		"{\"event\": \"restart\", \"pid\": 7, \"parent\": 6, \"file\": \"/usr/bin/python3\", "
		"\"why\": \"so\", "
		"\"python\": \"3.11\"}\n"},
	{{TRACE_PATHS, 7, 6, 0, NULL, NULL, "/e/lib", NULL, NULL, 3, 11, 0, NULL, 0, false, 0},
		"venvrun: [7] Python 3.11: base site-packages are redirected to /e/lib\n",
		"{\"event\": \"paths\", \"pid\": 7, \"parent\": 6, \"to\": \"/e/lib\", \"python\": "
		"\"3.11\"}\n"},
	{{TRACE_PATHS, 7, 6, 0, NULL, NULL, NULL, NULL, "so", 0, 0, 0, NULL, 0, false, 0},
		"venvrun: [7] Python: no path is redirected: so\n",
		"{\"event\": \"paths\", \"pid\": 7, \"parent\": 6, \"why\": \"so\"}\n"},
	{{TRACE_PATH, 7, 6, 0, NULL, "/a", NULL, NULL, NULL, 0, 0, 0, NULL, 0, false, 0},
		"venvrun: [7] /a is hidden\n",
		"{\"event\": \"path\", \"pid\": 7, \"parent\": 6, \"file\": \"/a\"}\n"},
	{{TRACE_PATH, INT_MAX, 6, 0, NULL, "a \"b\"\\\n\x7f\xff\xc3\xbc", "/b", NULL, NULL, 0, 0, 0, NULL, 0,
		 false, 0},
		"venvrun: [2147483647] a \"b\"\\\\x0a\\x7f\xff\xc3\xbc -> /b\n",
		"{\"event\": \"path\", \"pid\": 2147483647, \"parent\": 6, \"file\": \"a "
		"\\\"b\\\"\\\\\\u000a\\u007f\\udcff\xc3\xbc\", "
		"\"to\": \"/b\"}\n"},
};

Test(trace, an_event_is_a_line_or_an_object)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		cr_expect_str_eq(formatted(&rows[i].event, false), rows[i].line, "row %zu", i);
		cr_expect_str_eq(formatted(&rows[i].event, true), rows[i].json, "row %zu", i);
	}
}

/* The longest of each: a character is written in 1 to 6 bytes. */
Test(trace, a_long_path_is_cut_and_says_so)
{
	static const char *const characters[] = {"x", "\"", "\x01", "\xff", "\xc3\xbc", "\xf0\x9f\x90\x8d"};

	for (size_t i = 0; i < COUNT(characters); i++) {
		char path[PATH_MAX + 8] = "/";
		size_t n = strlen(characters[i]);
		for (size_t at = 1; at + n < PATH_MAX; at += n)
			memcpy(path + at, characters[i], n + 1);
		struct trace_event event = {TRACE_EXEC, INT_MAX, INT_MAX, INT_MAX, "posix_spawn_something",
			path, path + 1, "environment",
			"it is a set-user-id or set-group-id program, or has capabilities", 0, 0, 0, NULL, 0,
			false, 0};
		const char *line = formatted(&event, false), *json = formatted(&event, true);
		cr_expect(strstr(line, "... -> ") && strstr(line, "... (environment"), "%s", line);
		cr_expect(strstr(json, ", \"cut\": true}\n"), "%s", json);
		/* Together with an argument as long, and the text of an error. */
		char *const argv[] = {path, path, path};
		event.argv = argv;
		event.argc = COUNT(argv);
		event.error = ELIBBAD;
		line = formatted(&event, false);
		cr_expect(strlen(line) > 4 && !strcmp(line + strlen(line) - 4, "...\n"), "%s", line);
		json = formatted(&event, true);
		cr_expect(strstr(json, ", \"cut\": true}\n"), "%s", json);
		event.argv = NULL;
		event.error = 0;
		event.file = event.to = "/short";
		json = formatted(&event, true);
		cr_expect(!strstr(json, "cut"));
	}
}

Test(trace, python_reads_every_byte_back, .timeout = 60)
{
	char *dir = fixture_dir(), bytes[2 + 255] = "/";

	for (int c = 1; c < 256; c++)
		bytes[c] = (char)c;
	bytes[256] = '\0';
	struct trace_event event = {.kind = TRACE_EXEC,
		.pid = 1,
		.file = bytes,
		.to = "/\xe2\x82",
		.call = "execve"};
	const char *file = fixture_write(format("%s/json", dir), 0600, formatted(&event, true));
	struct spawned s = RUN("/usr/bin/python3", "-c",
		"import json, os, sys\n"
		"event = json.load(open(sys.argv[1]))\n"
		"assert os.fsencode(event['file']) == b'/' + bytes(range(1, 256)), event\n"
		"assert os.fsencode(event['to']) == b'/\\xe2\\x82' and event['pid'] == 1, event\n",
		file);
	cr_expect(!s.status, "%s", s.out);
}
