// SPDX-License-Identifier: MIT
// The shells in which activation scripts are tested, and names that need careful quoting.
#include "tests/e2e/shells.h"

#include <string.h>

#include "common/core/count.h"
#include "common/tool/text.h"
#include "tests/fixture.h"
#include "tests/skip.h"

const struct shell shells[] = {
	{"bash", DIALECT_SH, false, {"bash", "-c"}, {"bash", "--norc", "-i"}, ""},
	{"zsh", DIALECT_SH, false, {"zsh", "-fc"}, {"zsh", "-fi"}, ""},
	{"dash", DIALECT_SH, false, {"dash", "-c"}, {"dash", "-i"}, ""},
	{"ksh", DIALECT_SH, false, {"ksh", "-c"}, {"ksh", "-i"}, ""},
	{"mksh", DIALECT_SH, false, {"mksh", "-c"}, {"mksh", "-i"}, ""},
	{"yash", DIALECT_SH, true, {"yash", "-c"}, {"yash", "--norcfile", "-i"}, ""},
	{"busybox sh", DIALECT_SH, false, {"busybox", "sh", "-c"}, {"busybox", "sh", "-i"}, ""},
	{"tcsh", DIALECT_CSH, false, {"tcsh", "-fc"}, {"tcsh", "-fi"}, ".csh"},
	{"bsd-csh", DIALECT_CSH, false, {"bsd-csh", "-fc"}, {"bsd-csh", "-fi"}, ".csh"},
	{"fish", DIALECT_FISH, false, {"fish", "-c"}, {NULL}, ".fish"},
};
const size_t shell_count = COUNT(shells);

#define FIFTY "0123456789 123456789'123456789\"123456789$(x)456789"

const char *const hostile_names[] = {"plain", "new\nline", "sp ace", " ", "it's", "dq\"x", "d$HOME",
	"a$(touch PWN)", "b`touch PWN`", "x'$(touch PWN)'y", "x\\'$(touch PWN)\"\\", "trail\\", "a\\'b",
	"a\\xb\\N{x}", "bang!x", "!!", "a@ENV@b", "100%d", "tab\tx", "nonutf\xff\xfe",
	"\xc3\xa9\xce\xbb\xf0\x9f\x9a\x92", "q\xe2\x80\x98\xe2\x80\x99", "semi;touch PWN", "amp&touch PWN",
	"#h", "{a,b}", "(touch PWN)", "*", "-lead", "^c", "~t", "[x]", "'\";&&e-$ \xc3\xa8", "x'''y",
	"|touch PWN", ">PWN", "'|touch PWN|'", "v\vf\fs\x1c\x1d\x1ex", "n\xc2\x85l\xe2\x80\xa8p\xe2\x80\xa9x",
	FIFTY FIFTY FIFTY FIFTY};
const size_t hostile_count = COUNT(hostile_names);

bool shell_holds(const struct shell *shell, const char *text)
{
	return !shell->utf8 || text_is_utf8(text, strlen(text));
}

bool shell_have(const struct shell *shell, const char *what)
{
	if (!RUN("sh", "-c", format("command -v %s", shell->words[0])).status)
		return true;
	skip(format("%s: %s is not installed", what, shell->name));
	return false;
}

struct spawned shell_run(const struct shell *shell, bool talks, const char *script, const char *const *set)
{
	const char *words[10] = {"sh", "-c", "exec \"$@\" <\"$0\"", NULL};
	size_t n = 0;
	if (talks) {
		char *file = format("%s/script", fixture_dir());
		words[3] = fixture_write(file, 0644, script);
		n = 4;
	}
	for (const char *const *word = talks ? shell->talks : shell->words; *word; word++)
		words[n++] = *word;
	if (!talks)
		words[n++] = script;
	words[n] = NULL;
	return fixture_run(words, set);
}
