// SPDX-License-Identifier: MIT
// The hooks that the table makes: functions that take paths, and get translated ones (redirect.h).
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>

#include "common/core/path.h"
#include "common/core/str.h"
#include "preload/base/errno.h"
#include "preload/hooks/hook.h"
#include "preload/process/redirect.h"

/* The parameters of a row are a1, a2, ...; PARAMETERS(PATH, INT) is "const char *a1, int a2", NAMES(PATH,
 * INT) "a1, a2". */
#define COUNTED(name, ...) \
	COUNTED_PICK(__VA_ARGS__, name##_6, name##_5, name##_4, name##_3, name##_2, name##_1)
#define COUNTED_PICK(a, b, c, d, e, f, pick, ...) pick
#define PARAMETERS(...) COUNTED(PARAMETERS, __VA_ARGS__)(__VA_ARGS__)
#define PARAMETERS_1(a) KIND_##a a1
#define PARAMETERS_2(a, b) PARAMETERS_1(a), KIND_##b a2
#define PARAMETERS_3(a, b, c) PARAMETERS_2(a, b), KIND_##c a3
#define PARAMETERS_4(a, b, c, d) PARAMETERS_3(a, b, c), KIND_##d a4
#define PARAMETERS_5(a, b, c, d, e) PARAMETERS_4(a, b, c, d), KIND_##e a5
#define PARAMETERS_6(a, b, c, d, e, f) PARAMETERS_5(a, b, c, d, e), KIND_##f a6
#define NAMES(...) COUNTED(NAMES, __VA_ARGS__)
#define NAMES_1 a1
#define NAMES_2 NAMES_1, a2
#define NAMES_3 NAMES_2, a3
#define NAMES_4 NAMES_3, a4
#define NAMES_5 NAMES_4, a5
#define NAMES_6 NAMES_5, a6

/* EACH(LOOK, PATH, INT) is "LOOK(PATH, a1, AT_FDCWD) LOOK(INT, a2, a1)": a macro for each argument, which may
 * need the one before it, the descriptor of a directory. */
#define EACH(what, ...) COUNTED(EACH, __VA_ARGS__)(what, __VA_ARGS__)
#define EACH_1(w, a) w(a, a1, AT_FDCWD)
#define EACH_2(w, a, b) EACH_1(w, a) w(b, a2, a1)
#define EACH_3(w, a, b, c) EACH_2(w, a, b) w(c, a3, a2)
#define EACH_4(w, a, b, c, d) EACH_3(w, a, b, c) w(d, a4, a3)
#define EACH_5(w, a, b, c, d, e) EACH_4(w, a, b, c, d) w(e, a5, a4)
#define EACH_6(w, a, b, c, d, e, f) EACH_5(w, a, b, c, d, e) w(f, a6, a5)

/* The kinds that are paths. */
#define IS_PATH(yes, no) yes
#define IS_ATPATH(yes, no) yes
#define IS_DIRFD(yes, no) no
#define IS_FD(yes, no) no
#define IS_TARGET(yes, no) yes
#define IS_STR(yes, no) no
#define IS_IN(yes, no) no
#define IS_OUT(yes, no) no
#define IS_STREAM(yes, no) no
#define IS_FLAGS(yes, no) no
#define IS_INT(yes, no) no
#define IS_UINT(yes, no) no
#define IS_ULONG(yes, no) no
#define IS_MODE(yes, no) no
#define IS_ID(yes, no) no
#define IS_SIZE(yes, no) no
#define IS_OFF(yes, no) no
#define IS_WIDE(yes, no) no
#define IS_CHANGES(yes, no) no

#define BASE_PATH(before) AT_FDCWD
#define BASE_ATPATH(before) before
#define BASE_TARGET(before) TRANSLATE_LINK_TEXT

/* Looks each path up; is any of them translated; translates it. */
#define LOOK(kind, a, before) \
	IS_##kind(const struct translation a##_to = redirect_look(BASE_##kind(before), a);, )
#define ANY(kind, a, before) IS_##kind(a##_to.size |, )
#define FILL(kind, a, before) IS_##kind(a = redirect_fill(&room, a##_to, BASE_##kind(before), a);, )

/* The result of a function that this libc lacks. */
#define MISSING_INT (int)errno_return(-ENOSYS)
#define MISSING_LONG errno_return(-ENOSYS)
#define MISSING_SSIZE errno_return(-ENOSYS)
#define MISSING_STREAM (errno_return(-ENOSYS), NULL)
#define MISSING_TEXT (errno_return(-ENOSYS), NULL)

/* In two functions, so that the one that most processes call needs no frame. */
#define FAMILY_path(ret, name, ...) \
	static __attribute__((noinline)) KIND_##ret redirected_##name(PARAMETERS(__VA_ARGS__)) \
	{ \
		EACH(LOOK, __VA_ARGS__) \
		if (__builtin_expect(!(EACH(ANY, __VA_ARGS__) 0), 1)) \
			return NEXT(name)(NAMES(__VA_ARGS__)); \
		ROOM(room, REDIRECT_ROOM); \
		EACH(FILL, __VA_ARGS__) \
		KIND_##ret result = NEXT(name)(NAMES(__VA_ARGS__)); \
		room_leave(&room); \
		return result; \
	} \
	KIND_##ret hook_##name(PARAMETERS(__VA_ARGS__)) \
	{ \
		__typeof__(&hook_##name) next = NEXT(name); \
		if (__builtin_expect(!next, 0)) \
			return MISSING_##ret; \
		if (__builtin_expect(__atomic_load_n(&redirect_phase, __ATOMIC_RELAXED), 0)) \
			return redirected_##name(NAMES(__VA_ARGS__)); \
		return next(NAMES(__VA_ARGS__)); \
	}

/* Does the translated path end with the template's name? Not if the template is a base site directory
 * itself. */
static bool keeps_name(const char *template, const char *translated)
{
	return str_equal(path_base(template), path_base(translated));
}

/* Copies the completed name to the template. The caller's own spelling of the directory stays, as it is
 * translated again. mktemp(3) empties a template that it cannot complete. Equal characters are not written:
 * the text may be a constant that is no template. */
static void copy_name(char *template, const char *made, bool kept)
{
	char *name = template + path_dir_len(template);

	if (!*made)
		template[0] = '\0';
	else if (kept)
		for (made = path_base(made); *name; name++, made++)
			if (*name != *made)
				*name = *made;
}

#define RESULT_INT(result, moved, template) result
#define RESULT_TEXT(result, moved, template) (moved && result ? template : result)
#define FAMILY_template(ret, name, ...) \
	KIND_##ret hook_##name(PARAMETERS(__VA_ARGS__)) \
	{ \
		__typeof__(&hook_##name) next = NEXT(name); \
		if (!next) \
			return MISSING_##ret; \
		char *template = a1; \
		ROOM(room, REDIRECT_ROOM); \
		a1 = (char *)redirect_path(&room, AT_FDCWD, template); \
		bool moved = a1 != template, kept = moved && keeps_name(template, a1); \
		KIND_##ret result = next(NAMES(__VA_ARGS__)); \
		if (moved) \
			copy_name(template, a1, kept); \
		room_leave(&room); \
		return RESULT_##ret(result, moved, template); \
	}
#define FAMILY_exec(...)
#define FAMILY_list(...)
#define FAMILY_pidfd(...)
#define FAMILY_actions(...)
#define FAMILY_command(...)
#define FAMILY_tree(...)
#define FAMILY_load(...)
#define FAMILY_listing(...)
#define HOOK(family, ...) FAMILY_##family(__VA_ARGS__)
#include "preload/hooks.def"
#undef HOOK
