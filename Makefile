# muscletwin: one verb a target. What is made lands in build/ and demo/, which git ignores.
# The C side is in tools/build/engine.mk, longer steps are scripts in tools/build, test, check and docs.

.DEFAULT_GOAL := help
PREFIX ?= /usr/local
ENGINE := $(MAKE) --no-print-directory -f tools/build/engine.mk
WITH := tools/test/with-package.sh
# Instrumented code misleads gcc's warning about what may be uninitialised.
SANITIZE := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all \
  -Wno-maybe-uninitialized

.PHONY: help setup demo test check validate coverage lib install bench budget bits san tsan fuzz docs layers format compat \
  clean

help: ## what there is to do
	@echo "make <verb>:"
	@sed -n 's/^\([a-z]*\):[^#]*## */  \1\t/p' Makefile | expand -t 12

setup: ## install what is missing for the demo and all packages' tests, and nothing else
	@tools/build/setup.sh run

demo: ## install muscletwin, render the post to demo/, print its headline numbers
	@tools/build/setup.sh demo
	@tools/docs/demo.sh

test: setup ## C tests, header, examples, R tests of all packages; closes with one count
	@tools/test/test.sh

check: setup ## R CMD check --as-cran of all packages, with vignettes and the PDF manual
	@tools/build/setup.sh check
	@tools/check/check.sh

validate: setup ## the slow proofs of calibration and of the finer models, some minutes (docs/validation*.md); ATHLETES=50 is a look
	@$(WITH) Rscript tools/test/validate-physiology.R
	@$(WITH) Rscript tools/test/validate.R $(or $(ATHLETES),1000)

lib: ## build/lib/libmuscletwin.so and .a, without R
	@$(ENGINE) lib

install: ## header, libraries and pkg-config file into PREFIX
	@$(ENGINE) install PREFIX='$(PREFIX)'

coverage: setup ## which lines the tests run, of R and of C; a quarter of an hour
	@tools/build/setup.sh coverage
	@tools/test/coverage.sh

bench: setup ## measure against other R packages; a quarter of an hour, BENCH_QUICK=1 a minute (bench/RESULTS.md)
	@tools/build/setup.sh bench
	@$(WITH) Rscript bench/run.R

budget: setup ## count the kernels' instructions, compare with bench/budget.txt; UPDATE=1 writes it
	@tools/build/setup.sh budget
	@tools/test/budget.sh $(if $(UPDATE),update)

bits: setup ## the same checksums over builds, threads, parts and processes? UPDATE=1 writes docs/same-bits.md
	@tools/build/setup.sh compat
	@tools/test/bits.sh $(if $(UPDATE),update)

san: ## the C tests and fuzz corpora under the address and undefined-behaviour sanitizers
	@$(ENGINE) run-tests run-fuzz VARIANT=san CFLAGS="$(SANITIZE)"

tsan: ## the C tests under the thread sanitizer
	@$(ENGINE) run-tests VARIANT=tsan CFLAGS="-O1 -g -fno-omit-frame-pointer -fsanitize=thread"

fuzz: ## replay the fuzz corpora in tests/fuzz
	@$(ENGINE) fuzz run-fuzz

docs: ## man/ and NAMESPACE from the comments in R/ (roxygen2)
	@tools/build/setup.sh docs
	@tools/docs/docs.sh

layers: ## include rules of C and floors of R, no R and no I/O in the engine, exported symbols
	@$(ENGINE) lib
	@tools/check/layers.sh
	@Rscript tools/check/layers.R

format: ## is everything formatted? FIX=1 formats the C files
	@tools/build/setup.sh format
	@tools/check/format.sh $(if $(FIX),fix)

compat: setup ## builds and tests with clang, without threads, with the system's SUNDIALS
	@tools/build/setup.sh compat
	@tools/test/compat.sh

clean: ## remove build/ and demo/
	@rm -rf build demo
