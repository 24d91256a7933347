// SPDX-License-Identifier: MIT
// common/core/search.c, by rows and compared with execvp(3).
#include <criterion/criterion.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/core/search.h"
#include "tests/spawn.h"

/* All candidates, in memory of exactly search_room() bytes, joined by blanks. */
static void candidates(const char *path, const char *name, char *out)
{
	size_t room = search_room(path, name), longest = 0;
	char *buf = malloc(room);
	const char *at = path, *file;
	*out = 0;
	while ((file = search_next(&at, name, buf))) {
		cr_expect(file == buf, "the candidate is not in buf");
		if (strlen(file) + 1 > longest)
			longest = strlen(file) + 1;
		strcat(strcat(out, *out ? " " : ""), file);
	}
	cr_expect(!search_next(&at, name, buf), "the end is not the end: %s", path);
	cr_expect(longest <= room, "%s: %zu bytes of %zu", path, longest, room);
	free(buf);
}

Test(search, tries_each_directory_in_turn)
{
	static const struct {
		const char *path, *out;
	} rows[] = {
		{"/bin", "/bin/x"},
		{"/bin:/usr/bin", "/bin/x /usr/bin/x"},
		{"/bin:/bin", "/bin/x /bin/x"},
		{"", "x"},
		{":", "x x"},
		{":/bin", "x /bin/x"},
		{"/bin:", "/bin/x x"},
		{"/a::/b", "/a/x x /b/x"},
		{".", "./x"},
		{"rel/dir:..", "rel/dir/x ../x"},
		{"/", "//x"},
		{"/a/", "/a//x"},
		{SEARCH_DEFAULT, "/bin/x /usr/bin/x"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		char out[256];
		candidates(rows[i].path, "x", out);
		cr_expect(!strcmp(out, rows[i].out), "\"%s\": \"%s\"", rows[i].path, out);
	}
}

Test(search, skips_a_directory_that_is_too_long)
{
	size_t size = 3 * (size_t)PATH_MAX;
	char *path = malloc(size), *out = malloc(size);
	static const struct {
		size_t len;
		bool counts;
	} rows[] = {{PATH_MAX - 2, true}, {PATH_MAX - 1, true}, {PATH_MAX, false}, {PATH_MAX + 1, false}};
	for (size_t i = 0; i < COUNT(rows); i++) {
		strcpy(path, "/a:");
		memset(path + 3, 'd', rows[i].len);
		strcpy(path + 3 + rows[i].len, ":/b");
		candidates(path, "x", out);
		cr_expect(!strncmp(out, "/a/x ", 5));
		cr_expect((strlen(out) > 9) == rows[i].counts, "%zu bytes", rows[i].len);
		cr_expect(!strcmp(out + strlen(out) - 5, " /b/x"));
		if (!rows[i].counts)
			cr_expect(search_room(path, "x") == sizeof "/a/x", "room is %zu",
				search_room(path, "x"));
	}
	free(path);
	free(out);
}

Test(search, room_is_for_the_longest)
{
	cr_expect(search_room("/a:/long/dir:/b", "name") == sizeof "/long/dir/name");
	cr_expect(search_room("", "name") >= sizeof "name");
	cr_expect(search_room(":", "") >= 1);
}

/* A directory with these directories; some of them have "x" as a file of several kinds. */
static void make_places(void)
{
	static const char *const dirs[] = {"good", "also", "empty", "plain", "dir", "dir/x", "dangling"};
	for (size_t i = 0; i < COUNT(dirs); i++)
		cr_assert(!mkdir(dirs[i], 0755));
	cr_assert(!symlink(BUILD_DIR "/tests/programs/argv", "good/x"));
	cr_assert(!symlink(BUILD_DIR "/tests/programs/argv", "also/x"));
	cr_assert(!symlink("/nonexistent/x", "dangling/x"));
	FILE *f = fopen("plain/x", "w");
	cr_assert(f && fputs("not executable\n", f) >= 0 && !fclose(f));
	f = fopen("a-file", "w");
	cr_assert(f && !fclose(f));
	cr_assert(!symlink("loop", "loop"));
}

/* The candidate that is executed: the first regular file with an x bit. One that does not exist is
 * skipped; any other error ends the search, as in glibc's posix/execvpe.c. */
static bool first_runnable(const char *path, char *ret)
{
	char buf[512];
	struct stat st;
	const char *file;
	for (const char *at = path; (file = search_next(&at, "x", buf));) {
		if (stat(file, &st)) {
			if (errno != ENOENT && errno != ENOTDIR && errno != EACCES)
				return false;
			continue;
		}
		if (!S_ISREG(st.st_mode) || access(file, X_OK))
			continue;
		strcpy(ret, file);
		return true;
	}
	return false;
}

Test(search, finds_what_execvp_finds, .timeout = 60)
{
	static const char *const places[] = {"", "good", "also", "empty", "plain", "dir", "dangling",
		"a-file", "/nonexistent", "loop", "./good", "good/", "dir/../also"};
	char root[] = "/tmp/venvrun-search.XXXXXX";
	cr_assert(mkdtemp(root) && !chdir(root));
	make_places();

	/* Every list of one and two directories, and some of three. */
	size_t n = COUNT(places), started = 0;
	for (size_t i = 0; i < n + n * n + n * n * n; i += i < n + n * n ? 1 : 23) {
		char path[128], variable[160], want[512] = "";
		if (i < n)
			snprintf(path, sizeof path, "%s", places[i]);
		else if (i < n + n * n)
			snprintf(path, sizeof path, "%s:%s", places[(i - n) / n], places[(i - n) % n]);
		else
			snprintf(path, sizeof path, "%s:%s:%s", places[i / n / n % n], places[i / n % n],
				places[i % n]);
		snprintf(variable, sizeof variable, "PATH=%s", path);
		const char *argv[] = {"x", NULL}, *envp[] = {variable, NULL};
		struct spawned s = spawn("x", argv, envp, true);
		bool found = first_runnable(path, want);
		cr_expect(found == !s.error, "%s: candidates find %s, execvp(3) says %d", path, want,
			s.error);
		if (!s.error)
			cr_expect(!strcmp(want, s.out), "%s: \"%s\" ran, \"%s\" was expected", path, s.out,
				want);
		started += !s.error;
	}
	cr_expect(started > 50, "only %zu started: the test tests nothing", started);
	cr_assert(!chdir("/"));
	const char *argv[] = {"rm", "-rf", root, NULL}, *envp[] = {"PATH=/bin:/usr/bin", NULL};
	spawn("rm", argv, envp, true);
}
