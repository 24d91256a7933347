# venvrun: one Makefile for the library, the two programs and their tests; "make help" lists the targets.

O ?= build
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
LIBDIR ?= $(PREFIX)/lib/venvrun
MANDIR ?= $(PREFIX)/share/man
CC ?= cc
CFLAGS ?= -O2 -g
PKG_CONFIG ?= pkg-config
VERSION := $(shell sed -n 's/^\#define VENVRUN_VERSION "\(.*\)"/\1/p' common/core/names.h)

WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wformat=2 \
	-Wundef -Wpointer-arith
OURS := -std=c11 -D_GNU_SOURCE -I. -I$(O)/gen $(WARN) -MMD -MP
# SAN=address,undefined: for the programs and the tests. An ASan library cannot be preloaded, as its runtime must come
# first, so the library takes only UBSan, in the trap mode that needs no runtime.
SAN ?=
# Questions to the compiler: each is asked once, when its answer is needed. Its output is a file below $(O): a compiler
# that removes its output before it writes would, as root, remove /dev/null.
# builds FLAGS[,PROGRAM]: does it build the PROGRAM (a format of printf)? "make -n" leaves no file.
builds = $(shell mkdir -p $(O); file=$(O)/try.$$$$; printf '$(or $(2),int main(void) { return 0; })\n' | \
	$(CC) -xc - -o $$file $(1) >/dev/null 2>&1 && echo yes; rm -f $$file; $(if $(dry),rmdir $(O) 2>/dev/null))
flags := $(filter-out --%,$(firstword -$(MAKEFLAGS)))
dry := $(findstring n,$(flags))
once = $(eval $(1) := $(2))$(2)

# $(call line,CC,FILE) in front of a command: prints "CC FILE" and not the command; V=1 prints the command, -s nothing.
V ?=
line = $(if $(filter 1,$(V)),,@$(if $(findstring s,$(flags)),,printf '  %-6s %s\n' $(1) $(2);))

SANFLAGS := $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer)
comma := ,
# The runtime is linked in: as a library it refuses to start where the caller has preloaded another library.
SANLINK = $(call once,SANLINK,$(if $(filter address,$(subst $(comma), ,$(SAN))),$(if \
	$(call builds,-Werror -fsanitize=address -static-libasan),-static-libasan)))
LIBSAN := $(if $(filter undefined,$(subst $(comma), ,$(SAN))),-fsanitize=undefined -fsanitize-undefined-trap-on-error)
# The library runs in processes of others: no libc by name, no start files, no exports but hooks.
LIBFLAGS = -fPIC -fvisibility=hidden -fno-builtin -fno-stack-protector -U_FORTIFY_SOURCE \
	-fno-delete-null-pointer-checks -ffunction-sections -fdata-sections -Werror=vla $(LIBFLAGS_IF_KNOWN)
# Without the first two, gcc would call memcpy in the loops that define it, and on arm64 libgcc for atomic operations.
# With the third, no frame skips the guard page below a stack.
LIBFLAGS_IF_KNOWN = $(call once,LIBFLAGS_IF_KNOWN,$(foreach flag,-fno-tree-loop-distribute-patterns \
	-mno-outline-atomics -fstack-clash-protection,$(if $(call builds,-Werror $(flag) -c),$(flag))))
# The loader looks at the address that dlopen returns to: its hook must be a jump, with any CFLAGS.
$(O)/pic/preload/hooks/dlopen.o $(O)/pic32/preload/hooks/dlopen.o: LIBFLAGS += -O2 -foptimize-sibling-calls
# Two segments and no relro, whose mprotect and mapping cost every process 12 us: it would protect five words, and the
# table of function pointers beside them has to be writable.
LIBLINK = -shared -nostdlib -nostartfiles -Wl,-z,now,-z,norelro,-z,defs,--hash-style=gnu,-O1,--gc-sections \
	-Wl,-soname,libvenvrun.so $(LIBLINK_IF_KNOWN)
# A linker that cannot insert into its own layout keeps it.
LIBLINK_IF_KNOWN = $(call once,LIBLINK_IF_KNOWN,$(foreach flag,-Wl$(comma)-z$(comma)noseparate-code \
	-Tpreload/layout.ld,$(if $(call builds,-shared -fPIC -nostdlib $(flag)),$(flag))))
# It has the division of 32-bit machines.
LIBGCC = $(call once,LIBGCC,$(if $(call builds,-shared -fPIC -nostdlib -lgcc),-lgcc))

core := $(wildcard common/core/*.c)
tool := $(wildcard common/tool/*.c)
# What runs when a process starts comes first, in as few pages as possible. The wrappers come last: few processes call
# them (preload/layout.ld).
first := preload/process/start.c $(patsubst %,preload/base/%.c,state environ mem sys files linkmap elf_object) \
	$(patsubst %,preload/process/%.c,late_redirect initial_stack python pending_dlopen redirect translate ld_preload32) \
	$(patsubst %,common/core/%.c,policy policy_fields path interp envp exempt system_packages)
last := preload/hooks/path_hooks.c
library := $(first) $(filter-out $(first) $(last),$(core) $(wildcard preload/*/*.c)) $(last)
env := $(wildcard common/env/*.c)
builder := $(filter-out env-builder/cli/main.c,$(wildcard env-builder/*/*.c))
runner := $(wildcard runner/*.c)
objects = $(patsubst %.c,$(O)/obj/%.o,$(1))

# The two programs run for a millisecond, and loading shared libraries would be a good part of it: they are static where
# the system has the archives (a sanitizer has none). make STATIC= links them dynamically.
STATIC ?= $(call once,STATIC,$(if $(SAN),,$(if $(call builds,-static),-static)))
BUILDER_LIBS = $(shell $(PKG_CONFIG) --exists zlib 2>/dev/null && $(PKG_CONFIG) --libs minizip libmd zlib 2>/dev/null)
BUILDER_STATIC = $(call once,BUILDER_STATIC,$(if $(STATIC),$(if $(call builds,-static $(BUILDER_LIBS)),-static)))

# A 64-bit system also runs 32-bit programs: they need a 32-bit library, where the compiler can make one.
only_64 := \043ifndef __LP64__\n\043error\n\043endif
headers := \043include <string.h>\n\043include <sys/syscall.h>
LIB32 = $(call once,LIB32,$(if $(call builds,-c,$(only_64)),$(if $(call builds,-m32 -shared -nostdlib -fPIC -lgcc,\
	$(headers)),$(O)/lib32/libvenvrun.so)))
asks_compiler := $(filter-out clean help uninstall layers docs dist check-format format,$(or $(MAKECMDGOALS),all))

all: $(O)/venvrun $(O)/venvbuild $(O)/libvenvrun.so	## build the library and the programs; V=1 prints the commands
all: $(if $(asks_compiler),$(LIB32))

$(O)/libvenvrun.so: $(patsubst %.c,$(O)/pic/%.o,$(library)) preload/layout.ld
	$(call line,LD,$@)$(CC) $(CFLAGS) $(LIBLINK) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LIBGCC)

$(O)/lib32/libvenvrun.so: $(patsubst %.c,$(O)/pic32/%.o,$(library)) preload/layout.ld
	@mkdir -p $(@D)
	$(call line,LD32,$@)$(CC) -m32 $(CFLAGS) $(LIBLINK) $(LDFLAGS) -o $@ $(filter %.o,$^) -lgcc

$(O)/venvrun: $(call objects,$(runner)) $(O)/libbuilder.a $(O)/libenv.a $(O)/libtool.a $(O)/libcore.a
	$(call line,LD,$@)$(CC) $(CFLAGS) $(SANFLAGS) $(SANLINK) $(LDFLAGS) $(STATIC) -o $@ $^

$(O)/venvbuild: $(call objects,env-builder/cli/main.c) $(O)/libbuilder.a $(O)/libenv.a $(O)/libtool.a $(O)/libcore.a
	$(call line,LD,$@)$(CC) $(CFLAGS) $(SANFLAGS) $(SANLINK) $(LDFLAGS) $(BUILDER_STATIC) -o $@ $^ $(BUILDER_LIBS)

# require MODULES,LIBS,STEP: names the missing modules where pkg-config gave no LIBS, before the compiler fails.
define require
@mkdir -p $(@D)
@test -n '$(strip $(2))' || { missing=' pkg-config'; \
	if $(PKG_CONFIG) --version >/dev/null 2>&1; then missing=; \
		for module in $(1); do $(PKG_CONFIG) --exists $$module || missing="$$missing $$module"; done; \
	fi; echo "missing:$$missing (as pkg-config names it); \"./bootstrap $(3)\" installs it" >&2; exit 1; }
@touch $@
endef

$(call objects,$(builder)): | $(O)/builder.libs $(O)/gen/templates.h
$(O)/builder.libs:
	$(call require,zlib minizip libmd,$(BUILDER_LIBS),demo)

$(O)/libcore.a: $(call objects,$(core))
$(O)/libtool.a: $(call objects,$(tool))
$(O)/libenv.a: $(call objects,$(env))
$(O)/libbuilder.a: $(call objects,$(builder))
$(O)/lib%.a:
	$(call line,AR,$@)rm -f $@ && $(AR) rcs $@ $^

$(O)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(call line,CC,$<)$(CC) $(OURS) $(CFLAGS) $(CPPFLAGS) $(SANFLAGS) -c -o $@ $<

$(O)/pic/%.o: %.c
	@mkdir -p $(@D)
	$(call line,PIC,$<)$(CC) $(OURS) $(CFLAGS) $(CPPFLAGS) $(LIBFLAGS) $(LIBSAN) -c -o $@ $<

# The builder's scripts as C strings: one array a file, activate.sh as template_activate_sh.
templates := $(wildcard env-builder/*/templates/*)
$(O)/gen/templates.h: $(templates) Makefile
	@mkdir -p $(@D)
	$(call line,GEN,$@)for f in $(templates); do \
		echo "static const char template_$$(basename $$f | tr '.A-Z' '_a-z')[] ="; \
		sed 's/\\/\\\\/g; s/"/\\"/g; s/^/"/; s/$$/\\n"/' $$f; \
		echo ';'; \
	done >$@

$(O)/pic32/%.o: %.c
	@mkdir -p $(@D)
	$(call line,PIC32,$<)$(CC) -m32 $(OURS) $(CFLAGS) $(CPPFLAGS) $(LIBFLAGS) -c -o $@ $<

include tests/tests.mk

# The table of hooks for readers, from the table of hooks for the compiler.
docs/hooks.md: preload/hooks.def Makefile
	@{ echo '# The hooks'; echo; \
	echo 'Every symbol that the library interposes, made from `preload/hooks.def` by `make docs`.'; \
	awk '/^\/\* / { text = ""; reading = 1 } \
	reading { line = $$0; gsub(/^[ \t]*\/?\* ?|[ \t]*\*\/$$/, "", line); text = text (text ? " " : "") line } \
	/\*\/$$/ && reading { reading = 0; printf "\n%s\n\n| symbol | returns | takes |\n|---|---|---|\n", text } \
	/^HOOK/ { gsub(/^HOOK\(|\)$$/, ""); n = split($$0, part, /, */); kinds = ""; \
	for (i = 4; i <= n; i++) kinds = kinds (i > 4 ? ", " : "") tolower(part[i]); \
	printf "| `%s` | %s | %s |\n", part[3], tolower(part[2]), kinds }' $<; } >$@

docs: docs/hooks.md	## write the documents that are made from the code

# A path in quotes for the shell.
installed = '$(subst ','\'',$(DESTDIR)$(1))'

install: all	## install below PREFIX (DESTDIR is honoured)
	install -d $(call installed,$(BINDIR)) $(call installed,$(LIBDIR)) $(call installed,$(MANDIR)/man1)
	install -m 755 $(O)/venvrun $(O)/venvbuild $(call installed,$(BINDIR))
	install -m 644 $(O)/libvenvrun.so $(call installed,$(LIBDIR))
	$(if $(LIB32),install -D -m 644 $(LIB32) $(call installed,$(LIBDIR)/lib32/libvenvrun.so))
	install -m 644 docs/venvrun.1 docs/venvbuild.1 $(call installed,$(MANDIR)/man1)

uninstall:	## remove what install installed
	rm -f $(call installed,$(BINDIR)/venvrun) $(call installed,$(BINDIR)/venvbuild) \
		$(call installed,$(LIBDIR)/libvenvrun.so) $(call installed,$(LIBDIR)/lib32/libvenvrun.so) \
		$(call installed,$(MANDIR)/man1/venvrun.1) $(call installed,$(MANDIR)/man1/venvbuild.1)
	-for dir in $(call installed,$(LIBDIR)/lib32) $(call installed,$(LIBDIR)); do \
		test ! -d "$$dir" || rmdir "$$dir"; done

# Rights, names and times are fixed: the same commit gives the same bytes.
archive := $(O)/dist/venvrun-$(VERSION).tar
dist:	## make build/dist/venvrun-VERSION.tar.gz of the last commit
	@git diff --quiet HEAD -- || echo "make dist: changes that are not committed are left out" >&2
	@mkdir -p $(O)/dist
	$(call line,DIST,$(archive).gz)git -c tar.umask=0022 archive --prefix=venvrun-$(VERSION)/ \
		-o $(archive) HEAD && gzip -9nf $(archive)

clean:	## remove what was built
	rm -rf $(O)

help:	## list the targets
	@sed -n 's/^\([a-z0-9-]*\):.*	## /\1	/p' $(MAKEFILE_LIST) | expand -t 20

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all docs dist install uninstall clean help
-include $(shell find $(O) -type f -name '*.d' 2>/dev/null)
