// SPDX-License-Identifier: MIT
// The paths that each row is called with.
#include "tests/probe/test_path.h"

#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common/core/count.h"
#include "tests/probe/scene.h"

enum { PAGE = 4096, ROOM = 4 * PATH_MAX, NO_FD = 12345 };

/* Below scene_root. */
#define ANCESTOR "base"
#define NAME "dist-packages"
#define ORIGINAL ANCESTOR "/" NAME
#define TRANSLATED "env/lib/python3.11/site-packages"
#define HIDDEN_NAME "site-packages"
#define GONE "bare/gone/-"

/* The part in front of the tail. */
enum form { ABSOLUTE, WITH_DOTS, RELATIVE, FROM_FD, FROM_BAD_FD, FORMS };
static const char *const forms[FORMS] = {"absolute", "with dots", "relative", "from a descriptor",
	"from a bad descriptor"};

/* The part behind the directory; %s is the name of the directory. */
static const struct tail {
	const char *what, *text;
	size_t name;   /* bytes of an additional component */
	size_t length; /* bytes of the whole path, which is filled with "/." */
	enum { ALWAYS, IF_ABSOLUTE, IF_LOADS } when;
} tails[] = {
	{"a file", "/file", 0, 0, ALWAYS},
	{"a missing file", "/missing", 0, 0, ALWAYS},
	{"a directory with a slash", "/dir/", 0, 0, ALWAYS},
	{"the directory", "", 0, 0, ALWAYS},
	{"a path below a file", "/file/below", 0, 0, ALWAYS},
	{"out and back", "/../%s/dir/../file", 0, 0, ALWAYS},
	{"a library", "/lib.so", 0, 0, IF_LOADS},
	{"a file that is in both", "/both", 0, 0, IF_ABSOLUTE},
	{"a directory", "/dir", 0, 0, IF_ABSOLUTE},
	{"the directory with a slash", "/", 0, 0, IF_ABSOLUTE},
	{"the directory with a dot", "/.", 0, 0, IF_ABSOLUTE},
	{"a file with a slash", "/file/", 0, 0, IF_ABSOLUTE},
	{"a missing file with a slash", "/missing/", 0, 0, IF_ABSOLUTE},
	{"a path below a missing directory", "/missing/below", 0, 0, IF_ABSOLUTE},
	{"back from a missing directory", "/missing/../file", 0, 0, IF_ABSOLUTE},
	{"back from a file", "/file/../file", 0, 0, IF_ABSOLUTE},
	{"dots and slashes", "//.///dir/.//inner", 0, 0, IF_ABSOLUTE},
	{"a link", "/link", 0, 0, IF_ABSOLUTE},
	{"a link with a slash", "/link/", 0, 0, IF_ABSOLUTE},
	{"a dangling link", "/dangling", 0, 0, IF_ABSOLUTE},
	{"a link to a directory", "/dirlink", 0, 0, IF_ABSOLUTE},
	{"a slash after a link to a directory", "/dirlink/", 0, 0, IF_ABSOLUTE},
	{"back from a link to a directory", "/dirlink/../file", 0, 0, IF_ABSOLUTE},
	{"a pattern", "/dir/*", 0, 0, IF_ABSOLUTE},
	{"255 bytes", "/", 255, 0, IF_ABSOLUTE},
	{"256 bytes", "/", 256, 0, IF_ABSOLUTE},
	{"PATH_MAX - 1", "/file", 0, PATH_MAX - 1, IF_ABSOLUTE},
	{"PATH_MAX", "/file", 0, PATH_MAX, IF_ABSOLUTE},
	{"3 * PATH_MAX", "/file", 0, (size_t)3 * PATH_MAX, IF_ABSOLUTE},
};
#define BRIEF 4

static const char *const hidden_tails[] = {"", "/", "/file", "/dir/", "/new/er", "/../%s/file",
	"//./dir/../file"};

enum special { NOTHING, ONE, KERNEL, UNMAPPED, OPEN_END, TIGHT, EMPTY, SPECIALS };
static const char *const specials[SPECIALS] = {"a null pointer", "the pointer 1", "the pointer -1",
	"a pointer to unmapped memory", "a string without an end", "a string up to the end of its page",
	"an empty string"};

static char *text; /* ROOM bytes, and a page without access behind them */
static char directory[PATH_MAX];

const char *test_path_directory(enum range range)
{
	snprintf(directory, sizeof directory, "%s/%s", scene_root,
		range == RANGE_ORIGINAL ? ORIGINAL : TRANSLATED);
	return directory;
}

/* In the translated path, "/../%s" is left out: the directory has another name there. */
static void append_tail(enum range range, const char *tail, const char *name)
{
	const char *mark = strstr(tail, "%s");

	if (mark && range == RANGE_ORIGINAL)
		sprintf(text + strlen(text), "%.*s%s", (int)(mark - tail), tail, name);
	strcat(text, mark ? mark + 2 : tail);
}

/* The length is that of the translated path, which may be longer than the original. */
static void append(enum range range, const struct tail *tail)
{
	if (tail->length) {
		size_t fill = tail->length - strlen(scene_root) - strlen("/" TRANSLATED) - strlen(tail->text);
		char *at = text + strlen(text);
		for (size_t i = 0; i < fill; i++)
			at[i] = i && (i + fill) % 2 ? '.' : '/';
		at[fill] = '\0';
	}
	append_tail(range, tail->text, NAME);
	char *at = text + strlen(text);
	memset(at, 'n', tail->name);
	at[tail->name] = '\0';
}

/* Writes the path of the directory to text, and sets what it is relative to. */
static void begin(enum range range, enum form form, struct test_path *test)
{
	static char ancestor[PATH_MAX];
	static int fd = -1;

	snprintf(ancestor, sizeof ancestor, "%s/" ANCESTOR, scene_root);
	test->dirfd = form == FROM_BAD_FD ? NO_FD : AT_FDCWD;
	test->cwd = form == RELATIVE ? ancestor : NULL;
	if (form == FROM_FD) {
		close(fd);
		test->dirfd = fd = LIBC(open)(ancestor, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	}
	if (form == WITH_DOTS && range == RANGE_ORIGINAL)
		sprintf(text, "/%s/./out/..//" ANCESTOR "/./" NAME "/../" NAME, scene_root);
	else if ((form == RELATIVE || form == FROM_FD) && range == RANGE_ORIGINAL)
		strcpy(text, NAME);
	else
		strcpy(text, test_path_directory(range));
}

static bool take_special(enum range range, enum special special, const char *ending, struct test_path *ret)
{
	static const char name[] = "/file";

	snprintf(ret->what, sizeof ret->what, "%s", specials[special]);
	ret->is_text = special == TIGHT || special == EMPTY;
	switch (special) {
	case ONE:
		ret->path = (char *)1;
		break;
	case KERNEL:
		ret->path = (char *)UINTPTR_MAX;
		break;
	case UNMAPPED:
		ret->path = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		munmap(ret->path, PAGE);
		break;
	case OPEN_END:
	case TIGHT:
		ret->path = text + ROOM - strlen(test_path_directory(range)) - strlen(name);
		if (special == TIGHT)
			ret->path -= strlen(ending) + 1;
		memcpy(ret->path, directory, strlen(directory));
		memcpy(ret->path + strlen(directory), name, strlen(name) + (special == TIGHT));
		break;
	case EMPTY:
		text[0] = '\0';
		ret->path = text;
		break;
	case NOTHING:
	case SPECIALS:
		break;
	}
	return true;
}

static bool take_hidden(enum range range, size_t number, struct test_path *ret)
{
	static char ancestor[PATH_MAX];
	const char *tail = number < COUNT(hidden_tails) ? hidden_tails[number] : "/file";

	snprintf(ancestor, sizeof ancestor, "%s/user", scene_root);
	if (number >= COUNT(hidden_tails))
		ret->cwd = ancestor;
	if (range == RANGE_TRANSLATED)
		sprintf(text, "%s/" GONE, scene_root);
	else
		sprintf(text, "%s%s" HIDDEN_NAME, ret->cwd ? "" : ancestor, ret->cwd ? "" : "/");
	append_tail(range, tail, HIDDEN_NAME);
	snprintf(ret->what, sizeof ret->what, "hidden%s, %s", ret->cwd ? " and relative" : "", tail);
	ret->path = text;
	return true;
}

static bool take_parent(enum range range, struct test_path *ret)
{
	sprintf(text, "%s/%s", scene_root, range == RANGE_ORIGINAL ? "user" : "bare");
	sprintf(ret->what, "the directory with the hidden entry");
	ret->path = text;
	return true;
}

static bool take_tail(const struct test_path_choice *choice, enum form form, const struct tail *tail,
	struct test_path *ret)
{
	if ((tail->when == IF_ABSOLUTE && form != ABSOLUTE) || (tail->when == IF_LOADS && !choice->loads) ||
		(form >= FROM_FD && !choice->takes_dirfd) || (choice->brief && tail >= tails + BRIEF))
		return true;
	/* A template that is appended to the directory itself names a file beside the directory. */
	if (*choice->ending && !*tail->text)
		return true;
	/* dlopen(3) searches for a name without a slash. */
	if (choice->loads && form == RELATIVE && !*tail->text)
		return true;
	begin(choice->range, form, ret);
	append(choice->range, tail);
	snprintf(ret->what, sizeof ret->what, "%s, %s", forms[form], tail->what);
	ret->path = text;
	return true;
}

bool test_path_take(const struct test_path_choice *choice, size_t number, struct test_path *ret)
{
	if (!text) {
		text = mmap(NULL, ROOM + PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (text == MAP_FAILED || mprotect(text + ROOM, PAGE, PROT_NONE))
			scene_fail("map", "memory");
	}
	*ret = (struct test_path){.is_text = true, .dirfd = AT_FDCWD};
	if (number < FORMS * COUNT(tails))
		return take_tail(choice, (enum form)(number / COUNT(tails)), &tails[number % COUNT(tails)],
			ret);
	number -= FORMS * COUNT(tails);
	if (number <= COUNT(hidden_tails))
		return (*choice->ending && !number) || (choice->brief && number != COUNT(hidden_tails)) ||
			take_hidden(choice->range, number, ret);
	number -= COUNT(hidden_tails) + 1;
	if (!number)
		return !choice->lists || take_parent(choice->range, ret);
	number--;
	if (choice->brief)
		return false;
	return number < SPECIALS && take_special(choice->range, (enum special)number, choice->ending, ret);
}
