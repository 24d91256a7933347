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

#include "tests/probe/scene.h"

enum { PAGE = 4096, ROOM = 4 * PATH_MAX, NO_FD = 12345 };

/* Below scene_root. */
#define ANCESTOR "base"
#define NAME "dist-packages"
#define ORIGINAL ANCESTOR "/" NAME
#define TRANSLATED "env/lib/python3.11/site-packages"
#define HIDDEN_NAME "site-packages"
#define GONE "bare/gone/-"

/* What comes before the tail. */
enum form { ABSOLUTE, UNTIDY, RELATIVE, FROM_FD, FROM_BAD_FD, FORMS };
static const char *const forms[FORMS] = {"absolute", "untidy", "relative", "from a descriptor",
	"from a bad descriptor"};

/* What follows the directory; %s is its name. */
static const struct tail {
	const char *what, *text;
	size_t name;   /* bytes of a component that is added */
	size_t length; /* bytes of the whole path, which is filled up with "/." */
	enum { ALWAYS, IF_ABSOLUTE, IF_LOADS } when;
} tails[] = {
	{"a file", "/file", 0, 0, ALWAYS},
	{"a missing file", "/missing", 0, 0, ALWAYS},
	{"a directory's slash", "/dir/", 0, 0, ALWAYS},
	{"itself", "", 0, 0, ALWAYS},
	{"below a file", "/file/below", 0, 0, ALWAYS},
	{"out and back", "/../%s/dir/../file", 0, 0, ALWAYS},
	{"a library", "/lib.so", 0, 0, IF_LOADS},
	{"a file that is in both", "/both", 0, 0, IF_ABSOLUTE},
	{"a directory", "/dir", 0, 0, IF_ABSOLUTE},
	{"itself with a slash", "/", 0, 0, IF_ABSOLUTE},
	{"itself with a dot", "/.", 0, 0, IF_ABSOLUTE},
	{"a file's slash", "/file/", 0, 0, IF_ABSOLUTE},
	{"a missing file's slash", "/missing/", 0, 0, IF_ABSOLUTE},
	{"below a missing one", "/missing/below", 0, 0, IF_ABSOLUTE},
	{"back from a missing one", "/missing/../file", 0, 0, IF_ABSOLUTE},
	{"back from a file", "/file/../file", 0, 0, IF_ABSOLUTE},
	{"dots and slashes", "//.///dir/.//inner", 0, 0, IF_ABSOLUTE},
	{"a link", "/link", 0, 0, IF_ABSOLUTE},
	{"a link's slash", "/link/", 0, 0, IF_ABSOLUTE},
	{"a dangling link", "/dangling", 0, 0, IF_ABSOLUTE},
	{"a link to a directory", "/dirlink", 0, 0, IF_ABSOLUTE},
	{"its slash", "/dirlink/", 0, 0, IF_ABSOLUTE},
	{"back from it", "/dirlink/../file", 0, 0, IF_ABSOLUTE},
	{"a pattern", "/dir/*", 0, 0, IF_ABSOLUTE},
	{"255 bytes", "/", 255, 0, IF_ABSOLUTE},
	{"256 bytes", "/", 256, 0, IF_ABSOLUTE},
	{"PATH_MAX - 1", "/file", 0, PATH_MAX - 1, IF_ABSOLUTE},
	{"PATH_MAX", "/file", 0, PATH_MAX, IF_ABSOLUTE},
	{"3 * PATH_MAX", "/file", 0, (size_t)3 * PATH_MAX, IF_ABSOLUTE},
};
#define TAILS (sizeof tails / sizeof *tails)
#define BRIEF 4

static const char *const hidden_tails[] = {"", "/", "/file", "/dir/", "/new/er", "/../%s/file",
	"//./dir/../file"};
#define HIDDEN (sizeof hidden_tails / sizeof *hidden_tails)

enum special { NOTHING, ONE, KERNEL, UNMAPPED, OPEN_END, TIGHT, EMPTY, SPECIALS };
static const char *const specials[SPECIALS] = {"a null pointer", "the pointer 1", "the pointer -1",
	"a pointer to nothing", "a string without an end", "a string up to the end of its page",
	"an empty string"};

static char *text; /* ROOM bytes and a page that is none */
static char directory[PATH_MAX];

const char *test_path_directory(enum range range)
{
	snprintf(directory, sizeof directory, "%s/%s", scene_root,
		range == RANGE_ORIGINAL ? ORIGINAL : TRANSLATED);
	return directory;
}

/* The way out and back is none in what is meant. */
static void append_tail(enum range range, const char *tail, const char *name)
{
	const char *mark = strstr(tail, "%s");

	if (mark && range == RANGE_ORIGINAL)
		sprintf(text + strlen(text), "%.*s%s", (int)(mark - tail), tail, name);
	strcat(text, mark ? mark + 2 : tail);
}

/* The length is that of the path that is meant, which may be longer than the one that is mapped. */
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

/* Up to the directory itself. */
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
	if (form == UNTIDY && range == RANGE_ORIGINAL)
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
	const char *tail = number < HIDDEN ? hidden_tails[number] : "/file";

	snprintf(ancestor, sizeof ancestor, "%s/user", scene_root);
	if (number >= HIDDEN)
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
	sprintf(ret->what, "the parent of what is hidden");
	ret->path = text;
	return true;
}

static bool take_tail(const struct test_path_choice *choice, enum form form, const struct tail *tail,
	struct test_path *ret)
{
	if ((tail->when == IF_ABSOLUTE && form != ABSOLUTE) || (tail->when == IF_LOADS && !choice->loads) ||
		(form >= FROM_FD && !choice->takes_dirfd) || (choice->brief && tail >= tails + BRIEF))
		return true;
	/* What is completed behind the directory's own name is another beside it. */
	if (*choice->ending && !*tail->text)
		return true;
	/* A name without a slash is none of a file that is loaded: it is searched for. */
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
	if (number < FORMS * TAILS)
		return take_tail(choice, (enum form)(number / TAILS), &tails[number % TAILS], ret);
	number -= FORMS * TAILS;
	if (number <= HIDDEN)
		return (*choice->ending && !number) || (choice->brief && number != HIDDEN) ||
			take_hidden(choice->range, number, ret);
	number -= HIDDEN + 1;
	if (!number)
		return !choice->lists || take_parent(choice->range, ret);
	number--;
	if (choice->brief)
		return false;
	return number < SPECIALS && take_special(choice->range, (enum special)number, choice->ending, ret);
}
