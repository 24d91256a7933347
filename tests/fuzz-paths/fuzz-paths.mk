# The random calls of functions that take paths: included by tests/tests.mk.

FUZZ_CALLS ?= 2000000
SEED ?= $(shell date +%s)
EPISODE ?=
fuzz_paths := $(patsubst %,$(O)/tests/fuzz-paths/%,driver program python)
fuzz_paths_player := $(filter-out tests/fuzz-paths/driver.c,$(wildcard tests/fuzz-paths/*.c)) common/core/path.c

# Without a sanitizer, as the players are started with our library preloaded.
$(O)/tests/fuzz-paths/driver: $(addprefix tests/fuzz-paths/,driver.c tree.c note.c)
$(O)/tests/fuzz-paths/program $(O)/tests/fuzz-paths/python: $(fuzz_paths_player) | $(O)/probe.libs
$(O)/tests/fuzz-paths/python: OURS += -DIS_PYTHON -rdynamic
$(fuzz_paths): $(wildcard tests/fuzz-paths/*.h) preload/hooks.def preload/hooks/kinds.h
	@mkdir -p $(@D)
	$(call helpers,-DBUILD_DIR='"$(abspath $(O))"',$(if $(filter %/driver,$@),,$(PROBE_LIBS) $(APART)))

check: $(fuzz_paths)

fuzz-paths: $(O)/libvenvrun.so $(fuzz_paths)	## make FUZZ_CALLS random calls, with and without the library; SEED=
	@$(O)/tests/fuzz-paths/driver --calls=$(FUZZ_CALLS) --seed=$(SEED) $(EPISODE:%=--episode=%)

.PHONY: fuzz-paths
