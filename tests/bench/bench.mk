# The benchmarks: included by tests/tests.mk.

ROUNDS ?= 40
bench_tools := $(patsubst %,$(O)/tests/bench/%,compare failing floor calls)

$(bench_tools): $(O)/%: %.c
	@mkdir -p $(@D)
	$(call helper)

$(O)/tests/bench/calls: LDFLAGS += -rdynamic
$(O)/tests/bench/floor: LDFLAGS += $(STATIC)

$(O)/tests/bench/lib%.so: tests/bench/%.c
	@mkdir -p $(@D)
	$(call helper,-shared -fPIC)

$(O)/tests/bench/libempty.so: tests/bench/empty.c
	@mkdir -p $(@D)
	$(call line,CC,$<)$(CC) $(filter-out -MMD -MP,$(OURS)) $(CFLAGS) $(LIBFLAGS) $(LIBLINK) $(LDFLAGS) -o $@ $<

bench: $(patsubst %,$(O)/tests/bench/lib%.so,empty nowhere wrapper)
bench: all $(bench_tools)	## print the costs beside their budgets; ROUNDS= changes how often
	@BUILD_DIR=$(abspath $(O)) ROUNDS=$(ROUNDS) tests/bench/run

.PHONY: bench
