// SPDX-License-Identifier: MIT
// venvrun --trace: its lines for each process, and that it changes nothing else.
#include <criterion/criterion.h>

#include "tests/e2e/rows.h"

TestSuite(trace, .init = rows_setup, .timeout = 120);

static const struct row reports[] = {
	{"the command itself",
		"$V --trace=t $E true; events 'assert len(events) == 1 and has(event=\"exec\", "
		"call=\"venvrun\", "
		"file=\"true\", to=\"/usr/bin/true\", rule=\"none\", parent=os.getppid()), events'",
		0, {0}},
	{"a base interpreter",
		"$V --trace=t $E sh -c '/usr/bin/python3 -c 1; :'; events 'assert has(call=\"execve\", "
		"file=\"/usr/bin/python3\", to=os.environ[\"E\"] + \"/bin/python3\", rule=\"interpreter\"), "
		"events'",
		0, {0}},
	{"a script",
		"printf '#!/usr/bin/python3\n' >s; chmod +x s; $V --trace=t $E sh -c './s; :'; "
		"events 'assert has(file=\"./s\", rule=\"shebang\"), events'",
		0, {0}},
	{"another environment",
		"python3 -m venv --without-pip other; $V --trace=t $E sh -c 'other/bin/python -c 1; :'; "
		"events 'assert has(rule=\"foreign\", file=\"other/bin/python\"), events\n"
		"assert has(event=\"paths\", why=\"it belongs to another environment\"), events'",
		0, {0}},
	{"what is kept",
		"$V --trace=t --keep=env $E sh -c 'env true; :'; events 'assert has(rule=\"keep\"), events\n"
		"assert not has(call=\"execvp\"), events'",
		0, {0}},
	{"what is released",
		"$V --trace=t $E sh -c 'VENVRUN=off env true; :'; events 'assert has(rule=\"off\"), events'",
		0, {0}},
	{"what cannot be followed",
		"[ -e $P/static_raw ] || { echo SKIP no static libc; exit; }; "
		"$V --trace=t $E sh -c \"$P/static_raw /usr/bin/python3 -c 1; :\"; "
		"events 'assert has(rule=\"none\", why=\"it is a static program\"), events\n"
		"assert has(event=\"restart\", file=\"/usr/bin/python3\", to=os.environ[\"E\"] + "
		"\"/bin/python3\"), events'",
		0, {0}},
	{"what is refused",
		"[ -e $P/static_raw ] || { echo SKIP no static libc; exit; }; "
		"$V --strict --trace=t $E sh -c \"$P/static_raw /bin/true; :\"; "
		"events 'assert has(why=\"it is a static program\") and has(event=\"failed\", errno=13), "
		"events'",
		0, {"refused by --strict"}},
	{"what fails",
		"echo >data; $V --trace=t $E perl -e 'exec {\"./data\"} \"data\"'; "
		"events 'assert has(event=\"failed\", file=\"./data\", errno=13), events'",
		0, {0}},
	{"an interpreter that is broken",
		"cp -a $E e; $V --trace=t e sh -c 'rm e/bin/python*; /usr/bin/python3 -c 1; :'; "
		"events 'assert has(rule=\"unreachable\", errno=2, to=\"/usr/bin/python3\"), events'",
		0, {0}},
	{"no directory of a search",
		"PATH=/nowhere:/none:$PATH $V --trace=t $E /usr/bin/python3 -c 'import subprocess; "
		"subprocess.run([\"true\"], check=True)\n"
		"try: subprocess.run([\"no-such-program\"])\nexcept FileNotFoundError: pass'; "
		"events 'assert [e[\"file\"] for e in events if e[\"event\"] == \"exec\"] == "
		"[\"/usr/bin/python3\", \"/usr/bin/true\"], events\n"
		"assert not has(event=\"failed\"), events'",
		0, {0}},
	{"a name that is not UTF-8",
		"s=$(printf 's\\377'); cp /bin/true \"./$s\"; $V --trace=t $E sh -c \"./$s; :\"; "
		"events 'assert b\"./s\\xff\" in [os.fsencode(e[\"file\"]) for e in events], events'",
		0, {0}},
	{"a shell",
		"$V --trace=t $E /usr/bin/python3 -c 'import os; os.system(\"true; :\")'; "
		"events 'assert has(call=\"system\", file=\"true; :\", to=\"/bin/sh\"), events'",
		0, {0}},
	{"by a descriptor",
		"$V --trace=t $E /usr/bin/python3 -c 'import os; os.execve(os.open(\"/bin/true\", 0), "
		"[\"x\"], {})'; "
		"events 'assert has(call=\"fexecve\", to=\"/usr/bin/true\", rule=\"none\"), events'",
		0, {0}},
	{"paths",
		"$V --trace=t $E /usr/bin/python3 -c 'import os; "
		"os.stat(\"/usr/lib/python3/dist-packages\")'; "
		"events 'site = os.environ[\"E\"] + \"/lib/python3.%d/site-packages\" % sys.version_info[1]\n"
		"assert has(event=\"paths\", to=site), events\n"
		"assert has(event=\"path\", file=\"/usr/lib/python3/dist-packages\", to=site), events'",
		0, {0}},
	{"an environment with the system's packages",
		"python3 -m venv --without-pip --system-site-packages e; "
		"$V --trace=t e /usr/bin/python3 -c 1; "
		"events 'assert [e for e in events if \"includes the system\" in e.get(\"why\", \"\")], "
		"events'",
		0, {0}},
};

/* "Why does my import fail?" */
static const struct row answers[] = {
	{"the flags that a Python was given",
		"for flag in -S -I; do $V --trace=t $E sh -c '\"$@\"; "
		":' sh /usr/bin/python3 $flag -c 1; done\n"
		"events 'for flag in \"-S\", \"-I\": assert has(file=\"/usr/bin/python3\", "
		"argv=[\"/usr/bin/python3\", flag, \"-c\", \"1\"]), events'\n"
		"$V --trace $E sh -c '/usr/bin/python3 -S -c \"import sys; sys.flags\"; :'",
		0, {"/bin/python3 (interpreter): -S -c 'import sys; sys.flags'\n"}},
	{"of a script",
		"printf '#!/usr/bin/python3 -I\n' >s; chmod +x s; $V --trace $E sh -c './s \"a b\"; "
		":'",
		0, {"(shebang): 'a b'\n"}},
	{"of what starts again",
		"[ -e $P/static_raw ] || { echo SKIP no static libc; exit; }\n"
		"$V --trace=t $E sh -c \"$P/static_raw /usr/bin/python3 -S -c 1; :\"\n"
		"events 'assert has(event=\"restart\", argv=[\"/usr/bin/python3\", \"-S\", \"-c\", \"1\"]), "
		"events'",
		0, {0}},
	{"what is not UTF-8, and more than fits",
		"a=$(printf 'a\\377'); $V --trace=t $E sh -c 'env true "
		"\"$@\"; :' sh $a $(seq 1000)\n"
		"events 'e = [e for e in events if e.get(\"file\", \"\").endswith(\"/env\")][0]\n"
		"assert os.fsencode(e[\"argv\"][2]) == b\"a\\xff\" and e[\"argv\"][3:5] == [\"1\", \"2\"] "
		"and e[\"cut\"] is True, e'",
		0, {0}},
	{"the child of posix_spawn",
		"$V --trace=t $E /usr/bin/python3 -c 'import os\n"
		"for i in range(3): os.waitpid(os.posix_spawn(\"/bin/sh\", [\"sh\", \"-c\", \"env true; "
		":\"], os.environ), 0)'\n"
		"events 'children = [e[\"child\"] for e in events if e[\"event\"] == \"spawned\" and "
		"e[\"file\"] == \"/bin/sh\"]\n"
		"assert len(set(children)) == 3, events\n"
		"assert [e[\"parent\"] for e in events if e.get(\"file\") == \"/usr/bin/env\"] == children, "
		"events'\n"
		"$V --trace $E /usr/bin/python3 -c 'import os; os.waitpid(os.posix_spawn(\"/bin/true\", "
		"[\"true\"], {}), 0)' 2>&1 | sed 's/\\[[0-9]*\\]/[N]/g'",
		0, {"posix_spawn /bin/true (none)\nvenvrun: [N] started [N]: /bin/true\n"}},
	{"a failure by its name",
		"echo '#!/gone/x' >s; chmod +x s; $V --trace=t $E perl -e 'exec {\"./s\"} "
		"\"s\"'\n"
		"events 'assert has(event=\"failed\", errno=2, error=\"ENOENT\", message=\"No such file or "
		"directory\"), events'\n"
		"$V --trace $E perl -e 'exec {\"./s\"} \"s\"; exit 0'",
		0, {"execvp ./s failed: ENOENT, No such file or directory"}},
	{"the command's own failure",
		"echo '#!/gone/x' >s; chmod +x s; $V --trace=t $E ./s; r=$?\n"
		"events 'assert has(event=\"failed\", call=\"venvrun\", errno=2, error=\"ENOENT\"), events'; "
		"exit $r",
		127, {0}},
	{"below busybox",
		"busybox true 2>/dev/null || { echo SKIP busybox is not installed; exit; }\n"
		"$V --trace $E busybox sh -c 'python3 -S -c 1; env python3 -c 1; :' 2>err; cat err; "
		"grep -E ' (/[^ ]*) -> \\1( |:|$)' err && exit 9; exit 0",
		0, {"Python 3."}},
	{"the flags where no call was seen",
		"[ -e $P/static_raw ] || { echo SKIP no static libc; exit; }\n"
		"$V --trace=t $E $P/static_raw $E/bin/python -S -c 1\n"
		"events 'assert has(event=\"paths\", argv=[os.environ[\"E\"] + \"/bin/python\", \"-S\", "
		"\"-c\", \"1\"]), events'",
		0, {0}},
};

Test(trace, answers_why_an_import_fails)
{
	ROWS(trace, answers);
}

Test(trace, reports_every_process)
{
	ROWS(trace, reports);
}

static const struct row other_version[] = {
	{"an interpreter",
		"v=$(python3 -c 'import sys; print(\"%d.%d\" % sys.version_info[:2])')\n"
		"for p in $HOME_OF_PYENV/.pyenv/versions/3.*/bin/python3; do [ -x $p ] && case $p in */$v.*) "
		";; *) other=$p;; esac; done\n"
		"[ \"${other-}\" ] || { echo SKIP no other Python; exit; }\n"
		"$other -m venv --without-pip e\n"
		"$V --match=minor --trace=t e /usr/bin/python$v -c 1\n"
		"events 'assert has(event=\"paths\", python=\"%d.%d\" % sys.version_info[:2]), events\n"
		"assert [e for e in events if e.get(\"why\", \"\").startswith(\"the environment has Python "
		"3.\")], events'\n"
		"$V --match=minor --trace e /usr/bin/python$v -c 1",
		0, {": no path is redirected: the environment has Python 3."}},
	{"a program that embeds one",
		"type gdb >/dev/null || { echo SKIP gdb is not installed; exit; }\n"
		"v=$(gdb -batch -nx -ex 'python import sys; print(\"%d.%d\" % sys.version_info[:2])')\n"
		"for p in $HOME_OF_PYENV/.pyenv/versions/3.*/bin/python3; do [ -x $p ] && case $p in */$v.*) "
		";; *) other=$p;; esac; done\n"
		"[ \"${other-}\" ] || { echo SKIP no other Python; exit; }\n"
		"$other -m venv --without-pip e\n"
		"$V --trace=t e gdb -batch -nx -ex 'python 1'\n"
		"events 'assert [e for e in events if e.get(\"why\", \"\").startswith(\"the environment has "
		"Python 3.\")], events'",
		0, {0}},
};

Test(trace, reports_why_nothing_is_redirected_below_another_version)
{
	ROWS(trace, other_version);
}

static const struct row sinks[] = {
	{"a tree on standard error",
		"$V --trace $E sh -c 'echo out; /usr/bin/python3 -c \"import os; os.system(\\\"exec env "
		"true\\\")\"; :' 2>err; "
		"sed 's/\\[[0-9]*\\]/[N]/' err",
		0,
		{"out\n", "venvrun: [N] venvrun sh -> /usr/bin/sh (none): -c 'echo out; ",
			"\nvenvrun: [N]   system exec env true -> /bin/sh (none)\n"
			"venvrun: [N]     execve /usr/bin/env (none): true\n",
			"\nvenvrun: [N]     execvp true -> /usr/bin/true (none)\n"}},
	{"no line on standard error for a path",
		"$V --trace $E /usr/bin/python3 -c 'import os; os.stat(\"/usr/lib/python3/dist-packages\")' "
		"2>err; "
		"! grep -v ': -c ' err | grep dist-packages",
		0, {0}},
	{"many at once give whole lines",
		"seq 300 | $V --trace=t $E xargs -P 8 -n 1 sh -c 'env true; env true' sh; "
		"events 'assert len([e for e in events if e[\"file\"] == \"env\" or "
		"e[\"file\"].endswith(\"/env\")]) == 600, len(events)'",
		0, {0}},
	{"and so in a pipe",
		"seq 300 | $V --trace $E xargs -P 8 -n 1 sh -c 'env true; env true' sh 2>&1 | cat >err; "
		"grep -vE '^venvrun: \\[[0-9]+\\] [^][]*\\(none\\)[^][]*$' err && fail mixed\n"
		/* On a busy machine the reader may miss some. */
		"[ $(grep -c 'execve /usr/bin/env (none): true$' err) -gt 300 ] || fail $(wc -l err)",
		0, {0}},
	{"a fifo",
		"mkfifo t; exec 9<>t; $V --trace=t $E sh -c 'env true; :' 9<&-; timeout 20 head -n 3 <&9 "
		">got; mv got t; "
		"events 'assert [e[\"call\"] for e in events] == [\"venvrun\", \"execve\", \"execvp\"], "
		"events'",
		0, {0}},
	{"standard error closed", "$V --trace $E sh -c 'env true && echo fine' 2>&-", 0, {"fine"}},
	{"standard error that nobody reads any more",
		"{ sleep 0.5; $V --trace $E sh -c 'env true; env true && echo fine >ok'; } 2>&1 | true; cat "
		"ok",
		0, {"fine"}},
	{"a pipe that is full",
		"python3 -c 'import os, subprocess, sys\n"
		"r, w = os.pipe()\n"
		"os.set_blocking(w, False)\n"
		"try:\n"
		"    while True: os.write(w, b\"x\" * 4096)\n"
		"except BlockingIOError: os.set_blocking(w, True)\n"
		"sys.exit(subprocess.run(sys.argv[1:], stderr=w, timeout=20).returncode)' $V --trace $E sh "
		"-c 'env true; env true'",
		0, {0}},
	{"a file that is removed", "$V --trace=t $E sh -c 'rm t; env true && echo fine'; [ ! -e t ]", 0,
		{"fine"}},
	{"a file that cannot be written is found before anything runs",
		"$V --trace=/nowhere/t $E touch ran; [ $? = 125 ] && [ ! -e ran ]", 0,
		{"cannot write the trace to /nowhere/t"}},
	{"no descriptor left", "$V --trace=t $E sh -c 'ulimit -n 4; env true && echo fine'", 0, {"fine"}},
	{"an errno stays", "$V --trace=t $E perl -e 'exec {\"/etc\"} \"x\"; print $!+0, \"\\n\"'", 0, {"13"}},
};

Test(trace, is_written_to_the_given_file)
{
	ROWS(trace, sinks);
}
