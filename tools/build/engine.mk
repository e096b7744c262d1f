# How the C engine is compiled, without R: objects, library, tests, fuzz targets. The root
# Makefile calls this with one of the goals
#   lib  install  tests  run-tests  fuzz  run-fuzz  bench
# and, for a second build beside the first, with VARIANT=name CC=... CFLAGS=...
# Run from the root of the tree; everything lands in build/c-$(VARIANT)/ and build/lib/.

VARIANT ?= plain
OUT := build/c-$(VARIANT)
PREFIX ?= /usr/local
CFLAGS ?= -O2 -g
CXX ?= c++
export CC CFLAGS LDFLAGS

# On all cores, unless the caller says how many.
ifeq ($(filter -j% --jobserver%,$(MAKEFLAGS)),)
MAKEFLAGS += -j$(shell getconf _NPROCESSORS_ONLN || echo 1)
endif

# What configure finds is kept in a file and found again when configure or the compiler
# changes: SUNDIALS_CFLAGS SUNDIALS_LIBS THREADS FP_CFLAGS HIDE_LIBS.
HOW := $(CC) $(CFLAGS) $(LDFLAGS) $(CONFIGURE) $(SUNDIALS_CFLAGS) $(SUNDIALS_LIBS)
ifneq ($(HOW),$(shell cat $(OUT)/how 2>/dev/null))
$(shell rm -rf $(OUT) && mkdir -p $(OUT) && echo '$(HOW)' >$(OUT)/how)
endif
$(OUT)/config.mk: configure
	@./configure --print $(CONFIGURE) >$@.part && mv $@.part $@
include $(OUT)/config.mk

STANDARD := -std=c99 -Wall -Wextra -Wpedantic $(if $(CI),-Werror)
INCLUDES := -Isrc/engine -Iinst/include
COMPILE = $(CC) $(STANDARD) $(CFLAGS) -fPIC $(FP_CFLAGS) $(THREADS) $(INCLUDES) -MMD -MP
LINK = $(CC) $(CFLAGS) $(THREADS) $(LDFLAGS)

# One short line a file; V=1 shows the commands.
Q := $(if $(V),,@)
say = $(if $(V),,@echo "  $(1) $(2)")

# ---- objects and library ------------------------------------------------------------

ENGINE := $(addprefix $(OUT)/,$(shell sed 's/\#.*//' src/engine.objects))

# SUNDIALS's own headers are not held to our warnings.
$(OUT)/engine/%.o: src/engine/%.c $(OUT)/config.mk
	@mkdir -p $(@D)
	$(call say,cc,$<)
	$(Q)$(COMPILE) $(patsubst -I%,-isystem %,$(SUNDIALS_CFLAGS)) -fvisibility=hidden -DMT_BUILD_SHARED -c $< -o $@

VERSION := $(shell sed -n 's/^\#define MT_VERSION "\(.*\)"/\1/p' inst/include/muscletwin.h)
# Until 1.0 a minor version may break a program (see the header), so that it is in the name
# that programs ask for.
PARTS := $(subst ., ,$(VERSION))
ABI := $(firstword $(PARTS))$(if $(filter 0,$(firstword $(PARTS))),.$(word 2,$(PARTS)))
SO := libmuscletwin.so

$(OUT)/libmuscletwin.a: $(ENGINE)
	@rm -f $@
	$(call say,ar,$@)
	$(Q)$(AR) qcs $@ $^ # q, not r: files of one name in two folders are two members

$(OUT)/$(SO).$(VERSION): $(ENGINE)
	$(call say,ld,$@)
	$(Q)$(LINK) -shared -Wl,-soname,$(SO).$(ABI) $^ -o $@ $(SUNDIALS_LIBS) $(HIDE_LIBS) -lm

# A static library carries no list of what it needs: Libs.private does.
$(OUT)/muscletwin.pc: tools/build/muscletwin.pc.in $(OUT)/config.mk
	$(Q)sed -e "s|@PREFIX@|$$(case '$(PREFIX)' in /*) echo '$(PREFIX)' ;; *) echo "$$PWD/$(PREFIX)" ;; esac)|" -e 's|@VERSION@|$(VERSION)|' \
	  -e 's|@LIBS_PRIVATE@|$(subst ",,$(SUNDIALS_LIBS)) $(THREADS) -lm|' $< >$@

.PHONY: lib install
lib: $(OUT)/libmuscletwin.a $(OUT)/$(SO).$(VERSION)
	@mkdir -p build/lib
	@cp $^ build/lib/
	@ln -sf $(SO).$(VERSION) build/lib/$(SO).$(ABI)
	@ln -sf $(SO).$(ABI) build/lib/$(SO)
	@echo "build/lib: $(SO) and libmuscletwin.a, version $(VERSION), with SUNDIALS $(SUNDIALS)"

install: lib
	@rm -f $(OUT)/muscletwin.pc
	@$(MAKE) -s -f tools/build/engine.mk $(OUT)/muscletwin.pc PREFIX='$(PREFIX)'
	@mkdir -p '$(DESTDIR)$(PREFIX)/include' '$(DESTDIR)$(PREFIX)/lib/pkgconfig'
	@cp inst/include/muscletwin.h '$(DESTDIR)$(PREFIX)/include/'
	@cp -P build/lib/libmuscletwin.a build/lib/$(SO)* '$(DESTDIR)$(PREFIX)/lib/'
	@cp $(OUT)/muscletwin.pc '$(DESTDIR)$(PREFIX)/lib/pkgconfig/'
	@echo "installed in $(DESTDIR)$(PREFIX): header, libraries, pkg-config file"

# ---- tests: tests/c/test_*.c, a program each ----------------------------------------

TESTS := $(patsubst tests/c/%.c,$(OUT)/tests/%,$(wildcard tests/c/test_*.c))

$(OUT)/tests/%: tests/c/%.c $(OUT)/libmuscletwin.a
	@mkdir -p $(@D)
	$(call say,cc,$<)
	$(Q)$(COMPILE) -Itests/c $< -o $@ \
	  $(OUT)/libmuscletwin.a $(LDFLAGS) $(SUNDIALS_LIBS) -lm

.PHONY: tests run-tests
tests: $(TESTS)
run-tests: tests
	@tools/test/run-programs.sh $(TESTS)

# ---- fuzz: tests/fuzz/fuzz_*.c with LLVMFuzzerTestOneInput --------------------------
# Each is linked with a driver that replays files, so that any compiler will do.

FUZZ := $(patsubst tests/fuzz/%.c,$(OUT)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))

$(OUT)/fuzz/%: tests/fuzz/%.c tests/fuzz/replay.c $(OUT)/libmuscletwin.a
	@mkdir -p $(@D)
	$(call say,cc,$<)
	$(Q)$(COMPILE) $< tests/fuzz/replay.c -o $@ $(OUT)/libmuscletwin.a $(LDFLAGS) $(SUNDIALS_LIBS) -lm

.PHONY: fuzz run-fuzz
fuzz: $(FUZZ)
	@echo "fuzz targets: $(or $(notdir $(FUZZ)),none in tests/fuzz yet)"
run-fuzz: $(FUZZ)
	@for target in $(FUZZ); do \
	  $$target tests/fuzz/corpus/$$(basename $$target) || exit 1; \
	done

# ---- benchmarks: bench/c/*.c, a program each ------------------------------------------

BENCH := $(patsubst bench/c/%.c,$(OUT)/bench/%,$(wildcard bench/c/*.c))

$(OUT)/bench/%: bench/c/%.c $(OUT)/libmuscletwin.a
	@mkdir -p $(@D)
	$(call say,cc,$<)
	$(Q)$(COMPILE) $< -o $@ $(OUT)/libmuscletwin.a $(LDFLAGS) $(SUNDIALS_LIBS) -lm

.PHONY: bench
bench: $(BENCH)

-include $(ENGINE:.o=.d) $(TESTS:=.d) $(FUZZ:=.d) $(BENCH:=.d)
