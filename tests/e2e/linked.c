// SPDX-License-Identifier: MIT
// Programs that are recognized by the notes of their linker: loaders of any name, and Go programs, which make
// system calls without libc.
#include <criterion/criterion.h>

#include "tests/e2e/rows.h"

TestSuite(linked, .init = rows_setup, .timeout = 300);

/* The loaders for programs of this machine, by their names and by others. */
#define LOADERS \
	"PREFIX='import sys; print(sys.prefix)'\n" \
	"loader() { ld=$(readlink -f \"$(readelf -l \"$1\" 2>/dev/null | " \
	"sed -n 's/.*interpreter: \\(.*\\)]/\\1/p')\"); [ -f \"$ld\" ]; }\n" \
	"need() { command -v $1 >/dev/null || { echo SKIP $1 is not installed; exit; }; }\n" \
	"need readelf; loader /usr/bin/python3 || { echo SKIP no loader; exit; }\n"

static const struct row loaders[] = {
	{"the file's own name", LOADERS "same \"$($V $E $ld /usr/bin/python3 -c $PREFIX)\" $E", 0, {0}},
	{"the name of glibc 2.31",
		LOADERS "cp $ld ld-2.31.so; same \"$($V $E ./ld-2.31.so /usr/bin/python3 "
			"-c $PREFIX)\" $E",
		0, {0}},
	{"a copy of any name", LOADERS "cp $ld any; same \"$($V $E ./any /usr/bin/python3 -c $PREFIX)\" $E",
		0, {0}},
	{"a link of any name",
		LOADERS "ln -s $ld run; same \"$($V $E ./run /usr/bin/python3 -c $PREFIX)\" "
			"$E",
		0, {0}},
	{"a name that is Python's",
		LOADERS "mkdir d; cp $ld d/python3.so; "
			"same \"$($V $E d/python3.so /usr/bin/python3 -c $PREFIX)\" $E",
		0, {0}},
	{"options before the program",
		LOADERS
		"cp $ld any\n"
		"same \"$($V $E ./any --library-path /nowhere --argv0 x /usr/bin/python3 -c $PREFIX)\" $E",
		0, {0}},
	{"ENV's own", LOADERS "cp $ld any; same \"$($V $E ./any $E/bin/python3 -c $PREFIX)\" $E", 0, {0}},
	{"another version of Python's",
		LOADERS "cp $ld any; ln -s /usr/bin/python3 python2.7\n"
			"same \"$($V $E ./any ./python2.7 -c $PREFIX)\" /usr",
		0, {0}},
	{"a program that is no Python", LOADERS "cp $ld any; same \"$($V $E ./any /bin/echo hello)\" hello",
		0, {0}},
	{"--strict",
		LOADERS "cp $ld ld-2.31.so; same \"$($V --strict $E ./ld-2.31.so /usr/bin/python3 -c "
			"$PREFIX)\" $E",
		0, {0}},
	{"--strict, any name",
		LOADERS "cp $ld any; same \"$($V --strict $E ./any /usr/bin/python3 -c "
			"$PREFIX)\" $E",
		0, {0}},
	{"--strict, musl's",
		LOADERS "need musl-gcc; echo 'int main(void) { return 7; }' >m.c; "
			"musl-gcc m.c -o m && loader ./m && cp $ld any\n"
			"$V --strict $E ./any ./m",
		7, {0}},
	{"--strict, that of 32-bit programs",
		LOADERS
		"echo 'int main(void) { return 7; }' >m.c\n"
		"gcc -m32 m.c -o m 2>/dev/null && loader ./m || { echo SKIP no 32-bit programs; exit; }\n"
		"cp $ld any; $V --strict $E ./any ./m",
		7, {0}},
	{"--strict, a static program of a loader's name",
		"cp $P/static_argv ld-linux.so.2; "
		"$V --strict $E ./ld-linux.so.2",
		126, {"refused by --strict", "it is a static program"}},
	{"--strict, a static program that is position-independent",
		"echo 'int main(void) { return 0; }' >m.c; gcc -static-pie m.c -o ld.so 2>/dev/null || "
		"{ echo SKIP no static-pie; exit; }\n"
		"$V --strict $E ./ld.so",
		126, {"it is a static program"}},
	{"--strict, a static program after five scripts, as many as the kernel follows",
		"last=$P/static_argv\n"
		"for i in 1 2 3 4 5; do echo \"#!$last\" >s$i; chmod +x s$i; last=$PWD/s$i; done\n"
		"$V --strict $E ./s5",
		126, {"refused by --strict", "it is a static program"}},
	{"--strict, on a stack of less than 4 KiB",
		"for form in execve fexecve posix_spawn; do\n"
		"	out=$($V --strict $E $P/hardship stack=3840 -- $form /bin/true)\n"
		"	case $out in *\"status b\"*) fail \"$form: $out\" ;; *\"child: status\"*) ;; "
		"*) fail \"$form: $out\" ;; esac\n"
		"done",
		0, {0}},
	{"--trace",
		LOADERS "cp $ld any; $V --trace $E ./any /usr/bin/python3 -c 1 2>&1 | grep static && "
			"fail called static; :",
		0, {0}},
};

Test(linked, loaders_of_any_name_are_recognized)
{
	ROWS(linked, loaders);
}

/* go makes ./go, which executes its arguments with an empty environment. note FLAG... makes it from C with
 * the note of Go, for machines without Go. */
#define GO \
	"go_program() {\n" \
	"	command -v go >/dev/null || { echo SKIP go is not installed; exit; }\n" \
	"	printf '%s\\n' 'package main' '// static int one(void) { return 1; " \
	"}' 'import \"C\"' 'import (\"os\"; \"syscall\")' \\\n" \
	"		'func main() { if C.one() == 1 { panic(syscall.Exec(os.Args[1], os.Args[1:], " \
	"[]string{})) } }' >main.go\n" \
	"	GOCACHE=$PWD/cache GO111MODULE=off HOME=$PWD go build -o go \"$@\" main.go || " \
	"{ echo SKIP no cgo here; exit; }\n" \
	"}\n" \
	"note() {\n" \
	"	printf '%s\\n' '.section .note.go.buildid, \"a\", %note' '.long 4, 4, 4' '.ascii " \
	"\"Go\\0\\0\"' '.long 1' >note.s\n" \
	"	echo 'int main(void) { return 7; }' >m.c; gcc \"$@\" m.c note.s -o m || " \
	"{ echo SKIP gcc is not installed; exit; }\n" \
	"}\n"
#define REFUSED "it is a Go program, which makes system calls without libc"

static const struct row go_programs[] = {
	{"is refused", GO "go_program; $V --strict $E ./go /usr/bin/python3 -c 1", 126,
		{"refused by --strict", REFUSED}},
	{"is refused where a program starts it",
		GO "go_program; $V --strict $E sh -c './go /usr/bin/python3 "
		   "-c 1; :; exit $?'",
		0, {REFUSED}},
	{"is refused where it is position-independent",
		GO "go_program -buildmode=pie; "
		   "$V --strict $E ./go /bin/true",
		126, {REFUSED}},
	{"is refused without its symbols",
		GO "go_program -ldflags='-s -w'; strip go; "
		   "$V --strict $E ./go /bin/true",
		126, {REFUSED}},
	{"is traced", GO "go_program; $V --trace $E ./go /bin/true", 0, {"cannot be followed: " REFUSED}},
	{"runs without --strict", GO "go_program; same \"$($V $E ./go /bin/echo hello)\" hello", 0, {0}},
	{"is refused as a script's interpreter",
		GO "note; printf \"#!$PWD/m\\n\" >s; chmod +x s; "
		   "$V --strict $E ./s",
		126, {REFUSED}},
	{"the note alone", GO "note; $V --strict $E ./m", 126, {REFUSED}},
	{"the note in a 32-bit program", GO "note -m32 2>/dev/null; $V --strict $E ./m", 126, {REFUSED}},
	{"the note in a program with many segments",
		GO "note -Wl,-z,separate-code,-z,relro; "
		   "$V --strict $E ./m",
		126, {REFUSED}},
	{"another's note", GO "note; sed -i 's/Go/GO/' note.s; gcc m.c note.s -o m; $V --strict $E ./m", 7,
		{0}},
	{"a note of another kind",
		GO "note; sed -i 's/4, 4, 4/4, 4, 5/' note.s; gcc m.c note.s -o m; "
		   "$V --strict $E ./m",
		7, {0}},
	{"a note that has no end",
		GO "note; sed -i 's/4, 4, 4/4, 0xfffffff0, 5/' note.s; "
		   "gcc m.c note.s -o m; $V --strict $E ./m",
		7, {0}},
	{"a static one is still static",
		GO "go_program; CGO_ENABLED=0; printf 'package main\\nfunc main() "
		   "{}\\n' >m.go\n"
		   "CGO_ENABLED=0 GOCACHE=$PWD/cache GO111MODULE=off go build -o static m.go; "
		   "$V --strict $E ./static",
		126, {"it is a static program"}},
};

Test(linked, go_programs_are_recognized_by_their_note)
{
	ROWS(linked, go_programs);
}
