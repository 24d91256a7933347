// SPDX-License-Identifier: MIT
// Fuzzes wheel_extract: it writes only in its directory, and an accepted wheel has exactly the files of
// RECORD.
//
// An input that begins with "PK" is an archive. Few of these have the right checksums, so any other input is
// made into an archive that has: members, separated by '|', each a line with its name and then its contents.
// In front of the name, '*' makes the member executable and '+' leaves it out of RECORD. The contents of a
// member RECORD are put in front of the rows that are made.
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <minizip/zip.h>

#include "common/tool/cleanup.h"
#include "common/tool/fs.h"
#include "env-builder/system/file_at.h"
#include "env-builder/system/remove_tree.h"
#include "env-builder/system/sha256.h"
#include "env-builder/layout/launcher.h"
#include "env-builder/wheel/extract.h"
#include "env-builder/wheel/wheel_layout.h"
#include "tests/fuzz/targets.h"

#define ARCHIVE "d-1-py3-none-any.whl"
/* Deep enough for names with some "..". */
#define DEEP "up/up/up/up/"

static char *dir;

static void add_member(zipFile zip, const char *name, const char *contents, bool program)
{
	const zip_fileinfo info = {.external_fa = (S_IFREG | (program ? 0755UL : 0644UL)) << 16};
	zipOpenNewFileInZip4_64(zip, name, &info, NULL, 0, NULL, 0, NULL, 0, 0, 0, 0, 0, 0, NULL, 0, 3 << 8,
		0, 0);
	zipWriteInFileInZip(zip, contents, (unsigned)strlen(contents));
	zipCloseFileInZip(zip);
}

static void make_archive(const char *path, char *members)
{
	zipFile zip = zipOpen64(path, APPEND_STATUS_CREATE);
	_cleanup_(record_clear) struct record rows = {0};
	_cleanup_text_ struct text own = {0};
	_cleanup_free_ char *record = text_copy("d-1.dist-info/RECORD");
	check(zip != NULL);
	for (char *member = members, *next; member; member = next) {
		if ((next = strchr(member, '|')))
			*next++ = '\0';
		bool program = *member == '*', listed = *member != '+';
		char *name = member + (program || !listed), *contents = name + strcspn(name, "\n");
		if (*contents)
			*contents++ = '\0';
		if (text_ends(name, "/RECORD")) {
			free(record);
			record = text_copy(name);
			text_add(&own, contents);
			continue;
		}
		add_member(zip, name, contents, program);
		if (listed && !text_ends(name, "/"))
			record_add_file(&rows, name, contents, strlen(contents));
	}
	for (size_t i = 0; i < rows.count; i++)
		record_add_line(&rows.rows[i], &own);
	add_member(zip, record, own.data ? own.data : "", false);
	zipClose(zip, NULL);
}

/* Counts the files in path and the directories below it. There may be no other types. */
static size_t count_files(int at, const char *path)
{
	DIR *d = fdopendir(openat(at, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
	size_t count = 0;
	int error = 0;
	struct stat st;
	if (!d)
		abort();
	for (const struct dirent *entry; (entry = fs_next(d, &error));) {
		check(!fstatat(dirfd(d), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) &&
			(S_ISREG(st.st_mode) || S_ISDIR(st.st_mode)));
		count += S_ISDIR(st.st_mode) ? count_files(dirfd(d), entry->d_name) : 1;
	}
	closedir(d);
	return count;
}

static void check_rows(const struct wheel *wheel, const char *out)
{
	for (size_t i = 0; i < wheel->record.count; i++) {
		check(wheel_path_ok(wheel->record.rows[i].path));
		_cleanup_free_ char *path = text_format("%s/%s", out, wheel->record.rows[i].path),
				    *contents = NULL;
		size_t len;
		char hash[SHA256_RECORD];
		check(!fs_read(path, 1 << 26, &contents, &len));
		sha256_record(contents, len, hash);
		_cleanup_free_ char *fields = text_format(",sha256=%s,%zu", hash, len);
		check(!strcmp(wheel->record.rows[i].fields, fields));
	}
	for (size_t i = 0; i < wheel->scripts.count; i++)
		check(launcher_name_ok(wheel->scripts.list[i].name) &&
			launcher_target_ok(wheel->scripts.list[i].module, wheel->scripts.list[i].attr));
}

static void clean_up(void)
{
	remove_tree(AT_FDCWD, dir);
	free(dir);
}

static void set_up(void)
{
	const char *temporary = getenv("TMPDIR");
	dir = text_format("%s/fuzz-wheel-XXXXXX", temporary ? temporary : "/tmp");
	check(mkdtemp(dir) && !atexit(clean_up));
	_cleanup_close_ int top = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	check(!file_make_dirs(top, DEEP));
}

/* Returns the descriptor that the next file gets. It is compared only before and after the call: between
 * inputs, the fuzzer may start a symbolizer and keep its pipes. */
static int next_descriptor(void)
{
	int fd = dup(STDERR_FILENO), number = fd;
	close(fd);
	return number;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!dir)
		set_up();
	_cleanup_free_ char *archive = text_format("%s/" ARCHIVE, dir),
			    *out = text_format("%s/" DEEP "out", dir), *why = NULL;
	unlink(archive);
	if (size >= 2 && !memcmp(data, "PK", 2)) {
		check(!file_write(AT_FDCWD, archive, data, size, 0600));
	} else {
		_cleanup_free_ char *members = text_copy_n((const char *)data,
			strnlen((const char *)data, size));
		make_archive(archive, members);
	}
	check(!mkdir(out, 0700));
	int fd = open(out, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct wheel wheel;
	int next = next_descriptor(), r = wheel_extract(archive, fd, &wheel, &why);
	check(next_descriptor() == next); /* none stays open */
	size_t files = count_files(fd, ".");
	check(count_files(AT_FDCWD, dir) == files + 1);
	check((r < 0) == (why != NULL));
	if (!r) {
		check(files == wheel.record.count);
		check_rows(&wheel, out);
		wheel_clear(&wheel);
	}
	close(fd);
	check(!remove_tree(AT_FDCWD, out));
	return 0;
}
