# The tests, the analysers, the fuzzers and the benchmarks: included by the Makefile at the top.

# A .c file with a Criterion Test in it is a test program; the others in its folder are linked into those. tests/*.c
# is linked into all. tests/programs/NAME.c are programs that tests start, static where NAME is static_...;
# tests/hooks/probe.c calls every hook through libffi.
FILTER ?= $(TESTS)
TEST_LIBS = $(shell $(PKG_CONFIG) --libs criterion)
PROBE_LIBS = $(shell $(PKG_CONFIG) --libs libffi)
RUN_TESTS = BUILD_DIR=$(abspath $(O)) CC="$(CC)" tests/run $(O)/tests/results $(if $(FILTER),--filter='$(FILTER)')

begins_test := ^(Parameterized)?Test[(]
holds_tests = $(sort $(shell grep -lE '$(begins_test)' /dev/null $(wildcard tests/$(1)/*.c)))
test_programs = $(patsubst %.c,$(O)/%,$(call holds_tests,$(1)))
test_helpers = $(call objects,$(filter-out $(call holds_tests,$(1)) tests/hooks/probe.c,$(wildcard tests/$(1)/*.c)))
unit := $(call test_programs,unit)
hooks := $(call test_programs,hooks)
e2e := $(call test_programs,e2e)
programs := $(patsubst %.c,$(O)/%,$(wildcard tests/programs/*.c tests/hooks/probe.c))
support := $(call objects,$(wildcard tests/*.c))

$(O)/obj/tests/%.o: OURS += -DBUILD_DIR='"$(abspath $(O))"' -DSOURCE_DIR='"$(CURDIR)"'
$(unit): $(call test_helpers,unit)
$(hooks): $(call test_helpers,hooks)
$(e2e): $(call test_helpers,e2e)
$(unit) $(hooks) $(e2e): $(O)/%: $(O)/obj/%.o $(support) $(O)/libbuilder.a $(O)/libtool.a $(O)/libcore.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(SANFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(TEST_LIBS) $(BUILDER_LIBS)

# Without a sanitizer: these are started with our library preloaded, and ASan must come first.
$(O)/tests/programs/%: tests/programs/%.c
	@mkdir -p $(@D)
	$(CC) $(filter-out -MMD -MP,$(OURS)) $(CFLAGS) $(CPPFLAGS) $(LDFLAGS) $(if $(filter static_%,$*),-static) -o $@ $<

$(O)/tests/hooks/probe: tests/hooks/probe.c
	@mkdir -p $(@D)
	$(CC) $(OURS) -MT $@ -MF $@.d $(CFLAGS) $(CPPFLAGS) $(LDFLAGS) -o $@ $< $(PROBE_LIBS)

check: all $(unit) $(hooks) $(e2e) $(programs)	## run every test; FILTER='suite/name*' runs some
	@$(RUN_TESTS) $(unit) $(hooks) $(e2e) $(if $(FILTER),,tests/exports)

check-unit: $(unit) $(programs)	## run the tests of the pure functions
	@$(RUN_TESTS) $(unit)

check-hooks: all $(hooks) $(programs)	## run the tests of the library's hooks
	@$(RUN_TESTS) $(hooks)

check-e2e: all $(e2e) $(programs)	## run the tests that start real interpreters
	@$(RUN_TESTS) $(e2e)

-include tests/bench/bench.mk

.PHONY: check check-unit check-hooks check-e2e
