// SPDX-License-Identifier: MIT
// Unpacks a wheel's archive, every file checked against RECORD before it is written.
#include "env-builder/wheel/wheel_layout.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include <minizip/unzip.h>

#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "env-builder/system/file_at.h"
#include "env-builder/system/sha256.h"

/* No file of a wheel that seeds an environment is near this; an archive that says more is a bomb. */
#define MEMBER_MAX (64 << 20)
#define TOTAL_MAX (512UL << 20)
#define MEMBERS_MAX 100000

static void close_zip(const unzFile *zip)
{
	if (*zip)
		unzClose(*zip);
}

struct member {
	char name[1200];
	size_t size;
	mode_t mode; /* 0 where the archive was not made on a Unix */
};

/* Returns NULL, or what is wrong with the member that the archive stands at. */
static const char *look_at(unzFile zip, struct member *m)
{
	unz_file_info64 info;
	if (unzGetCurrentFileInfo64(zip, &info, m->name, sizeof(m->name), NULL, 0, NULL, 0) != UNZ_OK)
		return "its directory is damaged";
	if (info.size_filename >= sizeof(m->name) || strlen(m->name) != info.size_filename)
		return "a name in it is too long or has a NUL byte";
	if (info.uncompressed_size > MEMBER_MAX)
		return "a file in it is too large";
	if (info.flag & 1)
		return "it is encrypted";
	m->size = (size_t)info.uncompressed_size;
	m->mode = info.version >> 8 == 3 ? (mode_t)(info.external_fa >> 16) : 0;
	if (m->mode && (m->mode & S_IFMT) && !S_ISREG(m->mode) && !S_ISDIR(m->mode))
		return "it holds a link or a special file";
	return NULL;
}

static char *read_member(unzFile zip, const struct member *m)
{
	char *data = need(malloc(m->size + 1));
	size_t len = 0;
	int n = unzOpenCurrentFile(zip) == UNZ_OK ? 1 : -1;
	while (n > 0 && len < m->size) {
		n = unzReadCurrentFile(zip, data + len, (unsigned)(m->size - len));
		len += n > 0 ? (size_t)n : 0;
	}
	/* Closing compares the CRC. */
	if (n < 0 || len != m->size || unzCloseCurrentFile(zip) != UNZ_OK) {
		free(data);
		return NULL;
	}
	data[len] = '\0';
	return data;
}

/* Finds the one DIST-INFO/RECORD, and reads it. */
static const char *read_record(unzFile zip, struct wheel *wheel)
{
	struct member m;
	unsigned long total = 0, count = 0;
	for (int r = unzGoToFirstFile(zip); r == UNZ_OK; r = unzGoToNextFile(zip)) {
		const char *wrong = look_at(zip, &m);
		if (wrong)
			return wrong;
		if (++count > MEMBERS_MAX)
			return "it has more than 100,000 files";
		if ((total += m.size) > TOTAL_MAX)
			return "it is too large";
		size_t n = strcspn(m.name, "/");
		if (n <= 10 || memcmp(m.name + n - 10, ".dist-info", 10) != 0 ||
			strcmp(m.name + n, "/RECORD") != 0)
			continue;
		if (wheel->info)
			return "it has two .dist-info directories";
		if (!wheel_path_ok(m.name))
			return "a name in it would lead outside";
		wheel->info = text_copy_n(m.name, n);
		_cleanup_free_ char *text = read_member(zip, &m);
		if (!text || !wheel_parse_record(text, wheel))
			return "its RECORD is damaged";
	}
	return wheel->info ? NULL : "it has no RECORD";
}

/* RECORD, which cannot list itself, and its signatures. */
static bool is_record(const struct wheel *wheel, const char *name)
{
	static const char *const files[] = {"/RECORD", "/RECORD.jws", "/RECORD.p7s"};
	size_t n = strlen(wheel->info);
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		if (!strncmp(name, wheel->info, n) && !strcmp(name + n, files[i]))
			return true;
	return false;
}

/* The value of the first header of that name, its end at the line's;
 * NULL where there is none before the empty line. */
static const char *header(const char *text, const char *name)
{
	size_t n = strlen(name);
	for (; *text && *text != '\n' && *text != '\r'; text += strcspn(text, "\n"), text += *text == '\n')
		if (!strncasecmp(text, name, n) && text[n] == ':')
			return text + n + 1 + strspn(text + n + 1, " \t");
	return NULL;
}

/* Returns what is wrong, or NULL. data has len bytes and a NUL behind them. */
static const char *read_own_texts(struct wheel *wheel, const char *name, const char *data, size_t len)
{
	size_t n = strlen(wheel->info);
	if (strncmp(name, wheel->info, n) != 0)
		return NULL;
	bool scripts = !strcmp(name + n, "/entry_points.txt"), described = !strcmp(name + n, "/WHEEL");
	if ((scripts || described) && strlen(data) != len)
		return "its WHEEL or its entry_points.txt has a NUL byte in it";
	if (scripts) {
		_cleanup_free_ char *text = text_copy(data);
		wheel_parse_scripts(text, wheel);
	} else if (described) {
		wheel->described = true;
		const char *version = header(data, "Wheel-Version");
		return version && text_starts(version, "1.") ? NULL : "its Wheel-Version is not 1";
	}
	return NULL;
}

static bool is_file(int dir, const char *path)
{
	struct stat st;
	return !fstatat(dir, path, &st, AT_SYMLINK_NOFOLLOW) && S_ISREG(st.st_mode);
}

static const char *unpack_member(unzFile zip, const struct member *m, struct wheel *wheel, bool *seen,
	int dir)
{
	if (is_record(wheel, m->name))
		return NULL;
	if (!wheel_path_ok(m->name))
		return "a name in it would lead outside";
	enum wheel_scheme scheme;
	const char *path;
	const char *wrong = wheel_place(wheel->info, m->name, &scheme, &path);
	if (wrong)
		return wrong;
	path = scheme == WHEEL_SITE ? path : m->name;
	if (is_record(wheel, path))
		return "a file in its .data directory would take the place of its RECORD";
	size_t low = 0, high = wheel->count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (strcmp(wheel->rows[middle].path, m->name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == wheel->count || strcmp(wheel->rows[low].path, m->name) != 0)
		return "a file in it is not listed in its RECORD";
	if (seen[low])
		return "it holds a name twice";
	seen[low] = true;
	_cleanup_free_ char *data = read_member(zip, m);
	if (!data)
		return "a file in it is damaged";
	if (!sha256_agrees(wheel->rows[low].rest, data, m->size))
		return "a file in it is not what its RECORD says, by sha256, sha384 or sha512";
	wrong = read_own_texts(wheel, m->name, data, m->size);
	if (wrong)
		return wrong;
	int r = file_make_dirs(dir, path);
	if (!r)
		r = file_write(dir, path, data, m->size, S_ISREG(m->mode) && m->mode & 0111 ? 0777 : 0666);
	if (r == -EEXIST && is_file(dir, path))
		return "two files in it belong in one place";
	if (r == -EEXIST || r == -ENOTDIR)
		return "a name in it is a file and a directory";
	return r < 0 ? strerror(-r) : NULL;
}

static const char *unpack_all(unzFile zip, struct wheel *wheel, int dir)
{
	const char *wrong = read_record(zip, wheel);
	if (wrong)
		return wrong;
	_cleanup_free_ bool *seen = need(calloc(wheel->count + 1, sizeof(*seen)));
	struct member m;
	for (int r = unzGoToFirstFile(zip); r == UNZ_OK; r = unzGoToNextFile(zip)) {
		wrong = look_at(zip, &m);
		if (!wrong && !text_ends(m.name, "/"))
			wrong = unpack_member(zip, &m, wheel, seen, dir);
		if (wrong)
			return wrong;
	}
	/* What stays in the list is what is there, as it lies there. */
	size_t kept = 0;
	enum wheel_scheme scheme;
	for (size_t i = 0; i < wheel->count; i++) {
		if (seen[i]) {
			struct wheel_row row = wheel->rows[i];
			const char *path = row.path;
			if (!wheel_place(wheel->info, row.path, &scheme, &path) && scheme == WHEEL_SITE)
				memmove(row.path, path, strlen(path) + 1);
			wheel->rows[kept++] = row;
			continue;
		}
		bool own = is_record(wheel, wheel->rows[i].path);
		if (!own)
			wrong = "a file that its RECORD lists is missing";
		free(wheel->rows[i].path);
		free(wheel->rows[i].rest);
	}
	wheel->count = kept;
	wheel_sort_rows(wheel);
	return wrong || wheel->described ? wrong : "it has no WHEEL";
}

/* Why an archive could not be opened. What a seek sets tells nothing:
 * newer minizips seek where a broken archive leads them. */
static const char *why_closed(int error)
{
	bool sought = error == EINVAL || error == EOVERFLOW || error == ENXIO || error == ESPIPE;
	return error && !sought ? strerror(error) : "it is no zip archive that can be read";
}

int wheel_extract(const char *path, int dir, struct wheel *ret, char **ret_why)
{
	errno = 0;
	_cleanup_(close_zip) unzFile zip = unzOpen64(path);
	struct wheel wheel = {0};
	const char *wrong = zip ? unpack_all(zip, &wheel, dir) : why_closed(errno);
	if (wrong) {
		_cleanup_free_ char *quoted = text_quoted(path);
		*ret_why = text_format("cannot use the wheel %s: %s", quoted, wrong);
		wheel_clear(&wheel);
		return -1;
	}
	*ret = wheel;
	return 0;
}
