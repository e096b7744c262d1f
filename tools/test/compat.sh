#!/bin/sh
# The same engine and package under other conditions: clang, no threads, the system's
# SUNDIALS instead of the R package's. For each the C tests are built and run, and the R
# package is installed and asked for known numbers. What the machine has not is skipped. And
# flags that change values, which have to be without effect or refused.
set -u
cd "$(dirname "$0")/../.." || exit 1
engine="${MAKE:-make} --no-print-directory -f tools/build/engine.mk"
wrong=0

# smoke LIBRARY: numbers of the published example, from an installed package.
smoke() {
  R_LIBS=$1 Rscript -e '
    library(muscletwin)
    s <- make_schedule()
    stopifnot(
      abs(banister(s)$perf[140] - 861.219698077966) < 1e-9,
      abs(tail(muscle_mass(s)$mass, 1) - 38.6536592935885) < 1e-7,
      nrow(muscle_sim(s, muscle_cohort(5), output = "trainees", threads = 2)) == 5
    )'
}

# under NAME SETTING...: settings go into the environment of every step.
under() {
  name=$1
  shift
  if ! env "$@" tools/build/step.sh "$name: C tests" "build/log/compat-$name-c.log" $engine run-tests VARIANT="$name"; then
    wrong=1
  fi
  if ! env "$@" tools/build/install-r.sh "build/library-$name" "build/stage-$name"; then
    wrong=1
  elif smoke "$PWD/build/library-$name" >"build/log/compat-$name-r.log" 2>&1; then
    echo "  $name: the R package gives the published numbers"
  else
    echo "  $name: the R package fails:"
    sed 's/^/    | /' "build/log/compat-$name-r.log"
    wrong=1
  fi
}

mkdir -p build/log
if command -v clang >/dev/null 2>&1; then
  printf 'CC = clang\n' >build/clang.mk
  under clang CC=clang R_MAKEVARS_USER="$PWD/build/clang.mk"
else
  echo "  clang: skipped, not installed"
fi

under no-threads CONFIGURE=--disable-threads MUSCLETWIN_THREADS=no

system="-lsundials_cvode -lsundials_nvecserial -lsundials_sunlinsoldense -lsundials_sunmatrixdense"
if SUNDIALS_LIBS="$system" ./configure --print >/dev/null 2>&1; then
  under system-sundials SUNDIALS_LIBS="$system"
else
  echo "  system-sundials: skipped, not installed"
fi
# Flags that change values: make switches them off, R CMD INSTALL refuses with a remedy.
fast="-O2 -ffast-math -funsafe-math-optimizations"
tools/build/step.sh "fast-math: C tests" build/log/compat-fast-math-c.log \
  env CFLAGS="$fast" $engine run-tests VARIANT=fast-math || wrong=1
echo "CFLAGS = $fast" >build/fast-math.mk
if R_MAKEVARS_USER="$PWD/build/fast-math.mk" ./configure >build/log/compat-fast-math-r.log 2>&1; then
  echo "  fast-math: configure does not refuse CFLAGS='$fast'"
  rm -f src/Makevars
  wrong=1
elif ! grep -q 'Take them out of' build/log/compat-fast-math-r.log; then
  echo "  fast-math: configure fails without a remedy, see build/log/compat-fast-math-r.log"
  wrong=1
else
  echo "  fast-math: R CMD INSTALL would be refused, with a remedy"
fi

[ $wrong -eq 0 ] && echo "compat: in order"
exit $wrong
