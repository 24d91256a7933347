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
# SAN=address,undefined: the programs and the tests. An ASan library cannot be preloaded (its runtime
# would not come first), so the library takes only UBSan, in the trap mode that needs no runtime.
SAN ?=
# Questions to the compiler: each is asked once, when its answer is needed. What it builds from is a file below $(O): a
# compiler that removes its output before it writes would, as root, take /dev/null from the machine.
# builds FLAGS[,PROGRAM]: does it build the PROGRAM (a format of printf)? "make -n" leaves nothing behind.
builds = $(shell mkdir -p $(O); file=$(O)/try.$$$$; printf '$(or $(2),int main(void) { return 0; })\n' | \
	$(CC) -xc - -o $$file $(1) >/dev/null 2>&1 && echo yes; rm -f $$file; $(if $(dry),rmdir $(O) 2>/dev/null))
flags := $(filter-out --%,$(firstword -$(MAKEFLAGS)))
dry := $(findstring n,$(flags))
once = $(eval $(1) := $(2))$(2)

# $(call line,CC,FILE) in front of a command: what is printed in place of it, unless V=1 (all commands) or -s (nothing).
V ?=
line = $(if $(filter 1,$(V)),,@$(if $(findstring s,$(flags)),,printf '  %-6s %s\n' $(1) $(2);))

SANFLAGS := $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer)
comma := ,
# The runtime inside the program: as a library it refuses to start where the caller has preloaded one, as users do.
SANLINK = $(call once,SANLINK,$(if $(filter address,$(subst $(comma), ,$(SAN))),$(if \
	$(call builds,-Werror -fsanitize=address -static-libasan),-static-libasan)))
LIBSAN := $(if $(filter undefined,$(subst $(comma), ,$(SAN))),-fsanitize=undefined -fsanitize-undefined-trap-on-error)
# The library stands in other people's processes: no libc by name, no start files, nothing exported but hooks.
LIBFLAGS = -fPIC -fvisibility=hidden -fno-builtin -fno-stack-protector -U_FORTIFY_SOURCE \
	-fno-delete-null-pointer-checks -ffunction-sections -fdata-sections -Werror=vla $(LIBFLAGS_IF_KNOWN)
# gcc would make calls of memcpy from the loops that define memcpy, and on arm64 calls of libgcc from atomic operations.
# No frame is to step over the page below a stack.
LIBFLAGS_IF_KNOWN = $(call once,LIBFLAGS_IF_KNOWN,$(foreach flag,-fno-tree-loop-distribute-patterns -mno-outline-atomics \
	-fstack-clash-protection,$(if $(call builds,-Werror $(flag) -c),$(flag))))
# The loader goes by who calls dlopen: its hook must jump on, whatever CFLAGS say.
$(O)/pic/preload/hooks/dlopen.o $(O)/pic32/preload/hooks/dlopen.o: LIBFLAGS += -O2 -foptimize-sibling-calls
# Two segments and no relro, whose mprotect and mapping cost every process 12 us: it would guard five words, beside a
# table of function pointers that has to be writable.
LIBLINK = -shared -nostdlib -nostartfiles -Wl,-z,now,-z,norelro,-z,defs,--hash-style=gnu,-O1,--gc-sections \
	-Wl,-soname,libvenvrun.so $(LIBLINK_IF_KNOWN)
# A linker that cannot insert into its own layout keeps it.
LIBLINK_IF_KNOWN = $(call once,LIBLINK_IF_KNOWN,$(foreach flag,-Wl$(comma)-z$(comma)noseparate-code -Tpreload/layout.ld,$(if \
	$(call builds,-shared -fPIC -nostdlib $(flag)),$(flag))))
# 32-bit machines divide with it.
LIBGCC = $(call once,LIBGCC,$(if $(call builds,-shared -fPIC -nostdlib -lgcc),-lgcc))

core := $(wildcard common/core/*.c)
tool := $(wildcard common/tool/*.c)
# What runs when a process starts comes first, in as few pages as it fits in, and the wrappers last: few processes come to
# them (preload/layout.ld).
first := preload/process/start.c $(patsubst %,preload/base/%.c,state mem sys linkmap elf_object) \
	$(patsubst %,preload/process/%.c,late_redirect python pending_dlopen redirect ld_preload32) \
	$(patsubst %,common/core/%.c,policy policy_fields path interp)
last := preload/hooks/path_hooks.c
library := $(first) $(filter-out $(first) $(last),$(core) $(wildcard preload/*/*.c)) $(last)
env := $(wildcard common/env/*.c)
builder := $(filter-out env-builder/cli/main.c,$(wildcard env-builder/*/*.c))
runner := $(wildcard runner/*.c)
objects = $(patsubst %.c,$(O)/obj/%.o,$(1))

# The two programs are done in a millisecond, of which loading shared libraries would be a good part: static where the
# system has the archives (a sanitizer has none). make STATIC= links them dynamically.
STATIC ?= $(call once,STATIC,$(if $(SAN),,$(if $(call builds,-static),-static)))
BUILDER_LIBS = $(shell $(PKG_CONFIG) --exists zlib 2>/dev/null && $(PKG_CONFIG) --libs minizip libmd zlib 2>/dev/null)
BUILDER_STATIC = $(call once,BUILDER_STATIC,$(if $(STATIC),$(if $(call builds,-static $(BUILDER_LIBS)),-static)))

# A 64-bit system runs 32-bit programs too: they need a library of theirs, where the compiler can make one.
LIB32 = $(call once,LIB32,$(if $(call builds,-c,\043ifndef __LP64__\n\043error\n\043endif),$(if $(call \
	builds,-m32 -shared -nostdlib -fPIC -lgcc,\043include <string.h>\n\043include <sys/syscall.h>),$(O)/lib32/libvenvrun.so)))
asks_compiler := $(filter-out clean help uninstall layers docs dist check-format format,$(or $(MAKECMDGOALS),all))

all: $(O)/venvrun $(O)/venvbuild $(O)/libvenvrun.so $(if $(asks_compiler),$(LIB32))	## build the library and the two programs; V=1 prints the commands

$(O)/libvenvrun.so: $(patsubst %.c,$(O)/pic/%.o,$(library)) preload/layout.ld
	$(call line,LD,$@)$(CC) $(CFLAGS) $(LIBLINK) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LIBGCC)

$(O)/lib32/libvenvrun.so: $(patsubst %.c,$(O)/pic32/%.o,$(library)) preload/layout.ld
	@mkdir -p $(@D)
	$(call line,LD32,$@)$(CC) -m32 $(CFLAGS) $(LIBLINK) $(LDFLAGS) -o $@ $(filter %.o,$^) -lgcc

$(O)/venvrun: $(call objects,$(runner)) $(O)/libbuilder.a $(O)/libenv.a $(O)/libtool.a $(O)/libcore.a
	$(call line,LD,$@)$(CC) $(CFLAGS) $(SANFLAGS) $(SANLINK) $(LDFLAGS) $(STATIC) -o $@ $^

$(O)/venvbuild: $(call objects,env-builder/cli/main.c) $(O)/libbuilder.a $(O)/libenv.a $(O)/libtool.a $(O)/libcore.a
	$(call line,LD,$@)$(CC) $(CFLAGS) $(SANFLAGS) $(SANLINK) $(LDFLAGS) $(BUILDER_STATIC) -o $@ $^ $(BUILDER_LIBS)

# require MODULES,LIBS,STEP: where pkg-config told no LIBS, what is missing is named before the compiler stumbles over it.
define require
@mkdir -p $(@D)
@test -n '$(strip $(2))' || { missing=' pkg-config'; \
	if $(PKG_CONFIG) --version >/dev/null 2>&1; then missing=; \
		for module in $(1); do $(PKG_CONFIG) --exists $$module || missing="$$missing $$module"; done; \
	fi; echo "missing:$$missing (as pkg-config names it); \"./bootstrap $(3)\" installs it" >&2; exit 1; }
@touch $@
endef

$(call objects,$(builder)): | $(O)/builder.libs
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
templates := $(wildcard env-builder/layout/templates/*)
$(O)/gen/templates.h: $(templates) Makefile
	@mkdir -p $(@D)
	$(call line,GEN,$@)for f in $(templates); do \
		echo "static const char template_$$(basename $$f | tr '.A-Z' '_a-z')[] ="; \
		sed 's/\\/\\\\/g; s/"/\\"/g; s/^/"/; s/$$/\\n"/' $$f; \
		echo ';'; \
	done >$@

$(foreach file,layout/activation $(addprefix install/,pyproject install lock_write lock_install installer verify),\
	$(O)/obj/env-builder/$(file).o $(O)/lint/env-builder/$(file).o): $(O)/gen/templates.h

$(O)/pic32/%.o: %.c
	@mkdir -p $(@D)
	$(call line,PIC32,$<)$(CC) -m32 $(OURS) $(CFLAGS) $(CPPFLAGS) $(LIBFLAGS) -c -o $@ $<

include tests/tests.mk

# The table of hooks for readers, made from the table of hooks for the compiler.
docs/hooks.md: preload/hooks.def Makefile
	@{ echo '# The hooks'; echo; \
	echo 'Every symbol that the library interposes, made from `preload/hooks.def` by `make docs`.'; \
	awk '/^\/\* / { text = ""; reading = 1 } \
	reading { line = $$0; gsub(/^[ \t]*\/?\* ?|[ \t]*\*\/$$/, "", line); text = text (text ? " " : "") line } \
	/\*\/$$/ && reading { reading = 0; printf "\n%s\n\n| symbol | returns | takes |\n|---|---|---|\n", text } \
	/^HOOK/ { gsub(/^HOOK\(|\)$$/, ""); n = split($$0, part, /, */); kinds = ""; \
	for (i = 4; i <= n; i++) kinds = kinds (i > 4 ? ", " : "") tolower(part[i]); \
	printf "| `%s` | %s | %s |\n", part[3], tolower(part[2]), kinds }' $<; } >$@

docs: docs/hooks.md	## make the documents that come from the code anew

# A path for the shell, which may have blanks and quotes in it.
installed = '$(subst ','\'',$(DESTDIR)$(1))'

install: all	## install below PREFIX (DESTDIR is honoured)
	install -d $(call installed,$(BINDIR)) $(call installed,$(LIBDIR)) $(call installed,$(MANDIR)/man1)
	install -m 755 $(O)/venvrun $(O)/venvbuild $(call installed,$(BINDIR))
	install -m 644 $(O)/libvenvrun.so $(call installed,$(LIBDIR))
	$(if $(LIB32),install -D -m 644 $(LIB32) $(call installed,$(LIBDIR)/lib32/libvenvrun.so))
	install -m 644 docs/venvrun.1 docs/venvbuild.1 $(call installed,$(MANDIR)/man1)

uninstall:	## remove what install put there
	rm -f $(call installed,$(BINDIR)/venvrun) $(call installed,$(BINDIR)/venvbuild) $(call installed,$(LIBDIR)/libvenvrun.so) \
		$(call installed,$(LIBDIR)/lib32/libvenvrun.so) \
		$(call installed,$(MANDIR)/man1/venvrun.1) $(call installed,$(MANDIR)/man1/venvbuild.1)
	-for dir in $(call installed,$(LIBDIR)/lib32) $(call installed,$(LIBDIR)); do test ! -d "$$dir" || rmdir "$$dir"; done

# Of the last commit, with fixed rights, names and times: the same commit gives the same bytes.
archive := $(O)/dist/venvrun-$(VERSION).tar
dist:	## make build/dist/venvrun-VERSION.tar.gz of the last commit
	@git diff --quiet HEAD -- || echo "make dist: changes that are not committed are left out" >&2
	@mkdir -p $(O)/dist
	$(call line,DIST,$(archive).gz)git -c tar.umask=0022 archive --prefix=venvrun-$(VERSION)/ -o $(archive) HEAD && gzip -9nf $(archive)

clean:	## remove what was built
	rm -rf $(O)

help:	## list the targets
	@sed -n 's/^\([a-z0-9-]*\):.*	## /\1	/p' $(MAKEFILE_LIST) | expand -t 20

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all docs dist install uninstall clean help
-include $(shell find $(O) -type f -name '*.d' 2>/dev/null)
