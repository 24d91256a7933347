# The tests, the analysers, the fuzzers and the benchmarks: included by the Makefile at the top.

# A .c file with a Criterion Test in it is a test program; the other files of its folder and tests/*.c are linked
# into each. tests/programs/NAME.c are programs that tests start, static where NAME is static_...;
# tests/hooks/probe.c calls every hook of the exec families through libffi, tests/probe/ every hook that takes a path.
FILTER ?= $(TESTS)
TEST_LIBS = $(shell $(PKG_CONFIG) --libs criterion 2>/dev/null)
PROBE_LIBS = $(shell $(PKG_CONFIG) --libs libffi 2>/dev/null)
# A glibc before 2.34 has them in separate libraries.
APART := -ldl -pthread
RUN_TESTS = BUILD_DIR=$(abspath $(O)) CC="$(CC)" tests/run $(abspath $(O))/tests/results \
	$(if $(FILTER),--filter='$(FILTER)')

begins_test := ^(Parameterized)?Test[(]
holds_tests = $(sort $(shell grep -lE '$(begins_test)' /dev/null $(wildcard tests/$(1)/*.c)))
test_programs = $(patsubst %.c,$(O)/%,$(call holds_tests,$(1)))
test_helpers = $(call objects,$(filter-out $(call holds_tests,$(1)) tests/hooks/probe.c tests/hooks/standin.c,\
	$(wildcard tests/$(1)/*.c)))
unit := $(call test_programs,unit)
hooks := $(call test_programs,hooks)
e2e := $(call test_programs,e2e)
programs := $(patsubst %.c,$(O)/%,$(wildcard tests/programs/*.c tests/hooks/probe.c)) $(O)/tests/hooks/standin.so \
	$(O)/tests/programs/static_escape $(O)/tests/probe/embeds $(O)/tests/probe/program
support := $(call objects,$(wildcard tests/*.c))

$(O)/obj/tests/%.o: OURS += -DBUILD_DIR='"$(abspath $(O))"' -DSOURCE_DIR='"$(CURDIR)"' $(if $(SAN),-DSANITIZED)
$(unit): $(call test_helpers,unit)
# Before the archives, so that the runner's objects are taken.
$(O)/tests/unit/runner: $(call objects,$(filter-out runner/main.c,$(runner)))
$(hooks): $(call test_helpers,hooks)
$(e2e): $(call test_helpers,e2e)
$(unit) $(hooks) $(e2e): $(O)/%: $(O)/obj/%.o $(support) $(O)/libbuilder.a $(O)/libenv.a $(O)/libtool.a $(O)/libcore.a
	@mkdir -p $(@D)
	$(call line,LD,$@)$(CC) $(CFLAGS) $(SANFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) \
		$(TEST_LIBS) $(BUILDER_LIBS) $(APART)

$(patsubst $(O)/%,$(O)/obj/%.o,$(unit) $(hooks) $(e2e)): | $(O)/tests.libs
$(O)/tests/hooks/probe: | $(O)/probe.libs
$(O)/tests.libs:
	$(call require,criterion,$(TEST_LIBS),check)
$(O)/probe.libs:
	$(call require,libffi,$(PROBE_LIBS),check)

# Without a sanitizer: these are started with our library preloaded, and ASan must come first. helper: from the first .c
# file among the prerequisites, with more flags and libraries; its .d file names the files that this one includes.
helper = $(call line,CC,$@)$(CC) $(OURS) -MT $@ -MF $@.d $(CFLAGS) $(CPPFLAGS) $(LDFLAGS) $(1) \
	-o $@ $(firstword $(filter %.c,$^)) $(2)
# For more than one source: the compiler would write each .d file over the last.
helpers = $(call line,CC,$@)$(CC) $(filter-out -MMD -MP,$(OURS)) $(CFLAGS) $(CPPFLAGS) $(LDFLAGS) $(1) \
	-o $@ $(filter %.c,$^) $(2)

$(O)/tests/programs/%: tests/programs/%.c
	@mkdir -p $(@D)
	$(call helper,$(if $(filter static_%,$*),-static),$(APART))

# The same program, where nothing in it can be interposed.
$(O)/tests/programs/static_escape: tests/programs/escape.c
	@mkdir -p $(@D)
	$(call helper,-static)

$(O)/tests/hooks/probe: tests/hooks/probe.c
	@mkdir -p $(@D)
	$(call helper,,$(PROBE_LIBS) $(APART))

$(O)/tests/hooks/standin.so: tests/hooks/standin.c
	@mkdir -p $(@D)
	$(call helper,-shared -fPIC)

# Twice: with the symbol that makes a program a Python, and without.
$(O)/tests/probe/embeds $(O)/tests/probe/program: $(wildcard tests/probe/*.[ch]) tests/hooks/kind.h preload/hooks.def \
		tests/probe/files.def preload/hooks/kinds.h common/core/pathmap.h | $(O)/probe.libs
	@mkdir -p $(@D)
	$(call helpers,$(if $(filter %/embeds,$@),-rdynamic -DPYTHON=0x030b02f0),$(PROBE_LIBS) $(APART))

# Tests that are scripts and run only as a whole.
scripts := layers exports overview compilers dist bootstrap

check: all $(unit) $(hooks) $(e2e) $(programs)	## run every test; FILTER='suite/name*' runs some
	@$(RUN_TESTS) $(unit) $(hooks) $(e2e) tests/documented \
		$(if $(FILTER),,$(addprefix tests/,$(scripts)) $(O)/tests/fuzz-paths/driver)

check-unit: all $(unit) $(programs)	## run the tests of the pure functions
	@$(RUN_TESTS) $(unit)

check-hooks: all $(hooks) $(programs)	## run the tests of the library's hooks
	@$(RUN_TESTS) $(hooks)

check-e2e: all $(e2e) $(programs)	## run the tests that start real interpreters
	@$(RUN_TESTS) $(e2e)

# Those that are installed build the library. Debian's gcc-multilib and its cross compilers exclude one another; zig
# (also "ziglang" in the package index) has the headers of other machines and C libraries.
ZIG ?= zig
cross := aarch64-linux-gnu arm-linux-gnueabihf riscv64-linux-gnu powerpc64le-linux-gnu s390x-linux-gnu
targets := x86_64-linux-musl x86-linux-musl aarch64-linux-musl x86_64-linux-gnu
COMPILERS ?= gcc,gcc -O0,gcc -m32,clang,clang -m32,musl-gcc$(subst $(comma) ,$(comma),$(foreach \
	name,$(cross),$(comma)$(name)-gcc) $(foreach name,$(targets),$(comma)$(ZIG) cc -target $(name)))

check-compilers:	## build the library with each of COMPILERS (by commas) that is installed; ZIG=
	@VENVRUN_COMPILERS='$(COMPILERS)' $(RUN_TESTS) tests/compilers

CRASH_STEP ?= 1
crash := $(O)/tests/e2e/crash $(O)/tests/e2e/crowd
check-crash: all $(crash) $(programs)	## harm every (CRASH_STEP-th) system call of venvbuild; crowds of 100
	@VENVRUN_CRASH=$(CRASH_STEP) VENVRUN_CROWD=100 $(RUN_TESTS) $(crash)

check-lock: all $(O)/tests/e2e/lock $(programs)	## --lock with every interpreter, and with pip and uv from the index
	@VENVRUN_LOCK_ALL=1 $(RUN_TESTS) $(O)/tests/e2e/lock
	@BUILD_DIR=$(abspath $(O)) tests/online/locks

standalone := $(O)/tests/e2e/relocatable $(O)/tests/e2e/standalone
check-standalone: all $(standalone) $(programs)	## environments that are moved or whose base is removed
	@VENVRUN_EVERY=1 $(RUN_TESTS) $(standalone)

check-cmd: all	## activate and leave environments in the cmd of wine (Debian's wine64)
	@BUILD_DIR=$(abspath $(O)) tests/cmd

check-valgrind: $(O)/libvenvrun.so $(programs)	## run the probe of every hook under valgrind
	@$(RUN_TESTS) tests/memory

# The rows are those of tests/hooks/escape.def, which tests/hooks/escape.c checks one by one.
guarantees: $(O)/tests/programs/escape	## write the table in docs/guarantees.md
	$< --table >$(O)/table
	sed -i -e '/^<!-- table -->$$/,/^<!-- end of table -->$$/{//!d}' \
		-e '/^<!-- table -->$$/r $(O)/table' docs/guarantees.md

# clang only: gcc has no libFuzzer. Seeds are in tests/data/fuzz; findings stay in $(O)/fuzz.
FUZZ_CC ?= clang
FUZZ_SECONDS ?= 20
FUZZ_FLAGS := -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all
fuzzers := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c))
fuzz_objects := $(patsubst %.c,$(O)/fuzz/obj/%.o,$(core) $(tool) $(env) $(builder))

$(O)/fuzz/clang:
	@mkdir -p $(@D)
	@echo 'int LLVMFuzzerTestOneInput(const char *p, unsigned long n) { return p && n > 1 ? 0 : 0; }' | \
		$(FUZZ_CC) $(FUZZ_FLAGS) -xc - -o $@ || { echo "make fuzz needs clang with its fuzzer runtime:" \
		"on Debian 12 the packages clang and libclang-rt-14-dev, or FUZZ_CC=another clang" >&2; exit 1; }

$(O)/fuzz/obj/%.o: %.c | $(O)/fuzz/clang $(O)/builder.libs $(O)/gen/templates.h
	@mkdir -p $(@D)
	$(call line,FUZZCC,$<)$(FUZZ_CC) $(OURS) -O1 -g $(FUZZ_FLAGS) -c -o $@ $<

$(O)/fuzz/libfuzz.a: $(fuzz_objects)
	$(call line,AR,$@)rm -f $@ && $(AR) rcs $@ $^

$(addprefix $(O)/fuzz/,$(fuzzers)): $(O)/fuzz/%: $(O)/fuzz/obj/tests/fuzz/%.o $(O)/fuzz/libfuzz.a
	$(call line,LD,$@)$(FUZZ_CC) $(FUZZ_FLAGS) -o $@ $^ $(BUILDER_LIBS)

fuzz: $(addprefix $(O)/fuzz/,$(fuzzers))	## run each fuzz target for FUZZ_SECONDS (20)
	@for f in $(fuzzers); do \
		mkdir -p $(O)/fuzz/corpus/$$f && echo "== $$f" && \
		$(O)/fuzz/$$f -max_total_time=$(FUZZ_SECONDS) -print_final_stats=1 -verbosity=0 -max_len=1024 \
			-artifact_prefix=$(O)/fuzz/$$f- $(O)/fuzz/corpus/$$f tests/data/fuzz/$$f || exit 1; \
	done

# Every finding fails. gcc's analyzer and clang-tidy read one file at a time, cppcheck all together.
LINT_CC ?= gcc
CLANG_TIDY ?= clang-tidy
CPPCHECK ?= cppcheck
# tests/data is compiled by the tests, as it needs what only some machines have.
sources := $(filter-out tests/data/%,$(wildcard common/*/*.c preload/*/*.c env-builder/*/*.c runner/*.c \
	tests/*.c tests/*/*.c))
# A test without memory may crash: that is a failure, too. Each is a separate process that ends soon.
lint_except = $(if $(filter tests/%,$<),-Wno-analyzer-possible-null-argument -Wno-analyzer-possible-null-dereference \
	-Wno-analyzer-malloc-leak)
# What runs on a caller's stack; the excepted files run at the start of a process.
at_start := %/late_redirect.c %/late_exempt.c %/started_python.c %/origin.c %/python.c
lint_stack = $(if $(filter preload/% common/core/%,$<),-Wvla -Walloca $(if $(filter $(at_start),$<),,\
	-Wframe-larger-than=3072))
lint_flags = $(filter-out -MMD -MP,$(OURS)) -DBUILD_DIR='""' -DSOURCE_DIR='""'

$(O)/lint/%.o: %.c | $(O)/gen/templates.h
	@mkdir -p $(@D)
	$(call line,LINT,$<)$(LINT_CC) $(lint_flags) -MMD -MP -O1 -fanalyzer $(lint_except) $(lint_stack) -Werror \
		-c -o $@ $<

$(O)/lint/%.tidy: %.c $(O)/lint/%.o .clang-tidy tests/.clang-tidy
	$(call line,TIDY,$<)$(CLANG_TIDY) --quiet $< -- $(lint_flags)
	@touch $@

# cppcheck reads no system headers, so ElfW, Criterion and the machine are defined here. Suppressed: resourceLeak, as it
# does not know __attribute__((cleanup)); invalidFunctionArg, as it reports the -1 of an anonymous mmap(2);
# uselessAssignmentPtrArg, as it overlooks arguments of macros; readdir and fgetpwent, as the programs have one thread
# (and readdir_r is deprecated).
CPPCHECK_FLAGS := --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
	--library=gnu,posix --suppress=resourceLeak --suppress=invalidFunctionArg --suppress=uselessAssignmentPtrArg \
	--suppress=readdirCalled --suppress=fgetpwentCalled \
	-I. -D_GNU_SOURCE -D__GLIBC__=2 -D__x86_64__=1 -D'ElfW(type)=Elf64_\#\#type' \
	-DBUILD_DIR='""' -DSOURCE_DIR='""' \
	-D'Test(suite,name,...)=void suite\#\#_\#\#name(void)' -D'TestSuite(...)=' \
	-D'ParameterizedTest(row,suite,name,...)=void suite\#\#_\#\#name(row)' \
	-D'ParameterizedTestParameters(suite,name)=struct criterion_test_params suite\#\#_\#\#name\#\#_rows(void)'

$(O)/lint/cppcheck: $(sources:%.c=$(O)/lint/%.o) tests/tests.mk
	@mkdir -p $@-seen
	$(call line,CHECK,"all sources")$(CPPCHECK) $(CPPCHECK_FLAGS) --cppcheck-build-dir=$@-seen $(sources)
	@touch $@

# Versions of clang-format make different things of the same settings. Comments are not reflowed, so their width is
# checked here: 110 columns with a tab of 8.
FORMAT_VERSION := 14
CLANG_FORMAT ?= $(firstword $(foreach name,clang-format-$(FORMAT_VERSION) clang-format,\
	$(shell command -v $(name) 2>/dev/null)))
formatted = $(sort $(shell find common preload runner env-builder tests -path tests/data -prune -o \
	-name '*.[ch]' -print))
format = @case $$($(or $(CLANG_FORMAT),echo no clang-format) --version) in \
	*'clang-format version $(FORMAT_VERSION).'*) $(CLANG_FORMAT) $(1) $(formatted) ;; \
	*) echo "$@: skipped: clang-format $(FORMAT_VERSION) is needed; it is missing or has another version" ;; \
	esac

check-format:	## fail on a C source that clang-format 14 would change, or that has a line of over 110 columns
	$(call format,--dry-run -Werror)
	@awk '{ n = split($$0, part, "\t"); width = 0; \
		for (i = 1; i < n; i++) { width += length(part[i]); width += 8 - width % 8 } \
		width += length(part[n]) } \
		width > 110 { print FILENAME ":" FNR ": " width " columns"; wide++ } \
		END { exit wide > 0 }' $(formatted)

format:	## lay out the C sources with clang-format 14
	$(call format,-i)

lint: layers check-format $(sources:%.c=$(O)/lint/%.tidy) $(O)/lint/cppcheck	## run the analysers; no finding passes

layers:	## list the wings in order; fail on an upward include, a circle, a name used twice or a long file
	@tests/layers

-include tests/bench/bench.mk
-include tests/fuzz-paths/fuzz-paths.mk
-include tests/cpython/cpython.mk
-include tests/online/online.mk
-include tests/suites/suites.mk

.PHONY: check check-unit check-hooks check-e2e check-compilers check-crash check-lock check-standalone check-cmd \
	check-valgrind guarantees fuzz lint layers check-format format
