// SPDX-License-Identifier: MIT
// Makes a sequence of random calls, which depends on the seed, and writes a digest of each.
//
//	player TOP ELSEWHERE SETTING SEED FIRST COUNT [CALL]
//
// SETTING is a name of settings.h. The calls are those of COUNT episodes from FIRST on. Each episode begins
// with a new tree below TOP. The digests are written to the memory of descriptor 3: those of the calls, then
// that of the tree. If CALL is given, that call of the last episode is printed. It is built twice: as a
// program with the symbol Py_Version of a Python, and as one without it.
#include <dlfcn.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/fuzz-paths/call.h"
#include "tests/fuzz-paths/note.h"
#include "tests/fuzz-paths/paths.h"
#include "tests/fuzz-paths/settings.h"
#include "tests/fuzz-paths/tree.h"

#ifdef IS_PYTHON
extern const unsigned long Py_Version;
const unsigned long Py_Version = 0x030b02f0;
#endif

static _Noreturn void fail(const char *what)
{
	fprintf(stderr, "fuzz-paths: %s: %m\n", what);
	exit(EXIT_BROKEN);
}

static const char *library_of(const char *symbol)
{
	Dl_info info = {.dli_fname = ""};
	void *address = dlsym(RTLD_DEFAULT, symbol);

	return address && dladdr(address, &info) ? info.dli_fname : "";
}

/* As the user nobody, random calls cannot damage files outside of TOP. */
static void become_nobody(void)
{
	const uid_t nobody = NOBODY;

	if (!geteuid() &&
		(setgroups(0, NULL) || setresgid(nobody, nobody, nobody) ||
			setresuid(nobody, nobody, nobody)))
		fail("cannot become the user nobody");
	prctl(PR_SET_DUMPABLE, 1, 0, 0, 0); /* it needs /proc/self/fd */
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
}

/* Ends the program unless the library is loaded, and redirects, as the setting requires. Otherwise equal
 * things would be compared. */
static void check_setting(const struct setting *setting, const char *elsewhere)
{
	char path[PATH_ROOM];

	snprintf(path, sizeof path, "%s/site-packages/witness", elsewhere);
	bool preloaded = strstr(library_of("open"), "libvenvrun") != NULL, redirected = !access(path, F_OK);
	if (preloaded == setting->preloads && (redirected == setting->redirects || setting->redirects_tree))
		return;
	fprintf(stderr, "fuzz-paths: %s: the library is%s loaded, and paths are%s redirected\n",
		setting->name, preloaded ? "" : " not", redirected ? "" : " not");
	exit(EXIT_BROKEN);
}

int main(int argc, char **argv)
{
	if (argc < 7) {
		fprintf(stderr, "usage: player TOP ELSEWHERE SETTING SEED FIRST COUNT [CALL]\n");
		return EXIT_BROKEN;
	}
	const char *top = argv[1];
	uint64_t seed = strtoull(argv[4], NULL, 10), first = strtoull(argv[5], NULL, 10),
		 count = strtoull(argv[6], NULL, 10);
	const struct setting *setting = setting_find(argv[3]);
	size_t size = setting_size(count);
	struct rlimit files = {1 << 20, 1 << 20}, no_core = {0, 0};
	static char root[PATH_ROOM];
	struct calls calls = {.rewrites = setting->rewrites};

	struct digests *digests = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, 3, 0);
	if (digests == MAP_FAILED)
		fail("cannot map the digests");
	close(3);
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &files);
	setrlimit(RLIMIT_CORE, &no_core);
	become_nobody();
	umask(022);
	check_setting(setting, argv[2]);
	snprintf(root, sizeof root, "%s" TREE_PADDING "/r", top);
	if (setting->redirects_tree)
		setting_rules(root, &calls.rules);
	paths_start(root);
	calls_start(library_of("qsort"));

	for (uint64_t episode = first; episode < first + count; episode++) {
		bool last = argc > 7 && episode + 1 == first + count;
		dice_start(seed * 1000003 + episode);
		tree_make(root);
		calls_open(&calls, root);
		for (size_t i = 0; i < EPISODE; i++) {
			note_aloud = last && i == strtoull(argv[7], NULL, 10);
			calls_make(&calls);
			digests->of[digests->count++] = note_end();
		}
		calls_close(&calls);
		if (chdir(top))
			fail("cannot leave the tree");
		note_aloud = last && EPISODE == strtoull(argv[7], NULL, 10);
		digests->of[digests->count++] = tree_remove(top);
	}
	return 0;
}
