// SPDX-License-Identifier: MIT
// Extracts a wheel and checks each file against the wheel's RECORD before it is written.
#include "env-builder/wheel/extract.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include <minizip/unzip.h>

#include "common/core/count.h"
#include "common/tool/cleanup.h"
#include "common/tool/die.h"
#include "env-builder/system/file_at.h"
#include "env-builder/system/sha256.h"
#include "env-builder/wheel/wheel_layout.h"

/* Far more than in any wheel that seeds an environment: against archives that fill the disk. */
#define MEMBER_MAX (64 << 20)
#define TOTAL_MAX (512UL << 20)
#define MEMBERS_MAX 100000

static void close_zip(const unzFile *zip)
{
	if (*zip)
		unzClose(*zip);
}

/* A file in the archive. */
struct member {
	char name[1200];
	size_t size;
	mode_t mode; /* 0 if the archive was not made on a Unix */
};

struct extraction {
	unzFile zip;
	int dir;
	struct wheel *wheel;
	bool *seen;     /* for each row of RECORD: the file was extracted */
	bool described; /* the WHEEL file was extracted */
};

/* Reads the properties of the current member. Returns NULL, or why it is refused. */
static const char *read_properties(unzFile zip, struct member *m)
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

/* The contents of the current member with a NUL after them, allocated; NULL if it is damaged. */
static char *read_member(unzFile zip, const struct member *m)
{
	char *data = need(malloc(m->size + 1));
	size_t len = 0;
	int n = unzOpenCurrentFile(zip) == UNZ_OK ? 1 : -1;
	while (n > 0 && len < m->size) {
		n = unzReadCurrentFile(zip, data + len, (unsigned)(m->size - len));
		len += n > 0 ? (size_t)n : 0;
	}
	/* unzCloseCurrentFile() checks the CRC. */
	if (n < 0 || len != m->size || unzCloseCurrentFile(zip) != UNZ_OK) {
		free(data);
		return NULL;
	}
	data[len] = '\0';
	return data;
}

/* Finds the one NAME.dist-info/RECORD and reads it. */
static const char *read_record(unzFile zip, struct wheel *wheel)
{
	struct member m;
	unsigned long total = 0, count = 0;
	for (int r = unzGoToFirstFile(zip); r == UNZ_OK; r = unzGoToNextFile(zip)) {
		const char *wrong = read_properties(zip, &m);
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
		if (!text || !record_parse(text, &wheel->record))
			return "its RECORD is damaged";
	}
	return wheel->info ? NULL : "it has no RECORD";
}

/* RECORD cannot list itself, nor its signatures. */
static bool is_record(const struct wheel *wheel, const char *name)
{
	static const char *const files[] = {"/RECORD", "/RECORD.jws", "/RECORD.p7s"};
	size_t n = strlen(wheel->info);
	for (size_t i = 0; i < COUNT(files); i++)
		if (!strncmp(name, wheel->info, n) && !strcmp(name + n, files[i]))
			return true;
	return false;
}

/* The value of the first header of that name, up to the end of the text; NULL if there is none before the
 * first empty line. */
static const char *header(const char *text, const char *name)
{
	size_t n = strlen(name);
	for (; *text && *text != '\n' && *text != '\r'; text += strcspn(text, "\n"), text += *text == '\n')
		if (!strncasecmp(text, name, n) && text[n] == ':')
			return text + n + 1 + strspn(text + n + 1, " \t");
	return NULL;
}

/* Reads WHEEL and entry_points.txt; data has len bytes and a NUL after them. Returns NULL, or why they are
 * refused. */
static const char *read_metadata(struct extraction *x, const char *name, const char *data, size_t len)
{
	size_t n = strlen(x->wheel->info);
	if (strncmp(name, x->wheel->info, n) != 0)
		return NULL;
	bool scripts = !strcmp(name + n, "/entry_points.txt"), described = !strcmp(name + n, "/WHEEL");
	if ((scripts || described) && strlen(data) != len)
		return "its WHEEL or its entry_points.txt has a NUL byte in it";
	if (scripts) {
		_cleanup_free_ char *text = text_copy(data);
		entry_points_parse(text, &x->wheel->scripts);
	} else if (described) {
		x->described = true;
		const char *version = header(data, "Wheel-Version");
		return version && text_starts(version, "1.") ? NULL : "its Wheel-Version is not 1";
	}
	return NULL;
}

static const char *write_member(const struct extraction *x, const struct member *m, const char *path,
	const char *data)
{
	struct stat st;
	int r = file_make_dirs(x->dir, path);
	if (!r)
		r = file_write(x->dir, path, data, m->size, S_ISREG(m->mode) && m->mode & 0111 ? 0777 : 0666);
	if (r == -EEXIST && !fstatat(x->dir, path, &st, AT_SYMLINK_NOFOLLOW) && S_ISREG(st.st_mode))
		return "two files in it have the same destination";
	if (r == -EEXIST || r == -ENOTDIR)
		return "a name in it is a file and a directory";
	return r < 0 ? strerror(-r) : NULL;
}

static const char *extract_member(struct extraction *x, const struct member *m)
{
	const struct wheel *wheel = x->wheel;
	enum wheel_scheme scheme;
	const char *path;
	if (is_record(wheel, m->name))
		return NULL;
	if (!wheel_path_ok(m->name))
		return "a name in it would lead outside";
	const char *wrong = wheel_place(wheel->info, m->name, &scheme, &path);
	if (wrong)
		return wrong;
	path = scheme == WHEEL_SITE ? path : m->name;
	if (is_record(wheel, path))
		return "a file in its .data directory would replace its RECORD";
	const struct record_row *row = record_find(&wheel->record, m->name);
	if (!row)
		return "a file in it is not listed in its RECORD";
	bool *seen = &x->seen[row - wheel->record.rows];
	if (*seen)
		return "it holds a name twice";
	*seen = true;
	_cleanup_free_ char *data = read_member(x->zip, m);
	if (!data)
		return "a file in it is damaged";
	if (!sha256_agrees(row->fields, data, m->size))
		return "a file in it differs from its hash (sha256, sha384 or sha512) or its size in RECORD";
	wrong = read_metadata(x, m->name, data, m->size);
	return wrong ? wrong : write_member(x, m, path, data);
}

/* Leaves the rows of the extracted files, each with the path that the file has now. */
static const char *update_record(const struct extraction *x)
{
	struct record all = x->wheel->record, *record = &x->wheel->record;
	const char *wrong = NULL;
	*record = (struct record){0};
	for (size_t i = 0; i < all.count; i++) {
		const char *name = all.rows[i].path, *path;
		enum wheel_scheme scheme;
		if (x->seen[i]) {
			bool in_site = !wheel_place(x->wheel->info, name, &scheme, &path) &&
				scheme == WHEEL_SITE;
			record_add(record, in_site ? path : name, all.rows[i].fields);
		} else if (!is_record(x->wheel, name)) {
			wrong = "a file that its RECORD lists is missing";
		}
	}
	record_sort(record);
	record_clear(&all);
	return wrong;
}

static const char *extract_all(struct extraction *x)
{
	const char *wrong = read_record(x->zip, x->wheel);
	if (wrong)
		return wrong;
	_cleanup_free_ bool *seen = need(calloc(x->wheel->record.count + 1, sizeof(*seen)));
	x->seen = seen;
	struct member m;
	for (int r = unzGoToFirstFile(x->zip); r == UNZ_OK; r = unzGoToNextFile(x->zip)) {
		wrong = read_properties(x->zip, &m);
		if (!wrong && !text_ends(m.name, "/"))
			wrong = extract_member(x, &m);
		if (wrong)
			return wrong;
	}
	wrong = update_record(x);
	return wrong || x->described ? wrong : "it has no WHEEL";
}

/* Why an archive could not be opened. An errno of lseek(2) is no reason: newer versions of minizip seek to
 * wherever a damaged archive points. */
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
	const char *wrong = zip ? extract_all(&(struct extraction){.zip = zip, .dir = dir, .wheel = &wheel})
				: why_closed(errno);
	if (wrong) {
		_cleanup_free_ char *quoted = text_quoted(path);
		*ret_why = text_format("cannot use the wheel %s: %s", quoted, wrong);
		wheel_clear(&wheel);
		return -1;
	}
	*ret = wheel;
	return 0;
}

void wheel_clear(struct wheel *wheel)
{
	record_clear(&wheel->record);
	entry_points_clear(&wheel->scripts);
	free(wheel->info);
	*wheel = (struct wheel){0};
}
